"""phenotype.hpoa, its frequencies above all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.errors import BrokenKnowledge
from lexome.formats.hpoa import CATEGORY, PERCENTAGE, RATIO, UNSTATED, read_frequency, read_hpoa

NEW = "database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbio"
OLD = "#DatabaseID\tDiseaseName\tQualifier\tHPO_ID\tReference\tEvidence\tOnset\tFrequency\tSex\tModifier\tAspect\tBio"
ROW = "OMIM:1\tName\tNOT\tHP:0000252\tPMID:1;PMID:2\tPCS\tHP:0003577\t2/3\tmale\tHP:0012828;HP:0012828\tP\tx"


@pytest.mark.parametrize(
    ("text", "kind", "fraction", "counts"),
    [
        pytest.param("3/8", RATIO, 0.375, (3, 8), id="people counted"),
        pytest.param("0/5", RATIO, 0.0, (0, 5), id="looked for in five, seen in none"),
        pytest.param("12.5%", PERCENTAGE, 0.125, (-1, -1), id="percentage with decimals"),
        pytest.param("HP:0040280", CATEGORY, 1.0, (-1, -1), id="obligate"),
        pytest.param("HP:0040282", CATEGORY, 0.545, (-1, -1), id="frequent is the middle of 30 to 79 %"),
        pytest.param("HP:0040285", CATEGORY, 0.0, (-1, -1), id="excluded"),
        pytest.param("", UNSTATED, math.nan, (-1, -1), id="nothing said"),
        pytest.param("9/3", UNSTATED, math.nan, (-1, -1), id="more than all is no frequency"),
        pytest.param("1/0", UNSTATED, math.nan, (-1, -1), id="nobody looked"),
    ],
)
def test_a_frequency_keeps_what_it_was_stated_as(
    text: str, kind: int, fraction: float, counts: tuple[int, int]
) -> None:
    found = read_frequency(text)
    assert (found.kind, found.numerator, found.denominator) == (kind, *counts)
    assert found.fraction == pytest.approx(fraction, nan_ok=True)


@given(st.text(max_size=12))
def test_any_text_is_a_frequency_in_range_or_none(text: str) -> None:
    fraction = read_frequency(text).fraction
    assert math.isnan(fraction) or 0 <= fraction <= 1


@pytest.mark.parametrize(
    ("lines", "release"),
    [
        pytest.param(["#version: 2025-01-16", NEW, ROW], "2025-01-16", id="header since 2023"),
        pytest.param(["#date: 2023-01-27", OLD, ROW], "2023-01-27", id="header before"),
    ],
)
def test_both_headers_give_the_same_row(lines: list[str], release: str) -> None:
    read = read_hpoa(lines)
    assert read.release == release
    (row,) = read.rows
    assert (row.disease_id, row.present, row.hpo_id, row.sex) == ("OMIM:1", False, "HP:0000252", "MALE")
    assert (row.modifiers, row.reference, row.onset) == (("HP:0012828",), "PMID:1;PMID:2", "HP:0003577")


def test_a_file_without_the_header_is_refused() -> None:
    with pytest.raises(BrokenKnowledge, match="database_id"):
        read_hpoa(["something", "else"])
