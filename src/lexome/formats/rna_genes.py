"""Genes whose product is an RNA, which sets of protein-coding transcripts leave out: those where variants are known to
matter, and those of the mitochondrion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
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


PROMOTER = 60
"""Bases before an RNA of its own promoter that are told as the RNA's: they hold the proximal sequence element and the
TATA box. A deletion of the bases 54 to 49 before SNORD118 takes the former (doi:10.1038/ng.3661), and of the 90
(likely) pathogenic records of RMRP in the embedded ClinVar 58 lie in the 17 bases before it."""

OWN_PROMOTER = frozenset({"snRNA", "snoRNA", "ribozyme", "lncRNA"})
"""Biotypes of the file's genes that are transcribed by themselves; the others are cut out of longer transcripts."""


@dataclass(frozen=True, slots=True)
class RnaGene:
    """A row of the file; 0-based, half-open. ``refseq`` is '' where no accession is known to have this very place."""

    symbol: str
    hgnc: str
    ensembl: str
    biotype: str
    contig: int
    start: int
    end: int
    strand: int
    refseq: str

    @property
    def transcript(self) -> str:
        """The name of its one transcript: RefSeq's, else by the Ensembl gene, or by the place on the mitochondrion."""
        if self.contig == _MT:
            return f"{MITOCHONDRION}({self.symbol})"
        return self.refseq or f"{self.ensembl}({self.symbol})"

    @property
    def promoter(self) -> tuple[int, int]:
        """The bases before the RNA that are told as its own, none where it is cut out of a longer transcript."""
        return promoter(self.start, self.end, self.strand, self.biotype)


def promoter(start: int, end: int, strand: int, biotype: str) -> tuple[int, int]:
    """Return the place of the promoter of an RNA, empty without one.

    >>> promoter(1000, 1100, -1, "snRNA"), promoter(1000, 1100, 1, "miRNA")
    ((1100, 1160), (1000, 1000))
    """
    length = PROMOTER if biotype in OWN_PROMOTER else 0
    return (start - length, start) if strand > 0 else (end, end + length)


def with_rna_genes(transcripts: TranscriptColumns, path: Path = FILE) -> TranscriptColumns:
    """Return transcripts, which must ascend on the genome, with the RNA genes that are not among them at their places.

    Texts stay as they are stored.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or not of its form.
    """
    genes, before = _missing(transcripts, path)
    order = np.insert(np.arange(len(transcripts)), before, len(transcripts) + np.arange(len(genes)))
    more: dict[str, list[str]] = {
        "transcript_ids": [gene.transcript for gene in genes],
        "gene_symbols": [gene.symbol for gene in genes],
        "gene_ids": [gene.hgnc for gene in genes],
        "ensembl_gene_ids": [gene.ensembl for gene in genes],
        "refseq_ids": [gene.refseq for gene in genes],
        "biotypes": [gene.biotype for gene in genes],
    }
    values: dict[str, Any] = {name: Rearranged(getattr(transcripts, name), more[name], order) for name in _TEXTS}
    for name in ("contig", "strand"):
        values[name] = _with(getattr(transcripts, name), before, [getattr(gene, name) for gene in genes])
    for name, nothing in (("cds_start", -1), ("cds_end", -1), ("mane_select", 0), *((flag, 0) for flag in _FLAGS)):
        held = getattr(transcripts, name)
        if held is not None:
            values[name] = _with(held, before, [nothing] * len(genes))
    return replace(transcripts, **_exons(transcripts, genes, before), **values)


def _missing(transcripts: TranscriptColumns, path: Path) -> tuple[list[RnaGene], list[int]]:
    """Return the genes that are not among the transcripts, ascending, and before which row each belongs."""
    start, end = transcripts.start, transcripts.end
    bounds = np.searchsorted(transcripts.contig, np.arange(len(CONTIGS) + 1))
    genes: list[RnaGene] = []
    before: list[int] = []
    for gene in sorted(rna_genes(path), key=lambda one: (one.contig, one.start)):
        first, last = bounds[gene.contig], bounds[gene.contig + 1]
        to = int(first + np.searchsorted(start[first:last], gene.end))
        near = (first + np.flatnonzero(end[first:to] > gene.start)).tolist()
        if not any(transcripts.gene_symbols[row] == gene.symbol for row in near):
            genes.append(gene)
            before.append(int(first + np.searchsorted(start[first:last], gene.start, side="right")))
    return genes, before


def _exons(transcripts: TranscriptColumns, genes: Sequence[RnaGene], before: Sequence[int]) -> dict[str, Any]:
    """Return the columns of exons, one for each of the genes."""
    places = transcripts.exon_indptr[list(before)].tolist()
    counts = _with(np.diff(transcripts.exon_indptr), before, [1] * len(genes))
    return {
        "exon_indptr": np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        "exon_start": _with(transcripts.exon_start, places, [gene.start for gene in genes]),
        "exon_end": _with(transcripts.exon_end, places, [gene.end for gene in genes]),
    }


def _with(column: NDArray[Any], before: Sequence[int], values: Sequence[int]) -> NDArray[Any]:
    """Return a column with values put before rows, ascending; NumPy's own insert takes ten times as long."""
    cuts = [0, *before, len(column)]
    parts = [column[first:last] for first, last in pairwise(cuts)]
    new = np.array(values, column.dtype)
    return np.concatenate([part for at, one in enumerate(parts) for part in (one, new[at : at + 1])])


def _gene(symbol: str, hgnc: str, ensembl: str, biotype: str, contig: str, *place: str) -> RnaGene:
    *numbers, refseq = place
    start, end, strand = map(int, numbers)
    accession = "" if refseq == "-" else refseq
    return RnaGene(symbol, hgnc, ensembl, biotype, CONTIGS.index(contig), start, end, strand, accession)


@cache
def rna_genes(path: Path = FILE) -> tuple[RnaGene, ...]:
    """Return the genes of the file.

    Raises
    ------
    BrokenKnowledge
        when it is missing or not of its form.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
        genes = tuple(_gene(*row) for row in rows)
    except (OSError, ValueError, TypeError) as error:
        raise BrokenKnowledge(f"{path.name} cannot be read: {error}") from error
    if not all(gene.start < gene.end for gene in genes):
        raise BrokenKnowledge(f"{path.name}: a gene ends before it starts")
    return genes
