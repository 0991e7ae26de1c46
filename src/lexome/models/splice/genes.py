"""Where genes lie and where their annotated splice sites are, from transcripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.transcript import TranscriptColumns


@dataclass(frozen=True, slots=True, eq=False)
class Gene:
    """A gene from the leftmost to the rightmost base of its transcripts (0-based, half-open), with its splice sites.

    ``acceptors`` are the first and ``donors`` the last bases of exons in the direction of transcription, sorted.
    """

    symbol: str
    contig: str
    strand: int
    start: int
    end: int
    acceptors: NDArray[np.int32]
    donors: NDArray[np.int32]

    @property
    def key(self) -> tuple[str, int, int, int]:
        """What the predictions of a reference depend on."""
        return self.contig, self.strand, self.start, self.end


class GeneTable:
    """Genes of a set of transcripts, found by place."""

    def __init__(self, transcripts: TranscriptColumns) -> None:
        self._transcripts = transcripts
        names, group = np.unique(_group_labels(transcripts), return_inverse=True)
        start = np.full(len(names), np.iinfo(np.int32).max, np.int32)
        end = np.zeros(len(names), np.int32)
        np.minimum.at(start, group, transcripts.start)
        np.maximum.at(end, group, transcripts.end)
        contig = np.zeros(len(names), np.int16)
        contig[group] = transcripts.contig
        order = np.lexsort((start, contig))
        self._start, self._end, self._contig = start[order], end[order], contig[order]
        self._rows = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
        self._order = order
        self._made: dict[int, Gene] = {}

    def overlapping(self, contig: str, start: int, end: int) -> list[Gene]:
        """Return the genes that share a base with the interval."""
        if contig not in CONTIGS:
            return []
        code = CONTIGS.index(contig)
        low, high = np.searchsorted(self._contig, [code, code + 1])
        high = low + int(np.searchsorted(self._start[low:high], end))
        return [self._gene(int(at)) for at in low + np.flatnonzero(self._end[low:high] > start)]

    def _gene(self, at: int) -> Gene:
        if at not in self._made:
            columns = self._transcripts
            rows = self._rows[int(self._order[at])]
            first = int(rows[0])
            acceptors, donors = _sites(columns, rows)
            self._made[at] = Gene(
                symbol=columns.gene_symbols[first],
                contig=CONTIGS[int(columns.contig[first])],
                strand=int(columns.strand[first]),
                start=int(self._start[at]),
                end=int(self._end[at]),
                acceptors=acceptors,
                donors=donors,
            )
        return self._made[at]


def _group_labels(transcripts: TranscriptColumns) -> list[str]:
    """Return a label per transcript: the gene, apart where it lies on two contigs or strands."""
    places = zip(transcripts.gene_symbols, transcripts.contig.tolist(), transcripts.strand.tolist(), strict=True)
    return [f"{symbol}|{contig}|{strand}" for symbol, contig, strand in places]


def _sites(columns: TranscriptColumns, rows: NDArray[np.intp]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return acceptors and donors of some transcripts of one gene."""
    lefts: list[NDArray[np.int32]] = []
    rights: list[NDArray[np.int32]] = []
    for row in rows.tolist():
        part = slice(int(columns.exon_indptr[row]), int(columns.exon_indptr[row + 1]))
        lefts.append(columns.exon_start[part][1:])
        rights.append(columns.exon_end[part][:-1] - 1)
    left, right = np.unique(np.concatenate(lefts)), np.unique(np.concatenate(rights))
    return (left, right) if int(columns.strand[int(rows[0])]) > 0 else (right, left)
