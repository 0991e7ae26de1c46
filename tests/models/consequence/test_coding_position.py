"""Coding offsets in bulk are those of the exact annotation."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.models.consequence import Annotator
from lexome.models.consequence.coding_position import CodingPositions
from lrg import lrg_transcripts


def test_bulk_and_exact_positions_are_the_same(shared_data: Path) -> None:
    transcripts = lrg_transcripts(shared_data / "genome")
    rng = np.random.default_rng(3)
    rows = rng.integers(-1, len(transcripts), 800)
    spread = rng.random(800)
    starts, ends = transcripts.start[rows].astype(float), transcripts.end[rows].astype(float)
    exon = transcripts.exon_indptr[rows] + (spread * np.diff(transcripts.exon_indptr)[rows]).astype(int)
    near = transcripts.exon_start[exon] + rng.integers(-5, 100, 800)
    positions = np.where(rng.random(800) < 0.8, near, starts + spread * (ends - starts)).astype(np.int64)
    bulk = CodingPositions(transcripts)
    offsets, residues = bulk.offsets(rows, positions), bulk.residues(rows, positions)
    annotator = Annotator(transcripts)
    checked = 0
    for row, position, offset, residue in zip(rows, positions, offsets, residues, strict=True):
        if row < 0:
            assert offset == residue == -1
            continue
        allele = Allele(Assembly.GRCH38, CONTIGS[transcripts.contig[row]], int(position), "A", "C")
        name = transcripts.transcript_ids[row]
        found = [one for one in annotator.annotate(allele) if one.transcript == name]
        exact = found[0].cds_position if found else None
        assert (exact or 0) - 1 == offset
        assert (found[0].protein_position if found and exact else -1) == residue
        checked += exact is not None
    assert checked > 200
