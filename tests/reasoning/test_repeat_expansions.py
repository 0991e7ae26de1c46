"""Repeat lengths weighed for the diseases of their loci, with bounds from the literature."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lexome.core.case import Sex
from lexome.core.settings import Settings
from lexome.formats.vcf.repeats import RepeatCall
from lexome.knowledge.diseases import open_diseases
from lexome.knowledge.repeats import Repeats, open_repeats
from lexome.reasoning.events import Event
from lexome.reasoning.listed_diseases import ListedDiseases, list_diseases
from lexome.reasoning.repeat_diseases import DISEASES
from lexome.reasoning.repeat_expansions import repeat_events

SETTINGS = Settings(Path("none"), Path("none"))


@cache
def listed() -> ListedDiseases:
    return list_diseases(open_diseases(SETTINGS))


@cache
def repeats() -> Repeats:
    return open_repeats(SETTINGS)


def event(locus: str, disease_id: str, *units: float, sex: Sex = Sex.UNKNOWN) -> Event:
    call = RepeatCall(locus, "1", 0, 1, "CAG", None, units, (None,) * len(units))
    calls = {locus: call} if units else {}
    events = repeat_events(repeats().loci, calls, sex=sex, line_of=listed().line_of_id)
    (found,) = events[listed().line_of_id[disease_id]]
    return found


@pytest.mark.parametrize("locus", sorted(DISEASES))
def test_every_disease_of_a_locus_is_listed_for_its_gene_by_the_hpo(locus: str) -> None:
    known = repeats().named(locus)
    assert known is not None
    for disease in DISEASES[locus]:
        line = listed().line_of_id[disease.disease_id]
        assert known.gene_symbol in listed().genes(line), (locus, listed().name_of(line))


@pytest.mark.parametrize(
    ("units", "found", "direction"),
    [
        pytest.param((17, 45), True, 1, id="full penetrance from 40 (GeneReviews NBK1305)"),
        pytest.param((17, 36), True, 1, id="reduced penetrance from 36"),
        pytest.param((17, 19), False, -1, id="normal to 26"),
        pytest.param((17, 35), False, 0, id="longer than normal, not pathologic"),
    ],
)
def test_the_length_in_htt_decides_over_huntington_disease(units: tuple[int, int], found: bool, direction: int) -> None:
    said = event("HTT", "OMIM:143100", *units)
    assert said.found is found
    assert (said.ratio > 1.0) - (said.ratio < 1.0) == direction


def test_friedreich_ataxia_takes_two_expansions_and_one_is_a_hit_without_its_second() -> None:
    """96 % of patients have two, the others one and another mutation (frdaguidelines.org, 1.2.1)."""
    two, one = event("FXN", "OMIM:229300", 800, 700), event("FXN", "OMIM:229300", 9, 700)
    assert two.ratio > 100 * one.ratio > 100
    assert one.flags == ("second_hit_missing",)
    assert two.flags == ()


@pytest.mark.parametrize(
    ("units", "diseases"),
    [
        pytest.param(90.0, {"OMIM:300623", "OMIM:311360"}, id="premutation, 55 to 200 (PMC4666582)"),
        pytest.param(400.0, {"OMIM:300624"}, id="full mutation, over 200"),
        pytest.param(30.0, set(), id="the most common length"),
    ],
)
def test_the_length_in_fmr1_tells_its_diseases_apart(units: float, diseases: set[str]) -> None:
    ids = {one.disease_id for one in DISEASES["FMR1"]}
    assert {one for one in ids if event("FMR1", one, units, sex=Sex.MALE).found} == diseases


def test_a_locus_that_was_not_called_says_nothing_and_is_flagged() -> None:
    said = event("HTT", "OMIM:143100")
    assert (said.ratio, said.found, said.flags) == (1.0, False, ("mechanism_not_seen",))
