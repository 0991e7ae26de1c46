"""Stretches of a chromosome where evidence site by site speaks for one state: the two-state path of highest score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def best_segments(scores: Sequence[float], *, switch: float) -> Iterator[tuple[int, int, float]]:
    """Yield (first, last, score) of the segments of the best path through two states.

    ``scores`` are the log likelihood ratios of each site, the state looked for against the other; entering or leaving
    it costs ``switch``. The path is the one of a two-state hidden Markov model with constant transitions.

    >>> list(best_segments([-3.0, 2.0, 2.0, -1.0, 3.0, -9.0], switch=1.0))
    [(1, 4, 6.0)]
    """
    inside, outside = float("-inf"), 0.0
    entered = 0
    entered_at: list[int] = []
    left_inside: list[bool] = []
    for at, score in enumerate(scores):
        if outside - switch > inside:
            inside, entered = outside - switch, at
        entered_at.append(entered)
        inside += score
        leaves = inside - switch > outside
        if leaves:
            outside = inside - switch
        left_inside.append(leaves)
    found: list[tuple[int, int]] = []
    at = len(scores) - 1
    is_inside = bool(scores) and inside > outside
    while at >= 0:
        if is_inside or left_inside[at]:
            first = entered_at[at]
            found.append((first, at))
            at, is_inside = first - 1, False
        else:
            at -= 1
    for first, last in reversed(found):
        yield first, last, sum(scores[first : last + 1])
