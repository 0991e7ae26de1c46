"""Who the samples of a file are to each other: kinship, sex and Mendelian errors, from genotypes alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.case import Sex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns

LEAST_SITES = 200
"""Sites heterozygous in either person below which nothing is said: at 200 the standard error of kinship is below
0.04, a quarter of the distance from parent to unrelated (Manichaikul 2010, doi:10.1093/bioinformatics/btq559)."""

DEGREES = ((0.354, "same"), (0.177, "first"), (0.0884, "second"), (0.0442, "third"))
"""Least kinship of the same person or a twin, and of first-, second- and third-degree relatives (the same, table 1)."""

MOST_OPPOSITE = 0.005
"""Share of opposite homozygotes up to which first-degree relatives are parent and child: genotyping error alone;
siblings show a quarter of what the unrelated show (the same, figure 1)."""

LEAST_X_SITES = 20
"""Sites on the X below which sex is not told: with 20, a woman of average heterozygosity (0.6 of variant sites) has
fewer than a tenth heterozygous with probability below 1e-6 (binomial)."""

MALE_AT_MOST, FEMALE_AT_LEAST = 0.2, 0.8
"""Heterozygosity of the X relative to the autosomes, 1 - F of PLINK's --check-sex, whose limits on F are 0.8 and 0.2
(Chang 2015, doi:10.1186/s13742-015-0047-8)."""

PSEUDOAUTOSOMAL_X = {
    Assembly.GRCH38: ((10_000, 2_781_479), (155_701_382, 156_030_895)),
    Assembly.GRCH37: ((60_000, 2_699_520), (154_931_043, 155_260_560)),
}
"""Regions that X and Y share (0-based, half-open), where men too are diploid (Genome Reference Consortium)."""

_X, _Y = CONTIGS.index("X"), CONTIGS.index("Y")


class Degree(StrEnum):
    """How closely two people are related."""

    SAME = "the same person or a twin"
    PARENT_CHILD = "parent and child"
    SIBLINGS = "siblings"
    SECOND = "second degree"
    THIRD = "third degree"
    UNRELATED = "unrelated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two samples: KING-robust ``kinship``, share of sites where they are ``opposite`` homozygotes, ``sites`` used."""

    one: str
    other: str
    kinship: float
    opposite: float
    sites: int

    @property
    def degree(self) -> Degree:
        """How closely they are related; unknown with too few sites."""
        if self.sites < LEAST_SITES:
            return Degree.UNKNOWN
        name = next((name for least, name in DEGREES if self.kinship > least), "none")
        if name == "first":
            return Degree.PARENT_CHILD if self.opposite <= MOST_OPPOSITE else Degree.SIBLINGS
        return {"same": Degree.SAME, "second": Degree.SECOND, "third": Degree.THIRD, "none": Degree.UNRELATED}[name]


@dataclass(frozen=True, slots=True)
class SexCall:
    """Sex by the X: ``relative_heterozygosity`` against the autosomes over ``sites``; ``haploid`` share of calls."""

    sex: Sex
    relative_heterozygosity: float
    haploid: float
    sites: int


@dataclass(frozen=True, slots=True)
class Mendelian:
    """A trio: ``errors`` are sites whose genotype the parents cannot give, of ``sites`` called in all three."""

    errors: int
    sites: int
    rows: NDArray[np.int64]

    @property
    def rate(self) -> float:
        """Share of sites in error; 0 without sites."""
        return self.errors / self.sites if self.sites else 0.0


def simple_sites(columns: VcfColumns) -> NDArray[np.bool_]:
    """Return the rows that are single-base substitutions, passed, alone on their line: the ones fit for statistics."""
    import pyarrow.compute as compute

    from lexome.formats.vcf import Kind

    single = (compute.binary_length(columns.ref).to_numpy(zero_copy_only=False) == 1) & (
        compute.binary_length(columns.alt).to_numpy(zero_copy_only=False) == 1
    )
    alone = np.ones(len(columns), np.bool_)
    if len(columns):
        same = columns.line[1:] == columns.line[:-1]
        alone[1:] &= ~same
        alone[:-1] &= ~same
    usable: NDArray[np.bool_] = single & alone & columns.passed & (columns.kind == Kind.BASES)
    return usable


def relatedness(columns: VcfColumns) -> tuple[Pair, ...]:
    """Return every pair of samples with their kinship over autosomal sites.

    References
    ----------
    Manichaikul 2010, doi:10.1093/bioinformatics/btq559 (KING-robust, between families, equation 11)
    """
    keep = simple_sites(columns) & (columns.contig < _X)
    copies = columns.copies[keep]
    pairs = []
    for place, one in enumerate(columns.samples):
        for further, other in enumerate(columns.samples[place + 1 :], start=place + 1):
            pairs.append(pair_of(one, other, copies[:, place], copies[:, further]))
    return tuple(pairs)


def pair_of(one: str, other: str, a: NDArray[np.int8], b: NDArray[np.int8]) -> Pair:
    """Return how two people are related, from their copies of each allele; -1 is not called."""
    both = (a >= 0) & (b >= 0) & ((a > 0) | (b > 0))
    a, b = a[both], b[both]
    het_a, het_b = int((a == 1).sum()), int((b == 1).sum())
    shared = int(((a == 1) & (b == 1)).sum())
    opposite = int((np.abs(a - b) == 2).sum())
    smaller = min(het_a, het_b)
    kinship = 0.0
    if smaller:
        kinship = (shared - 2 * opposite) / (2 * smaller) + 0.5 - (het_a + het_b) / (4 * smaller)
    return Pair(one, other, kinship, opposite / max(1, len(a)), het_a + het_b - shared)


def sex_of(columns: VcfColumns, sample: str, *, assembly: Assembly) -> SexCall:
    """Return the sex a sample's X tells: men have one copy, so no heterozygous sites outside the shared ends.

    Heterozygosity is taken among sites where the sample has the variant, relative to that of its own autosomes, so
    that neither capture nor ancestry matters; haploid calls outside the shared ends say male by themselves.
    """
    place = columns.sample_index[sample]
    copies, ploidy = columns.copies[:, place], columns.ploidy[:, place]
    carried = simple_sites(columns) & (copies > 0)
    shared = np.zeros(len(columns), np.bool_)
    for start, end in PSEUDOAUTOSOMAL_X[assembly]:
        shared |= (columns.start >= start) & (columns.start < end)
    on_x, on_autosomes = carried & (columns.contig == _X) & ~shared, carried & (columns.contig < _X)
    sites = int(on_x.sum())
    haploid = float((ploidy[on_x] == 1).mean()) if sites else 0.0
    autosomal = float((copies[on_autosomes] == 1).mean()) if on_autosomes.any() else 0.0
    if sites < LEAST_X_SITES or not autosomal:
        return SexCall(Sex.UNKNOWN, float("nan"), haploid, sites)
    relative = float(((copies[on_x] == 1) & (ploidy[on_x] == 2)).mean()) / autosomal
    if haploid > 0.5 or relative <= MALE_AT_MOST:
        return SexCall(Sex.MALE, relative, haploid, sites)
    return SexCall(Sex.FEMALE if relative >= FEMALE_AT_LEAST else Sex.UNKNOWN, relative, haploid, sites)


def mendelian(columns: VcfColumns, *, child: str, father: str, mother: str) -> Mendelian:
    """Return the autosomal sites at which the child's genotype cannot come from the parents'."""
    keep = np.flatnonzero(simple_sites(columns) & (columns.contig < _X))
    index = columns.sample_index
    c, f, m = (columns.copies[keep, index[name]] for name in (child, father, mother))
    diploid = (columns.ploidy[keep][:, [index[name] for name in (child, father, mother)]] == 2).all(axis=1)
    called = diploid & (c >= 0) & (f >= 0) & (m >= 0) & ((c > 0) | (f > 0) | (m > 0))
    least = (f == 2).astype(np.int8) + (m == 2)
    most = (f > 0).astype(np.int8) + (m > 0)
    wrong = called & ((c < least) | (c > most))
    return Mendelian(int(wrong.sum()), int(called.sum()), keep[wrong])
