"""A variant allele as it was called in the people of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lexome.core.allele import Allele


class Zygosity(StrEnum):
    """How many copies of the allele a person carries, relative to ploidy."""

    HETEROZYGOUS = "heterozygous"
    HOMOZYGOUS = "homozygous"
    HEMIZYGOUS = "hemizygous"
    REFERENCE = "reference"
    HETEROPLASMIC = "heteroplasmic"
    HOMOPLASMIC = "homoplasmic"
    NOT_CALLED = "not called"


@dataclass(frozen=True, slots=True)
class Genotype:
    """What one person carries of one allele.

    ``alt_copies`` and ``ploidy`` count chromosomes; ``copy_of`` is 0 or 1 for the haplotype that carries a phased
    heterozygous allele, within ``phase_set``; ``alt_fraction`` is the fraction of reads in [0, 1];
    ``genotype_quality`` is phred-scaled.
    """

    zygosity: Zygosity
    alt_copies: int
    ploidy: int
    phased: bool = False
    copy_of: int | None = None
    phase_set: str | None = None
    depth: int | None = None
    alt_fraction: float | None = None
    genotype_quality: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One allele with its genotype in each person of the file."""

    allele: Allele
    genotypes: Mapping[str, Genotype] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    quality: float | None = None
    record_id: str | None = None
    line: int | None = None
