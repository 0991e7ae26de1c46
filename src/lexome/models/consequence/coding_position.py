"""Where many bases lie in the coding sequence of their transcripts, from exons alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.core.transcript import TranscriptColumns
from lexome.models.consequence.interval_search import place_key

if TYPE_CHECKING:
    from numpy.typing import NDArray


class CodingPositions:
    """Coding bases of every exon with the coding bases before it, in the direction of its transcript."""

    def __init__(self, transcripts: TranscriptColumns) -> None:
        counts = np.diff(transcripts.exon_indptr)
        row = np.repeat(np.arange(len(transcripts)), counts)
        self._forward = transcripts.strand > 0
        self._start = np.maximum(transcripts.exon_start, transcripts.cds_start[row]).astype(np.int64)
        self._end = np.minimum(transcripts.exon_end, transcripts.cds_end[row]).astype(np.int64)
        size = np.maximum(self._end - self._start, 0)
        total = np.concatenate(([0], np.cumsum(size)))
        first, last = total[transcripts.exon_indptr[:-1]][row], total[transcripts.exon_indptr[1:]][row]
        self._before = np.where(self._forward[row], total[:-1] - first, last - total[1:])
        self._key = place_key(row, transcripts.exon_start)
        self._phase = transcripts.cds_phase

    def offsets(self, rows: NDArray[np.int64], positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the 0-based coding offset of each genomic base on the transcript in ``rows``, -1 where there is none.

        A row of -1 has no transcript; contigs are taken to agree.
        """
        exon = np.searchsorted(self._key, place_key(np.maximum(rows, 0), positions), side="right") - 1
        exon = np.maximum(exon, 0)
        inside = (rows >= 0) & (positions >= self._start[exon]) & (positions < self._end[exon])
        inside &= self._key[exon] >> 32 == rows
        ahead = np.where(self._forward[rows], positions - self._start[exon], self._end[exon] - 1 - positions)
        return np.where(inside, self._before[exon] + ahead, -1)

    def residues(self, rows: NDArray[np.int64], positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the 1-based residue whose codon holds each genomic base, -1 where there is none."""
        offsets = self.offsets(rows, positions)
        phase = self._phase[rows].astype(np.int64) if self._phase is not None else 0
        return np.where(offsets >= phase, (offsets - phase) // 3 + 1, -1)
