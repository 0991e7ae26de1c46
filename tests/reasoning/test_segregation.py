"""Co-segregation against enumeration and the published counts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lexome.core.case import Pedigree, Person, Sex
from lexome.core.facts import Absent, Unknown
from lexome.core.family import Segregation
from lexome.core.hypothesis import Inheritance
from lexome.reasoning.segregation import ALLELE_FREQUENCY, Penetrance, log10_likelihood_ratio, segregation
from oracles import segregation as oracle

AD, AR = Inheritance.AUTOSOMAL_DOMINANT, Inheritance.AUTOSOMAL_RECESSIVE
XL, XR = Inheritance.X_LINKED_DOMINANT, Inheritance.X_LINKED_RECESSIVE


def simulated(seed: int, *, x_linked: bool, q: float = 0.3) -> tuple[Pedigree, dict[str, int]]:
    """Return a family of two to three generations with genotypes dropped down it."""
    rng = np.random.default_rng(seed)
    sexes = [Sex.MALE, Sex.FEMALE]
    members: list[Person] = [Person("gf", Sex.MALE), Person("gm", Sex.FEMALE)]
    members += [Person(f"c{i}", sexes[int(rng.integers(2))], "gf", "gm") for i in range(int(rng.integers(1, 4)))]
    first = members[2]
    spouse = Person("sp", Sex.FEMALE if first.sex is Sex.MALE else Sex.MALE)
    father, mother = (first.id, "sp") if first.sex is Sex.MALE else ("sp", first.id)
    members += [spouse, Person("g0", sexes[int(rng.integers(2))], father, mother)]
    members = [Person(p.id, p.sex, p.father, p.mother, [True, False, None][int(rng.integers(3))]) for p in members]
    copies: dict[str, int] = {}
    pairs: dict[str, tuple[int, int]] = {}
    for person in members:

        def passed(parent: str | None) -> int:
            return int(rng.random() < q) if parent is None else pairs[parent][int(rng.integers(2))]

        maternal = passed(person.mother)
        paternal = maternal if x_linked and person.sex is Sex.MALE else passed(person.father)
        pairs[person.id] = (paternal, maternal)
        copies[person.id] = maternal if x_linked and person.sex is Sex.MALE else paternal + maternal
    kept = {name: n for name, n in copies.items() if rng.random() < 0.7 or name == "g0"}
    return Pedigree("F", {p.id: p for p in members}), kept


@pytest.mark.parametrize("inheritance", [AD, AR, XL, XR])
@pytest.mark.parametrize("unaffected_count", [True, False])
def test_the_ratio_is_that_of_enumeration_on_simulated_pedigrees(inheritance, unaffected_count):
    x_linked = inheritance in (XL, XR)
    model = Penetrance(0.8, 0.02, unaffected_count)
    compared = 0
    for seed in range(25):
        pedigree, copies = simulated(seed, x_linked=x_linked)
        if copies["g0"] == 0:
            continue
        given = {"proband": "g0", "inheritance": inheritance, "model": model, "x_linked": x_linked}
        found = log10_likelihood_ratio(pedigree, copies, **given)
        expected = oracle.log10_likelihood_ratio(pedigree, copies, **given, q=ALLELE_FREQUENCY)
        assert found == pytest.approx(expected, abs=1e-9)
        compared += 1
    assert compared >= 5


def siblings(affected: int, *, lacking: int = 0) -> tuple[Pedigree, dict[str, int]]:
    people = {"f": Person("f", Sex.MALE), "m": Person("m", Sex.FEMALE)}
    copies = {}
    for number in range(affected + lacking + 1):
        people[f"s{number}"] = Person(f"s{number}", Sex.MALE, "f", "m", affected=True)
        copies[f"s{number}"] = 1 if number <= affected else 0
    return Pedigree("F", people), copies


@pytest.mark.parametrize("meioses", [1, 3, 5])
def test_affected_carrying_siblings_of_the_proband_halve_the_chance_each(meioses):
    """Jarvik 2016, doi:10.1016/j.ajhg.2016.04.003: N = (1/2)^m for m informative meioses."""
    pedigree, copies = siblings(meioses)
    found = segregation(pedigree, copies, proband="s0", inheritance=AD)
    assert isinstance(found, Segregation)
    assert 10**found.log10_lr == pytest.approx(2**meioses, rel=0.02)
    assert found.meioses == meioses


def test_an_affected_relative_without_the_allele_speaks_against():
    pedigree, copies = siblings(2, lacking=1)
    found = segregation(pedigree, copies, proband="s0", inheritance=AD)
    assert isinstance(found, Segregation)
    assert found.log10_lr < -1
    assert found.against == ("s3",)


def test_without_relatives_nothing_is_said():
    pedigree, copies = siblings(0)
    assert isinstance(segregation(pedigree, copies, proband="s0", inheritance=AD), Unknown)


def test_unaffected_relatives_are_silent_unless_penetrance_is_complete():
    pedigree, copies = siblings(0)
    healthy = Person("h", Sex.MALE, "f", "m", affected=False)
    family = Pedigree("F", {**pedigree.members, "h": healthy})
    given = {"proband": "s0", "inheritance": AD}
    assert isinstance(segregation(family, {**copies, "h": 0}, **given), Absent)
    told = segregation(family, {**copies, "h": 0}, **given, penetrance=Penetrance(unaffected_count=True))
    assert isinstance(told, Segregation)
    assert told.log10_lr == pytest.approx(math.log10(2), abs=0.01)


def test_genotypes_that_no_inheritance_explains_are_declined():
    people = {"f": Person("f", Sex.MALE), "m": Person("m", Sex.FEMALE)}
    people["c"] = Person("c", Sex.MALE, "f", "m", affected=True)
    people["d"] = Person("d", Sex.MALE, "f", "m", affected=True)
    found = segregation(Pedigree("F", people), {"f": 0, "m": 0, "c": 1, "d": 1}, proband="c", inheritance=AD)
    assert isinstance(found, Unknown)
    assert "contradict" in found.why


def test_a_large_family_takes_no_time():
    people = {"f": Person("f", Sex.MALE), "m": Person("m", Sex.FEMALE)}
    copies = {}
    for number in range(60):
        people[f"c{number}"] = Person(f"c{number}", Sex.MALE, "f", "m", affected=True)
        people[f"w{number}"] = Person(f"w{number}", Sex.FEMALE)
        people[f"g{number}"] = Person(f"g{number}", Sex.FEMALE, f"c{number}", f"w{number}", affected=True)
        copies |= {f"c{number}": 1, f"g{number}": 1}
    found = segregation(Pedigree("F", people), copies, proband="c0", inheritance=AD)
    assert isinstance(found, Segregation)
    assert found.log10_lr > 10
