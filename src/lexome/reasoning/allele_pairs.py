"""Two alleles of one gene: the pair that weighs most, and which alleles are one change of one chromosome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.reasoning.gene_evidence import CLOSE_PAIR, CarriedAlleles, Origin

if TYPE_CHECKING:
    from numpy.typing import NDArray

ONE_HAPLOTYPE = 10
"""Bases within which two rare alleles are taken to be one change of one chromosome, which callers write as two: so are
nearly all such pairs of substitutions (multi-nucleotide variants; doi:10.1038/s41467-019-12438-5)."""


def stretches(gene: NDArray[np.int32], start: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return a number for each allele, shared by alleles of a gene that follow one another within ONE_HAPLOTYPE."""
    number = np.zeros(len(gene), np.int32)
    order = np.lexsort((start, gene))
    apart = (np.diff(gene[order]) != 0) | (np.diff(start[order]) > ONE_HAPLOTYPE)
    number[order[1:]] = np.cumsum(apart)
    return number


def best_pair(carried: CarriedAlleles, single_of: NDArray[np.float64], *, gene: int) -> tuple[int, int] | None:
    """Return the two heterozygous rows of a gene that could be in trans and weigh most, or None."""
    rows = np.flatnonzero((carried.gene == gene) & (single_of > 0))
    rows = rows[np.argsort(-single_of[rows], kind="stable")][:50].tolist()
    best, weight = None, 0.0
    for position, first in enumerate(rows):
        for second in rows[position + 1 :]:
            product = float(single_of[first] * single_of[second]) * closeness(carried, first, second)
            if product > weight and not _in_cis(int(carried.origin[first]), int(carried.origin[second])):
                best, weight = (first, second), product
    return best


def closeness(carried: CarriedAlleles, first: int, second: int) -> float:
    """Return what the distance of two alleles of unknown phase says of them as a pair in trans."""
    if carried.stretch is None or carried.stretch[first] != carried.stretch[second]:
        return 1.0
    parental = {Origin.MATERNAL, Origin.PATERNAL}
    return 1.0 if int(carried.origin[first]) in parental or int(carried.origin[second]) in parental else CLOSE_PAIR


def _in_cis(first: int, second: int) -> bool:
    return first == second and first in {Origin.MATERNAL, Origin.PATERNAL}
