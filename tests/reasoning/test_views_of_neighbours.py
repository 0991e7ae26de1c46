"""Neighbours of a disease: who they are, and what they lend."""

from __future__ import annotations

import numpy as np

from lexome.reasoning.line_facts import Groups
from lexome.reasoning.views_of_neighbours import Neighbours

PAIRS = Groups(np.array([0, 1, 2, 2, 3, 4], np.int32), np.array([0, 0, 0, 1, 1, 2], np.int32))
"""Lines 0, 1 and 2 share a gene, 2 and 3 another, 4 is alone."""


def test_neighbours_are_the_others_of_every_group_and_nobody_is_his_own() -> None:
    found = Neighbours.of_groups(PAIRS, lines=6)
    own = [found.indices[found.indptr[line] : found.indptr[line + 1]].tolist() for line in range(6)]
    assert own == [[1, 2], [0, 2], [0, 1, 3], [2], [], []]


def test_large_groups_lend_nothing() -> None:
    found = Neighbours.of_groups(PAIRS, lines=6, largest=2)
    assert found.of(np.array([0, 3])).line.tolist() == [2]


def test_best_and_mean_leave_out_what_is_not_finite_and_lines_without_company() -> None:
    scores = np.array([-np.inf, 2.0, 4.0, 1.0, 9.0, 9.0], np.float32)
    company = Neighbours.of_groups(PAIRS, lines=6).of(np.array([4, 2, 0, 5]))
    assert company.best(scores).tolist() == [-np.inf, 2.0, 4.0, -np.inf]
    assert company.mean(scores).tolist() == [-np.inf, 1.5, 3.0, -np.inf]
