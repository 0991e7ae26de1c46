"""Relatives whose own findings tell that they share the patient's disorder, where the pedigree says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lexome.core.case import Case, Pedigree, Person, Sex, Status

if TYPE_CHECKING:
    from lexome.knowledge.hpo import Ontology

LEAST_DEPTH = 3
"""Ancestors of a term from which two people may be said to share it: 'abnormality of the nervous system' is shared by
most patients, 'seizure' is not."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A relative who has a finding of the patient; ``stated`` is what the pedigree says of them (None: nothing)."""

    person: str
    relation: str
    label: str
    stated: bool | None


def shared_findings(case: Case, ontology: Ontology) -> tuple[Shared, ...]:
    """Return the relatives of the pedigree who have a finding of the patient, or a more or less exact one."""
    if case.pedigree is None or case.proband is None or case.proband not in case.pedigree.members:
        return ()
    return tuple(_shared(case, case.pedigree, case.proband, ontology))


def _shared(case: Case, pedigree: Pedigree, proband: str, ontology: Ontology) -> Iterator[Shared]:
    observed = [row for one in case.observed() if (row := ontology.index.get(one.hpo_id)) is not None]
    told: set[str] = set()
    for finding in case.findings:
        row = ontology.index.get(finding.hpo_id)
        if finding.status is not Status.FAMILY or row is None or not finding.relative:
            continue
        person = relative_called(finding.relative, pedigree, proband)
        if person is None or person.id in told or not any(same(row, mine, ontology) for mine in observed):
            continue
        told.add(person.id)
        yield Shared(person.id, finding.relative, finding.label, person.affected)


def same(one: int, other: int, ontology: Ontology) -> bool:
    """Whether two terms are the same, or one is a kind of the other, and say more than which organ is concerned."""
    first, second = set(ontology.ancestors(one).tolist()), set(ontology.ancestors(other).tolist())
    general = one if one in second else other if other in first else None
    if general is None:
        return False
    return len(ontology.ancestors(general)) > LEAST_DEPTH


def relative_called(word: str, pedigree: Pedigree, proband: str) -> Person | None:
    """Return the member that a word for a relative means, None where it means none or one of several."""
    father, mother = pedigree.parents(proband)
    if word in {"mother", "father"}:
        return mother if word == "mother" else father
    sexes = {"brother": Sex.MALE, "sister": Sex.FEMALE, "sibling": None}
    if word not in sexes or not (father or mother):
        return None
    parents = {one.id for one in (father, mother) if one}
    siblings = [
        person
        for person in pedigree.members.values()
        if person.id != proband and {person.father, person.mother} & parents
        if sexes[word] in {None, person.sex}
    ]
    return siblings[0] if len(siblings) == 1 else None


def with_affected(pedigree: Pedigree, shared: tuple[Shared, ...]) -> Pedigree:
    """Return the pedigree with relatives who share a finding as affected, where it says nothing of them."""
    affected = {one.person for one in shared if one.stated is None}
    members = {
        name: replace(person, affected=True) if name in affected else person
        for name, person in pedigree.members.items()
    }
    return replace(pedigree, members=members)
