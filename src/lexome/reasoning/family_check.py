"""Do the samples of a file fit the pedigree? Each that does not, with what would explain it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from lexome.core.case import Pedigree, Sex
from lexome.core.problem import Level, Problem
from lexome.reasoning.kinship import Degree, Pair, SexCall, mendelian, relatedness, sex_of

if TYPE_CHECKING:
    from lexome.core.assembly import Assembly
    from lexome.formats.vcf import VcfColumns

MOST_ERRORS = 0.01
"""Share of Mendelian errors from which the genotypes of a true trio are of poor quality; sequenced trios show some
tenths of a per cent, a parent who is none above ten per cent (Pedersen 2017, doi:10.1016/j.ajhg.2017.01.017)."""

_MOST_PERMUTED = 6
"""Samples up to which every exchange of names is tried (720)."""

_CLOSE = frozenset({Degree.SAME, Degree.PARENT_CHILD, Degree.SIBLINGS, Degree.SECOND})


@dataclass(frozen=True, slots=True)
class FamilyCheck:
    """What the genotypes say of the family, and the problems of it as warnings."""

    pairs: tuple[Pair, ...]
    sexes: dict[str, SexCall]
    problems: tuple[Problem, ...]


def check_family(columns: VcfColumns, pedigree: Pedigree, *, assembly: Assembly, where: str) -> FamilyCheck:
    """Return how the samples of a file fit the pedigree; people who are not in both are left out."""
    people = tuple(name for name in columns.samples if name in pedigree.members)
    pairs = tuple(pair for pair in relatedness(columns) if pair.one in people and pair.other in people)
    sexes = {name: sex_of(columns, name, assembly=assembly) for name in people}
    told = _Told(pedigree, pairs, sexes)
    problems = [*_missing(columns, pedigree, where), *_faults(told, people, where)]
    if any(problem.code in {"sex-mismatch", "relationship-mismatch"} for problem in problems):
        problems.extend(_swaps(told, people, where))
    problems.extend(_errors(columns, pedigree, told, where))
    return FamilyCheck(pairs, sexes, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Told:
    pedigree: Pedigree
    pairs: tuple[Pair, ...]
    sexes: dict[str, SexCall]

    def degree(self, one: str, other: str) -> Degree:
        return next((pair.degree for pair in self.pairs if {pair.one, pair.other} == {one, other}), Degree.UNKNOWN)

    def faults(self, name_of: dict[str, str]) -> int:
        """Count what disagrees when each sample carries the name it is given here."""
        sample_of = {name: sample for sample, name in name_of.items()}
        count = 0
        for name, sample in sample_of.items():
            person = self.pedigree.members[name]
            sex = self.sexes[sample].sex
            count += Sex.UNKNOWN not in {sex, person.sex} and sex is not person.sex
            for parent in (person.father, person.mother):
                if parent in sample_of:
                    count += self.degree(sample, sample_of[parent]) not in {Degree.PARENT_CHILD, Degree.UNKNOWN}
        for one, other in _unrelated(self.pedigree, tuple(sample_of)):
            count += self.degree(sample_of[one], sample_of[other]) in _CLOSE
        return count


def _unrelated(pedigree: Pedigree, people: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that share no ancestor in the pedigree."""
    lines = {name: _ancestors(pedigree, name) for name in people}
    for place, one in enumerate(people):
        for other in people[place + 1 :]:
            if not lines[one] & lines[other]:
                yield one, other


def _ancestors(pedigree: Pedigree, name: str) -> set[str]:
    found, front = {name}, [name]
    while front:
        person = pedigree.members[front.pop()]
        parents = {parent for parent in (person.father, person.mother) if parent is not None} - found
        found |= parents
        front.extend(parents)
    return found


def _warn(code: str, where: str, message: str, remedy: str) -> Problem:
    return Problem(Level.WARNING, code, where, message, remedy)


def _missing(columns: VcfColumns, pedigree: Pedigree, where: str) -> Iterator[Problem]:
    missing = [name for name in pedigree.members if name not in columns.samples]
    if missing:
        there = ", ".join(columns.samples[:20]) or "none"
        yield _warn(
            "person-without-sample",
            where,
            f"the file has no sample for {', '.join(missing[:20])} of the pedigree; it has: {there}",
            "write the same names in the pedigree and the VCF, if they were sequenced",
        )


def _faults(told: _Told, people: tuple[str, ...], where: str) -> Iterator[Problem]:
    for name in people:
        person, call = told.pedigree.members[name], told.sexes[name]
        if Sex.UNKNOWN not in {call.sex, person.sex} and call.sex is not person.sex:
            yield _warn(
                "sex-mismatch",
                where,
                f"{name} is {person.sex} in the pedigree; the X chromosome says {call.sex} "
                f"({call.relative_heterozygosity:.2f} of the autosomes' heterozygosity over {call.sites} sites)",
                "check for exchanged samples, then the sex in the pedigree, then a sex chromosome aneuploidy",
            )
        for role, parent in (("father", person.father), ("mother", person.mother)):
            if parent in people and told.degree(name, parent) not in {Degree.PARENT_CHILD, Degree.UNKNOWN}:
                yield _warn(
                    "relationship-mismatch",
                    where,
                    f"{parent} is {role} of {name} in the pedigree; their genotypes say: {told.degree(name, parent)}",
                    "check for exchanged samples, then the pedigree",
                )
    for one, other in _unrelated(told.pedigree, people):
        degree = told.degree(one, other)
        if degree in _CLOSE:
            yield _warn(
                "relationship-unstated",
                where,
                f"{one} and {other} are not related in the pedigree; their genotypes say: {degree}",
                "check for exchanged or repeated samples; parents who are related make recessive disease likelier",
            )


def _swaps(told: _Told, people: tuple[str, ...], where: str) -> Iterator[Problem]:
    """Yield the one exchange of names after which everything fits."""
    if len(people) > _MOST_PERMUTED:
        return
    now = told.faults({name: name for name in people})
    fitting = []
    for names in permutations(people):
        moved = sum(name != sample for sample, name in zip(people, names, strict=True))
        faults = told.faults(dict(zip(people, names, strict=True)))
        if moved and faults < now:
            fitting.append((faults, moved, names))
    if not fitting:
        return
    best = min(fitting)
    if best[0] == 0 and sum(one[:2] == best[:2] for one in fitting) == 1:
        changes = [f"{sample} is {name}" for sample, name in zip(people, best[2], strict=True) if sample != name]
        yield _warn(
            "samples-swapped",
            where,
            f"everything fits if the samples are exchanged: {', '.join(changes)}",
            "rename the samples after checking with the laboratory (bcftools reheader --samples)",
        )


def _errors(columns: VcfColumns, pedigree: Pedigree, told: _Told, where: str) -> Iterator[Problem]:
    for name, person in pedigree.members.items():
        father, mother = person.father, person.mother
        if name not in told.sexes or father not in told.sexes or mother not in told.sexes:
            continue
        assert father is not None
        assert mother is not None
        found = mendelian(columns, child=name, father=father, mother=mother)
        if found.sites and found.rate > MOST_ERRORS:
            yield _warn(
                "mendelian-errors",
                where,
                f"{found.errors:,} of {found.sites:,} sites of {name} ({found.rate:.1%}) cannot come from the parents",
                "filter low-quality genotypes; if samples were exchanged, mend that first",
            )
