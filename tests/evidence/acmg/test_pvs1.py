"""PVS1 against the decision tree of Abou Tayoun 2018 (doi:10.1002/humu.23626, figure 1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.acmg.facts_of import CITED, RULES, consequence, gene, outcome, variant, word
from lexome.core.facts import Absent, Unknown
from lexome.core.variant import LossKind, LossMechanism, ProductLoss
from lexome.evidence.acmg.pvs1 import decide, plugin


def loss(kind: LossKind = LossKind.TRUNCATION, *, escapes: bool = False, in_frame: bool = False, fraction: float = 0.5,
         **more) -> ProductLoss:  # fmt: skip
    return ProductLoss(kind, escapes_nmd=escapes, in_frame=in_frame, fraction_lost=fraction, **more)


BRANCHES = [
    (loss(in_all_transcripts=True), "very_strong", "truncation, decay predicted"),
    (loss(in_all_transcripts=False), None, "exon absent from the relevant transcript"),
    (loss(escapes=True, fraction=0.3, pathogenic_beyond=4), "strong", "escapes decay, critical region lost"),
    (loss(escapes=True, fraction=0.3), "strong", "escapes decay, more than a tenth lost"),
    (loss(escapes=True, fraction=0.05), "moderate", "escapes decay, less than a tenth lost"),
    (loss(escapes=True, common_loss_in_exon=True), None, "null variants of the exon are frequent"),
    (loss(LossKind.SPLICE), "very_strong", "skipping shifts the frame, decay predicted"),
    (loss(LossKind.SPLICE, escapes=True, fraction=0.2), "strong", "skipping shifts the frame, escapes decay"),
    (loss(LossKind.SPLICE, escapes=True, in_frame=True, pathogenic_beyond=1, fraction=0.03), "strong",
     "skipping keeps the frame, critical region"),
    (loss(LossKind.SPLICE, escapes=True, in_frame=True, fraction=0.03), "moderate", "skipping keeps the frame, small"),
    (loss(LossKind.DELETION, in_frame=False), "very_strong", "exons deleted, decay predicted"),
    (loss(LossKind.DELETION, escapes=True, in_frame=True, fraction=0.4), "strong", "exons deleted in frame, large"),
    (loss(LossKind.WHOLE_GENE), "very_strong", "whole gene deleted"),
    (loss(LossKind.DUPLICATION), "strong", "presumed tandem duplication that shifts the frame"),
    (loss(LossKind.START, pathogenic_beyond=2), "moderate", "start lost, pathogenic variants before the next"),
    (loss(LossKind.START, pathogenic_beyond=0), "supporting", "start lost, none before the next"),
    (loss(LossKind.START, in_all_transcripts=False), None, "another transcript starts elsewhere"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), [pytest.param(a, b, id=c) for a, b, c in BRANCHES])
def test_every_branch_of_the_tree_ends_as_published(given, expected):
    strength, _ = decide(given)
    assert (strength.label if strength else None) == expected


@pytest.mark.parametrize(
    ("mechanism", "expected"),
    [
        (LossMechanism.ESTABLISHED, "very_strong"),
        (LossMechanism.LIKELY, "strong"),
        (LossMechanism.NOT_A_MECHANISM, "not met"),
    ],
)
def test_strength_follows_how_sure_the_mechanism_is(mechanism, expected):
    assert word(outcome(plugin, "PVS1", variant(loss=loss(), gene=gene(loss=mechanism)))) == expected


def test_a_missense_variant_is_no_null_variant():
    assert word(outcome(plugin, "PVS1", variant(loss=Absent(CITED), gene=gene()))) == "not met"


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(variant(gene=gene()), id="loss unknown"),
        pytest.param(variant(loss=loss(), gene=replace(gene(), mechanism=Unknown("?"))), id="mechanism unknown"),
        pytest.param(variant(loss=loss()), id="gene unknown"),
    ],
)
def test_missing_facts_are_named(facts):
    assert word(outcome(plugin, "PVS1", facts)) == "not assessable"


def test_a_specification_that_rules_loss_out_comes_before_the_gene_s_records():
    """MYH7 (GN002): loss of function is not the mechanism."""
    found = outcome(plugin, "PVS1", variant(loss=loss(), gene=gene()), RULES.of_gene("MYH7"))
    assert word(found) == "not met"


def test_a_panel_s_residues_give_a_truncation_that_escapes_decay_full_strength():
    """APC (GN089): codons 49 to 2645, all but the first of them in or before the last exon."""
    escaping = loss(escapes=True, fraction=0.4, pathogenic_beyond=3)
    for position, expected in ((1300, "very_strong"), (2700, "strong")):
        told = consequence("stop_gained", protein_position=position)
        facts = variant(loss=escaping, gene=gene(), consequence=told)
        assert word(outcome(plugin, "PVS1", facts, RULES.of_gene("APC"))) == expected
