"""How good a ranking is: top-k, reciprocal rank, intervals that respect papers, and calibration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


def top(rank: Array, count: int) -> Array:
    """Return whether each rank (0 is first) is among the first ``count``."""
    return (rank < count).astype(np.float64)


def clustered_interval(values: Array, clusters: Sequence[str], *, rounds: int = 1000, seed: int = 1) -> Interval:
    """Return the mean with an interval that resamples whole clusters (papers or diseases): cases of one are alike."""
    _, where = np.unique(np.array(clusters), return_inverse=True)
    total, size = np.bincount(where, values), np.bincount(where)
    drawn = np.random.default_rng(seed).integers(0, len(size), (rounds, len(size)))
    means = total[drawn].sum(axis=1) / size[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(values.mean()), float(low), float(high))


def macro(values: Array, groups: Sequence[str]) -> float:
    """Return the mean over groups (diseases) of the mean within each."""
    _, where = np.unique(np.array(groups), return_inverse=True)
    return float((np.bincount(where, values) / np.bincount(where)).mean())


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose probability lies in one range: how sure they were, how often they were right."""

    low: float
    high: float
    count: int
    stated: float
    right: float


def reliability(probability: Array, right: NDArray[np.bool_], *, bins: int = 10) -> tuple[Bin, ...]:
    """Return the reliability diagram over equal ranges of probability, empty ranges left out."""
    place = np.minimum((probability * bins).astype(int), bins - 1)
    return tuple(
        Bin(at / bins, (at + 1) / bins, int(own.sum()), float(probability[own].mean()), float(right[own].mean()))
        for at in range(bins)
        if (own := place == at).any()
    )


def expected_calibration_error(probability: Array, right: NDArray[np.bool_], *, bins: int = 10) -> float:
    """Return the mean distance between stated and observed frequency, weighted by count (Naeini 2015)."""
    found = reliability(probability, right, bins=bins)
    return sum(one.count * abs(one.stated - one.right) for one in found) / max(len(probability), 1)


def against(measure: Callable[[Array], Array], ours: Array, theirs: Array, clusters: Sequence[str]) -> Interval:
    """Return the paired difference of a measure of ranks, ours less theirs, on the same cases."""
    return clustered_interval(measure(ours) - measure(theirs), clusters)
