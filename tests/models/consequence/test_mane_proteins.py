"""The embedded MANE transcripts spell whole proteins in the reference: exons, frame and ends are right."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.settings import Settings
from lexome.core.shelf import take
from lexome.formats.fasta import Reference
from lexome.models.consequence.coding import spliced
from lexome.models.consequence.genetic_code import STANDARD, reverse_complement
from lexome.models.consequence.placement import placed

SELENOPROTEINS = {"TXNRD2"}
"""Of the genes at hand; Labunskyy 2014, doi:10.1152/physrev.00039.2013."""


def test_every_mane_select_transcript_reads_from_start_to_stop(shared_data: Path, tmp_path: Path) -> None:
    transcripts = take("knowledge", "transcripts").open(Settings(data_dir=tmp_path / "data", cache_dir=tmp_path))
    reference = Reference.open(shared_data / "genome" / "lrg_grch38.fa.gz", cache_dir=tmp_path)
    read, wrong = 0, {}
    for row in np.flatnonzero(transcripts.mane_select & transcripts.is_coding).tolist():
        contig = CONTIGS[transcripts.contig[row]]
        if not reference.covers(contig, int(transcripts.cds_start[row]), int(transcripts.cds_end[row])):
            continue
        bases = "".join(reference.fetch_padded(contig, start, end) for start, end in transcripts.exons(row))
        where = placed(transcripts, row)
        protein = spliced(where, bases if where.strand > 0 else reverse_complement(bases), STANDARD).protein
        inner = set(protein[1:-1]) & {"*", "X", "U"}
        read += 1
        if protein[0] != "M" or protein[-1] != "*" or (inner and transcripts.gene_symbols[row] not in SELENOPROTEINS):
            wrong[transcripts.transcript_ids[row]] = protein
    assert read > 700
    assert wrong == {}
