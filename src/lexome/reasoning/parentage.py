"""Whether a person's genotypes fit a parent's, from all variants of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexome.reasoning.kinship import LEAST_SITES, Degree, Pair, pair_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
        return Pair("", "", self.kinship, self.opposite, self.sites).degree is Degree.PARENT_CHILD


def relationship(child: NDArray[np.int8], parent: NDArray[np.int8]) -> Relationship:
    """Return how two people are related from allele copies at autosomal sites (0, 1, 2; -1 not called)."""
    pair = pair_of("", "", child, parent)
    return Relationship(pair.kinship, pair.opposite, pair.sites)
