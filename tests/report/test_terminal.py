"""The summary in the terminal: eighty columns, no control codes, the answer first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.report.schema import SecondaryFindings
from lexome.report.terminal import WIDTH, cut, summary, wide
from report.hostile import overfull, poisoned
from report.patients import EVERY, dominant, two_diagnoses

REPORTS = {**EVERY, "poisoned": poisoned, "overfull": overfull}


@pytest.mark.parametrize("build", [pytest.param(build, id=name) for name, build in REPORTS.items()])
def test_no_line_is_wider_than_eighty_columns_or_talks_to_the_terminal(build) -> None:
    text = summary(build())
    assert max(wide(line) for line in text.splitlines()) <= WIDTH
    assert not [c for c in text if ord(c) < 32 and c != "\n"]


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_any_name_fits(name: str) -> None:
    report = poisoned(name)
    assert max(wide(line) for line in summary(report).splitlines()) <= WIDTH


def test_the_answer_stands_in_the_first_lines() -> None:
    assert "Very likely: Dravet syndrome (93 %)" in summary(dominant()).splitlines()[2]


def test_a_wide_letter_counts_two_columns() -> None:
    assert (wide("漢字"), wide("e\u0301"), cut("漢字漢字", 5)) == (4, 1, "漢字…")


def test_the_variants_of_both_diagnoses_are_named() -> None:
    told = summary(two_diagnoses())
    report = two_diagnoses()
    genes = {gene for rank in report.combinations[0].ranks for gene in report.differential[rank - 1].genes[:1]}
    variants = {line.split(" ")[0] for line in told.splitlines() if "NM_" in line}
    assert genes == variants


@pytest.mark.parametrize(
    ("state", "words"),
    [
        pytest.param("reported", "Secondary findings: none found", id="looked for, and not found"),
        pytest.param("withheld", "consent was withheld, they were not looked for", id="consent withheld"),
    ],
)
def test_what_came_of_secondary_findings_is_said(state: str, words: str) -> None:
    found = SecondaryFindings(state=state)  # type: ignore[arg-type]
    assert words in summary(dominant().model_copy(update={"secondary_findings": found}))
    assert "Secondary" not in summary(dominant().model_copy(update={"secondary_findings": SecondaryFindings()}))
