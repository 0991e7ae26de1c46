"""A frame-aware baseline for coding sequence: chances of a base by the five before it and its place in the codon.

Three-periodic fifth-order Markov chains against one of sequence that codes on neither strand, as gene finders use them
(GENSCAN, Burge 1997, doi:10.1006/jmbi.1997.0951). The log odds of a base are averaged over a span, in each of the three
frames; the best frame counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.learn.sequence_lm.corpus import STATES, GeneRegion, Transcript

ORDER = 5
FRAMES = 3
PSEUDO = 0.5
UNREAD = 4**ORDER
"""Context in which some base is unknown: nothing is said after it."""
_CODING = [STATES.index(f"coding {strand}") for strand in "+-"]


@dataclass(frozen=True)
class CodingFrames:
    """Log2 odds (frames, 4**ORDER + 1 contexts, 4 bases) of coding against other sequence, by place in the codon."""

    odds: NDArray[np.float64]

    @classmethod
    def fit(cls, regions: Sequence[GeneRegion], transcripts: Mapping[str, Sequence[Transcript]]) -> CodingFrames:
        """Fit on the longest coding sequence of each region's gene, and on what codes on neither strand."""
        coding = np.full((FRAMES, UNREAD + 1, 4), PSEUDO)
        other = np.full((UNREAD + 1, 4), PSEUDO)
        for region in regions:
            known = [_coding_sequence(region, one) for one in transcripts.get(region.gene, ())]
            spliced = max(known, key=len, default=np.empty(0, np.uint8))
            for frame in range(FRAMES):
                _count(coding[frame], spliced, np.arange(len(spliced)) % FRAMES == frame)
            assert region.states is not None
            quiet = np.all([region.states >> bit & 1 == 0 for bit in _CODING], axis=0)
            _count(other, region.codes, quiet)
            _count(other, _complement(region.codes), quiet[::-1])
        chance = coding / coding.sum(-1, keepdims=True)
        odds = np.log2(chance) - np.log2(other / other.sum(-1, keepdims=True))
        odds[:, UNREAD] = 0
        return cls(odds)

    def best_frame(self, codes: NDArray[np.uint8], span: int) -> NDArray[np.float64]:
        """Return at each base the mean log odds over ``span`` bases in the frame where it is highest."""
        contexts, known = contexts_of(codes), codes < 4
        place = np.arange(len(codes))
        means = []
        for shift in range(FRAMES):
            each = np.zeros(len(codes))
            each[known] = self.odds[(place[known] + shift) % FRAMES, contexts[known], codes[known]]
            means.append(running_mean(each, span))
        return np.max(means, axis=0)


def contexts_of(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the number of the ORDER bases before each base, UNREAD where one is unknown or the sequence starts."""
    padded = np.concatenate([np.full(ORDER, 4, np.uint8), codes])
    parts = [padded[at : at + len(codes)].astype(np.int64) for at in range(ORDER)]
    unknown = np.any([part > 3 for part in parts], axis=0)
    return np.where(unknown, UNREAD, sum(part * 4**at for at, part in enumerate(parts)))


def _count(counts: NDArray[np.float64], codes: NDArray[np.uint8], kept: NDArray[np.bool_]) -> None:
    """Add to counts (contexts, 4) the bases of ``kept`` places, each after its context."""
    rows = kept & (codes < 4)
    keys = contexts_of(codes)[rows] * 4 + codes[rows]
    counts += np.bincount(keys, minlength=counts.size).reshape(counts.shape)


def _coding_sequence(region: GeneRegion, one: Transcript) -> NDArray[np.uint8]:
    """Return the spliced coding bases of a transcript, from its first codon; empty where the region lacks a part."""
    low, high = one.coding
    parts = [(max(first, low), min(last, high)) for first, last in one.exons]
    parts = [(first, last) for first, last in parts if first < last]
    if not parts or parts[0][0] < region.start or parts[-1][1] > region.end:
        return np.empty(0, np.uint8)
    spliced = np.concatenate([region.codes[first - region.start : last - region.start] for first, last in parts])
    return spliced if one.strand > 0 else _complement(spliced)


def _complement(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.where(codes > 3, 4, 3 - np.minimum(codes, 3)).astype(np.uint8)[::-1]


def running_mean(values: NDArray[np.float64], span: int) -> NDArray[np.float64]:
    """Return means over ``span`` places around each, fewer at the ends."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(at - span // 2, 0), np.minimum(at + span // 2 + 1, len(values))
    means: NDArray[np.float64] = (total[high] - total[low]) / (high - low)
    return means
