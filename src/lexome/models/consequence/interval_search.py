"""Searches among sorted intervals and edges for many places at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHIFT = 32
_LENGTH_BITS = 24
_FAR = 1 << 20


def place_key(contig: Any, position: Any) -> NDArray[np.int64]:
    """Return contig and position as one sortable number."""
    key: NDArray[np.int64] = (np.asarray(contig).astype(np.int64) << _SHIFT) + np.asarray(position)
    return key


class Intervals:
    """Distinct intervals in order; where several rows have the same one, the first given stands for it."""

    def __init__(
        self,
        contig: NDArray[np.int16],
        start: NDArray[np.int32],
        end: NDArray[np.int32],
        row: NDArray[np.int32],
    ) -> None:
        packed = (place_key(contig, start) << _LENGTH_BITS) + np.minimum(end - start, (1 << _LENGTH_BITS) - 1)
        _, first = np.unique(packed, return_index=True)
        self._start = place_key(contig[first], start[first])
        self._end = place_key(contig[first], end[first])
        self._row = row[first]
        self._farthest = np.maximum.accumulate(self._end) if len(first) else self._end

    def first_hit(
        self, contig: Any, low: NDArray[np.int32], high: NDArray[np.int32], use: NDArray[np.bool_]
    ) -> NDArray[np.int32]:
        """Return for each query the row of the overlapping interval that starts last, -1 where there is none."""
        found = np.full(len(low), -1, np.int32)
        active = np.flatnonzero(use)
        begin, stop = place_key(contig, low)[active], place_key(contig, high)[active]
        at = np.searchsorted(self._start, stop, side="left") - 1
        while True:
            alive = at >= 0
            alive[alive] = self._farthest[at[alive]] > begin[alive]
            active, begin, at = active[alive], begin[alive], at[alive]
            if not len(active):
                return found
            hit = self._end[at] > begin
            found[active[hit]] = self._row[at[hit]]
            active, begin, at = active[~hit], begin[~hit], at[~hit] - 1


class Edges:
    """Distinct edges of exons in order, each with the first row that has it."""

    def __init__(self, key: NDArray[np.int64], row: NDArray[np.int32]) -> None:
        self._key, first = np.unique(key, return_index=True)
        self._row = row[first]

    def nearest(
        self,
        contig: Any,
        low: NDArray[np.int32],
        high: NDArray[np.int32],
        direction: int,
        use: NDArray[np.bool_],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
        """Return how far into the intron of the nearest edge each interval begins and ends, and the row of the edge.

        The intron runs rightwards from the edge when ``direction`` is 1, leftwards when it is -1. Its first base
        counts 1, the last of the exon -1.
        """
        begin = np.full(len(low), _FAR, np.int64)
        finish = np.full(len(low), -_FAR, np.int64)
        row = np.full(len(low), -1, np.int32)
        if not len(self._key):
            return begin, finish, row
        # an interval is looked for from the exon's last three bases on, whichever edge lies closest before its end
        first, last = place_key(contig, low), place_key(contig, high - 1)
        if direction > 0:
            at = np.searchsorted(self._key, last + 3, side="right") - 1
            held = use & (at >= 0)
            edge = self._key[np.maximum(at, 0)]
            near, far = first - edge, last - edge
        else:
            at = np.searchsorted(self._key, first - 3, side="left")
            held = use & (at < len(self._key))
            edge = self._key[np.minimum(at, len(self._key) - 1)]
            near, far = edge - last, edge - first
        held &= np.abs(near) < _FAR
        begin[held], finish[held] = _numbered(near[held]), _numbered(far[held])
        row[held] = self._row[np.clip(at, 0, len(self._key) - 1)][held]
        return begin, finish, row


def _numbered(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0-based distances from the first intronic base as HGVS counts them, without a zero."""
    counted: NDArray[np.int64] = distance + (distance >= 0)
    return counted
