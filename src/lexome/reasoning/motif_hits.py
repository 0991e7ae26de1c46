"""Where a motif stands in a sequence, judged by how rarely a random sequence would score as high."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RARE = 1e-4
"""Chance of a random place scoring as high, the default of FIMO (Grant 2011, doi:10.1093/bioinformatics/btr064)."""
PSEUDO = 0.8
"""Count added to each place, shared by the four bases (Nishida 2009, doi:10.1093/nar/gkn1019)."""
STEPS = 20
"""Steps to a bit in which scores are counted."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place [start, end) of the sequence on a strand; ``chance`` is that of a random place to score as high."""

    start: int
    end: int
    strand: int
    chance: float


def weights(counts: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return log2 odds (4, width) against equal bases, in steps of 1/20 bit."""
    chances = (counts + PSEUDO / 4) / (counts.sum(axis=0) + PSEUDO)
    stepped: NDArray[np.int64] = np.rint(np.log2(chances / 0.25) * STEPS).astype(np.int64)
    return stepped


def tail(scores: NDArray[np.int64]) -> tuple[int, NDArray[np.float64]]:
    """Return the least score and, for each from it on, the chance that a random sequence reaches it."""
    least = int(scores.min(axis=0).sum())
    chance = np.ones(1)
    for place in scores.T:
        relative = place - place.min()
        grown = np.zeros(len(chance) + int(relative.max()))
        for value in relative.tolist():
            grown[value : value + len(chance)] += chance / 4
        chance = grown
    return least, np.cumsum(chance[::-1])[::-1]


def hits(counts: NDArray[np.float64], sequence: str, *, rarer_than: float = RARE) -> Iterator[Hit]:
    """Yield the places of a motif on both strands; a place with a base that is not known has none."""
    forward = weights(counts)
    least, chance = tail(forward)
    codes = np.array(["ACGT".find(base) for base in sequence])
    width = forward.shape[1]
    if len(codes) < width:
        return
    places = np.lib.stride_tricks.sliding_window_view(codes, width)
    known = (places >= 0).all(axis=1)
    for strand, matrix in ((1, forward), (-1, forward[::-1, ::-1])):
        scores = matrix[np.where(places < 0, 0, places), np.arange(width)].sum(axis=1)
        chances = chance[scores - least]
        for at in np.flatnonzero(known & (chances < rarer_than)).tolist():
            yield Hit(at, at + width, strand, float(chances[at]))
