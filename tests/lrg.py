"""The transcripts of the LRG collection as columns: real exons and coding sequences, without any starter table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.transcript import TranscriptColumns


@cache
def lrg_transcripts(folder: Path, genes: tuple[str, ...] = ()) -> TranscriptColumns:
    """Return the transcripts of ``list_LRGs_transcripts_GRCh38.txt``, of some genes when they are named."""
    lines = (folder / "list_LRGs_transcripts_GRCh38.txt").read_text(encoding="utf-8").splitlines()[2:]
    rows = [line.split("\t") for line in lines]
    # LRG_321 is listed twice, on two versions of its exons: the last stands
    rows = list({row[0]: row for row in rows if row[2] in CONTIGS and (not genes or row[1] in genes)}.values())
    exons = [[tuple(int(at) for at in exon.split("-")) for exon in row[6].split(",")] for row in rows]
    exons = [sorted(part) for part in exons]
    coding = [(int(row[8]) - 1, int(row[9])) if row[8].isdigit() and row[9].isdigit() else (-1, -1) for row in rows]
    return TranscriptColumns(
        assembly=Assembly.GRCH38,
        release="LRG",
        transcript_ids=[row[0] for row in rows],
        gene_symbols=[row[1] for row in rows],
        gene_ids=[""] * len(rows),
        ensembl_gene_ids=[""] * len(rows),
        refseq_ids=[""] * len(rows),
        biotypes=["protein_coding"] * len(rows),
        contig=np.array([CONTIGS.index(row[2]) for row in rows], np.int16),
        strand=np.array([int(row[3]) for row in rows], np.int8),
        exon_indptr=np.cumsum([0, *map(len, exons)]).astype(np.int32),
        exon_start=np.array([start - 1 for part in exons for start, _ in part], np.int32),
        exon_end=np.array([end for part in exons for _, end in part], np.int32),
        cds_start=np.array([start for start, _ in coding], np.int32),
        cds_end=np.array([end for _, end in coding], np.int32),
        mane_select=np.array([row[0].endswith("t1") for row in rows]),
    )
