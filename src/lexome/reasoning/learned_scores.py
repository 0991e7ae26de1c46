"""Scores of the forest turned into calibrated log weights over all lines and 'none of these'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TAIL = 3.0
"""Nats per standard score by which a line beyond the candidates stands below the last candidate: the mix of the first
pass keeps their order, and together they weigh little more than the last candidates do."""

PRIOR_SHARE = 0.1
"""How much of the first pass is added to the forest's score, per standard score by which a candidate stands behind the
best: it keeps the forest, which has seen few hundred diseases, near what is known of all. Chosen on dev folds between
0, .1, .2 and .4: top-1 / top-10 of stratum C by disease .352 / .629, .365 / .644, .369 / .650, .367 / .644, by paper
.391 / .704, .388 / .721, .384 / .712, .376 / .702."""

SITUATION = (
    "one",
    "top_score",
    "lead",
    "reference_covered",
    "exact_information",
    "covered_weighed",
    "cosine_asked",
    "reverse_asked",
    "plain_mean",
    "log_findings",
    "log_absent",
)
"""What the weight of 'none of these' and the sharpness depend on: how well the best candidate fits, and by how much
it leads."""


def with_prior(forest: NDArray[np.float64], mix_gap: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the forest's scores drawn towards the order of the first pass."""
    scores: NDArray[np.float64] = forest + PRIOR_SHARE * mix_gap
    return scores


@dataclass(frozen=True, slots=True)
class CandidateScores:
    """Forest scores of the candidates of one patient, with the views of the best one by name."""

    score: NDArray[np.float64]
    best_views: Mapping[str, float]
    observed: int
    excluded: int

    def situation(self) -> NDArray[np.float64]:
        """Return the values of ``SITUATION``."""
        falling = np.sort(self.score)[::-1]
        lead = float(falling[0] - falling[1]) if len(falling) > 1 else 10.0
        values = {
            "one": 1.0,
            "top_score": float(falling[0]),
            "lead": min(lead, 10.0),
            "log_findings": float(np.log1p(self.observed)),
            "log_absent": float(np.log1p(self.excluded)),
        }
        return np.array([values.get(name, self.best_views.get(name, 0.0)) for name in SITUATION])


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients over ``SITUATION``: log of the sharpness, and log weight of 'none of these' against the best.

    The sharpness multiplies forest scores; the weight is relative to the best candidate's.
    """

    sharpness: NDArray[np.float64]
    unlisted: NDArray[np.float64]

    @classmethod
    def named(cls, coefficients: Mapping[str, Mapping[str, float]]) -> Calibration:
        """Return the calibration stored with a forest."""
        sharpness, unlisted = (
            np.array([coefficients[part].get(name, 0.0) for name in SITUATION]) for part in ("sharpness", "unlisted")
        )
        return cls(sharpness, unlisted)

    def log_weights(self, scores: CandidateScores) -> tuple[NDArray[np.float64], float]:
        """Return natural log weights of the candidates (the best has 0) and of 'none of these'."""
        situation = scores.situation()
        sharpness = float(np.exp(np.clip(situation @ self.sharpness, -5.0, 3.0)))
        weights = sharpness * (scores.score - scores.score.max())
        return weights, float(np.clip(situation @ self.unlisted, -20.0, 20.0))


def tail_log_weights(candidates: NDArray[np.intp], mix: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return log weights of all lines against the last candidate; only those beyond the candidates are meant."""
    last = float(mix[candidates].min())
    below: NDArray[np.float64] = TAIL * (np.minimum(mix.astype(np.float64) - last, 0.0) - 1.0)
    return below


def over_all_lines(
    weights: NDArray[np.float64], candidates: NDArray[np.intp], mix: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return log weights of all lines: candidates as scored, the others below them in the order of the mix."""
    everyone: NDArray[np.float64] = weights.min() + tail_log_weights(candidates, mix)
    everyone[candidates] = weights
    return everyone
