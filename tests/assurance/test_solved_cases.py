"""Solved cases are read with age and onset, and spoiled the same way every time."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lexome.assurance.noise import spoiled_findings
from lexome.assurance.solved_cases import SolvedCase, read_solved_cases
from lexome.core.case import Finding, Sex, Status
from lexome.core.settings import Settings
from lexome.knowledge.hpo import Ontology
from lexome.knowledge.hpo import plugin as hpo


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    empty = tmp_path_factory.mktemp("empty")
    return hpo.open(Settings(empty, empty))


def _written(folder: Path, **more: Any) -> Path:
    case = {
        "id": "c",
        "sex": "FEMALE",
        "features": [
            {"id": "HP:0001250", "onset": {"age": {"iso8601duration": "P2M"}}},
            {"id": "HP:0001249", "excluded": True, "onset": {"ontologyClass": {"id": "HP:0003577"}}},
        ],
        "truth": {"disease": "OMIM:1", "pmid": "PMID:1"},
        "flags": {"stratum": "C", "scored": True},
        **more,
    }
    path = folder / "cases.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as handle:
        handle.write(json.dumps(case) + "\n")
    return path


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        pytest.param({"iso8601duration": "P1Y6M"}, 1.5, id="a duration"),
        pytest.param({"ontologyClass": {"id": "HP:0003581"}}, None, id="a stage is no age in years"),
        pytest.param(None, None, id="none"),
    ],
)
def test_age_and_onsets_are_read(tmp_path: Path, age: Any, expected: float | None) -> None:
    (case,) = read_solved_cases(_written(tmp_path, age=age))
    assert case.age_years == expected
    assert [one.onset for one in case.findings] == ["P2M", "HP:0003577"]
    assert [one.status for one in case.findings] == [Status.OBSERVED, Status.EXCLUDED]


def test_spoiling_replaces_the_stated_fractions_and_leaves_excluded_findings(ontology: Ontology) -> None:
    rows = np.flatnonzero(ontology.is_phenotypic)[500:2500]
    kept = tuple(Finding(ontology.id_of(int(row)), "") for row in rows)
    absent = Finding("HP:0001249", "", Status.EXCLUDED)
    case = SolvedCase("one", (*kept, absent), Sex.FEMALE, "OMIM:1", "PMID:1", "C", scored=True)
    spoiled = spoiled_findings(case, ontology, rows, parents=0.3, random=0.2, seed=3)
    assert spoiled == spoiled_findings(case, ontology, rows, parents=0.3, random=0.2, seed=3)
    assert spoiled[-1] == absent
    changed = parents = 0
    for before, after in zip(kept, spoiled[:-1], strict=True):
        row = ontology.resolve(before.hpo_id).index
        assert row is not None
        changed += before != after
        parents += after.hpo_id in {ontology.id_of(int(one)) for one in ontology.parents(row)}
    assert changed / len(kept) == pytest.approx(0.5, abs=0.04)
    assert parents / len(kept) == pytest.approx(0.3, abs=0.04)
