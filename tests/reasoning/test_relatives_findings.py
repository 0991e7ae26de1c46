"""Relatives who share a finding of the patient."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lexome.core.case import Case, Finding, Pedigree, Person, Sex, Status
from lexome.core.settings import Settings
from lexome.knowledge.hpo import Ontology, open_ontology
from lexome.reasoning.relatives_findings import shared_findings, with_affected

SEIZURE, FOCAL_SEIZURE, NERVOUS_SYSTEM, MICROCEPHALY = "HP:0001250", "HP:0007359", "HP:0000707", "HP:0000252"


@cache
def ontology() -> Ontology:
    return open_ontology(Settings(Path("none"), Path("none")))


def family(*, mother: bool | None = None, brothers: int = 1) -> Pedigree:
    people = [Person("kid", Sex.MALE, "dad", "mum", affected=True), Person("dad", Sex.MALE)]
    people.append(Person("mum", Sex.FEMALE, affected=mother))
    people += [Person(f"brother{n}", Sex.MALE, "dad", "mum") for n in range(brothers)]
    return Pedigree("F", {one.id: one for one in people})


def case(pedigree: Pedigree, *findings: tuple[str, str]) -> Case:
    """A patient with focal seizures, and findings of relatives as (relative, term)."""
    theirs = [Finding(term, term, Status.FAMILY, relative=who) for who, term in findings]
    return Case(
        "c", findings=(Finding(FOCAL_SEIZURE, "Focal-onset seizure"), *theirs), pedigree=pedigree, proband="kid"
    )


@pytest.mark.parametrize(
    ("finding", "shared"),
    [
        pytest.param(("mother", FOCAL_SEIZURE), ["mum"], id="the same"),
        pytest.param(("mother", SEIZURE), ["mum"], id="the patient's is a kind of it (HPO is_a)"),
        pytest.param(("mother", NERVOUS_SYSTEM), [], id="too general to be shared"),
        pytest.param(("mother", MICROCEPHALY), [], id="another finding"),
        pytest.param(("brother", SEIZURE), ["brother0"], id="the only brother"),
        pytest.param(("paternal uncle", SEIZURE), [], id="nobody of the pedigree"),
    ],
)
def test_a_relative_shares_what_the_patient_has(finding: tuple[str, str], shared: list[str]) -> None:
    assert [one.person for one in shared_findings(case(family(), finding), ontology())] == shared


def test_one_of_two_brothers_is_not_guessed() -> None:
    assert shared_findings(case(family(brothers=2), ("brother", SEIZURE)), ontology()) == ()


@pytest.mark.parametrize(("stated", "after"), [(None, True), (False, False), (True, True)])
def test_the_pedigree_holds_where_it_says_something(stated: bool | None, after: bool) -> None:
    pedigree = family(mother=stated)
    shared = shared_findings(case(pedigree, ("mother", SEIZURE)), ontology())
    assert with_affected(pedigree, shared).members["mum"].affected is after
