"""Predictions on the reference, kept in tiles for neighbouring variants, and predictions on an alternate haplotype."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.models.splice.frame import Frame
from lexome.models.splice.networks import HEAD_MARGIN, TRUNK_MARGIN, Networks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

TILE = 1024
"""Positions of a tile. A head over 1,024 positions costs 1.25 times a head over 101 (sum of its layers' widths)."""
TILES_AT_ONCE = 16
"""Tiles computed in one call at most: bounds the memory of a call."""
TILES_KEPT = 400
"""Feature tiles are 256 KiB each, so about 100 MiB."""


@dataclass(frozen=True, slots=True)
class Substitution:
    """The interval [first, last) of u replaced by one-hot bases (4, m)."""

    first: int
    last: int
    bases: Array


class TileCache:
    """The most recently used tiles, by gene, network, kind and number."""

    def __init__(self, kept: int = TILES_KEPT) -> None:
        self._kept = kept
        self._tiles: OrderedDict[tuple[object, ...], Array] = OrderedDict()

    def interval(self, key: tuple[object, ...], first: int, last: int, compute: Callable[[int, int], Array]) -> Array:
        """Return columns [first, last), computing with ``compute(first, last)`` the tiles that are not kept."""
        numbers = range(first // TILE, -(-last // TILE))
        found = {number: self._tiles[(*key, number)] for number in numbers if (*key, number) in self._tiles}
        for run in _runs([number for number in numbers if number not in found]):
            made = compute(run[0] * TILE, (run[-1] + 1) * TILE)
            for index, number in enumerate(run):
                found[number] = made[:, index * TILE : (index + 1) * TILE].copy()
        for number in numbers:
            self._tiles[(*key, number)] = found[number]
            self._tiles.move_to_end((*key, number))
        while len(self._tiles) > self._kept:
            self._tiles.popitem(last=False)
        offset = numbers[0] * TILE
        return np.concatenate([found[number] for number in numbers], axis=1)[:, first - offset : last - offset]


def _runs(numbers: list[int]) -> list[list[int]]:
    """Split ascending numbers into runs of neighbours of at most TILES_AT_ONCE."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number and len(runs[-1]) < TILES_AT_ONCE:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


class Track:
    """One network on one gene's frame."""

    def __init__(self, frame: Frame, networks: Networks, network: int, cache: TileCache) -> None:
        self._frame = frame
        self._networks = networks
        self._network = network
        self._cache = cache
        self._key = (id(frame.source), *frame.gene.key, frame.low, frame.high, network)

    def features(self, first: int, last: int) -> Array:
        """Return trunk features (64, last - first) of the reference."""
        return self._cache.interval((*self._key, "features"), first, last, self._features)

    def sites(self, first: int, last: int) -> Array:
        """Return site probabilities (3, last - first) of the reference."""
        return self._cache.interval((*self._key, "sites"), first, last, self._sites)

    def alternate_sites(self, change: Substitution, *, before: int, after: int) -> Array:
        """Return site probabilities of the haplotype with the change: its bases, ``before`` and ``after`` them.

        Equal to a prediction from scratch (up to rounding): beyond TRUNK_MARGIN from the change the features are
        those of the reference.
        """
        bases = np.concatenate(
            [
                self._frame.bases(change.first - 2 * TRUNK_MARGIN, change.first),
                change.bases,
                self._frame.bases(change.last, change.last + 2 * TRUNK_MARGIN),
            ],
            axis=1,
        )
        left = self.features(change.first - before - HEAD_MARGIN, change.first - TRUNK_MARGIN)
        right = self.features(change.last + TRUNK_MARGIN, change.last + after + HEAD_MARGIN)
        changed = self._networks.features(self._network, bases)
        return self._networks.sites(self._network, np.concatenate([left, changed, right], axis=1))

    def _features(self, first: int, last: int) -> Array:
        return self._networks.features(self._network, self._frame.bases(first - TRUNK_MARGIN, last + TRUNK_MARGIN))

    def _sites(self, first: int, last: int) -> Array:
        return self._networks.sites(self._network, self.features(first - HEAD_MARGIN, last + HEAD_MARGIN))
