"""Areas under the ROC and precision-recall curves with bootstrap intervals, and local likelihood ratios."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Array = NDArray[np.float64]


def auroc(scores: Array, truth: NDArray[np.bool_]) -> float:
    """Return the probability that a positive scores above a negative, ties counting half."""
    ranks = rankdata(scores)
    positive, negative = int(truth.sum()), int((~truth).sum())
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / (positive * negative))


def average_precision(scores: Array, truth: NDArray[np.bool_]) -> float:
    """Return the area under the precision-recall curve as a step function."""
    order = np.argsort(-scores, kind="stable")
    hits = truth[order]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def interval(
    measure: Callable[[NDArray[np.intp]], float], truth: NDArray[np.bool_], *, rounds: int = 1000, seed: int = 1
) -> tuple[float, float]:
    """Return the 95 % percentile interval of a measure of row indices, resampling each class by itself."""
    rng = np.random.default_rng(seed)
    classes = [np.flatnonzero(truth), np.flatnonzero(~truth)]
    drawn = [measure(np.concatenate([rng.choice(rows, len(rows)) for rows in classes])) for _ in range(rounds)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def with_interval(value: float, bounds: tuple[float, float]) -> str:
    """Return 'value (low-high)'."""
    return f"{value:.3f} ({bounds[0]:.3f}-{bounds[1]:.3f})"


def likelihood_ratio(scores: Array, truth: NDArray[np.bool_], *, low: float, high: float) -> float:
    """Return how much more often positives than negatives score in [low, high); half a case added to each count."""
    inside = (scores >= low) & (scores < high)
    positive = ((inside & truth).sum() + 0.5) / (truth.sum() + 1)
    negative = ((inside & ~truth).sum() + 0.5) / ((~truth).sum() + 1)
    return float(positive / negative)
