"""A made-up gene with one strong exon, as a reference in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lexome.core.assembly import Assembly
from lexome.core.transcript import TranscriptColumns

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden" / "ci_spliceai.json").read_text("utf-8"))
SEQUENCE: str = GOLDEN["sequence"]
ACCEPTOR, DONOR = 5150, 5299
"""First and last base of the exon on the forward strand (0-based)."""


def reverse_complement(sequence: str) -> str:
    """Return the other strand."""
    return sequence[::-1].translate(str.maketrans("ACGTN", "TGCAN"))


@dataclass(frozen=True)
class Stretch:
    """What is at hand of a contig."""

    contig: str
    start: int
    end: int


class MemoryReference:
    """One contig that starts at ``offset``."""

    def __init__(self, sequence: str, *, contig: str = "17", offset: int = 0) -> None:
        self.sequence, self.contig, self.offset = sequence, contig, offset

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return bases."""
        assert contig == self.contig
        assert self.offset <= start <= end <= self.offset + len(self.sequence)
        return self.sequence[start - self.offset : end - self.offset]

    def extent(self, contig: str, position: int) -> tuple[int, int] | None:
        """Return the whole contig."""
        end = self.offset + len(self.sequence)
        return (self.offset, end) if contig == self.contig and self.offset <= position < end else None

    def places(self) -> tuple[Stretch, ...]:
        """Return the whole contig."""
        return (Stretch(self.contig, self.offset, self.offset + len(self.sequence)),)


def one_gene(
    exons: tuple[tuple[int, int], ...], *, strand: int = 1, symbol: str = "MADEUP", contig: int = 16
) -> TranscriptColumns:
    """Return the columns of a single transcript."""
    return TranscriptColumns(
        assembly=Assembly.GRCH38,
        release="made up",
        transcript_ids=["T1"],
        gene_symbols=[symbol],
        gene_ids=[""],
        ensembl_gene_ids=[""],
        refseq_ids=[""],
        biotypes=["protein_coding"],
        contig=np.array([contig], np.int16),
        strand=np.array([strand], np.int8),
        exon_indptr=np.array([0, len(exons)], np.int32),
        exon_start=np.array([start for start, _ in exons], np.int32),
        exon_end=np.array([end for _, end in exons], np.int32),
        cds_start=np.array([-1], np.int32),
        cds_end=np.array([-1], np.int32),
        mane_select=np.array([True]),
    )


FORWARD = one_gene(((0, 100), (ACCEPTOR, DONOR + 1), (len(SEQUENCE) - 100, len(SEQUENCE))))
"""The gene as it stands in SEQUENCE."""
