"""What expert panels specify for single genes (ClinGen CSpec, by specification id), criterion by criterion."""

from __future__ import annotations

import pytest

from evidence.acmg.facts_of import (
    AD,
    AR,
    CITED,
    RULES,
    consequence,
    gene,
    outcome,
    record,
    seen,
    splice,
    variant,
    word,
)
from lexome.core.allele import Allele
from lexome.core.facts import Unknown
from lexome.core.variant import Significance, Spectrum, VariantFacts
from lexome.evidence.acmg.bs2 import plugin as bs2
from lexome.evidence.acmg.pm1 import plugin as pm1
from lexome.evidence.acmg.pm2_ba1_bs1 import plugin as frequency
from lexome.evidence.acmg.pm4_bp3 import plugin as pm4_bp3
from lexome.evidence.acmg.pp2_bp1 import plugin as pp2_bp1
from lexome.evidence.acmg.pp3_bp4 import plugin as pp3_bp4
from lexome.evidence.acmg.ps1_pm5 import plugin as ps1_pm5
from lexome.reasoning.dependence import without_double_counting

DELETION = Allele.parse("GRCh38:17:43045705:TAAAGGG:T")


def in_frame(place: int, *, repeat: bool | Unknown = False, **more) -> VariantFacts:
    """Return a deletion of two residues at a place."""
    told = consequence("inframe_deletion", protein_position=place)
    return variant(allele=DELETION, consequence=told, repeat=repeat, **more)


@pytest.mark.parametrize(
    ("symbol", "facts", "pm4", "bp3"),
    [
        pytest.param("FOXG1", in_frame(200), "moderate", "not met", id="GN035: forkhead domain"),
        pytest.param("FOXG1", in_frame(50), "not met", "supporting", id="GN035: a histidine repeat it names"),
        pytest.param("FOXG1", in_frame(400), "not met", "not met", id="GN035: elsewhere not at all"),
        pytest.param("FOXG1", in_frame(400, repeat=True), "not met", "not met", id="a repeat it does not name"),
        pytest.param("RUNX1", in_frame(166), "strong", "not met", id="GN008: a residue of the hot spot"),
        pytest.param("RUNX1", in_frame(95), "supporting", "not met", id="GN008: the runt domain"),
        pytest.param("MYOC", in_frame(245), "moderate", "not met", id="GN019: reaches into the domain from before"),
        pytest.param("ADA", in_frame(100), "not met", "not met", id="GN114: nothing known in what is deleted"),
        pytest.param("ADA", in_frame(100, known_in_change=True), "moderate", "not met", id="GN114: a known residue"),
        pytest.param("RPE65", in_frame(100), "not assessable", "not met", id="GN120: asks for conservation"),
    ],
)
def test_in_frame_changes_follow_the_panel_s_regions(symbol, facts, pm4, bp3):
    rules = RULES.of_gene(symbol)
    assert [word(outcome(pm4_bp3, code, facts, rules)) for code in ("PM4", "BP3")] == [pm4, bp3]


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [("RPGR", "strong"), ("CYP1B1", "not met"), ("VHL", "moderate"), ("SCN5A", "moderate")],
)
def test_a_lost_stop_follows_the_panel(symbol, expected):
    facts = variant(consequence=consequence("stop_lost"))
    assert word(outcome(pm4_bp3, "PM4", facts, RULES.of_gene(symbol))) == expected


def test_a_new_cysteine_counts_where_the_panel_says_so():
    """FBN1 (GN022): creating a cysteine in an EGF-like domain is moderate; another residue there is not met."""
    for alt, expected in (("C", "moderate"), ("S", "not met")):
        told = consequence("missense_variant", protein_position=90, ref_amino_acids="Y", alt_amino_acids=alt)
        assert word(outcome(pm1, "PM1", variant(consequence=told), RULES.of_gene("FBN1"))) == expected


@pytest.mark.parametrize(
    ("name", "pp3", "bp4"),
    [
        pytest.param("c.4G>C", "not met", "supporting", id="class C0, BayesDel 0.0858: BP4"),
        pytest.param("c.524G>A", "supporting", "not met", id="p.Arg175His, listed as PP3"),
    ],
)
def test_tp53_missense_follows_the_panel_s_table(name, pp3, bp4):
    """GN009 v2.4.0, table of codes."""
    told = consequence("missense_variant", hgvs_c=f"ENST00000269305.9:{name}")
    facts = variant(consequence=told, splice=splice(0.0))
    assert [word(outcome(pp3_bp4, code, facts, RULES.of_gene("TP53"))) for code in ("PP3", "BP4")] == [pp3, bp4]


def test_likely_pathogenic_neighbours_count_for_pm5_only_where_the_panel_lets_them():
    """MTOR (GN018) asks for a pathogenic change."""
    told = consequence("missense_variant", protein_position=34, ref_amino_acids="R", alt_amino_acids="W")
    for significance, expected in ((Significance.LIKELY_PATHOGENIC, "not met"), (Significance.PATHOGENIC, "moderate")):
        known = (record(34, "R", "Q", significance),)
        facts = variant(consequence=told, same_residue=known)
        assert word(outcome(ps1_pm5, "PM5", facts, RULES.of_gene("MTOR"))) == expected


def test_people_of_a_population_count_as_healthy_only_where_the_panel_lets_them():
    """TP53 (GN009) takes BS2 from families followed up, never from a population source."""
    facts = variant(gene=gene(AR), frequencies=seen(0.001, homozygotes=20))
    assert word(outcome(bs2, "BS2", facts, RULES.general)) == "strong"
    assert word(outcome(bs2, "BS2", facts, RULES.of_gene("TP53"))) == "not assessable"


@pytest.mark.parametrize(("homozygotes", "expected"), [(3, "strong"), (1, "supporting"), (0, "not met")])
def test_the_panel_s_levels_of_bs2(homozygotes, expected):
    """RAG1 (GN123): three homozygotes strong, one supporting."""
    facts = variant(gene=gene(AR), frequencies=seen(0.0001, homozygotes=homozygotes))
    assert word(outcome(bs2, "BS2", facts, RULES.of_gene("RAG1"))) == expected


def test_a_homozygote_keeps_pm2_away_where_the_panel_says_none():
    """JAK3 (GN121): no homozygote."""
    for homozygotes, expected in ((0, "supporting"), (1, "not met")):
        facts = variant(gene=gene(AR), frequencies=seen(1e-7, homozygotes=homozygotes, faf95=1e-8))
        assert word(outcome(frequency, "PM2", facts, RULES.of_gene("JAK3"))) == expected


def test_ten_healthy_carriers_are_enough_for_ba1_in_an_x_linked_gene():
    """OTC (GN122): ten homozygotes and hemizygotes, whatever the frequency."""
    for hemizygotes, expected in ((10, "stand_alone"), (2, "not met")):
        facts = variant(gene=gene(AD), frequencies=seen(1e-6, homozygotes=0, hemizygotes=hemizygotes))
        assert word(outcome(frequency, "BA1", facts, RULES.of_gene("OTC"))) == expected


def test_a_criterion_that_needs_others_does_not_count_alone():
    """BMPR2 (GN125): PP2 only with PM2 and PP3."""
    told = consequence("missense_variant")
    from lexome.core.evidence import Evidence, Strength

    pp2, pm2, pp3 = (Evidence.criterion(code, Strength.SUPPORTING, told.text) for code in ("PP2", "PM2", "PP3"))
    of_gene = RULES.of_gene("BMPR2").dependences
    assert pp2 not in without_double_counting((pp2, pm2), of_gene)[0]
    assert pp2 in without_double_counting((pp2, pm2, pp3), of_gene)[0]


@pytest.mark.parametrize(
    ("symbol", "residues", "term", "place", "expected"),
    [
        pytest.param("ATM", 3056, "stop_gained", 3046, "supporting", id="GN020: upstream of p.Arg3047"),
        pytest.param("ATM", 3056, "stop_gained", 3047, "not met", id="GN020: at p.Arg3047"),
        pytest.param("CDH1", 882, "frameshift_variant", 362, "supporting", id="GN007: c.1085del"),
        pytest.param("CDH1", 882, "frameshift_variant", 840, "not met", id="GN007: beyond p.Glu836"),
        pytest.param("PALB2", 1186, "stop_gained", 1000, "supporting", id="GN077: upstream of p.Tyr1183"),
        pytest.param("BRCA2", 3418, "stop_gained", 1000, "strong", id="GN097: exon 11"),
        pytest.param("BRCA2", 3418, "stop_gained", 120, "moderate", id="GN097: exon 4"),
        pytest.param("BRCA2", 3418, "stop_gained", 165, "not met", id="GN097: exon 6 not"),
        pytest.param("BRCA1", 1863, "stop_gained", 101, "strong", id="GN092: c.303T>G, exon 6"),
        pytest.param("BRCA1", 1863, "stop_gained", 160, "supporting", id="GN092: exon 7"),
        pytest.param("BRCA1", 1863, "stop_gained", 1855, "not met", id="GN092: beyond p.Leu1854"),
        pytest.param("TP53", 393, "stop_gained", 100, "not met", id="no such rule here"),
    ],
)
def test_pm5_speaks_of_premature_stops_where_the_panel_says_so(symbol, residues, term, place, expected):
    told = consequence(term, protein_position=place, protein_length=residues)
    facts = variant(consequence=told, same_residue=())
    assert word(outcome(ps1_pm5, "PM5", facts, RULES.of_gene(symbol))) == expected


def test_pm5_is_not_for_missense_where_the_panel_keeps_it_for_stops():
    """ATM (GN020): changes of one residue can be pathogenic or benign."""
    told = consequence("missense_variant", ref_amino_acids="R", alt_amino_acids="W", protein_length=3056)
    facts = variant(consequence=told, same_residue=(record(34, "R", "Q"),))
    assert word(outcome(ps1_pm5, "PM5", facts, RULES.of_gene("ATM"))) == "not met"


@pytest.mark.parametrize(("null", "expected"), [(0, "supporting"), (30, "not assessable")])
def test_bp1_of_truncations_is_silent_where_losing_the_gene_causes_another_disease(null, expected):
    """PTPN11 (GN043, RASopathies): its loss causes metachondromatosis."""
    spectrum = Spectrum(missense=100, truncating=null, splice=0, other=0, citation=CITED)
    facts = variant(consequence=consequence("stop_gained"), gene=gene(AD, spectrum=spectrum))
    assert word(outcome(pp2_bp1, "BP1", facts, RULES.of_gene("PTPN11"))) == expected
