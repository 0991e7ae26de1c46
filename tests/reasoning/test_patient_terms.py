"""Findings are used as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.case import Finding, Status
from lexome.core.settings import Settings
from lexome.knowledge.hpo import Ontology
from lexome.knowledge.hpo import plugin as hpo
from lexome.reasoning.patient_terms import patient_terms


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    empty: Path = tmp_path_factory.mktemp("empty")
    return hpo.open(Settings(empty, empty))


def test_onset_and_inheritance_given_as_findings_are_not_phenotypes(ontology: Ontology) -> None:
    found = patient_terms(
        [
            Finding("HP:0001250", "Seizure"),
            Finding("HP:0003577", "Congenital onset"),
            Finding("HP:0000007", "Autosomal recessive inheritance"),
            Finding("HP:0012828", "Severe"),
        ],
        ontology,
    )
    assert [ontology.id_of(row) for row in found.observed] == ["HP:0001250"]
    assert [ontology.id_of(row) for row in found.onset] == ["HP:0003577"]
    assert [ontology.id_of(row) for row in found.inheritance] == ["HP:0000007"]
    assert [problem.where for problem in found.problems] == ["HP:0012828"]


def test_an_excluded_finding_that_an_observed_one_implies_is_set_aside_with_a_warning(ontology: Ontology) -> None:
    focal_seizure, seizure = "HP:0007359", "HP:0001250"
    found = patient_terms(
        [Finding(seizure, "Seizure", Status.EXCLUDED), Finding(focal_seizure, "Focal-onset seizure")], ontology
    )
    assert not found.excluded
    assert [problem.code for problem in found.problems] == ["contradictory-findings"]


@pytest.mark.parametrize("status", [Status.UNCERTAIN, Status.FAMILY])
def test_uncertain_findings_and_those_of_relatives_are_left_out(ontology: Ontology, status: Status) -> None:
    assert patient_terms([Finding("HP:0001250", "Seizure", status)], ontology).observed == ()


def test_an_unknown_id_becomes_a_notice_not_an_error(ontology: Ontology) -> None:
    found = patient_terms([Finding("HP:9999999", "?"), Finding("nonsense", "?")], ontology)
    assert [problem.code for problem in found.problems] == ["finding-not-used"] * 2
