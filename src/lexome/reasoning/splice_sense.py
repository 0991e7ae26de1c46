"""How much an allele of a splice region looks causal: by its place there, and by whether bases are added or lost.

Most rare alleles of splice regions are insertions and deletions in runs of one base, and are merely there; most causal
ones are substitutions, a good third of them of the fifth base of the donor. What is merely there is counted in the file
at hand, for callers and filters differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.core.consequence import RANK
from lexome.reasoning.gene_evidence import Tier, VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

CAUSAL = {
    "splice_donor_5th_base_variant": (0.369, 0.005),
    "splice_region_variant": (0.405, 0.026),
    "splice_polypyrimidine_tract_variant": (0.180, 0.015),
}
"""Shares of substitutions, and of insertions and deletions, by term among 838 (likely) pathogenic records whose first
consequence is intronic and which lie in a splice region (ClinVar 2024-12-15; benchmarks/candidate_priors.py)."""

THERE = {
    "splice_donor_5th_base_variant": (0.024, 0.007),
    "splice_region_variant": (0.385, 0.087),
    "splice_polypyrimidine_tract_variant": (0.366, 0.131),
}
"""The same among all 1,986 alleles of splice regions of one exome (benchmarks/candidate_priors.py)."""

PRIOR_ALLELES = 20.0
"""Weight of THERE beside what a file shows, in alleles. An assumption."""


def splice_region_log10(
    severity: NDArray[np.int8], longer: NDArray[np.int64], kind: NDArray[np.int8], tier: NDArray[np.int8]
) -> NDArray[np.float64]:
    """Return, for each allele of a splice region, how much more it is like a causal one than like the others, log10.

    ``severity`` ranks terms as ``core.consequence.SEVERITY`` does; ``longer`` is by how many bases the allele lengthens
    the gene. Alleles of other kinds, and of terms without a share of their own, say nothing (0).
    """
    said = np.zeros(len(kind))
    region = kind == VariantClass.SPLICE_REGION
    group = np.full(len(kind), -1)
    for number, term in enumerate(CAUSAL):
        here = region & (severity == RANK[term])
        group[here] = 2 * number + (longer[here] != 0)
    causal, prior = (np.array(list(shares.values())).ravel() for shares in (CAUSAL, THERE))
    rare = (group >= 0) & (tier != Tier.COMMON)
    seen = np.bincount(group[rare], minlength=len(prior)) + PRIOR_ALLELES * prior / prior.sum()
    ratio = np.log10((causal / causal.sum()) / (seen / seen.sum()))
    said[group >= 0] = ratio[group[group >= 0]]
    return said
