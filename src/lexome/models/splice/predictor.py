"""Changes of one allele in one gene, by the short-window screen or by the full ensemble."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.models.splice.deltas import Changes, aligned, changes
from lexome.models.splice.frame import Frame
from lexome.models.splice.networks import COUNT, Networks
from lexome.models.splice.tracks import Substitution, TileCache, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.allele import Allele

    Array = NDArray[np.float32]

SCREEN_GRID = 16
"""Edges of screen windows lie on multiples of this, so that neighbouring variants share the reference's prediction."""
SCREENS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Window:
    """Where changes are looked for: ``before`` bases left of the allele and ``after`` right of it, forward strand."""

    allele: Allele
    before: int
    after: int

    @classmethod
    def around(cls, allele: Allele, *, distance: int) -> Window:
        """Return the window of ``distance`` bases to either side of the allele's start."""
        return cls(allele, distance, max(0, distance + 1 - len(allele.ref)))

    @property
    def start(self) -> int:
        """Genomic start."""
        return self.allele.start - self.before

    @property
    def end(self) -> int:
        """Genomic end, half-open."""
        return self.allele.end + self.after


@dataclass(frozen=True, slots=True)
class Unsure:
    """Range [low, high) of the change by the networks asked so far in which one more is asked."""

    low: float
    high: float


class Predictor:
    """Runs the networks on reference and alternate, keeping what neighbours share."""

    def __init__(self, networks: Networks, *, screen_context: int) -> None:
        self._networks = networks
        self._screen_context = screen_context
        self._tiles = TileCache()
        self._screens: OrderedDict[tuple[object, ...], Array] = OrderedDict()

    def full(self, frame: Frame, window: Window, *, masked: bool, unsure: Unsure | None = None) -> Changes:
        """Return the changes by the mean of the networks, each with its whole context.

        With ``unsure``, the networks are asked one after the other, and the mean of those that were decides as soon as
        its largest change is outside that range.
        """
        change = _substitution(frame, window.allele)
        before, after = (window.before, window.after) if frame.gene.strand > 0 else (window.after, window.before)
        reference, alternate = [], []
        for network in range(1, COUNT + 1):
            track = Track(frame, self._networks, network, self._tiles)
            reference.append(track.sites(*frame.oriented(window.start, window.end)))
            alternate.append(track.alternate_sites(change, before=before, after=after))
            if unsure is not None or network == COUNT:
                means = np.mean(reference, axis=0), np.mean(alternate, axis=0)
                found = _compared(frame, window, *means, masked=masked)
                if unsure is not None and not unsure.low <= found.largest < unsure.high:
                    break
        return found

    def screened(self, frame: Frame, window: Window, *, masked: bool) -> Changes:
        """Return the changes by one network that sees only a short context."""
        reach = self._screen_context
        first, last = frame.oriented(window.start - reach, window.end + reach)
        first, last = first // SCREEN_GRID * SCREEN_GRID, -(-last // SCREEN_GRID) * SCREEN_GRID
        change = _substitution(frame, window.allele)
        bases = [frame.bases(first, change.first), change.bases, frame.bases(change.last, last)]
        alternate = self._networks.screened(np.concatenate(bases, axis=1)[None])[0]
        reference = self._screen(frame, first, last)
        u_first, u_last = frame.oriented(window.start, window.end)
        grown = change.bases.shape[1] - (change.last - change.first)
        return _compared(
            frame,
            window,
            reference[:, u_first - first : u_last - first],
            alternate[:, u_first - first : u_last - first + grown],
            masked=masked,
        )

    def _screen(self, frame: Frame, first: int, last: int) -> Array:
        key = (id(frame.source), *frame.gene.key, first, last)
        if key not in self._screens:
            self._screens[key] = self._networks.screened(frame.bases(first, last)[None])[0]
            if len(self._screens) > SCREENS_KEPT:
                self._screens.popitem(last=False)
        return self._screens[key]


def _substitution(frame: Frame, allele: Allele) -> Substitution:
    first, last = frame.oriented(allele.start, allele.end)
    return Substitution(first, last, frame.encode(allele.alt))


def _compared(frame: Frame, window: Window, reference: Array, alternate: Array, *, masked: bool) -> Changes:
    """Turn both to the forward strand, align them and take the largest changes."""
    if frame.gene.strand < 0:
        reference, alternate = reference[:, ::-1], alternate[:, ::-1]
    allele = window.allele
    alternate = aligned(alternate, before=window.before, ref_length=len(allele.ref), alt_length=len(allele.alt))
    return changes(
        reference, alternate, before=window.before, start=allele.start, masked_by=frame.gene if masked else None
    )
