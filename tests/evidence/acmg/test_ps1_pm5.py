"""PS1 and PM5."""

from __future__ import annotations

import pytest

from evidence.acmg.facts_of import MISSENSE, RULES, consequence, outcome, record, splice, variant, word
from lexome.core.variant import Significance
from lexome.evidence.acmg.ps1_pm5 import plugin

LIKELY = Significance.LIKELY_PATHOGENIC


@pytest.mark.parametrize(
    ("records", "ps1", "pm5"),
    [
        pytest.param([record(34, "R", "W")], "strong", "not met", id="same change, pathogenic"),
        pytest.param([record(34, "R", "W", LIKELY)], "moderate", "not met", id="same change, likely"),
        pytest.param([record(34, "R", "Q")], "not met", "moderate", id="another change, pathogenic"),
        pytest.param([record(34, "R", "Q", LIKELY)], "not met", "supporting", id="another change, likely"),
        pytest.param([record(34, "R", "Q", Significance.BENIGN)], "not met", "not met", id="another change, benign"),
        pytest.param([], "not met", "not met", id="residue without records"),
    ],
)
def test_missense_variants_are_compared_at_their_residue(records, ps1, pm5):
    facts = variant(consequence=MISSENSE, same_residue=tuple(records))
    assert [word(outcome(plugin, code, facts)) for code in ("PS1", "PM5")] == [ps1, pm5]


def test_without_records_nothing_is_said():
    facts = variant(consequence=MISSENSE)
    assert word(outcome(plugin, "PS1", facts)) == word(outcome(plugin, "PM5", facts)) == "not assessable"


@pytest.mark.parametrize(
    ("term", "at", "expected"),
    [
        pytest.param("splice_donor_variant", 43045706, "supporting", id="canonical: at most supporting"),
        pytest.param("splice_region_variant", 43045705, "strong", id="same base outside the canonical site"),
        pytest.param("splice_region_variant", 43045709, "moderate", id="same site, another base"),
    ],
)
def test_splice_variants_are_compared_as_walker_2023_table_2_says(term, at, expected):
    known = record(1, "R", "W", at=at)
    facts = variant(consequence=consequence(term), same_splice_site=(known,), splice=splice(0.9))
    assert word(outcome(plugin, "PS1", facts)) == expected


def test_every_change_of_the_initiation_codon_is_the_same_change():
    facts = variant(consequence=consequence("start_lost", protein_position=1), same_residue=(record(1, "M", "T"),))
    assert word(outcome(plugin, "PS1", facts)) == "strong"


def test_several_pathogenic_changes_of_the_residue_are_strong_where_the_panel_says_so():
    """KRAS (GN044) allows PM5 at strong; the guideline itself stays at moderate."""
    facts = variant(consequence=MISSENSE, same_residue=(record(34, "R", "Q"), record(34, "R", "L")))
    assert word(outcome(plugin, "PM5", facts, RULES.of_gene("KRAS"))) == "strong"
    assert word(outcome(plugin, "PM5", facts)) == "moderate"
