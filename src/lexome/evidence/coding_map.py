"""Where the coding bases of one transcript lie on the genome, and what they spell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.transcript import TranscriptColumns
from lexome.models.consequence.genetic_code import code_of, reverse_complement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.fasta import Reference


@dataclass(frozen=True, slots=True, eq=False)
class CodingMap:
    """Coding blocks of a transcript in its own direction: genomic bounds and the offset each starts at."""

    contig: str
    strand: int
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    offset: NDArray[np.int64]
    phase: int

    @classmethod
    def of(cls, transcripts: TranscriptColumns, row: int) -> CodingMap:
        """Return the map of one coding transcript."""
        from lexome.core.assembly import CONTIGS

        low, high = int(transcripts.cds_start[row]), int(transcripts.cds_end[row])
        blocks = [(max(first, low), min(last, high)) for first, last in transcripts.exons(row)]
        blocks = [(first, last) for first, last in blocks if first < last]
        strand = int(transcripts.strand[row])
        if strand < 0:
            blocks.reverse()
        start = np.array([first for first, _ in blocks], np.int64)
        end = np.array([last for _, last in blocks], np.int64)
        sizes = end - start
        phase = int(transcripts.cds_phase[row]) if transcripts.cds_phase is not None else 0
        return cls(CONTIGS[int(transcripts.contig[row])], strand, start, end, np.cumsum(sizes) - sizes, phase)

    @property
    def length(self) -> int:
        """Coding bases."""
        return int((self.end - self.start).sum())

    def offsets(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the coding offset of genomic positions, -1 where a position is not coding."""
        if not len(self.start):
            return np.full(len(positions), -1, np.int64)
        inside = (positions[:, None] >= self.start) & (positions[:, None] < self.end)
        block = inside.argmax(axis=1)
        into = positions - self.start[block] if self.strand > 0 else self.end[block] - 1 - positions
        return np.where(inside.any(axis=1), self.offset[block] + into, -1)

    def positions(self, first: int, last: int) -> list[int]:
        """Return the genomic positions of coding offsets ``first`` to ``last`` (half-open)."""
        found = []
        for offset in range(max(first, 0), min(last, self.length)):
            block = int(np.searchsorted(self.offset, offset, side="right")) - 1
            into = offset - int(self.offset[block])
            found.append(int(self.start[block]) + into if self.strand > 0 else int(self.end[block]) - 1 - into)
        return found

    def codon(self, residue: int) -> list[int]:
        """Return the genomic positions of the codon of a residue (1-based)."""
        first = self.phase + 3 * (residue - 1)
        return self.positions(first, first + 3)

    def residue(self, offset: int) -> int:
        """Return the residue (1-based) that a coding offset belongs to."""
        return (offset - self.phase) // 3 + 1

    def protein(self, reference: Reference) -> str | None:
        """Return the residues the reference spells, with the stop; None where it does not cover the transcript."""
        parts = []
        for first, last in zip(self.start.tolist(), self.end.tolist(), strict=True):
            if not reference.covers(self.contig, first, last):
                return None
            bases = reference.fetch(self.contig, first, last)
            parts.append(bases if self.strand > 0 else reverse_complement(bases))
        return code_of(self.contig).translate("".join(parts)[self.phase :])
