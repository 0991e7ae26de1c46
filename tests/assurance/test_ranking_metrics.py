"""Figures of a ranking agree with their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.assurance.ranking_metrics import clustered_interval, expected_calibration_error, macro, reliability, top


def test_calibration_error_is_the_weighted_distance_of_stated_and_observed() -> None:
    """Worked by hand: two bins of two answers, |.95-.5| and |.15-0|."""
    probability = np.array([0.95, 0.95, 0.15, 0.15])
    right = np.array([True, False, False, False])
    assert expected_calibration_error(probability, right) == pytest.approx(0.5 * 0.45 + 0.5 * 0.15)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_the_bins_hold_every_answer_once(answers: list[tuple[float, bool]]) -> None:
    probability, right = (np.array(column) for column in zip(*answers, strict=True))
    assert sum(one.count for one in reliability(probability, right)) == len(answers)


def test_cases_of_one_paper_count_as_one_when_resampled() -> None:
    """Fifty alike cases of one paper are no more sure than one: the interval spans both outcomes."""
    values = np.array([1.0] * 50 + [0.0])
    interval = clustered_interval(values, ["a"] * 50 + ["b"])
    assert (interval.low, interval.high) == (0.0, 1.0)


def test_macro_counts_each_disease_once() -> None:
    assert macro(np.array([1.0, 1.0, 1.0, 0.0]), ["a", "a", "a", "b"]) == 0.5


def test_top_counts_ranks_from_zero() -> None:
    assert top(np.array([0.0, 9.0, 10.0]), 10).tolist() == [1.0, 1.0, 0.0]
