"""Fit the calibration of forest scores by likelihood, on patients the forest has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.optional import optional


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Held-out patients: ``score`` (patients, candidates) less the best, ``tail`` the log weight of all lines beyond
    the candidates against the last one, ``right`` the column of the right candidate, its number where the right line
    is beyond them and -1 where no line is right, ``situation`` (patients, columns)."""

    score: NDArray[np.float64]
    tail: NDArray[np.float64]
    right: NDArray[np.int64]
    situation: NDArray[np.float64]


def fit_calibration(
    outcomes: Outcomes, *, sharp: Sequence[bool], ridge: float = 2.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return coefficients of the log sharpness and of the log weight of 'none of these'.

    ``sharp`` says which columns of ``situation`` the sharpness may depend on; the first column is constant.
    ``ridge`` penalises the squares of the coefficients of standardised columns.
    """
    optimize = optional("scipy.optimize", extra="train")
    mean, spread = outcomes.situation.mean(axis=0), outcomes.situation.std(axis=0) + 1e-9
    mean[0], spread[0] = 0.0, 1.0
    columns = (outcomes.situation - mean) / spread
    allowed = np.array(sharp)
    count = columns.shape[1]

    def loss(flat: NDArray[np.float64]) -> float:
        sharpness = np.exp(np.clip(columns @ (flat[:count] * allowed), -5, 3))
        scored = sharpness[:, None] * outcomes.score
        tail = scored.min(axis=1) + outcomes.tail
        weights = np.column_stack([scored, tail, np.clip(columns @ flat[count:], -20, 20)])
        top = weights.max(axis=1, keepdims=True)
        total = np.log(np.exp(weights - top).sum(axis=1)) + top[:, 0]
        chosen = np.where(outcomes.right < 0, candidates + 1, outcomes.right)
        fit = (total - weights[np.arange(len(weights)), chosen]).sum()
        penalty = np.square(flat[1:count]).sum() + np.square(flat[count + 1 :]).sum()
        return float(fit + ridge * penalty)

    candidates = outcomes.score.shape[1]
    found = optimize.minimize(loss, np.zeros(2 * count), method="L-BFGS-B", options={"maxfun": 60_000}).x
    return tuple(_unstandardised(part, mean, spread) for part in (found[:count] * allowed, found[count:]))  # type: ignore[return-value]


def _unstandardised(
    coefficients: NDArray[np.float64], mean: NDArray[np.float64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the coefficients of the columns as they are; the first column is the constant."""
    plain = coefficients / spread
    plain[0] -= float((mean[1:] * plain[1:]).sum())
    return plain
