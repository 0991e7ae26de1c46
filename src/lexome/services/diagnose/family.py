"""What the relatives in the file say: who is whose parent, where alleles came from, who shares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.case import Case, Sex
from lexome.core.problem import Level
from lexome.reasoning.gene_evidence import Origin
from lexome.reasoning.parentage import Relationship, relationship

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns
    from lexome.services.diagnose.examined import Examined
    from lexome.services.diagnose.patient import Intake

X = CONTIGS.index("X")

CARRIES_IF_AFFECTED, CARRIES_IF_UNAFFECTED = 0.98, 0.15
"""Probability that a first-degree relative carries the patient's dominant causal allele, by own status; the second is
incomplete penetrance and late onset. Assumptions; by chance the relative carries it with 0.5 (Mendel)."""


@dataclass(frozen=True, slots=True)
class Relatives:
    """Genotyped first-degree relatives of the patient.

    ``father`` and ``mother`` are samples, '' where there is none or where the genotypes contradict the parent;
    ``affected`` tells, by sample, whether a parent or sibling has the disease; ``relationships`` what the genotypes say
    of each stated parent.
    """

    father: str = ""
    mother: str = ""
    affected: Mapping[str, bool] = field(default_factory=dict)
    relationships: Mapping[str, Relationship] = field(default_factory=dict)

    def say(self, columns: VcfColumns) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """Return the parent each allele came from and the log10 ratio of what relatives say of it under dominance."""
        origin: NDArray[np.int8] = np.zeros(len(columns), np.int8)
        log10: NDArray[np.float64] = np.zeros(len(columns))
        index = columns.sample_index
        if self.father and self.mother:
            origin = _origins(columns.copies[:, index[self.father]], columns.copies[:, index[self.mother]])
        for sample, affected in self.affected.items():
            copies = columns.copies[:, index[sample]]
            carries = CARRIES_IF_AFFECTED if affected else CARRIES_IF_UNAFFECTED
            said = np.where(copies > 0, np.log10(carries / 0.5), np.log10((1 - carries) / 0.5))
            silent = (copies < 0) | ((origin == Origin.DE_NOVO) & (sample in {self.father, self.mother}))
            log10 = log10 + np.where(silent, 0.0, said)
        return origin, log10


def relationships_of(case: Case, columns: VcfColumns, place: int) -> dict[str, Relationship]:
    """Return by sample what all genotypes of the file say of each stated parent; ``place`` is the patient's sample."""
    if case.pedigree is None or case.proband is None:
        return {}
    index = columns.sample_index
    autosomal = columns.contig < X
    child = columns.copies[autosomal, place]
    return {
        parent.id: relationship(child, columns.copies[autosomal, index[parent.id]])
        for parent in case.pedigree.parents(case.proband)
        if parent and parent.id in index
    }


def relatives_of(case: Case, examined: Examined) -> Relatives:
    """Return the relatives whose genotypes do not contradict the pedigree."""
    parents = examined.relationships
    if case.pedigree is None or case.proband is None:
        return Relatives()
    if any(said.is_parent is False for said in parents.values()):
        return Relatives(relationships=parents)
    index = examined.columns.sample_index
    father, mother = (
        parent.id if parent and parent.id in index else "" for parent in case.pedigree.parents(case.proband)
    )
    affected = {
        person.id: person.affected
        for person in case.pedigree.members.values()
        if person.affected is not None
        and person.id in index
        and person.id != examined.sample
        and (person.id in parents or {person.father, person.mother} & parents.keys())
    }
    return Relatives(father, mother, affected, parents)


def _origins(father: NDArray[np.int8], mother: NDArray[np.int8]) -> NDArray[np.int8]:
    called = (father >= 0) & (mother >= 0)
    cases = [called & (father > 0) & (mother > 0), called & (father > 0), called & (mother > 0), called]
    origins = [Origin.BOTH, Origin.PATERNAL, Origin.MATERNAL, Origin.DE_NOVO]
    found: NDArray[np.int8] = np.select(cases, origins, Origin.UNKNOWN).astype(np.int8)
    return found


def with_sex_of_genotypes(case: Case, examined: Examined, intake: Intake) -> Case:
    """Return the case with its sex from the X chromosome where none was given; a contradiction is told."""
    found = examined.sex
    if Sex.UNKNOWN in {found, case.sex}:
        return replace(case, sex=found) if case.sex is Sex.UNKNOWN else case
    if found is not case.sex and case.pedigree is None:
        intake.add(
            Level.WARNING,
            "sex-by-genotype",
            examined.columns.text.name,
            f"the X chromosome of {examined.sample} looks {found}, the patient is given as {case.sex}",
            "check for a sample swap; the sex given was used",
        )
    return case
