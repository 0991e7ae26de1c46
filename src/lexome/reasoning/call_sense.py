"""What the calls themselves say of an allele: reads that do not balance, and neighbours that restore the frame.

Both are measured on the file at hand: a caller that reports no reads, or reports them otherwise, changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.reasoning.allele_pairs import ONE_HAPLOTYPE
from lexome.reasoning.gene_evidence import SUBSTITUTIONS, Tier, VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

EDGES = (0.2, 0.3, 0.4, 0.6, 0.7, 0.8)
"""Bounds of the shares of reads with the allele that are told apart; a true heterozygous allele has about half."""

PRIOR_CALLS = 20.0
"""Weight, in calls, of the balance of trusted calls beside that of a group of few calls."""

LEAST_TRUSTED = 200
"""Trusted heterozygous calls from which their balance is taken as that of true alleles."""

SHORT_DETOUR = 30
"""Bases within which two shifts that cancel out are taken to keep the frame where both are on every copy of the gene:
they surely lie on one haplotype, and at most ten codons between them differ. An assumption."""


def balance_log10(
    alt_fraction: NDArray[np.float32], kind: NDArray[np.int8], tier: NDArray[np.int8], *, single: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return how much more the share of reads is like a true allele's than like those of its group in this file.

    ``single`` marks heterozygous calls on two chromosomes; others, and calls without reads (nan), say nothing. Common
    alleles are trusted (substitutions where no frequency is known); groups are truncating alleles and substitutions
    that are not common.
    """
    said = np.zeros(len(kind))
    told = single & ~np.isnan(alt_fraction)
    step = np.digitize(np.where(told, alt_fraction, 0.5), EDGES)
    substituted = np.isin(kind, SUBSTITUTIONS)
    common = told & (tier == Tier.COMMON)
    trusted = common if common.sum() >= LEAST_TRUSTED else told & substituted
    if trusted.sum() < LEAST_TRUSTED:
        return said
    true = np.bincount(step[trusted], minlength=len(EDGES) + 1) + 1.0
    true /= true.sum()
    truncating = np.isin(kind, (VariantClass.LOSS_OF_FUNCTION, VariantClass.INFRAME))
    for group in (told & truncating & (tier != Tier.COMMON), told & substituted & (tier != Tier.COMMON)):
        seen = np.bincount(step[group], minlength=len(EDGES) + 1) + PRIOR_CALLS * true
        said[group] = np.log10(true / (seen / seen.sum()))[step[group]]
    return np.minimum(said, 0.0)


def frame_restored(
    gene: NDArray[np.int32],
    start: NDArray[np.int32],
    change: NDArray[np.int64],
    *,
    kind: NDArray[np.int8],
    single: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return which truncating rows have a neighbour that restores the reading frame.

    ``change`` is by how many bases each allele lengthens the gene; ``single`` marks alleles on one of two copies. Rows
    are in the order of the genome.
    """
    restored = np.zeros(len(kind), np.bool_)
    shifted = (kind == VariantClass.LOSS_OF_FUNCTION) & (change % 3 != 0)
    for rows, within in ((shifted & single, ONE_HAPLOTYPE), (shifted & ~single, SHORT_DETOUR)):
        first, second = np.flatnonzero(rows)[:-1], np.flatnonzero(rows)[1:]
        together = (gene[first] == gene[second]) & (np.abs(start[second] - start[first]) <= within)
        together &= (change[first] + change[second]) % 3 == 0
        restored[first[together]] = restored[second[together]] = True
    return restored
