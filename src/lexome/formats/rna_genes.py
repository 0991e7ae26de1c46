"""Genes whose product is an RNA, which sets of protein-coding transcripts leave out: those where variants are known to
matter, and those of the mitochondrion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS, MITOCHONDRION
from lexome.core.errors import BrokenKnowledge
from lexome.core.transcript import TranscriptColumns
from lexome.formats.columns import STARTER, Rearranged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FILE = STARTER / "rules" / "rna-genes.tsv"
_MT = CONTIGS.index("MT")
_TEXTS = ("transcript_ids", "gene_symbols", "gene_ids", "ensembl_gene_ids", "refseq_ids", "biotypes")
_FLAGS = ("mane_plus_clinical", "cds_incomplete", "cds_phase")


@dataclass(frozen=True, slots=True)
class RnaGene:
    """A row of the file; 0-based, half-open."""

    symbol: str
    hgnc: str
    ensembl: str
    biotype: str
    contig: int
    start: int
    end: int
    strand: int

    @property
    def transcript(self) -> str:
        """The name of its one transcript: by the Ensembl gene, or by the place on the mitochondrion."""
        return f"{MITOCHONDRION}({self.symbol})" if self.contig == _MT else f"{self.ensembl}({self.symbol})"


def with_rna_genes(transcripts: TranscriptColumns, path: Path = FILE) -> TranscriptColumns:
    """Return the transcripts with the RNA genes that are not among them, ascending on the genome.

    Texts stay as they are stored.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or not of its form.
    """
    genes = [gene for gene in _genes(path) if not _is_among(gene, transcripts)]
    contig = np.append(transcripts.contig, _column(genes, "contig", transcripts.contig.dtype))
    start = np.append(transcripts.start, _column(genes, "start", np.int32))
    order = np.lexsort((start, contig))
    more: dict[str, list[str]] = {
        "transcript_ids": [gene.transcript for gene in genes],
        "gene_symbols": [gene.symbol for gene in genes],
        "gene_ids": [gene.hgnc for gene in genes],
        "ensembl_gene_ids": [gene.ensembl for gene in genes],
        "refseq_ids": [""] * len(genes),
        "biotypes": [gene.biotype for gene in genes],
    }
    values: dict[str, Any] = {name: Rearranged(getattr(transcripts, name), more[name], order) for name in _TEXTS}
    values["strand"] = np.append(transcripts.strand, _column(genes, "strand", transcripts.strand.dtype))[order]
    for name, nothing in (("cds_start", -1), ("cds_end", -1), ("mane_select", 0), *((flag, 0) for flag in _FLAGS)):
        held = getattr(transcripts, name)
        if held is not None:
            values[name] = np.append(held, np.full(len(genes), nothing, held.dtype))[order]
    return replace(transcripts, contig=contig[order], **_exons(transcripts, genes, order), **values)


def _is_among(gene: RnaGene, transcripts: TranscriptColumns) -> bool:
    here = (transcripts.contig == gene.contig) & (transcripts.start < gene.end) & (transcripts.end > gene.start)
    return any(transcripts.gene_symbols[row] == gene.symbol for row in np.flatnonzero(here).tolist())


def _exons(transcripts: TranscriptColumns, genes: Sequence[RnaGene], order: NDArray[np.int64]) -> dict[str, Any]:
    """Return the columns of exons, one for each of the genes, in the new order of the transcripts."""
    first = np.append(transcripts.exon_indptr[:-1], transcripts.exon_indptr[-1] + np.arange(len(genes)))[order]
    counts = np.append(np.diff(transcripts.exon_indptr), np.ones(len(genes), np.int32))[order]
    indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    rows = np.arange(indptr[-1]) + np.repeat(first - indptr[:-1], counts)
    bounds = {
        f"exon_{name}": np.append(getattr(transcripts, f"exon_{name}"), _column(genes, name, np.int32))[rows]
        for name in ("start", "end")
    }
    return {"exon_indptr": indptr, **bounds}


def _column(genes: Sequence[RnaGene], name: str, kind: Any) -> NDArray[Any]:
    return np.array([getattr(gene, name) for gene in genes], kind)


def _gene(symbol: str, hgnc: str, ensembl: str, biotype: str, contig: str, *place: str) -> RnaGene:
    start, end, strand = map(int, place)
    return RnaGene(symbol, hgnc, ensembl, biotype, CONTIGS.index(contig), start, end, strand)


@cache
def _genes(path: Path) -> tuple[RnaGene, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
        genes = tuple(_gene(*row) for row in rows)
    except (OSError, ValueError, TypeError) as error:
        raise BrokenKnowledge(f"{path.name} cannot be read: {error}") from error
    if not all(gene.start < gene.end for gene in genes):
        raise BrokenKnowledge(f"{path.name}: a gene ends before it starts")
    return genes
