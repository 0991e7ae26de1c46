"""What the family's genotypes say of one allele: de novo, in trans, with the disease."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lexome.core.allele import Allele
from lexome.core.call import Genotype, Zygosity
from lexome.core.case import Pedigree
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.family import DeNovo, FamilyFacts, Partner, PhenotypeMatch, Segregation
from lexome.core.hypothesis import Inheritance
from lexome.core.variant import Significance
from lexome.reasoning.parentage import Relationship
from lexome.reasoning.phase import Trio, in_trans
from lexome.reasoning.segregation import ALLELE_FREQUENCY, Penetrance, segregation

MUTATION_RATE = 1.2e-8
"""New mutations a base and generation (Kong 2012, doi:10.1038/nature11396)."""

LEAST_SURE = 0.95
"""Probability of a new mutation, given that neither parent shows the allele, from which it is called de novo: one in
twenty is the error of a 95 % confidence interval. With equal depth it takes 18 reads in each parent."""

_FAMILY = Citation("the family's genotypes", "this case")
_NOT_THEIRS = Unknown("a stated parent carries it whom the genotypes contradict", "check for a sample swap")
_NO_PARENTS = Unknown("both parents' genotypes are needed", "a VCF that holds both parents, with --ped")


@dataclass(frozen=True, slots=True)
class Family:
    """The family of a case: who is who, how the proband is related to each stated parent, and the phenotype."""

    proband: str
    pedigree: Pedigree | None = None
    relationships: Mapping[str, Relationship] = field(default_factory=dict)
    penetrance: Penetrance | None = None

    def trio(self, genotypes: Mapping[str, Genotype]) -> Trio:
        """Return the genotypes of proband, father and mother that were called."""
        people = {"proband": self.proband, "father": self.parent("father"), "mother": self.parent("mother")}
        return {
            role: genotypes[name]
            for role, name in people.items()
            if name in genotypes and genotypes[name].zygosity is not Zygosity.NOT_CALLED
        }

    def parent(self, role: str) -> str:
        """Return the id of 'father' or 'mother', '' where nobody is stated."""
        if self.pedigree is None or self.proband not in self.pedigree.members:
            return ""
        return getattr(self.pedigree.members[self.proband], role) or ""


@dataclass(frozen=True, slots=True)
class Carried:
    """An allele of the gene in the family, with the class it has without its partners."""

    allele: Allele
    genotypes: Mapping[str, Genotype]
    significance: Significance = Significance.UNCERTAIN


def family_facts(
    carried: Carried,
    others: Sequence[Carried],
    *,
    family: Family,
    inheritance: Inheritance,
    phenotype: PhenotypeMatch | Unknown | None = None,
) -> FamilyFacts:
    """Return what the family says of an allele; ``others`` are the proband's other alleles of the same gene."""
    trio = family.trio(carried.genotypes)
    proband = trio.get("proband")
    if proband is None or proband.alt_copies == 0:
        return FamilyFacts(phenotype=phenotype) if phenotype else FamilyFacts()
    facts = FamilyFacts(
        proband=proband,
        de_novo=_de_novo(_who_can_pass_it_on(trio, carried.allele.contig), family),
        partners=_partners(carried, others, trio, family),
        segregation=_segregation(carried, family, inheritance),
    )
    return facts if phenotype is None else FamilyFacts(
        proband, facts.de_novo, facts.partners, facts.segregation, phenotype
    )  # fmt: skip


def _contradicted(family: Family, role: str) -> bool:
    """Whether the genotypes of the whole file say that the stated parent is none."""
    said = family.relationships.get(family.parent(role))
    return said is not None and said.is_parent is False


def _of_true_parents(trio: Trio, family: Family) -> Trio:
    """Return the trio without parents whom the genotypes contradict: they tell nothing of origin or phase."""
    return {role: genotype for role, genotype in trio.items() if role == "proband" or not _contradicted(family, role)}


def _who_can_pass_it_on(trio: Trio, contig: str) -> Trio:
    """Return the trio without a father whose only X a son did not get; the mother's genotype stands for both."""
    proband = trio["proband"]
    if contig == "X" and proband.ploidy == 1 and "mother" in trio:
        return {**trio, "father": replace(trio["mother"], alt_copies=0)}
    return trio


def _de_novo(trio: Trio, family: Family) -> DeNovo | Absent | Unknown:
    father, mother = trio.get("father"), trio.get("mother")
    carriers = [role for role in ("father", "mother") if (person := trio.get(role)) and person.alt_copies]
    if any(not _contradicted(family, role) for role in carriers):
        return Absent(_FAMILY)
    if carriers:
        return _NOT_THEIRS
    if father is None or mother is None:
        return _NO_PARENTS
    depths = [parent.depth for parent in (father, mother) if parent.depth is not None]
    sure = probability_new(depths)
    if sure < LEAST_SURE:
        why = f"a parent has {min(depths)} reads: an inherited allele can be missed there (new with {sure:.0%})"
        return Unknown(why, "deeper sequencing of the parents")
    return _parentage(family)


def probability_new(depths: Sequence[int]) -> float:
    """Return the probability that an allele no parent shows is new, by the reads of the parents whose depth is known.

    A parent carries an extremely rare allele, passes it on, and shows it in none of the reads: that against a new
    mutation in either of the two copies the child got.
    """
    missed = sum(ALLELE_FREQUENCY * 0.5**depth for depth in depths)
    new = 2 * MUTATION_RATE
    return new / (new + missed)


def _parentage(family: Family) -> DeNovo:
    """Return the de novo finding with what the genotypes of the whole file say of parentage."""
    said, verdicts = [], []
    for role in ("father", "mother"):
        found = family.relationships.get(family.parent(role))
        verdict = found.is_parent if found else None
        verdicts.append(verdict)
        if found and verdict is not None:
            is_parent = "confirmed" if verdict else "contradicted"
            said.append(f"{role} {is_parent}: kinship {found.kinship:.2f} over {found.sites:,} sites")
    because = "neither parent carries it"
    if any(verdict is False for verdict in verdicts):
        return DeNovo(parentage=False, because=f"{because}; {'; '.join(said)}")
    if all(verdict is True for verdict in verdicts):
        return DeNovo(parentage=True, because=f"{because}; {'; '.join(said)}")
    return DeNovo(parentage=None, because=f"{because}; too few variants to confirm parentage")


def _partners(carried: Carried, others: Sequence[Carried], trio: Trio, family: Family) -> tuple[Partner, ...]:
    found = []
    if trio["proband"].zygosity is Zygosity.HOMOZYGOUS:
        found.append(Partner(carried.allele, in_trans=True, pathogenic=False, likely=False,
                             because="homozygous", homozygous=True))  # fmt: skip
    for other in others:
        theirs = _of_true_parents(family.trio(other.genotypes), family)
        if other.allele == carried.allele or other.significance.side <= 0 or not theirs.get("proband"):
            continue
        trans = in_trans(_of_true_parents(trio, family), theirs)
        word = {True: "in trans with", False: "in cis with", None: "phase unknown, together with"}[trans]
        found.append(
            Partner(
                other.allele,
                in_trans=trans,
                pathogenic=other.significance is Significance.PATHOGENIC,
                likely=other.significance is Significance.LIKELY_PATHOGENIC,
                because=f"{word} {other.allele} ({other.significance.replace('_', ' ')})",
            )
        )
    return tuple(found)


def _segregation(carried: Carried, family: Family, inheritance: Inheritance) -> Segregation | Absent | Unknown:
    if family.pedigree is None or family.proband not in family.pedigree.members:
        return Unknown("no pedigree was given", "--ped")
    x_linked = carried.allele.contig == "X"
    mode = inheritance
    if mode is Inheritance.UNKNOWN:
        mode = Inheritance.X_LINKED_RECESSIVE if x_linked else Inheritance.UNKNOWN
    contradicted = [name for name, each in family.relationships.items() if each.is_parent is False]
    if contradicted:
        return Unknown(f"the genotypes contradict the pedigree: {', '.join(contradicted)} is no parent of the patient")
    copies = {
        name: genotype.alt_copies
        for name, genotype in carried.genotypes.items()
        if genotype.zygosity is not Zygosity.NOT_CALLED and name in family.pedigree.members
    }
    return segregation(
        family.pedigree, copies, proband=family.proband, inheritance=mode, penetrance=family.penetrance,
        x_linked=x_linked,
    )  # fmt: skip
