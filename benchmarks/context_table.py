"""Baseline for a sequence model: how often each base stands between so many bases on either side, both strands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PRIOR_WEIGHT = 8.0
"""Counts that the next shorter context is worth; set once, not tuned."""


class ContextTable:
    """Counts of (2k flanking bases, base) for k = 0 to ``order``, each smoothed by the one before."""

    def __init__(self, order: int) -> None:
        self.order = order
        self._counts = [np.zeros((4 ** (2 * k), 4), np.float32) for k in range(order + 1)]

    def add(self, codes: NDArray[np.uint8]) -> None:
        """Count one region and its reverse complement; windows with an unknown base are left out."""
        complement = np.where(codes > 3, 4, 3 - np.minimum(codes, 3)).astype(np.uint8)[::-1]
        for strand in (codes, complement):
            for k, counts in enumerate(self._counts):
                key, base = keys(strand, k)
                known = key >= 0
                flat = np.bincount(key[known] * 4 + base[known], minlength=counts.size)
                counts += flat.reshape(counts.shape).astype(np.float32)

    def probabilities(self, flanks: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return (n, 4) for flanks (n, 2 * order): left bases then right bases, in order of the strand."""
        found = np.full((len(flanks), 4), 0.25)
        for k, counts in enumerate(self._counts):
            near = flanks[:, self.order - k : self.order + k]
            key = (near.astype(np.int64) * 4 ** np.arange(2 * k)).sum(axis=1)
            seen = counts[key]
            found = (seen + PRIOR_WEIGHT * found) / (seen.sum(axis=1, keepdims=True) + PRIOR_WEIGHT)
        return found


def keys(codes: NDArray[np.uint8], k: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return context key (-1 where a base is unknown) and base of every position with ``k`` bases on both sides."""
    size = len(codes) - 2 * k
    key = np.zeros(size, np.int64)
    unknown = codes[k : k + size] > 3
    offsets = [*range(-k, 0), *range(1, k + 1)]
    for place, offset in enumerate(offsets):
        part = codes[k + offset : k + offset + size]
        unknown = unknown | (part > 3)
        key += part.astype(np.int64) * 4**place
    return np.where(unknown, -1, key), codes[k : k + size].astype(np.int64)


def flanks_of(codes: NDArray[np.uint8], places: Sequence[int] | NDArray[np.int64], order: int) -> NDArray[np.uint8]:
    """Return the flanking bases (n, 2 * order) of places in a sequence."""
    offsets = np.array([*range(-order, 0), *range(1, order + 1)])
    flanks: NDArray[np.uint8] = codes[np.asarray(places)[:, None] + offsets]
    return flanks
