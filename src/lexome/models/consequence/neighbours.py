"""Which transcripts lie at or near a place."""

from __future__ import annotations

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.transcript import TranscriptColumns

NEAR = 5_000
"""Distance in bases up to which a variant is upstream or downstream of a gene (the default of Ensembl VEP)."""


class Neighbours:
    """Transcripts of each contig by start, with the farthest end so far, so that both bounds are found by search."""

    def __init__(self, transcripts: TranscriptColumns) -> None:
        start, end = transcripts.start, transcripts.end
        order = np.lexsort((start, transcripts.contig))
        bounds = np.searchsorted(transcripts.contig[order], np.arange(len(CONTIGS) + 1))
        self._of_contig = {}
        for code, name in enumerate(CONTIGS):
            rows = order[bounds[code] : bounds[code + 1]]
            if len(rows):
                self._of_contig[name] = (rows, start[rows], end[rows], np.maximum.accumulate(end[rows]))

    def rows(self, contig: str, start: int, end: int) -> list[int]:
        """Return the rows of transcripts that an interval touches or that lie within 5 kb of it."""
        held = self._of_contig.get(contig)
        if held is None:
            return []
        rows, starts, ends, farthest = held
        last = int(starts.searchsorted(end + NEAR, side="left"))
        first = int(farthest.searchsorted(start - NEAR, side="right"))
        near = ends[first:last] > start - NEAR
        found: list[int] = rows[first:last][near].tolist()
        return found
