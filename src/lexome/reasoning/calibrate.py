"""From log10 scores to probabilities that mean what they say, with room for a disease that is not listed.

``log10_lr`` of a ``PhenotypeScores`` is calibrated: a softmax over all lines and the weight of "none of these" gives
the posterior. To add other evidence, add its log10 likelihood ratio to the line it speaks for (and, as an extra
entry, to any hypothesis that is no listed disease) and call ``posterior`` again; nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities of the listed lines, of the extra hypotheses, and that none of them is right; they sum to 1."""

    listed: NDArray[np.float64]
    extra: NDArray[np.float64]
    unlisted: float


def posterior(log10_lr: ArrayLike, *, unlisted_log10: float, extra: ArrayLike = ()) -> Posterior:
    """Return the posterior over listed lines, extra hypotheses and 'none of these'.

    >>> found = posterior([2.0, 0.0], unlisted_log10=1.0)
    >>> [round(float(p), 3) for p in found.listed], round(found.unlisted, 3)
    ([0.901, 0.009], 0.09)
    """
    listed, others = np.asarray(log10_lr, np.float64), np.asarray(extra, np.float64)
    top = max(float(listed.max(initial=-np.inf)), float(others.max(initial=-np.inf)), unlisted_log10)
    listed, others = np.power(10.0, listed - top), np.power(10.0, others - top)
    unlisted = 10.0 ** (unlisted_log10 - top)
    total = listed.sum() + others.sum() + unlisted
    return Posterior(listed / total, others / total, float(unlisted / total))
