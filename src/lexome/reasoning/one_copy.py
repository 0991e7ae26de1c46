"""What men carry on X and Y: callers that know no sex write two copies where there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lexome.core.call import Call, Zygosity
from lexome.core.case import Sex
from lexome.reasoning.kinship import PSEUDOAUTOSOMAL_X

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.case import Case, Pedigree


def men_of(case: Case, sample: str) -> frozenset[str]:
    """Return the samples of those who are given as male: the patient and the members of the pedigree."""
    men = male_members(case.pedigree) - {sample}
    return men | {sample} if case.sex is Sex.MALE else men


def male_members(pedigree: Pedigree | None) -> frozenset[str]:
    """Return the members of a family who are given as male."""
    members = pedigree.members.values() if pedigree else ()
    return frozenset(person.id for person in members if person.sex is Sex.MALE)


def in_men(call: Call, men: frozenset[str]) -> Call:
    """Return the call with men hemizygous where they were called homozygous on the one copy that they have."""
    if not men or not _single_in_men(call.allele):
        return call
    genotypes = {
        name: replace(one, zygosity=Zygosity.HEMIZYGOUS, alt_copies=1, ploidy=1)
        if name in men and one.zygosity is Zygosity.HOMOZYGOUS
        else one
        for name, one in call.genotypes.items()
    }
    return replace(call, genotypes=genotypes)


def _single_in_men(allele: Allele) -> bool:
    """Whether men have one copy of its place; the first region that X and Y share lies at the same place on both."""
    shared = PSEUDOAUTOSOMAL_X[allele.assembly]
    among = shared if allele.contig == "X" else shared[:1]
    return allele.contig in {"X", "Y"} and not any(start <= allele.start < end for start, end in among)
