"""What the family and the patient's phenotype say of one variant."""

from __future__ import annotations

from dataclasses import dataclass

from lexome.core.allele import Allele
from lexome.core.call import Genotype
from lexome.core.facts import Absent, Citation, Unknown

_NO_GENOTYPE = Unknown("no genotype was given", remedy="a VCF with the proband's genotype")
_NO_FAMILY = Unknown("no relatives were genotyped", remedy="a VCF that holds the relatives, with --ped")
_NO_FINDINGS = Unknown("no findings were given", remedy="--hpo or --note")
_NO_CAUSE = Unknown("no other cause was stated", remedy="a curation file that states it")


@dataclass(frozen=True, slots=True)
class DeNovo:
    """The proband carries the allele and neither parent does.

    ``parentage`` is True when the genotypes confirm both parents, False when they contradict a parent, None when
    there are too few variants to tell. ``earlier`` counts de novo occurrences in earlier patients.
    """

    parentage: bool | None
    because: str
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Partner:
    """Another allele of the same gene in the proband.

    ``in_trans`` is True or False when phase or parents show it, None when the phase is unknown; ``pathogenic`` and
    ``likely`` classify the partner; ``homozygous`` says that the partner is the allele itself on the other copy.
    """

    allele: Allele
    in_trans: bool | None
    pathogenic: bool
    likely: bool
    because: str
    homozygous: bool = False


@dataclass(frozen=True, slots=True)
class Segregation:
    """How the allele travels with the disease in the family, the proband's own phenotype not counted.

    ``log10_lr`` is the exact co-segregation likelihood ratio as log10 (full-likelihood Bayes, Thompson 2003,
    doi:10.1086/378100); ``meioses`` counts informative ones; ``against`` names affected members without the allele.
    """

    log10_lr: float
    meioses: int
    because: str
    against: tuple[str, ...] = ()
    carriers_unaffected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhenotypeMatch:
    """How well the patient's findings fit the gene's disease among all diseases."""

    disease_id: str
    disease_name: str
    posterior: float
    log10_lr: float
    genes_of_disease: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class AlternateCause:
    """Another variant that already explains the patient."""

    description: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """Genotype of the proband and what relatives and findings say; every fact Unknown until someone looks."""

    proband: Genotype | Unknown = _NO_GENOTYPE
    de_novo: DeNovo | Absent | Unknown = _NO_FAMILY
    partners: tuple[Partner, ...] | Unknown = _NO_GENOTYPE
    segregation: Segregation | Absent | Unknown = _NO_FAMILY
    phenotype: PhenotypeMatch | Unknown = _NO_FINDINGS
    alternate: AlternateCause | Absent | Unknown = _NO_CAUSE
