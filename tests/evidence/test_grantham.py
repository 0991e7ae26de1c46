"""Grantham's distances against the published table (doi:10.1126/science.185.4154.862, table 2)."""

from __future__ import annotations

import pytest

from lexome.evidence.grantham import PROPERTIES, distance


@pytest.mark.parametrize(
    ("pair", "expected"),
    [("LI", 5), ("RK", 26), ("CW", 215), ("SR", 110), ("LS", 145), ("GV", 109), ("DE", 45), ("FY", 22), ("WG", 184),
     ("HQ", 24), ("AT", 58), ("NC", 139)],
)  # fmt: skip
def test_distances_are_those_of_the_table(pair, expected):
    assert distance(*pair) == pytest.approx(expected, abs=1)


def test_every_residue_is_there_and_nothing_else_has_a_distance():
    assert len(PROPERTIES) == 20
    assert distance("R", "*") is None
