"""The calibration recovers the sharpness and the weight of 'none' that made the data."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.learn.calibration_fit import Outcomes, fit_calibration


def test_the_coefficients_that_made_the_outcomes_are_found() -> None:
    pytest.importorskip("scipy")
    rng = np.random.default_rng(2)
    count = 4000
    score = rng.normal(size=(count, 6)) * 2
    score -= score.max(axis=1, keepdims=True)
    column = rng.normal(size=count)
    weights = np.column_stack([1.5 * score, np.full(count, -50.0), -1.0 + 0.8 * column])
    chance = np.exp(weights) / np.exp(weights).sum(axis=1, keepdims=True)
    drawn = (rng.random((count, 1)) > chance.cumsum(axis=1)).sum(axis=1)
    right = np.where(drawn == 7, -1, drawn)
    situation = np.column_stack([np.ones(count), column])
    outcomes = Outcomes(score, np.full(count, -40.0), right, situation)
    sharpness, unlisted = fit_calibration(outcomes, sharp=[True, False])
    assert np.exp(sharpness[0]) == pytest.approx(1.5, rel=0.1)
    assert unlisted == pytest.approx([-1.0, 0.8], abs=0.15)
