"""The transfer and ribosomal RNA genes of the mitochondrion, which sets of protein-coding transcripts leave out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.errors import BrokenKnowledge
from lexome.core.transcript import TranscriptColumns
from lexome.formats.columns import STARTER, Followed

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = STARTER / "rules" / "mitochondrial-rna.tsv"
ACCESSION = "NC_012920.1"
"""The revised Cambridge reference sequence, on which these genes have no transcript accession of their own."""

_MITOCHONDRION = CONTIGS.index("MT")


def with_mitochondrial_rna(transcripts: TranscriptColumns, path: Path = FILE) -> TranscriptColumns:
    """Return the transcripts with the RNA genes of the mitochondrion that are not among them, ascending on the genome.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or not of its form.
    """
    first = int(np.searchsorted(transcripts.contig, _MITOCHONDRION))
    there = {transcripts.gene_symbols[row] for row in range(first, len(transcripts))}
    rows = [row for row in _rows(path) if row[0] not in there]
    return _followed(transcripts, first, _joined(transcripts.subset(np.arange(first, len(transcripts))), rows))


def _joined(transcripts: TranscriptColumns, rows: list[tuple[str, ...]]) -> TranscriptColumns:
    """Return the transcripts from the mitochondrion on with these genes, ascending."""
    bounds = np.array([[int(row[4]), int(row[5])] for row in rows], np.int32).reshape(-1, 2)
    count, before = len(rows), int(transcripts.exon_indptr[-1])
    joined = replace(
        transcripts,
        transcript_ids=[*transcripts.transcript_ids, *(f"{ACCESSION}({row[0]})" for row in rows)],
        gene_symbols=[*transcripts.gene_symbols, *(row[0] for row in rows)],
        gene_ids=[*transcripts.gene_ids, *(row[1] for row in rows)],
        ensembl_gene_ids=[*transcripts.ensembl_gene_ids, *(row[2] for row in rows)],
        refseq_ids=[*transcripts.refseq_ids, *("" for _ in rows)],
        biotypes=[*transcripts.biotypes, *(row[3] for row in rows)],
        contig=np.append(transcripts.contig, np.full(count, _MITOCHONDRION, transcripts.contig.dtype)),
        strand=np.append(transcripts.strand, np.array([int(row[6]) for row in rows], transcripts.strand.dtype)),
        exon_indptr=np.append(transcripts.exon_indptr, before + np.arange(1, count + 1)).astype(np.int32),
        exon_start=np.append(transcripts.exon_start, bounds[:, 0]),
        exon_end=np.append(transcripts.exon_end, bounds[:, 1]),
        cds_start=np.append(transcripts.cds_start, np.full(count, -1, np.int32)),
        cds_end=np.append(transcripts.cds_end, np.full(count, -1, np.int32)),
        mane_select=np.append(transcripts.mane_select, np.zeros(count, np.bool_)),
        mane_plus_clinical=_longer(transcripts.mane_plus_clinical, count),
        cds_incomplete=_longer(transcripts.cds_incomplete, count),
        cds_phase=_longer(transcripts.cds_phase, count),
    )
    return joined.subset(np.lexsort((joined.start, joined.contig)))


def _followed(transcripts: TranscriptColumns, first: int, then: TranscriptColumns) -> TranscriptColumns:
    """Return the first transcripts, and those that follow in their place; texts stay as they are stored."""
    exons = int(transcripts.exon_indptr[first])
    texts = ("transcript_ids", "gene_symbols", "gene_ids", "ensembl_gene_ids", "refseq_ids", "biotypes")
    arrays = ("contig", "strand", "cds_start", "cds_end", "mane_select")
    optional = ("mane_plus_clinical", "cds_incomplete", "cds_phase")
    values: dict[str, Any] = {name: Followed(getattr(transcripts, name), first, getattr(then, name)) for name in texts}
    values |= {
        name: np.append(getattr(transcripts, name)[:first], getattr(then, name))
        for name in (*arrays, *(name for name in optional if getattr(transcripts, name) is not None))
    }
    return replace(
        transcripts,
        exon_indptr=np.append(transcripts.exon_indptr[:first], then.exon_indptr + np.int32(exons)),
        exon_start=np.append(transcripts.exon_start[:exons], then.exon_start),
        exon_end=np.append(transcripts.exon_end[:exons], then.exon_end),
        **values,
    )


def _longer(column: NDArray[Any] | None, by: int) -> NDArray[Any] | None:
    return None if column is None else np.append(column, np.zeros(by, column.dtype))


@cache
def _rows(path: Path) -> tuple[tuple[str, ...], ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))[1:]
        whole = all(len(row) == 7 and int(row[4]) < int(row[5]) for row in rows)
    except (OSError, ValueError) as error:
        raise BrokenKnowledge(f"{path.name} cannot be read: {error}") from error
    if not whole:
        raise BrokenKnowledge(f"{path.name}: a row is not of seven columns, or ends before it starts")
    return rows
