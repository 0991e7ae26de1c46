"""PM1, PM4, BP3, PP2, BP1, PS3, BS3, PS4, BS2, PP5, BP6: gene, protein and earlier observations."""

from __future__ import annotations

import math

import pytest

from evidence.acmg.facts_of import (
    AD,
    AR,
    CITED,
    MISSENSE,
    RULES,
    consequence,
    gene,
    outcome,
    seen,
    splice,
    variant,
    word,
)
from lexome.core.allele import Allele
from lexome.core.facts import Absent
from lexome.core.variant import CaseCounts, Constraint, Functional, Healthy, HotSpot, Spectrum
from lexome.evidence.acmg.bs2 import plugin as bs2
from lexome.evidence.acmg.pm1 import plugin as pm1
from lexome.evidence.acmg.pm4_bp3 import plugin as pm4_bp3
from lexome.evidence.acmg.pp2_bp1 import plugin as pp2_bp1
from lexome.evidence.acmg.pp5_bp6 import plugin as pp5_bp6
from lexome.evidence.acmg.ps3_bs3 import plugin as ps3_bs3
from lexome.evidence.acmg.ps4 import odds_ratio
from lexome.evidence.acmg.ps4 import plugin as ps4


@pytest.mark.parametrize(
    ("symbol", "position", "expected"),
    [
        pytest.param("KRAS", 58, "moderate", id="KRAS p.58, GN044: residues 57-64"),
        pytest.param("KRAS", 100, "not met", id="KRAS p.100 lies in no region"),
        pytest.param("RUNX1", 107, "strong", id="RUNX1 p.107, GN008: strong residue within the Runt domain"),
        pytest.param("RUNX1", 106, "supporting", id="RUNX1 p.106: the domain alone"),
        pytest.param("NOPANEL", 58, "not assessable", id="no specification covers the gene"),
    ],
)
def test_pm1_is_what_the_specification_names(symbol, position, expected):
    facts = variant(consequence=consequence("missense_variant", protein_position=position))
    assert word(outcome(pm1, "PM1", facts, RULES.of_gene(symbol))) == expected


def test_pm1_uses_an_imported_hot_spot():
    spot = HotSpot("the active site", "moderate", CITED)
    assert word(outcome(pm1, "PM1", variant(consequence=MISSENSE, hot_spot=spot))) == "moderate"
    assert word(outcome(pm1, "PM1", variant(consequence=consequence("synonymous_variant"), hot_spot=spot))) == "not met"


def in_frame(bases: int, **known):
    allele = Allele.parse(f"GRCh38:1:100:{'A' * (bases + 1)}:A")
    return variant(allele=allele, consequence=consequence("inframe_deletion"), **known)


@pytest.mark.parametrize(
    ("facts", "pm4", "bp3"),
    [
        pytest.param(in_frame(15, repeat=False), "moderate", "not met", id="five residues outside a repeat"),
        pytest.param(in_frame(3, repeat=False), "supporting", "not met", id="one residue"),
        pytest.param(in_frame(24, repeat=True), "not met", "supporting", id="within a repeat"),
        pytest.param(in_frame(15), "not assessable", "not assessable", id="repeat not known"),
        pytest.param(variant(consequence=consequence("stop_lost")), "moderate", "not met", id="stop lost"),
        pytest.param(variant(consequence=MISSENSE), "not met", "not met", id="missense"),
    ],
)
def test_in_frame_changes_are_judged_by_the_stretch_they_lie_in(facts, pm4, bp3):
    assert [word(outcome(pm4_bp3, code, facts)) for code in ("PM4", "BP3")] == [pm4, bp3]


def spectrum(missense: int, truncating: int) -> Spectrum:
    return Spectrum(missense, truncating, 0, 0, CITED)


@pytest.mark.parametrize(
    ("more", "pp2", "bp1"),
    [
        pytest.param({"spectrum": spectrum(30, 5), "constraint": Constraint(CITED, missense_z=3.5)}, "supporting",
                     "not met", id="missense gene under constraint"),
        pytest.param({"spectrum": spectrum(30, 5), "constraint": Constraint(CITED, missense_z=1.0)}, "not met",
                     "not met", id="missense gene without constraint"),
        pytest.param({"spectrum": spectrum(0, 140), "constraint": Constraint(CITED, missense_z=3.5)}, "not met",
                     "supporting", id="gene of truncating variants"),
        pytest.param({"spectrum": spectrum(2, 3), "constraint": Constraint(CITED, missense_z=3.5)}, "not met",
                     "not met", id="too few records"),
        pytest.param({}, "not assessable", "not assessable", id="nothing known"),
    ],
)  # fmt: skip
def test_the_gene_s_spectrum_decides_for_missense_variants(more, pp2, bp1):
    facts = variant(consequence=MISSENSE, gene=gene(AD, **more))
    assert [word(outcome(pp2_bp1, code, facts)) for code in ("PP2", "BP1")] == [pp2, bp1]


@pytest.mark.parametrize(
    ("symbol", "term", "position", "expected"),
    [
        pytest.param("APC", "missense_variant", 99, "supporting", id="APC missense, GN089"),
        pytest.param("APC", "missense_variant", 1025, "not met", id="APC, the first 15-residue repeat"),
        pytest.param("BRCA1", "missense_variant", 500, "strong", id="BRCA1 outside the domains, GN092"),
        pytest.param("BRCA1", "missense_variant", 50, "not met", id="BRCA1 RING domain"),
        pytest.param("KRAS", "frameshift_variant", 50, "supporting", id="KRAS truncating, GN044"),
        pytest.param("PAH", "missense_variant", 50, "not met", id="PAH does not use BP1, GN006"),
    ],
)
def test_bp1_is_what_the_specification_says(symbol, term, position, expected):
    told = consequence(term, protein_position=position)
    facts = variant(consequence=told, gene=gene(), splice=splice(0.0))
    assert word(outcome(pp2_bp1, "BP1", facts, RULES.of_gene(symbol))) == expected


@pytest.mark.parametrize(
    ("odds", "ps3", "bs3"),
    [  # Brnich 2019, doi:10.1186/s13073-019-0690-2, figure 4
        (400, "very_strong", "not met"),
        (20, "strong", "not met"),
        (5, "moderate", "not met"),
        (3, "supporting", "not met"),
        (1, "not met", "not met"),
        (0.4, "not met", "supporting"),
        (0.2, "not met", "moderate"),
        (0.05, "not met", "strong"),
    ],
)
def test_an_assay_counts_by_its_odds(odds, ps3, bs3):
    facts = variant(functional=Functional("measured", math.log10(odds), CITED))
    assert [word(outcome(ps3_bs3, code, facts)) for code in ("PS3", "BS3")] == [ps3, bs3]
    assert word(outcome(ps3_bs3, "PS3", variant())) == "not assessable"


def test_the_odds_ratio_is_the_textbook_one():
    """Bland 2000, doi:10.1136/bmj.320.7247.1468: hay fever and eczema, 4.89 with 95 % from 4.00 to 5.99."""
    ratio, low = odds_ratio((141, 141 + 420), (928, 928 + 13525))
    assert ratio == pytest.approx(4.89, abs=0.01)
    assert low == pytest.approx(4.00, abs=0.05)


@pytest.mark.parametrize(
    ("counts", "frequency", "expected"),
    [
        pytest.param(CaseCounts(0, CITED, (20, 1000), (5, 10000)), 0.0005, "strong", id="odds ratio above 5"),
        pytest.param(CaseCounts(0, CITED, (2, 1000), (10, 10000)), 0.0005, "not met", id="interval holds 1"),
        pytest.param(CaseCounts(15, CITED), 0.0, "strong", id="Kelly 2018: 15 probands"),
        pytest.param(CaseCounts(6, CITED), 0.0, "moderate", id="6 probands"),
        pytest.param(CaseCounts(2, CITED), 0.0, "supporting", id="2 probands"),
        pytest.param(CaseCounts(15, CITED), 0.01, "not met", id="not rare"),
    ],
)
def test_ps4_counts_cases(counts, frequency, expected):
    assert word(outcome(ps4, "PS4", variant(case_counts=counts, frequencies=seen(frequency)))) == expected
    assert word(outcome(ps4, "PS4", variant())) == "not assessable"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(variant(gene=gene(AR), frequencies=seen(0.01, homozygotes=5)), "strong", id="healthy homozygotes"),
        pytest.param(variant(gene=gene(AR), frequencies=seen(0.01, homozygotes=0)), "not met", id="no homozygote"),
        pytest.param(variant(gene=gene(AR), frequencies=Absent(CITED)), "not met", id="never seen"),
        pytest.param(variant(gene=gene(AD), frequencies=seen(0.01)), "not assessable", id="carriers are not healthy"),
        pytest.param(variant(gene=gene(AD), healthy=Healthy(12, 0, 0, CITED)), "strong", id="healthy carriers"),
        pytest.param(variant(frequencies=seen(0.01, homozygotes=5)), "not assessable", id="inheritance not known"),
    ],
)
def test_bs2_counts_healthy_people_of_the_zygosity_that_causes_disease(facts, expected):
    assert word(outcome(bs2, "BS2", facts)) == expected


def test_another_laboratory_s_word_never_counts():
    assert word(outcome(pp5_bp6, "PP5", variant())) == word(outcome(pp5_bp6, "BP6", variant())) == "not met"


def test_brca1_bp1_needs_undisturbed_splicing():
    """GN092: BRCA1 c.4938C>A disturbs splicing and is a loss of function in saturation editing (Findlay 2018)."""
    told = consequence("synonymous_variant", protein_position=1646)
    rules = RULES.of_gene("BRCA1")
    disturbed = variant(consequence=told, gene=gene(), splice=splice(0.4))
    assert word(outcome(pp2_bp1, "BP1", disturbed, rules)) == "not met"
    assert word(outcome(pp2_bp1, "BP1", variant(consequence=told, gene=gene()), rules)) == "not assessable"
