"""Posteriors sum to one and leave room for diseases that are not listed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning.calibrate import posterior

SCORES = st.lists(st.floats(-300, 300), max_size=20)


@given(listed=SCORES, extra=SCORES, unlisted=st.floats(-300, 300))
def test_listed_extra_and_unlisted_sum_to_one(listed: list[float], extra: list[float], unlisted: float) -> None:
    found = posterior(listed, unlisted_log10=unlisted, extra=extra)
    assert np.isclose(found.listed.sum() + found.extra.sum() + found.unlisted, 1.0)


@given(listed=st.lists(st.floats(-30, 30), min_size=2, max_size=20))
def test_tenfold_evidence_for_a_line_multiplies_its_odds_tenfold(listed: list[float]) -> None:
    before = posterior(listed, unlisted_log10=0.0).listed
    after = posterior([listed[0] + 1.0, *listed[1:]], unlisted_log10=0.0).listed
    assert np.isclose(after[0] / after[1], 10 * before[0] / before[1])


def test_nothing_listed_leaves_everything_unlisted() -> None:
    assert posterior([], unlisted_log10=-5.0).unlisted == 1.0
