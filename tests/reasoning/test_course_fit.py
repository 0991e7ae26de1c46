"""Onset and inheritance are weighed as what they are, never as signs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.case import Finding
from lexome.core.settings import Settings
from lexome.knowledge.diseases import Diseases
from lexome.knowledge.diseases import plugin as diseases
from lexome.knowledge.hpo import Ontology
from lexome.knowledge.hpo import plugin as hpo
from lexome.reasoning.course_fit import CourseFit
from lexome.reasoning.listed_diseases import list_diseases
from lexome.reasoning.name_signs import signs_in_names
from lexome.reasoning.onset_fit import AGREEMENT, STAGES, stage_of_age, stages_of_term
from lexome.reasoning.patient_terms import patient_terms

CONGENITAL, LATE, ADULT = "HP:0003577", "HP:0003584", "HP:0003581"
HUNTINGTON, MENKES = "OMIM:606438", "OMIM:309400"
"""Huntington disease-like 2 (JPH3, dominant) begins in mid-life, Menkes disease (ATP7A, X-linked recessive) in infancy,
as the first lines of their OMIM entries say."""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ontology, Diseases]:
    empty: Path = tmp_path_factory.mktemp("empty")
    settings = Settings(empty, empty)
    return hpo.open(settings), diseases.open(settings)


@pytest.fixture(scope="module")
def course(knowledge: tuple[Ontology, Diseases]) -> CourseFit:
    return CourseFit.build(knowledge[0], list_diseases(knowledge[1]))


def _ratio(course: CourseFit, disease: str, *given: str) -> float:
    said = course.of(patient_terms([Finding(one, "") for one in given], course.ontology))
    line = course.listed.line_of_id[disease]
    return sum(float(one.log_lr[line]) for one in said)


def test_an_onset_speaks_for_diseases_that_begin_so_and_against_others(course: CourseFit) -> None:
    assert _ratio(course, HUNTINGTON, ADULT) > 0.5
    assert _ratio(course, MENKES, ADULT) < -0.5
    assert _ratio(course, HUNTINGTON, CONGENITAL) < -0.5
    assert _ratio(course, HUNTINGTON, LATE) > _ratio(course, MENKES, LATE)


def test_several_onsets_leave_each_of_them_open(course: CourseFit) -> None:
    assert _ratio(course, HUNTINGTON, CONGENITAL, ADULT) > _ratio(course, HUNTINGTON, CONGENITAL)


@pytest.mark.parametrize(
    ("term", "disease", "for_it"),
    [
        pytest.param("HP:0000006", HUNTINGTON, True, id="dominant"),
        pytest.param("HP:0000007", HUNTINGTON, False, id="recessive"),
        pytest.param("HP:0001417", MENKES, True, id="X-linked agrees with X-linked recessive"),
        pytest.param("HP:0000006", MENKES, False, id="dominant in an X-linked disease"),
    ],
)
def test_inheritance_speaks_for_the_modes_that_agree(
    course: CourseFit, term: str, disease: str, *, for_it: bool
) -> None:
    ratio = _ratio(course, disease, term)
    assert (ratio > 0.3) if for_it else (ratio < -2)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param([Finding("HP:0003674", "")], id="'Onset' names no age"),
        pytest.param([Finding("HP:0003745", "")], id="sporadic names no mode"),
        pytest.param([Finding("HP:0003676", "")], id="a modifier: progressive"),
        pytest.param([], id="nothing"),
    ],
)
def test_what_names_no_age_or_mode_says_nothing(course: CourseFit, given: list[Finding]) -> None:
    assert course.of(patient_terms(given, course.ontology)) == ()


def test_evidence_is_the_number_that_was_added_and_cites_the_onset(course: CourseFit) -> None:
    findings = [Finding(ADULT, ""), Finding("HP:0000006", "")]
    said = course.of(patient_terms(findings, course.ontology))
    line = course.listed.line_of_id[HUNTINGTON]
    for one in said:
        evidence = course.evidence(one, line)
        assert evidence is not None
        assert evidence.log10_lr == pytest.approx(float(one.log_lr[line]) / np.log(10))
    onset = course.evidence(said[0], line)
    assert onset is not None
    assert all(HUNTINGTON in citation.record for citation in onset.citations)
    assert onset.citations


def test_a_line_of_unknown_onset_is_neither_for_nor_against(course: CourseFit) -> None:
    unknown = int(np.flatnonzero(course.onset.row_of < 0)[0])
    (said,) = course.of(patient_terms([Finding(LATE, "")], course.ontology))
    assert said.log_lr[unknown] == 0
    assert course.evidence(said, unknown) is None


def test_stages_follow_each_other_and_every_age_has_one(knowledge: tuple[Ontology, Diseases]) -> None:
    ontology, _ = knowledge
    starts = [start for _, start in STAGES]
    assert starts == sorted(starts)
    assert [stage_of_age(age) for age in (0.0, 0.01, 0.5, 3, 10, 30, 50, 80)] == [1, 2, 3, 4, 5, 6, 7, 8]
    for at, (number, _) in enumerate(STAGES):
        row = ontology.index[f"HP:{number:07d}"]
        assert stages_of_term(ontology, row)[at]
    adult = stages_of_term(ontology, ontology.index[ADULT])
    assert adult.tolist() == [False] * 6 + [True] * 3  # adult onset is the parent of young adult, middle age and late


def test_rows_of_agreement_are_distributions() -> None:
    assert AGREEMENT.sum(axis=1) == pytest.approx(1.0, abs=0.005)
    assert (AGREEMENT > 0).all()
    assert (AGREEMENT.argmax(axis=1) == np.arange(len(STAGES))).all()


@pytest.mark.parametrize(
    ("name", "signs"),
    [
        pytest.param("Cataract 19, multiple types", ["HP:0000518"], id="one"),
        pytest.param("Hypogonadotropic hypogonadism 7 without anosmia", ["HP:0000044"], id="denied"),
        pytest.param("MACROSOMIA-MICROPHTHALMIA-CLEFT PALATE SYNDROME", ["HP:0000175", "HP:0000568", "HP:0001520"]),
        pytest.param("Marfan syndrome", [], id="none"),
    ],
)
def test_signs_are_read_from_names(knowledge: tuple[Ontology, Diseases], name: str, signs: list[str]) -> None:
    ontology, _ = knowledge
    assert sorted(ontology.id_of(row) for _, row in signs_in_names([(0, name)], ontology)) == signs
