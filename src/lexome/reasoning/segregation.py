"""Co-segregation of an allele with the disease in a family, as an exact likelihood ratio.

The ratio compares two accounts of the relatives' genotypes, given that the proband carries the allele: the allele
causes the disease, or it has nothing to do with it (full-likelihood Bayes factor).

References
----------
Thompson 2003, doi:10.1086/378100; Mohammadi 2009, doi:10.1186/1471-2407-9-211
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.case import Pedigree, Person, Sex
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.family import Segregation
from lexome.core.hypothesis import Inheritance
from lexome.reasoning.factors import Factor, TooEntangled, log_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray

PHENOCOPY = 1e-3
"""Probability of the disease without the allele: the most a rare disease of the European definition (5 in 10,000)
can have, twice over for diagnostic error (Regulation (EC) No 141/2000)."""

ALLELE_FREQUENCY = 1e-4
"""Frequency at which founders carry the allele: the bound of 'extremely rare' in the rule set (PM2)."""

_FAMILY = Citation("the family's genotypes", "this case")


@dataclass(frozen=True, slots=True)
class Penetrance:
    """Probability of disease with the causal genotype and without; ``unaffected_count`` says that the unaffected
    are past the age of onset, else only the affected are counted (Jarvik 2016, doi:10.1016/j.ajhg.2016.04.003)."""

    carriers: float = 1.0
    others: float = PHENOCOPY
    unaffected_count: bool = False


def segregation(
    pedigree: Pedigree,
    copies: Mapping[str, int],
    *,
    proband: str,
    inheritance: Inheritance,
    penetrance: Penetrance | None = None,
    x_linked: bool = False,
) -> Segregation | Absent | Unknown:
    """Return how the allele travels with the disease; ``copies`` maps people to allele counts where genotyped."""
    others = {name: count for name, count in copies.items() if name != proband and name in pedigree.members}
    if not others:
        return Unknown("no relatives were genotyped", "a VCF that holds the relatives, with --ped")
    if copies.get(proband, 0) == 0:
        return Unknown("the proband does not carry the allele")
    model = penetrance or Penetrance()
    told = {name: pedigree.members[name] for name in others if _counts(pedigree.members[name], model)}
    if not told:
        return Absent(_FAMILY)
    if inheritance is Inheritance.UNKNOWN:
        return Unknown("the inheritance of the disease is not known")
    try:
        log10_lr = log10_likelihood_ratio(
            pedigree, copies, proband=proband, inheritance=inheritance, model=model, x_linked=x_linked
        )
    except TooEntangled as error:
        return Unknown(f"the pedigree is too entangled for an exact likelihood: {error}")
    if log10_lr is None:
        return Unknown("the genotypes contradict the pedigree: no inheritance explains them")
    affected = sorted(name for name, person in told.items() if person.affected)
    carrying = [name for name in affected if _at_risk(others[name], told[name], inheritance, x_linked=x_linked)]
    against = tuple(name for name in affected if name not in carrying)
    because = f"{len(carrying)} of {len(affected)} affected relatives carry it"
    healthy = tuple(sorted(name for name in others if others[name] and pedigree.members[name].affected is False))
    meioses = round(log10_lr / np.log10(2)) if log10_lr > 0 else 0
    return Segregation(log10_lr, meioses, because, against, healthy)


def log10_likelihood_ratio(
    pedigree: Pedigree,
    copies: Mapping[str, int],
    *,
    proband: str,
    inheritance: Inheritance,
    model: Penetrance,
    x_linked: bool = False,
) -> float | None:
    """Return the likelihood ratio as log10, or None when no inheritance explains the genotypes."""
    family = _factors(pedigree, x_linked=x_linked)
    disease = [
        _disease(person, inheritance, model, x_linked=x_linked)
        for person in pedigree.members.values()
        if _counts(person, model) or person.id == proband
    ]
    seen = {name: count for name, count in copies.items() if name in pedigree.members}
    of_all = [_observed(pedigree.members[name], count, x_linked=x_linked) for name, count in seen.items()]
    of_proband = [_observed(pedigree.members[proband], copies[proband], x_linked=x_linked)]
    neutral = log_sum([*family, *of_all]) - log_sum([*family, *of_proband])
    causal = log_sum([*family, *disease, *of_all]) - log_sum([*family, *disease, *of_proband])
    if not np.isfinite(neutral) or np.isnan(causal):
        return None
    return float((causal - neutral) / np.log(10))


def _counts(person: Person, model: Penetrance) -> bool:
    return person.affected is True or (person.affected is False and model.unaffected_count)


def _states(person: Person, *, x_linked: bool) -> int:
    """Count the genotypes a person can have: 0, 1 or 2 copies; a male has one X."""
    return 2 if x_linked and person.sex is Sex.MALE else 3


def _factors(pedigree: Pedigree, *, x_linked: bool) -> list[Factor]:
    """Return the pedigree as factors: founders by frequency, children by transmission.

    A parent that is not a member is a founder of their own, so a half-known couple still passes on what it can.
    """
    factors: list[Factor] = []
    for person in pedigree.members.values():
        if person.father is None and person.mother is None:
            factors.append(Factor((person.id,), _founder(_states(person, x_linked=x_linked))))
            continue
        parents = []
        for parent, sex in ((person.father, Sex.MALE), (person.mother, Sex.FEMALE)):
            if parent is not None:
                parents.append(pedigree.members[parent])
                continue
            stranger = Person(f"{person.id}\0{sex}", sex)
            parents.append(stranger)
            factors.append(Factor((stranger.id,), _founder(_states(stranger, x_linked=x_linked))))
        factors.append(_child(person, *parents, x_linked=x_linked))
    return factors


def _founder(states: int) -> NDArray[np.float64]:
    q = ALLELE_FREQUENCY
    return np.array([1 - q, q]) if states == 2 else np.array([(1 - q) ** 2, 2 * q * (1 - q), q * q])


def _child(person: Person, father: Person, mother: Person, *, x_linked: bool) -> Factor:
    """Return P(child | father, mother) by Mendel's rules."""
    shape = tuple(_states(each, x_linked=x_linked) for each in (person, father, mother))
    table = np.zeros(shape)
    for paternal in range(shape[1]):
        for maternal in range(shape[2]):
            from_mother = maternal / 2
            if x_linked and person.sex is Sex.MALE:
                table[:, paternal, maternal] = (1 - from_mother, from_mother)
                continue
            from_father = float(paternal) if x_linked and shape[1] == 2 else paternal / 2
            table[0, paternal, maternal] = (1 - from_father) * (1 - from_mother)
            table[1, paternal, maternal] = from_father * (1 - from_mother) + (1 - from_father) * from_mother
            table[2, paternal, maternal] = from_father * from_mother
    return Factor((person.id, father.id, mother.id), table)


def _at_risk(copies: int, person: Person, inheritance: Inheritance, *, x_linked: bool) -> bool:
    """Whether this many copies cause the disease under the mode of inheritance."""
    if inheritance is Inheritance.AUTOSOMAL_RECESSIVE:
        return copies >= 2
    if inheritance is Inheritance.X_LINKED_RECESSIVE:
        return copies >= _states(person, x_linked=x_linked) - 1
    return copies >= 1


def _disease(person: Person, inheritance: Inheritance, model: Penetrance, *, x_linked: bool) -> Factor:
    ill = np.array(
        [
            model.carriers if _at_risk(copies, person, inheritance, x_linked=x_linked) else model.others
            for copies in range(_states(person, x_linked=x_linked))
        ]
    )
    return Factor((person.id,), 1 - ill if person.affected is False else ill)


def _observed(person: Person, copies: int, *, x_linked: bool) -> Factor:
    table = np.zeros(_states(person, x_linked=x_linked))
    table[min(copies, len(table) - 1)] = 1.0
    return Factor((person.id,), table)
