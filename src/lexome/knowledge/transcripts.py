"""Protein-coding transcripts of Ensembl with their exons, coding sequence and MANE status."""

from __future__ import annotations

from typing import Any

import numpy as np

from lexome.core.assembly import Assembly
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.core.transcript import TranscriptColumns
from lexome.formats.columns import list_columns, texts
from lexome.formats.releases import in_use
from lexome.formats.rna_genes import with_rna_genes


def open_transcripts(settings: Settings) -> TranscriptColumns:
    """Return the transcripts in use, ascending on the genome."""
    dataset = in_use(settings, "transcripts")
    table = dataset.table("transcripts")
    indptr, steps = list_columns(table["steps"])
    bounds = _running_sums(indptr, steps)
    strings = {name: texts(table[name]) for name in ("transcript", "symbol", "hgnc", "ensembl_gene", "refseq")}
    coding = TranscriptColumns(
        assembly=Assembly.GRCH38,
        release=dataset.citation("transcripts").release,
        transcript_ids=strings["transcript"],
        gene_symbols=strings["symbol"],
        gene_ids=strings["hgnc"],
        ensembl_gene_ids=strings["ensembl_gene"],
        refseq_ids=strings["refseq"],
        biotypes=["protein_coding"] * table.num_rows,
        contig=table["contig"].to_numpy(),
        strand=table["strand"].to_numpy(),
        exon_indptr=(indptr // 2).astype(np.int32),
        exon_start=bounds[0::2],
        exon_end=bounds[1::2],
        cds_start=table["cds_start"].to_numpy(),
        cds_end=table["cds_end"].to_numpy(),
        mane_select=table["mane_select"].to_numpy(),
        mane_plus_clinical=table["mane_plus_clinical"].to_numpy(),
        cds_incomplete=table["cds_incomplete"].to_numpy(),
        cds_phase=table["cds_phase"].to_numpy(),
    )
    return with_rna_genes(coding)


def _running_sums(indptr: Any, steps: Any) -> Any:
    """Return the sums from the start of each row: the exon bounds whose steps are stored."""
    total = np.cumsum(steps, dtype=np.int32)  # may wrap round; the differences are right all the same
    before = np.concatenate((np.zeros(1, np.int32), total))[indptr[:-1]]
    total -= np.repeat(before, np.diff(indptr))
    return total


plugin = Source(
    card=Card(
        title="Ensembl transcripts with MANE",
        about="Exons and coding sequence of protein-coding transcripts, and RNA genes where variants matter, GRCh38.",
        licence="Ensembl: no restrictions; MANE: public domain",
        reference="https://www.ensembl.org; https://www.ncbi.nlm.nih.gov/refseq/MANE; doi:10.1038/s41586-022-04558-8",
        tables=("transcripts",),
        limits="No non-coding genes but those of rules/rna-genes.tsv (small RNAs with a listed disease, TERC, RNAs of "
        "the spliceosome, the mitochondrion), and no patch sequences (MANE of POLR2A and SHANK3 lies there). A "
        "transcript that no source names by its accession has its Ensembl name (SHANK3-201). A transcript whose "
        "reading frame cannot be told is left out; one cut at an end is marked.",
    ),
    open=open_transcripts,
)
