"""The embedded transcripts: known genes, and what must hold of all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.assembly import CONTIGS
from lexome.core.transcript import TranscriptColumns
from lexome.lab import Lab
from lrg import lrg_transcripts


@pytest.fixture(scope="module")
def transcripts(embedded: Lab) -> TranscriptColumns:
    return embedded.knowledge("transcripts")


@pytest.mark.parametrize(
    ("symbol", "refseq", "transcript", "exons", "protein"),
    [
        pytest.param("TP53", "NM_000546.6", "ENST00000269305.9", 11, 393, id="minus strand"),
        pytest.param("BRCA1", "NM_007294.4", "ENST00000357654.9", 23, 1863, id="many exons"),
        pytest.param("CFTR", "NM_000492.4", "ENST00000003084.11", 27, 1480, id="plus strand"),
        pytest.param("STXBP1", "NM_001032221.6", "ENST00000373299.5", 19, 594, id="one exon fewer than NM_003165"),
        pytest.param("HBB", "NM_000518.5", "ENST00000335295.4", 3, 147, id="small"),
    ],
)
def test_mane_select_has_the_published_exons_and_protein_length(
    transcripts: TranscriptColumns, symbol: str, refseq: str, transcript: str, exons: int, protein: int
) -> None:
    rows = [row for row in np.flatnonzero(transcripts.mane_select) if transcripts.gene_symbols[row] == symbol]
    (row,) = rows
    assert (transcripts.refseq_ids[row], transcripts.transcript_ids[row]) == (refseq, transcript)
    assert len(transcripts.exons(row)) == exons
    low, high = transcripts.cds_start[row], transcripts.cds_end[row]
    coding = sum(max(0, min(end, high) - max(start, low)) for start, end in transcripts.exons(row))
    assert coding == 3 * (protein + 1)


def test_every_complete_coding_sequence_is_whole_codons(transcripts: TranscriptColumns) -> None:
    assert transcripts.cds_incomplete is not None
    lengths = np.zeros(len(transcripts), np.int64)
    of_exon = np.repeat(np.arange(len(transcripts)), np.diff(transcripts.exon_indptr))
    inside = np.minimum(transcripts.exon_end, transcripts.cds_end[of_exon]) - np.maximum(
        transcripts.exon_start, transcripts.cds_start[of_exon]
    )
    np.add.at(lengths, of_exon, np.maximum(inside, 0))
    complete = transcripts.cds_incomplete == 0
    assert not (lengths[complete] % 3).any()
    assert transcripts.cds_phase is not None
    cut_start = (transcripts.cds_incomplete & 1) > 0
    assert ((lengths[cut_start] - transcripts.cds_phase[cut_start]) % 3 == 0).all()


def test_exons_ascend_and_do_not_touch_and_rows_ascend_on_the_genome(transcripts: TranscriptColumns) -> None:
    within = np.ones(len(transcripts.exon_start) - 1, bool)
    within[transcripts.exon_indptr[1:-1] - 1] = False
    assert (transcripts.exon_start[1:][within] > transcripts.exon_end[:-1][within]).all()
    place = transcripts.contig.astype(np.int64) << 32 | transcripts.start
    assert (np.diff(place) >= 0).all()


def _coding(transcripts: TranscriptColumns, row: int) -> tuple[tuple[int, int], ...]:
    low, high = int(transcripts.cds_start[row]), int(transcripts.cds_end[row])
    return tuple(
        (max(start, low), min(end, high)) for start, end in transcripts.exons(row) if start < high and low < end
    )


def test_coding_sequences_that_the_lrg_collection_states_are_among_ours(
    transcripts: TranscriptColumns, shared_data: Path
) -> None:
    """LRG places exons and CDS on GRCh38 by itself; its records of 2017 are older than MANE and Ensembl 110."""
    stated = lrg_transcripts(shared_data / "genome")
    rows = np.flatnonzero(stated.is_coding).tolist()
    ours: dict[str, set[tuple[tuple[int, int], ...]]] = {}
    for row, symbol in enumerate(transcripts.gene_symbols):
        ours.setdefault(symbol, set()).add(_coding(transcripts, row))
    known = [row for row in rows if stated.gene_symbols[row] in ours]
    found = [row for row in known if _coding(stated, row) in ours[stated.gene_symbols[row]]]
    assert len(known) > 1000
    assert len(found) >= 0.9 * len(known), f"{len(found)} of {len(known)}"


def test_the_mitochondrion_has_its_37_genes(transcripts: TranscriptColumns) -> None:
    """13 proteins, 22 transfer RNAs and 2 ribosomal RNAs; MT-TL1 spans m.3230-3304 of NC_012920.1 (MITOMAP), and
    m.3243A>G lies in it, not beside a gene of a protein."""
    rows = np.flatnonzero(transcripts.contig == CONTIGS.index("MT"))
    symbols = [transcripts.gene_symbols[row] for row in rows.tolist()]
    assert (len(set(symbols)), int(transcripts.is_coding[rows].sum())) == (37, 13)
    leucine = rows[symbols.index("MT-TL1")]
    assert (int(transcripts.start[leucine]) + 1, int(transcripts.end[leucine])) == (3230, 3304)
    assert (np.diff(transcripts.start[rows]) >= 0).all()


def test_rna_genes_of_diseases_lie_where_their_variants_were_published(transcripts: TranscriptColumns) -> None:
    """RNU4-2 n.64_65insT is chr12:120291839 T>TA of GRCh38 (Chen 2024, doi:10.1038/s41586-024-07773-7): on the reverse
    strand the insertion behind n.64 lies between n.65, its place in a VCF, and n.64."""
    row = transcripts.gene_symbols.index("RNU4-2")
    assert (transcripts.biotypes[row], int(transcripts.strand[row])) == ("snRNA", -1)
    assert int(transcripts.end[row]) - 65 + 1 == 120_291_839
    assert {"RMRP", "RNU4ATAC", "TERC", "MIR184"} <= set(transcripts.gene_symbols)


def test_rna_genes_with_a_refseq_accession_lie_where_lrg_places_it(
    transcripts: TranscriptColumns, shared_data: Path
) -> None:
    """LRG_163 is made of NR_003051.3, LRG_347 of NR_001566.1; GENCODE's RMRP is shorter by a base before n.1."""
    stated = lrg_transcripts(shared_data / "genome", ("RMRP", "TERC"))
    for row, symbol in enumerate(stated.gene_symbols):
        ours = transcripts.gene_symbols.index(symbol)
        assert transcripts.exons(ours) == stated.exons(row)
        assert transcripts.refseq_ids[ours] == {"RMRP": "NR_003051.3", "TERC": "NR_001566.1"}[symbol]
    assert len(stated) == 2


def test_transcripts_ascend_with_the_rna_genes_among_them(transcripts: TranscriptColumns) -> None:
    order = np.lexsort((transcripts.start, transcripts.contig))
    assert (transcripts.contig[order] == transcripts.contig).all()
    assert (transcripts.start[order] == transcripts.start).all()
    assert (transcripts.exon_start < transcripts.exon_end).all()
