"""Which residue of a gene's product an allele starts in, numbered on the gene's MANE Select transcript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import Assembly
from lexome.core.transcript import TranscriptColumns
from lexome.formats.store_writer import Batch

if TYPE_CHECKING:
    from lexome.formats.importing import AlleleFile


@dataclass(frozen=True, slots=True)
class Reading:
    """The coding exons of one transcript, ascending on the genome."""

    contig: int
    strand: int
    exons: tuple[tuple[int, int], ...]

    def residue(self, start: int) -> int:
        """Return the 1-based residue of a base, -1 outside the coding sequence."""
        before = 0
        for low, high in self.exons[:: self.strand]:
            if low <= start < high:
                return (before + (start - low if self.strand == 1 else high - 1 - start)) // 3 + 1
            before += high - low
        return -1


def readings(transcripts: TranscriptColumns) -> dict[str, Reading]:
    """Return the reading of each gene symbol: MANE Select, for the mitochondrion its only transcript."""
    mitochondrion = 24
    found = {}
    chosen = transcripts.is_coding & (transcripts.mane_select | (transcripts.contig == mitochondrion))
    if transcripts.cds_incomplete is not None:
        chosen &= (transcripts.cds_incomplete == 0) | (transcripts.contig == mitochondrion)
    for row in np.flatnonzero(chosen).tolist():
        low, high = int(transcripts.cds_start[row]), int(transcripts.cds_end[row])
        exons = transcripts.exons(row)
        coding = tuple((max(start, low), min(end, high)) for start, end in exons if start < high and low < end)
        found[transcripts.gene_symbols[row]] = Reading(
            int(transcripts.contig[row]), int(transcripts.strand[row]), coding
        )
    return found


def residues(
    of_gene: dict[str, Reading], genes: Sequence[str], contigs: Sequence[int], starts: Sequence[int]
) -> list[int]:
    """Return the residue each allele starts in, -1 where its gene has no reading there."""
    found = []
    for gene, contig, start in zip(genes, contigs, starts, strict=True):
        reading = of_gene.get(gene)
        found.append(reading.residue(start) if reading and reading.contig == contig else -1)
    return found


class _WithResidues:
    """A file of alleles with a gene each, to whose batches the residue is added."""

    def __init__(self, file: Any, of_gene: dict[str, Reading]) -> None:
        self._file, self._of_gene = file, of_gene

    @property
    def path(self) -> Path:
        """Where the file lies."""
        path: Path = self._file.path
        return path

    @property
    def skipped(self) -> int:
        """Records passed over so far."""
        return int(self._file.skipped)

    def batches(self, *, offset: int = 0) -> Iterator[Batch]:
        """Yield the alleles from a decompressed offset on."""
        for batch in self._file.batches(offset=offset):
            found = residues(self._of_gene, batch.words["gene"], batch.contig.tolist(), batch.start.tolist())
            yield replace(batch, columns={**batch.columns, "protein_position": np.array(found, np.int32)})


def with_residues(file: Any, transcripts: TranscriptColumns) -> AlleleFile:
    """Return the file with the column ``protein_position`` filled in; on another assembly it stays -1."""
    same = transcripts.assembly is getattr(file, "assembly", Assembly.GRCH38)
    wrapped: AlleleFile = _WithResidues(file, readings(transcripts) if same else {})
    return wrapped
