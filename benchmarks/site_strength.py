"""Baselines for splice models: distance to the nearest exon edge, and strength of the site's own few bases.

The second is the first-order Markov model that Yeo and Burge compare their maximum-entropy model with
(doi:10.1089/1066527041410418): 9 bases of a donor, 23 of an acceptor, log odds of annotated sites against decoys
with the same GT or AG. It is fitted here on LRG genes other than BRCA1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.allele import Allele
from lexome.learn.sequence_lm.corpus import STATES, GeneRegion

DONOR_SHAPE, ACCEPTOR_SHAPE = (3, 6), (20, 3)
"""Bases on either side of the exon edge, in the direction of transcription."""
PSEUDO = 1.0
ABSENT = -50.0
"""Log2 odds of a window without GT or AG: below any that has it."""
GT, AG = (2, 3), (0, 2)


@dataclass(frozen=True)
class MarkovSite:
    """Log2 odds (positions, 4, 4) of a base given the base before it; ``motif`` stands at ``at`` of every site."""

    at: int
    motif: tuple[int, int]
    odds: NDArray[np.float64]

    @classmethod
    def fit(cls, sites: NDArray[np.uint8], decoys: NDArray[np.uint8], *, at: int, motif: tuple[int, int]) -> MarkovSite:
        """Fit on windows (n, width) of base codes that all have the motif."""
        return cls(at, motif, np.log2(_conditional(sites)) - np.log2(_conditional(decoys)))

    def score(self, windows: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return the log2 odds of windows (n, width), ABSENT where the motif is not there."""
        previous = np.concatenate([np.zeros((len(windows), 1), np.uint8), windows[:, :-1]], axis=1)
        odds = self.odds[np.arange(windows.shape[1]), previous, windows].sum(axis=1)
        has_motif = (windows[:, self.at] == self.motif[0]) & (windows[:, self.at + 1] == self.motif[1])
        found: NDArray[np.float64] = np.where(has_motif, odds, ABSENT)
        return found


def _conditional(windows: NDArray[np.uint8]) -> NDArray[np.float64]:
    width = windows.shape[1]
    counts = np.full((width, 4, 4), PSEUDO)
    previous = np.concatenate([np.zeros((len(windows), 1), np.uint8), windows[:, :-1]], axis=1)
    for at in range(width):
        np.add.at(counts[at], (previous[:, at], windows[:, at]), 1)
    if width:
        counts[0] = counts[0].sum(axis=0)
    return counts / counts.sum(axis=2, keepdims=True)


def fit_sites(regions: Sequence[GeneRegion], *, seed: int) -> tuple[MarkovSite, MarkovSite]:
    """Return donor and acceptor models fitted on annotated sites of the regions, both strands."""
    rng = np.random.default_rng(seed)
    windows: dict[str, list[NDArray[np.uint8]]] = {"donor": [], "acceptor": [], "no donor": [], "no acceptor": []}
    for region in regions:
        for codes, states in ((region.codes, region.states), (3 - region.codes[::-1], _turned(region.states))):
            padded = np.where(codes > 3, 0, codes)
            for name, bit, (left, right), motif in (
                ("donor", 0, DONOR_SHAPE, GT),
                ("acceptor", 1, ACCEPTOR_SHAPE, AG),
            ):
                edge = np.flatnonzero(states >> bit & 1) + (name == "donor")
                windows[name].append(_cut(padded, edge, left, right))
                at = np.flatnonzero((padded[:-1] == motif[0]) & (padded[1:] == motif[1])) + 2 * (name == "acceptor")
                decoys = rng.choice(np.setdiff1d(at, edge), size=min(200, len(at)), replace=False)
                windows[f"no {name}"].append(_cut(padded, decoys, left, right))
    joined = {name: np.concatenate(parts) for name, parts in windows.items()}
    return (
        MarkovSite.fit(_having(joined["donor"], GT, DONOR_SHAPE[0]), joined["no donor"], at=DONOR_SHAPE[0], motif=GT),
        MarkovSite.fit(
            _having(joined["acceptor"], AG, ACCEPTOR_SHAPE[0] - 2),
            joined["no acceptor"],
            at=ACCEPTOR_SHAPE[0] - 2,
            motif=AG,
        ),
    )


def _having(windows: NDArray[np.uint8], motif: tuple[int, int], at: int) -> NDArray[np.uint8]:
    return windows[(windows[:, at] == motif[0]) & (windows[:, at + 1] == motif[1])]


def _turned(states: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return states of the other strand: positions and bits reversed."""
    turned = np.zeros_like(states)
    for bit in range(len(STATES)):
        turned |= (states >> bit & 1) << (len(STATES) - 1 - bit)
    return turned[::-1]


def _cut(codes: NDArray[np.uint8], edges: NDArray[np.int64], left: int, right: int) -> NDArray[np.uint8]:
    kept = edges[(edges >= left) & (edges + right <= len(codes))]
    return codes[kept[:, None] + np.arange(-left, right)]


def strength_change(
    allele: Allele, *, bases: str, start: int, strand: int, models: tuple[MarkovSite, MarkovSite]
) -> float:
    """Return the largest change of site probability in windows that hold the variant.

    ``bases`` are forward bases from ``start`` around a single-base variant. Odds become a probability with the prior
    of one site in 256 candidate dinucleotides.
    """
    at = allele.start - start
    codes = np.array(["ACGT".index(base) for base in bases], np.uint8)
    changed = codes.copy()
    changed[at] = "ACGT".index(allele.alt)
    if strand < 0:
        codes, changed, at = 3 - codes[::-1], 3 - changed[::-1], len(codes) - 1 - at
    largest = 0.0
    for model in models:
        width = model.odds.shape[0]
        first = np.arange(at - width + 1, at + 1)
        places = first[:, None] + np.arange(width)
        odds = [model.score(part[places]) for part in (codes, changed)]
        before, after = (1 / (1 + np.exp2(8 - part)) for part in odds)
        largest = max(largest, float(np.abs(after - before).max()))
    return largest


def closeness(allele: Allele, edges: NDArray[np.int64]) -> float:
    """Return minus the distance to the nearest exon edge."""
    return -float(np.abs(edges - allele.start).min())
