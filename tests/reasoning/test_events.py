"""Mechanisms of a disease beside small variants, blended by their shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.hypothesis import Mechanism
from lexome.reasoning.events import Event, Events, blend

SHARES = st.floats(0.001, 0.6)
RATIOS = st.floats(1e-3, 1e4)


def event(share: float, ratio: float, *, found: bool = False) -> Event:
    return Event(Mechanism.EXPANSION, share, ratio, "because", found=found)


@given(RATIOS, st.lists(st.tuples(SHARES, RATIOS), min_size=1, max_size=4))
def test_a_blend_lies_between_its_parts(small: float, parts: list[tuple[float, float]]) -> None:
    """A mean with positive weights that sum to one lies between the least and the greatest."""
    ratios = [small, *(ratio for _, ratio in parts)]
    found = blend(small, [event(share, ratio) for share, ratio in parts])
    assert min(ratios) * (1 - 1e-9) <= found <= max(ratios) * (1 + 1e-9)


def test_a_mechanism_that_cannot_be_seen_keeps_its_share() -> None:
    """Nine in ten patients have an expansion that was not called: that no small variant was found says little."""
    assert blend(0.1, [event(0.9, 1.0)]) == pytest.approx(0.1 * 0.1 + 0.9)


def test_what_accounts_for_most_of_a_ratio_leads_and_what_was_not_found_is_silent() -> None:
    events = Events({3: (event(0.9, 100.0, found=True),), 4: (event(0.9, 0.05),), 5: (event(0.2, 0.05),)})
    assert events.leading(3, ratio=blend(1.0, events.of_line[3])) is events.of_line[3][0]
    assert events.leading(3, ratio=1000.0) is None
    assert events.silent(4) is events.of_line[4][0]
    assert events.silent(5) is None
