"""Criteria that rest on the patient and the family: PS2, PM6, PM3, PP1, BS4, PP4, BP2, BP5."""

from __future__ import annotations

import math

import pytest

from evidence.acmg.facts_of import AD, ALLELE, AR, CITED, family, gene, outcome, seen, variant, word
from lexome.core.facts import Absent
from lexome.core.family import AlternateCause, DeNovo, Partner, PhenotypeMatch, Segregation
from lexome.evidence.acmg.bp2 import plugin as bp2
from lexome.evidence.acmg.bp5 import plugin as bp5
from lexome.evidence.acmg.pm3 import plugin as pm3
from lexome.evidence.acmg.pp1_bs4 import plugin as pp1_bs4
from lexome.evidence.acmg.pp4 import plugin as pp4
from lexome.evidence.acmg.ps2_pm6 import plugin as ps2_pm6
from lexome.evidence.acmg.ps2_pm6 import strength_of_points


def phenotype(posterior: float, log10_lr: float = 3.0, genes: int = 1) -> PhenotypeMatch:
    return PhenotypeMatch("OMIM:1", "a disease", posterior, log10_lr, genes, CITED)


@pytest.mark.parametrize(
    ("points", "expected"),
    [(0.25, None), (0.5, "supporting"), (1, "moderate"), (2, "strong"), (3.5, "strong"), (4, "very_strong")],
)
def test_de_novo_points_give_the_strengths_of_the_svi_table(points, expected):
    """ClinGen SVI recommendation for PS2 and PM6, version 1.1, table 2."""
    strength = strength_of_points(points)
    assert (strength.label if strength else None) == expected


@pytest.mark.parametrize(
    ("parentage", "fit", "ps2", "pm6"),
    [
        pytest.param(True, phenotype(0.95), "strong", "not met", id="confirmed, highly specific: 2 points"),
        pytest.param(True, phenotype(0.3), "moderate", "not met", id="confirmed, consistent: 1 point"),
        pytest.param(True, phenotype(0.01), "supporting", "not met", id="confirmed, heterogeneous: 0.5"),
        pytest.param(None, phenotype(0.95), "not met", "moderate", id="assumed, highly specific: 1 point"),
        pytest.param(None, phenotype(0.01), "not met", "not met", id="assumed, heterogeneous: 0.25"),
        pytest.param(True, phenotype(0.01, -1), "not met", "not met", id="phenotype does not fit: 0"),
        pytest.param(False, phenotype(0.95), "not met", "not met", id="parentage contradicted"),
    ],
)
def test_a_de_novo_occurrence_counts_by_parentage_and_phenotype(parentage, fit, ps2, pm6):
    facts = variant(family=family(de_novo=DeNovo(parentage, "neither parent carries it"), phenotype=fit))
    assert [word(outcome(ps2_pm6, code, facts)) for code in ("PS2", "PM6")] == [ps2, pm6]


def test_without_parents_de_novo_is_not_assessable_and_with_a_carrier_parent_not_met():
    assert word(outcome(ps2_pm6, "PS2", variant())) == "not assessable"
    assert word(outcome(ps2_pm6, "PS2", variant(family=family(de_novo=Absent(CITED))))) == "not met"


def partner(*, trans: bool | None, pathogenic: bool = True, likely: bool = False, homozygous: bool = False) -> Partner:
    return Partner(ALLELE, trans, pathogenic, likely, "with another variant", homozygous)


@pytest.mark.parametrize(
    ("of_patient", "mode", "expected"),
    [
        pytest.param([partner(trans=True)], AR, "moderate", id="in trans with a pathogenic one: 1 point"),
        pytest.param([partner(trans=None)], AR, "supporting", id="phase unknown, pathogenic: 0.5"),
        pytest.param([partner(trans=None, pathogenic=False, likely=True)], AR, "not met", id="phase unknown, likely"),
        pytest.param([partner(trans=True, pathogenic=False, likely=True)], AR, "moderate", id="in trans, likely"),
        pytest.param([partner(trans=None, homozygous=True)], AR, "supporting", id="homozygous: 0.5"),
        pytest.param([partner(trans=False)], AR, "not met", id="in cis"),
        pytest.param([], AR, "not met", id="no partner"),
        pytest.param([partner(trans=True)], AD, "not met", id="dominant disorder"),
    ],
)
def test_pm3_counts_the_points_of_the_svi_table(of_patient, mode, expected):
    """ClinGen SVI recommendation for in trans criterion PM3, version 1.0, table 1."""
    facts = variant(family=family(partners=tuple(of_patient)), gene=gene(mode))
    assert word(outcome(pm3, "PM3", facts)) == expected


def test_pm3_needs_a_rare_variant_a_genotype_and_a_gene():
    known = family(partners=(partner(trans=True),))
    assert word(outcome(pm3, "PM3", variant(family=known, gene=gene(AR), frequencies=seen(0.03)))) == "not met"
    assert word(outcome(pm3, "PM3", variant(gene=gene(AR)))) == "not assessable"
    assert word(outcome(pm3, "PM3", variant(family=known))) == "not assessable"


@pytest.mark.parametrize(
    ("ratio", "against", "pp1", "bs4"),
    [
        pytest.param(2**3, (), "supporting", "not met", id="N = 1/8"),
        pytest.param(2**4, (), "moderate", "not met", id="N = 1/16"),
        pytest.param(2**5, (), "strong", "not met", id="N = 1/32"),
        pytest.param(2**2, (), "not met", "not met", id="too few meioses"),
        pytest.param(1e-3, ("brother",), "not met", "strong", id="an affected brother without it"),
    ],
)
def test_segregation_counts_as_jarvik_2016_says(ratio, against, pp1, bs4):
    facts = variant(family=family(segregation=Segregation(math.log10(ratio), 3, "in the family", against)))
    assert [word(outcome(pp1_bs4, code, facts)) for code in ("PP1", "BS4")] == [pp1, bs4]


def test_without_relatives_segregation_is_not_assessable():
    assert word(outcome(pp1_bs4, "PP1", variant())) == "not assessable"


@pytest.mark.parametrize(
    ("fit", "expected"),
    [
        pytest.param(phenotype(0.8), "supporting", id="specific"),
        pytest.param(phenotype(0.1), "not met", id="not specific"),
        pytest.param(phenotype(0.8, genes=12), "not met", id="many genes cause it"),
    ],
)
def test_pp4_asks_for_findings_specific_for_the_gene(fit, expected):
    assert word(outcome(pp4, "PP4", variant(family=family(phenotype=fit)))) == expected
    assert word(outcome(pp4, "PP4", variant())) == "not assessable"


@pytest.mark.parametrize(
    ("of_patient", "mode", "expected"),
    [
        pytest.param([partner(trans=False)], AR, "supporting", id="in cis, any inheritance"),
        pytest.param([partner(trans=True)], AD, "supporting", id="in trans, dominant"),
        pytest.param([partner(trans=True)], AR, "not met", id="in trans, recessive"),
        pytest.param([partner(trans=None)], AD, "not met", id="phase unknown"),
    ],
)
def test_bp2_needs_a_known_phase(of_patient, mode, expected):
    facts = variant(family=family(partners=tuple(of_patient)), gene=gene(mode))
    assert word(outcome(bp2, "BP2", facts)) == expected
    assert word(outcome(bp2, "BP2", variant(gene=gene(mode)))) == "not assessable"


def test_bp5_counts_a_stated_cause_only():
    assert word(outcome(bp5, "BP5", variant(family=family(alternate=AlternateCause("GJB2"))))) == "supporting"
    assert word(outcome(bp5, "BP5", variant(family=family(alternate=Absent(CITED))))) == "not met"
    assert word(outcome(bp5, "BP5", variant())) == "not assessable"
