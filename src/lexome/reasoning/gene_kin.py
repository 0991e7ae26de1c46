"""What the diseases of a gene's kin say of the disease that the gene itself may cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_KIN = 0.3
"""Weight of knowing nothing beside the kin of a gene, each of which weighs its nearness, 1 at most. An assumption; a
third and three times of it do as well."""


@dataclass(frozen=True, eq=False)
class Kin:
    """Genes that have one kind of thing in common: ``starts`` (genes + 1,) parts ``near``, gene rows, and ``nearness``.

    ``nearness`` is in 255ths.
    """

    starts: NDArray[np.int64]
    near: NDArray[np.uint16]
    nearness: NDArray[np.uint8]

    def log_mean(self, fit: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the natural logarithm of the mean ``fit`` (genes,) over each gene's kin, weighted by nearness."""
        said = _sums(self.nearness / 255.0 * fit[self.near], self.starts)
        mean: NDArray[np.float64] = np.log((NO_KIN + said) / (NO_KIN + self.weight))
        return mean

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """What the kin of each gene weigh together."""
        return _sums(self.nearness / 255.0, self.starts)


def _sums(values: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    total = np.concatenate(([0.0], np.cumsum(values)))
    return total[starts[1:]] - total[starts[:-1]]


def said_by_kin(kin: Sequence[Kin], fit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum over kinds of kinship of what kin say of each gene, natural logarithms; 0 without any."""
    total = np.zeros(len(fit))
    for one in kin:
        total += one.log_mean(fit)
    return total
