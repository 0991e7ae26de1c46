"""Solved cases become counts, and nothing else of the patient is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexome.core.errors import BadInput
from lexome.formats.official.case_collection import build


def packet(disease: str, paper: str, signs: dict[str, bool]) -> dict[str, Any]:
    return {
        "id": "secret",
        "phenotypicFeatures": [{"type": {"id": one}, "excluded": not there} for one, there in signs.items()],
        "interpretations": [{"diagnosis": {"disease": {"id": disease}}}],
        "metaData": {"externalReferences": [{"id": paper}]},
    }


def test_signs_are_counted_per_disease_and_paper(tmp_path: Path) -> None:
    for number, there in enumerate((True, True, False)):
        content = packet("OMIM:154700", "PMID:1", {"HP:0001166": there, "HP:0001083": True})
        (tmp_path / f"{number}.json").write_text(json.dumps(content))
    (tmp_path / "none.json").write_text(json.dumps({"id": "no disease"}))
    tables, skipped = build([tmp_path])
    table = tables["case_signs"][0]
    rows = {row["number"]: (row["hits"], row["trials"]) for row in table.to_pylist()}
    assert rows == {1166: (2, 3), 1083: (3, 3)}
    assert skipped == 1
    assert "secret" not in str(table.to_pylist())


@pytest.mark.parametrize(
    "content",
    [pytest.param("not json", id="no JSON"), pytest.param("[]", id="no packet"), pytest.param("{}", id="empty")],
)
def test_a_collection_without_a_case_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "one.json").write_text(content)
    with pytest.raises(BadInput):
        build([tmp_path])
