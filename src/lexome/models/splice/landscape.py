"""Splice sites predicted over a stretch of sequence, and what each base or block of bases does to them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lexome.models.splice.frame import Frame, SequenceSource
from lexome.models.splice.genes import Gene
from lexome.models.splice.networks import ACCEPTOR, COUNT, DONOR, NEITHER, Networks
from lexome.models.splice.tracks import TileCache, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

REACH = 350
"""Bases seen on either side of a base that is changed: the window of a change and the context of the screen."""
_NO_SITES = np.empty(0, np.int32)
_STEP = 8192
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Exon:
    """A predicted internal exon, 0-based half-open; ``probability`` is that of its weaker site."""

    start: int
    end: int
    strand: int
    probability: float


class Landscape:
    """One strand of a stretch of reference without regard to annotated genes."""

    def __init__(self, networks: Networks, source: SequenceSource, *, contig: str, position: int, strand: int) -> None:
        low, high = source.extent(contig, position) or (position, position)
        self._frame = Frame(Gene("", contig, strand, low, high, _NO_SITES, _NO_SITES), source, low, high)
        self._networks = networks
        self._cache = TileCache()
        self.strand = strand

    def sites(self, start: int, end: int) -> Array:
        """Return acceptor and donor probability (2, end - start) by the mean of the five networks, forward order."""
        parts = [self._sites(at, min(at + _STEP, end)) for at in range(start, end, _STEP)]
        return np.concatenate(parts, axis=1)

    def _sites(self, start: int, end: int) -> Array:
        first, last = self._frame.oriented(start, end)
        total = np.zeros((3, end - start), np.float32)
        for network in range(1, COUNT + 1):
            total += Track(self._frame, self._networks, network, self._cache).sites(first, last)
        mean: Array = total / np.float32(COUNT)
        return mean[[ACCEPTOR, DONOR]] if self.strand > 0 else mean[[ACCEPTOR, DONOR], ::-1]

    def base_effects(self, site: int, *, channel: int, flank: int) -> Array:
        """Return the change (4, 2 * flank + 1) of one site's probability for every base around it, order ACGT.

        Forward strand order and forward bases; 0 for the base that is there. By the short-window screen.
        """
        places = np.arange(site - flank, site + flank + 1)
        return self._effects_of(places, channel=channel, site=site)

    def _effects_of(self, places: NDArray[np.int64], *, channel: int, site: int) -> Array:
        start, end = int(places[0]) - REACH, int(places[-1]) + 1 + REACH
        first, last = self._frame.oriented(start, end)
        bases = self._frame.bases(first, last)
        at = self._frame.oriented(site, site + 1)[0] - first
        known = self._networks.screened(bases[None])[0, channel, at]
        changes = [
            (column, base) for column in range(len(places)) for base in range(4)
            if bases[self._row(base), self._column(int(places[column]), first)] == 0
        ]  # fmt: skip
        effects = np.zeros((4, len(places)), np.float32)
        for batch in range(0, len(changes), _BATCH):
            some = changes[batch : batch + _BATCH]
            fed = np.repeat(bases[None], len(some), axis=0)
            for number, (column, base) in enumerate(some):
                where = self._column(int(places[column]), first)
                fed[number, :, where] = 0
                fed[number, self._row(base), where] = 1
            found = self._networks.screened(fed)[:, channel, at] - known
            for value, (column, base) in zip(found, some, strict=True):
                effects[base, column] = value
        return effects

    def block_effects(self, start: int, end: int, *, block: int) -> Array:
        """Return for each block of bases the largest change of any site within REACH when the block is unknown.

        The sign is that of the change: negative where the block supports a site, positive where it holds one back.
        """
        count = -(-(end - start) // block)
        effects = np.zeros(count, np.float32)
        for index in range(0, count, _BATCH):
            some = range(index, min(index + _BATCH, count))
            left, right = start + some[0] * block - REACH, start + (some[-1] + 1) * block + REACH
            first, last = self._frame.oriented(left, right)
            fed = np.repeat(self._frame.bases(first, last)[None], len(some) + 1, axis=0)
            for number, which in enumerate(some, start=1):
                a, b = self._frame.oriented(start + which * block, start + (which + 1) * block)
                fed[number, :, a - first : b - first] = 0
            sites = np.delete(self._networks.screened(fed), NEITHER, axis=1)
            change = (sites[1:] - sites[:1]).reshape(len(some), -1)
            effects[list(some)] = change[np.arange(len(some)), np.abs(change).argmax(axis=1)]
        return effects

    def exons(self, sites: Array, *, start: int, least: float, longest: int = 10_000) -> list[Exon]:
        """Return predicted internal exons: each acceptor of at least ``least`` with the next donor downstream.

        ``sites`` are those of :meth:`sites` from ``start``. An acceptor followed by another acceptor before any donor
        has no exon of its own.
        """
        marks = [(int(at), row) for row in (0, 1) for at in np.flatnonzero(sites[row] >= least)]
        marks.sort(key=lambda mark: (mark[0] * self.strand, mark[1]))
        found = []
        for (one, kind), (other, next_kind) in pairwise(marks):
            if (kind, next_kind) == (0, 1) and abs(other - one) < longest:
                left, right = min(one, other), max(one, other) + 1
                weaker = float(min(sites[0, one], sites[1, other]))
                found.append(Exon(start + left, start + right, self.strand, weaker))
        return sorted(found, key=lambda exon: exon.start)

    def _row(self, base: int) -> int:
        return base if self.strand > 0 else 3 - base

    def _column(self, place: int, first: int) -> int:
        return self._frame.oriented(place, place + 1)[0] - first
