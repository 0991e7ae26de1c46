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


@pytest.mark.parametrize(
    ("symbol", "residues", "term", "position", "expected"),
    [
        pytest.param("APC", 2843, "stop_gained", 1300, "very_strong", id="GN089: codons 49 to 2645 of the last exon"),
        pytest.param("APC", 2843, "stop_gained", 2700, "not met", id="GN089: beyond codon 2645 not at all"),
        pytest.param("APC", 2700, "stop_gained", 1300, "strong", id="another isoform is judged by the tree"),
        pytest.param("BRCA1", 1863, "stop_gained", 1854, "very_strong", id="GN092: up to p.Leu1854"),
        pytest.param("BRCA1", 1863, "stop_gained", 200, "not met", id="GN092: exons 8 and 9 are rescued by skipping"),
        pytest.param("BRCA1", 1863, "stop_gained", 1855, "not met", id="GN092: beyond it not at all"),
        pytest.param("BRCA2", 3418, "stop_gained", 3309, "very_strong", id="GN097: up to p.Glu3309"),
        pytest.param("BRCA2", 3418, "stop_gained", 3310, "not met", id="GN097: beyond it not at all"),
        pytest.param("TP53", 393, "stop_gained", 353, "strong", id="GN009: p.351 to p.355 strong"),
        pytest.param("TP53", 393, "frameshift_variant", 360, "moderate", id="GN009: beyond p.356 moderate"),
        pytest.param("HNF1A", 631, "stop_gained", 610, "supporting", id="GN017: nonsense beyond p.601"),
        pytest.param("HNF1A", 631, "frameshift_variant", 610, "strong", id="GN017: frameshift up to p.618"),
        pytest.param("FBN1", 2871, "stop_gained", 2860, "strong", id="GN022: escape from decay is strong"),
    ],
)
def test_a_panel_s_word_on_truncations_comes_before_the_tree(symbol, residues, term, position, expected):
    escaping = loss(escapes=True, fraction=0.4, pathogenic_beyond=3)
    told = consequence(term, protein_position=position, protein_length=residues)
    facts = variant(loss=escaping, gene=gene(), consequence=told)
    assert word(outcome(plugin, "PVS1", facts, RULES.of_gene(symbol))) == expected


@pytest.mark.parametrize(
    ("symbol", "residues", "kind", "exon", "expected"),
    [
        pytest.param("VHL", 213, LossKind.START, None, "not met", id="GN078: p19 starts at codon 54"),
        pytest.param("PAH", 452, LossKind.START, None, "strong", id="GN006: initiation codon"),
        pytest.param("GAA", 952, LossKind.SPLICE, 6, "strong", id="GN010: exon 6 in frame"),
        pytest.param("GAA", 952, LossKind.SPLICE, 19, "moderate", id="GN010: exon 19 in frame, below a tenth"),
        pytest.param("GAA", 952, LossKind.SPLICE, 2, "very_strong", id="GN010: active site"),
        pytest.param("CDH1", 882, LossKind.SPLICE, 3, "strong", id="GN007: canonical sites start at strong"),
    ],
)
def test_a_panel_s_word_on_starts_and_splice_sites_comes_before_the_tree(symbol, residues, kind, exon, expected):
    lost = replace(loss(in_frame=True, escapes=True, fraction=0.3), kind=kind, exon=exon)
    told = consequence("splice_donor_variant", protein_position=None, protein_length=residues)
    facts = variant(loss=lost, gene=gene(), consequence=told)
    assert word(outcome(plugin, "PVS1", facts, RULES.of_gene(symbol))) == expected
