"""PM2, BA1 and BS1."""

from __future__ import annotations

import pytest

from evidence.acmg.facts_of import CITED, RULES, consequence, gene, outcome, seen, variant, word
from lexome.core.consequence import Consequence
from lexome.core.facts import Absent, Unknown
from lexome.core.variant import Frequencies, Frequency
from lexome.evidence.acmg.pm2_ba1_bs1 import plugin


@pytest.mark.parametrize(
    ("frequencies", "expected"),
    [
        pytest.param(Absent(CITED), ["supporting", "not met", "not met"], id="absent from a covered site"),
        pytest.param(Unknown("site not covered"), ["not assessable"] * 3, id="no coverage is not absence"),
        pytest.param(seen(2e-5), ["supporting", "not met", "not met"], id="extremely rare"),
        pytest.param(seen(2e-3), ["not met", "not met", "not met"], id="neither rare nor frequent"),
        pytest.param(seen(0.02), ["not met", "not met", "strong"], id="frequent"),
        pytest.param(seen(0.05), ["not met", "stand_alone", "not met"], id="Ghosh 2018: above 5 % stands alone"),
        pytest.param(seen(0.06, faf95=0.04), ["not met", "not met", "strong"], id="the filtering frequency excludes"),
    ],
)
def test_frequency_is_judged_by_the_thresholds_in_force(frequencies, expected):
    facts = variant(frequencies=frequencies, gene=gene(), consequence=consequence("missense_variant"))
    assert [word(outcome(plugin, code, facts)) for code in ("PM2", "BA1", "BS1")] == expected


def test_a_small_population_excludes_nothing_where_a_large_one_was_counted():
    """Ghosh 2018, doi:10.1002/humu.23642: at least 2,000 alleles."""
    mixed = Frequencies(
        (Frequency("small", 0.2, allele_number=100), Frequency("all", 0.001, allele_number=5000)), CITED
    )
    assert word(outcome(plugin, "BA1", variant(frequencies=mixed))) == "not met"


def test_gjb2_v37i_is_exempt_from_ba1_as_ghosh_2018_lists_it():
    named = Consequence("ENST00000382848", "GJB2", "HGNC:4284", ("missense_variant",), hgvs_c="NM_004004.6:c.109G>A")
    facts = variant(frequencies=seen(0.08), consequence=named)
    assert word(outcome(plugin, "BA1", facts)) == "not met"
    assert "exceptions" in outcome(plugin, "BA1", facts).because


def test_an_expert_panel_s_threshold_comes_before_the_guideline_s():
    """RUNX1 (GN008): BA1 at 0.0015, BS1 at 0.00015, by the point frequency."""
    rules = RULES.of_gene("RUNX1")
    assert word(outcome(plugin, "BA1", variant(frequencies=seen(0.002)), rules)) == "stand_alone"
    assert word(outcome(plugin, "BS1", variant(frequencies=seen(0.0002)), rules)) == "strong"
