"""Transcripts as columns: where exons and coding sequence lie on the genome, gene by gene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import Assembly

if TYPE_CHECKING:
    from numpy.typing import NDArray

INCOMPLETE_5, INCOMPLETE_3 = 1, 2
"""Bits of ``cds_incomplete``: the coding sequence starts before, or ends after, the transcript as annotated."""


@dataclass(frozen=True, slots=True, eq=False)
class TranscriptColumns:
    """Transcripts of one assembly, a row each; coordinates are 0-based, half-open and on the forward strand.

    ``release`` names the set ('Ensembl 110'). ``transcript_ids`` carry their version where the source states one;
    ``gene_ids`` are HGNC CURIEs ('HGNC:1100'), ``ensembl_gene_ids`` and ``refseq_ids`` '' where there is none;
    ``refseq_ids`` hold the RefSeq accession with the same exons (MANE), with version. ``contig`` (int16) indexes
    ``core.assembly.CONTIGS``; ``strand`` (int8) is 1 or -1. Exons of row i are ``exon_start`` and ``exon_end``
    (int32) from ``exon_indptr[i]`` to ``exon_indptr[i + 1]``, ascending on the genome whatever the strand, not
    overlapping. ``cds_start`` and ``cds_end`` (int32) bound the coding sequence with its stop codon, both -1 for a
    transcript that is not coding. ``cds_incomplete`` (uint8) has the bits INCOMPLETE_5 and INCOMPLETE_3;
    ``cds_phase`` (int8) counts the bases before the first whole codon of a coding sequence that lacks its start.
    """

    assembly: Assembly
    release: str
    transcript_ids: Sequence[str]
    gene_symbols: Sequence[str]
    gene_ids: Sequence[str]
    ensembl_gene_ids: Sequence[str]
    refseq_ids: Sequence[str]
    biotypes: Sequence[str]
    contig: NDArray[np.int16]
    strand: NDArray[np.int8]
    exon_indptr: NDArray[np.int32]
    exon_start: NDArray[np.int32]
    exon_end: NDArray[np.int32]
    cds_start: NDArray[np.int32]
    cds_end: NDArray[np.int32]
    mane_select: NDArray[np.bool_]
    mane_plus_clinical: NDArray[np.bool_] | None = None
    cds_incomplete: NDArray[np.uint8] | None = None
    cds_phase: NDArray[np.int8] | None = None

    def __post_init__(self) -> None:
        rows = len(self.transcript_ids)
        per_row = (self.gene_symbols, self.gene_ids, self.ensembl_gene_ids, self.refseq_ids, self.biotypes)
        arrays = (self.contig, self.strand, self.cds_start, self.cds_end, self.mane_select)
        if any(len(column) != rows for column in (*per_row, *arrays)) or len(self.exon_indptr) != rows + 1:
            raise ValueError("transcript columns differ in length")
        if len(self.exon_start) != len(self.exon_end) or int(self.exon_indptr[-1]) != len(self.exon_start):
            raise ValueError("exon columns do not match exon_indptr")
        if rows and int(np.diff(self.exon_indptr).min()) < 1:
            raise ValueError("a transcript has no exon")
        if bool((self.exon_end <= self.exon_start).any()):
            raise ValueError("an exon ends before it starts")

    def __len__(self) -> int:
        return len(self.transcript_ids)

    @property
    def start(self) -> NDArray[np.int32]:
        """Leftmost base of each transcript."""
        return self.exon_start[self.exon_indptr[:-1]]

    @property
    def end(self) -> NDArray[np.int32]:
        """End of each transcript on the genome, half-open."""
        return self.exon_end[self.exon_indptr[1:] - 1]

    @property
    def is_coding(self) -> NDArray[np.bool_]:
        """Which transcripts have a coding sequence."""
        return self.cds_start >= 0

    @property
    def main(self) -> NDArray[np.bool_]:
        """Which transcripts speak for their gene: MANE Select and MANE Plus Clinical, all of a gene without the first.

        MANE: doi:10.1038/s41586-022-04558-8.
        """
        spoken_for = {symbol for symbol, is_main in zip(self.gene_symbols, self.mane_select, strict=True) if is_main}
        alone = np.array([symbol not in spoken_for for symbol in self.gene_symbols], np.bool_)
        chosen: NDArray[np.bool_] = self.mane_select | alone
        return chosen if self.mane_plus_clinical is None else chosen | self.mane_plus_clinical

    def exons(self, row: int) -> tuple[tuple[int, int], ...]:
        """Return the exons of one transcript as (start, end), ascending on the genome."""
        part = slice(int(self.exon_indptr[row]), int(self.exon_indptr[row + 1]))
        return tuple(zip(self.exon_start[part].tolist(), self.exon_end[part].tolist(), strict=True))

    def subset(self, rows: NDArray[np.int64]) -> TranscriptColumns:
        """Return some of the transcripts, in the order given."""
        counts = np.diff(self.exon_indptr)[rows]
        indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        exons = np.arange(indptr[-1]) + np.repeat(self.exon_indptr[:-1][rows] - indptr[:-1], counts)
        strings = ("transcript_ids", "gene_symbols", "gene_ids", "ensembl_gene_ids", "refseq_ids", "biotypes")
        arrays = ("contig", "strand", "cds_start", "cds_end", "mane_select")
        optional = ("mane_plus_clinical", "cds_incomplete", "cds_phase")
        values: dict[str, Any] = {name: [getattr(self, name)[row] for row in rows.tolist()] for name in strings}
        values |= {name: getattr(self, name)[rows] for name in arrays}
        values |= {name: None if (held := getattr(self, name)) is None else held[rows] for name in optional}
        return TranscriptColumns(
            assembly=self.assembly,
            release=self.release,
            exon_indptr=indptr,
            exon_start=self.exon_start[exons],
            exon_end=self.exon_end[exons],
            **values,
        )
