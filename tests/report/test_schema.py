"""The document: what goes in comes out, and what must not go in does not."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from lexome.report.schema import Diagnosis, DiagnosisReport, EvidenceRecord
from report.patients import EVERY, dominant

REQUIRED_OF_A_RESULT_LINE = {
    "rank", "disease_id", "disease_name", "genes", "variants", "inheritance", "posterior", "evidence", "equivalent_ids",
}  # fmt: skip
"""Fields of a line of the differential that callers of the batch mode rely on."""

REQUIRED_OF_A_VARIANT = {
    "variant", "gene", "transcript", "hgvs_c", "hgvs_p", "consequence", "criteria", "not_met", "not_assessable",
    "points", "classification",
}  # fmt: skip


@pytest.mark.parametrize("build", [pytest.param(build, id=name) for name, build in EVERY.items()])
def test_a_report_survives_json(build) -> None:
    report = build()
    assert DiagnosisReport.model_validate_json(report.model_dump_json()) == report


def test_the_document_has_the_fields_callers_rely_on() -> None:
    written = json.loads(dominant().model_dump_json())
    assert {"schema_version", "provenance", "case_id", "differential", "unlisted_posterior", "problems"} <= set(written)
    assert set(written["differential"][0]) >= REQUIRED_OF_A_RESULT_LINE
    assert set(written["variants"][0]) >= REQUIRED_OF_A_VARIANT


def test_every_field_of_the_schema_is_described() -> None:
    schema = DiagnosisReport.model_json_schema()
    ours = {name: part for name, part in schema["$defs"].items() if name not in {"Citation", "Problem", "Provenance"}}
    bare = [
        f"{name}.{field}"
        for name, part in ours.items()
        if name not in {"DataRelease", "Level"}
        for field, kind in part.get("properties", {}).items()
        if "description" not in kind and field != "state"
    ]
    assert bare == []


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_figure_is_finite(number: float) -> None:
    with pytest.raises(ValidationError):
        EvidenceRecord(code="finding", log10_lr=number, because="")


@pytest.mark.parametrize("posterior", [-0.1, 1.1])
def test_a_posterior_lies_between_zero_and_one(posterior: float) -> None:
    with pytest.raises(ValidationError):
        Diagnosis(rank=1, disease_id=None, disease_name="x", posterior=posterior)


def test_a_report_is_frozen() -> None:
    with pytest.raises(ValidationError):
        dominant().case_id = "other"  # type: ignore[misc]
