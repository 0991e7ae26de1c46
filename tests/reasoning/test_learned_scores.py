"""The forest's scores are drawn towards the first pass, by no more than they are told to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning.learned_scores import PRIOR_SHARE, over_all_lines, with_prior


@given(
    st.lists(st.floats(-5, 5), min_size=2, max_size=8),
    st.lists(st.floats(-10, 0, width=32), min_size=8, max_size=8),
)
def test_the_first_pass_reverses_only_what_is_closer_than_its_share(forest: list[float], gaps: list[float]) -> None:
    own, gap = np.array(forest), np.array(gaps[: len(forest)], np.float32)
    drawn = with_prior(own, gap)
    for one in range(len(own)):
        for other in range(len(own)):
            if own[one] - own[other] > PRIOR_SHARE * 10 + 1e-6:
                assert drawn[one] > drawn[other]
            if own[one] == own[other] and gap[one] > gap[other]:
                assert drawn[one] >= drawn[other]


def test_lines_beyond_the_candidates_stand_below_all_of_them_in_the_order_of_the_mix() -> None:
    mix = np.array([3.0, 1.0, 2.0, 0.5, 0.1], np.float32)
    weights = over_all_lines(np.array([-1.0, 0.0]), np.array([0, 2]), mix)
    assert weights[[0, 2]] == pytest.approx([-1.0, 0.0])
    assert weights[1] < -1.0
    assert weights[1] > weights[3] > weights[4]
