"""Neighbours of a line are the other members of its groups."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.reasoning.line_facts import Groups, series_name


@pytest.mark.parametrize(
    ("name", "series"),
    [
        pytest.param("Loeys-Dietz syndrome 3", "loeys-dietz syndrome", id="number"),
        pytest.param("Galloway-Mowat syndrome 10", "galloway-mowat syndrome", id="two digits"),
        pytest.param("Robinow syndrome, autosomal dominant 2", "robinow syndrome", id="mode and number"),
        pytest.param("Marfan syndrome", "marfan syndrome", id="no series"),
    ],
)
def test_the_series_is_the_name_without_its_number(name: str, series: str) -> None:
    assert series_name(name) == series


def slow_others(groups: Groups, score: list[float], line: int) -> float:
    best = -np.inf
    for group in {int(g) for own, g in zip(groups.line, groups.group, strict=True) if own == line}:
        for other, its in zip(groups.line, groups.group, strict=True):
            if its == group and other != line:
                best = max(best, score[other])
    return best


@pytest.mark.parametrize("seed", range(10))
def test_the_best_neighbour_is_never_the_line_itself(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = sorted({(int(rng.integers(0, 5)), int(rng.integers(0, 8))) for _ in range(14)})
    groups = Groups(np.array([line for _, line in pairs], np.int32), np.array([group for group, _ in pairs], np.int32))
    score = rng.integers(-3, 3, 8).astype(np.float32)
    best, _ = groups.others(score, lines=8)
    for line in range(8):
        assert best[line] == slow_others(groups, score.tolist(), line)
