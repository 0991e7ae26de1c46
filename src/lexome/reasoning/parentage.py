"""Whether a person's genotypes fit a parent's, from all variants of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SITES = 200
"""Sites heterozygous in either person below which nothing is said: at 200 the standard error of the kinship estimate
is below 0.04, a quarter of the distance from parent to unrelated (Manichaikul 2010, doi:10.1093/bioinformatics/btq559).
"""

PARENT_KINSHIP = (0.177, 0.354)
"""Kinship of first-degree relatives (the same, table 1)."""

MOST_OPPOSITE = 0.005
"""Share of opposite homozygotes a parent may show: genotyping error alone; siblings show 1/4 of the unrelated
(the same, figure 1)."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """KING-robust kinship and the share of sites where the two are opposite homozygotes, over ``sites``."""

    kinship: float
    opposite: float
    sites: int

    @property
    def is_parent(self) -> bool | None:
        """Whether the pair are parent and child; None when there are too few sites to tell."""
        if self.sites < LEAST_SITES:
            return None
        low, high = PARENT_KINSHIP
        return low <= self.kinship <= high and self.opposite <= MOST_OPPOSITE


def relationship(child: NDArray[np.int8], parent: NDArray[np.int8]) -> Relationship:
    """Return how two people are related from allele copies at autosomal sites (0, 1, 2; -1 not called)."""
    both = (child >= 0) & (parent >= 0) & ((child > 0) | (parent > 0))
    a, b = child[both], parent[both]
    het_a, het_b = int((a == 1).sum()), int((b == 1).sum())
    shared = int(((a == 1) & (b == 1)).sum())
    opposite = int((np.abs(a.astype(np.int16) - b) == 2).sum())
    smaller = min(het_a, het_b)
    kinship = 0.5 if smaller == 0 else (shared - 2 * opposite) / (2 * smaller) + 0.5 - (het_a + het_b) / (4 * smaller)
    either = int(((a == 1) | (b == 1)).sum())
    return Relationship(kinship, opposite / max(1, len(a)), either)
