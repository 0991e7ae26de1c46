"""What a coding substitution probably does where no reference tells its codon: the genetic code knows a good part.

The place in the codon and the exchange are known without any sequence. A pyrimidine for the other at the third base is
always silent, a change of the second base never; the rest lies between. Codons count alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from lexome.models.consequence.genetic_code import STANDARD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.transcript import TranscriptColumns

BASES = "ACGT"

TRANSITIONS = 5.0
"""How many times more often a base is exchanged for the other purine, or pyrimidine, than for each of the two others.
Measured on the rare coding substitutions of one exome: 329 transitions, 130 others."""

KEPT_IF_CHANGED = 0.7
"""Share of amino-acid changes left among rare background alleles, against silent ones: selection removed the rest.
Most likely value for the places in the codon of 459 rare coding substitutions of one exome (common ones: 0.35)."""


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """Probability of each effect by (place in the codon, base, other base), bases in the order ACGT."""

    silent: NDArray[np.float64]
    missense: NDArray[np.float64]
    stop: NDArray[np.float64]


@cache
def sense() -> Sense:
    """Return what the standard code makes of every exchange.

    >>> silent = sense().silent
    >>> float(silent[2, BASES.index("C"), BASES.index("T")]), float(silent[1, BASES.index("A"), BASES.index("G")])
    (1.0, 0.0)
    """
    counts = np.zeros((3, 3, 4, 4))  # effect, place, base, other base
    for codon, residue in STANDARD.residues.items():
        if residue == "*":
            continue
        for place in range(3):
            for other in BASES.replace(codon[place], ""):
                changed = STANDARD.residues[codon[:place] + other + codon[place + 1 :]]
                effect = 0 if changed == residue else 2 if changed == "*" else 1
                counts[effect, place, BASES.index(codon[place]), BASES.index(other)] += 1
    total = counts.sum(axis=0)
    silent, missense, stop = np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
    return Sense(silent, missense, stop)


@cache
def _usual() -> tuple[float, float, float]:
    """Return how many exchanges of all are silent, missense and stops, transitions weighted."""
    weight = np.ones((4, 4)) - np.eye(4)
    for first, second in ("AG", "GA", "CT", "TC"):
        weight[BASES.index(first), BASES.index(second)] = TRANSITIONS
    told = sense()
    parts = [float((one * weight).sum()) for one in (told.silent, told.missense, told.stop)]
    total = sum(parts)
    return parts[0] / total, parts[1] / total, parts[2] / total


def causal_log10(
    place: NDArray[np.int8], ref: NDArray[np.int8], alt: NDArray[np.int8], *, stop_share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how much more the exchange is like a causal one than like one merely there, log10.

    ``place`` is 0 to 2 (-1: unknown, says nothing); ``ref`` and ``alt`` index ``BASES`` on the coding strand;
    ``stop_share`` is the share of stops among the causal missense and stop alleles of each row's gene.
    """
    told, (_, missense, stop) = sense(), _usual()
    at = (np.maximum(place, 0), ref, alt)
    causal = (1.0 - stop_share) * told.missense[at] / missense + stop_share * told.stop[at] / stop
    silent_then = 1.0 - (missense + stop)
    usual = silent_then + KEPT_IF_CHANGED * (missense + stop)
    there = (told.silent[at] + KEPT_IF_CHANGED * (1.0 - told.silent[at])) / usual
    known = (place >= 0) & (ref >= 0) & (alt >= 0)
    return np.where(known, np.log10(np.maximum(causal / there, 1e-3)), 0.0)


def place_in_codon(
    transcripts: TranscriptColumns, transcript: NDArray[np.int32], start: NDArray[np.int32]
) -> NDArray[np.int8]:
    """Return 0, 1 or 2 for each position in the coding sequence of its transcript, -1 where it is not in one.

    ``start`` is 0-based on the genome; places count along the coding strand.
    """
    if not len(start):
        return np.zeros(0, np.int8)
    used, own = np.unique(np.maximum(transcript, 0), return_inverse=True)  # of many thousand transcripts a few hundred
    counts = np.diff(transcripts.exon_indptr)[used]
    first = np.cumsum(counts) - counts
    row = np.repeat(np.arange(len(used)), counts)
    exons = np.arange(len(row)) + (transcripts.exon_indptr[used] - first)[row]
    low = np.maximum(transcripts.exon_start[exons], transcripts.cds_start[used][row]).astype(np.int64)
    high = np.minimum(transcripts.exon_end[exons], transcripts.cds_end[used][row]).astype(np.int64)
    size = np.where(transcripts.cds_start[used][row] >= 0, np.maximum(high - low, 0), 0)
    before = np.cumsum(size) - size
    before -= before[first][row]
    length = np.bincount(row, weights=size, minlength=len(used)).astype(np.int64)
    key = (row.astype(np.int64) << 32) + transcripts.exon_start[exons]
    exon = np.maximum(np.searchsorted(key, (own.astype(np.int64) << 32) + start, side="right") - 1, 0)
    inside = (row[exon] == own) & (start >= low[exon]) & (start < high[exon])
    offset = before[exon] + start - low[exon]
    offset = np.where(transcripts.strand[transcript] > 0, offset, length[own] - 1 - offset)
    if transcripts.cds_phase is not None:
        offset = offset - transcripts.cds_phase[transcript]
    return np.where(inside & (transcript >= 0), offset % 3, -1).astype(np.int8)
