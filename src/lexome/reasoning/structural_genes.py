"""Which genes a structural allele hits, on MANE Select transcripts, in one search for many alleles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.copy_number import Direction
from lexome.formats.vcf.structural import StructuralType
from lexome.reasoning.gene_evidence import VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.transcript import TranscriptColumns
    from lexome.reasoning.structural_calls import StructuralCall


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Genes hit, a row each: transcript rows, VariantClass of the hit, and whether the whole gene is."""

    transcript: NDArray[np.int64]
    kind: NDArray[np.int8]
    whole: NDArray[np.bool_]


class StructuralGenes:
    """Coding exons and bodies of MANE Select transcripts, sorted."""

    def __init__(self, transcripts: TranscriptColumns) -> None:
        self._columns = transcripts
        rows = np.flatnonzero(transcripts.mane_select & transcripts.is_coding)
        self._rows, self._start, self._end = rows, transcripts.start, transcripts.end
        self._contig = transcripts.contig
        row = np.repeat(np.arange(len(transcripts)), np.diff(transcripts.exon_indptr))
        start = np.maximum(transcripts.exon_start, transcripts.cds_start[row])
        end = np.minimum(transcripts.exon_end, transcripts.cds_end[row])
        coding = (start < end) & transcripts.mane_select[row] & transcripts.is_coding[row]
        order = np.flatnonzero(coding)
        order = order[np.lexsort((start[order], transcripts.contig[row[order]]))]
        self._exon_row, self._exon_start, self._exon_end = row[order], start[order], end[order]
        self._bounds = np.searchsorted(transcripts.contig[self._exon_row], np.arange(len(CONTIGS) + 1))
        self._longest = int((end[order] - start[order]).max(initial=0))

    def coding(self, contig: str, start: int, end: int) -> NDArray[np.int64]:
        """Return the transcripts with coding sequence in [start, end), in genomic order."""
        if contig not in CONTIGS:
            return np.empty(0, np.int64)
        code = CONTIGS.index(contig)
        part = slice(int(self._bounds[code]), int(self._bounds[code + 1]))
        first = int(np.searchsorted(self._exon_start[part], start - self._longest)) + part.start
        last = int(np.searchsorted(self._exon_start[part], end)) + part.start
        hit = self._exon_row[first:last][self._exon_end[first:last] > start]
        return np.asarray(list(dict.fromkeys(hit.tolist())), np.int64)

    def broken_at(self, contig: str, place: int) -> NDArray[np.int64]:
        """Return the coding transcripts that a break at a place cuts in two."""
        code = CONTIGS.index(contig) if contig in CONTIGS else -1
        rows = self._rows
        cut = (self._contig[rows] == code) & (self._start[rows] < place) & (self._end[rows] > place)
        found: NDArray[np.int64] = rows[cut]
        return found

    def hits(self, call: StructuralCall) -> Hits:
        """Return the genes whose product a call changes.

        A loss of any coding sequence; a gain within a gene, or of the whole gene; a gene cut by an inversion or a
        breakend. A gain of part of a gene that reaches beyond it leaves an intact copy.
        """
        contig, start, end = call.allele.contig, call.start, max(call.end, call.start + 1)
        if call.type is StructuralType.BREAKEND:
            found = self.broken_at(contig, start)
        elif call.type is StructuralType.INVERSION:
            found = self._inverted(contig, start, end)
        else:
            found = self.coding(contig, start, end)
        whole: NDArray[np.bool_] = (self._start[found] >= start) & (self._end[found] <= end)
        kind = np.full(len(found), int(VariantClass.STRUCTURAL_LOSS), np.int8)
        if call.direction is Direction.GAIN:
            within = (self._start[found] < start) & (self._end[found] > end)
            kind = np.where(whole, int(VariantClass.WHOLE_GAIN), int(VariantClass.STRUCTURAL_GAIN)).astype(np.int8)
            changed = within | whole
            return Hits(found[changed], kind[changed], whole[changed])
        return Hits(found, kind, whole)

    def _inverted(self, contig: str, start: int, end: int) -> NDArray[np.int64]:
        """Return the genes that one breakpoint cuts, or both with coding sequence between them."""
        left, right = (set(self.broken_at(contig, place).tolist()) for place in (start, end))
        both = left & right & set(self.coding(contig, start, end).tolist())
        return np.asarray(sorted((left ^ right) | both), np.int64)
