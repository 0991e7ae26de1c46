"""The tables: readable by any TSV reader, documented, and without formulas."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.report.schema import DiagnosisReport
from lexome.report.tables import DIFFERENTIAL_COLUMNS, VARIANT_COLUMNS, cell, differential_tsv, variants_tsv
from report.hostile import poisoned
from report.patients import EVERY, dominant, recessive

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "report.md"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("build", [pytest.param(build, id=name) for name, build in EVERY.items()])
def test_the_tables_say_what_the_report_says(build) -> None:
    report: DiagnosisReport = build()
    differential = rows(differential_tsv(report))
    assert [(int(row["rank"]), row["disease_id"], float(row["posterior"])) for row in differential] == [
        (d.rank, d.disease_id or "", pytest.approx(d.posterior, rel=1e-5)) for d in report.differential
    ]
    variants = rows(variants_tsv(report))
    assert [(row["variant"], row["classification"], row["points"]) for row in variants] == [
        (v.variant, v.classification or "", "" if v.points is None else str(v.points)) for v in report.variants
    ]


def test_a_variant_names_the_diseases_it_stands_for() -> None:
    assert [row["diseases"] for row in rows(variants_tsv(recessive()))] == ["OMIM:219700", "OMIM:219700"]


def test_frequency_tells_absent_from_unknown() -> None:
    first, second = rows(variants_tsv(dominant()))
    assert (first["frequency_known"], first["highest_fraction"]) == ("absent", "")
    assert (second["frequency_known"], second["highest_fraction"]) == ("value", "0.004")


@given(st.text())
def test_a_cell_breaks_no_line_and_starts_no_formula(text: str) -> None:
    printed = cell(text)
    assert len(printed.splitlines()) <= 1
    assert "\t" not in printed
    assert not printed.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("table", [differential_tsv, variants_tsv])
def test_a_hostile_report_keeps_its_columns(table) -> None:
    lines = table(poisoned()).split("\n")
    assert len({line.count("\t") for line in lines[:-1]}) == 1
    assert not [part for line in lines for part in line.split("\t") if part.startswith("=")]


@pytest.mark.parametrize("column", [*DIFFERENTIAL_COLUMNS, *VARIANT_COLUMNS, "diseases"])
def test_every_column_is_documented(column: str) -> None:
    assert f"| `{column}` |" in REFERENCE.read_text(encoding="utf-8")
