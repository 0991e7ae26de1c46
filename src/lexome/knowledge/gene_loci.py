"""Where genes lie on GRCh38, protein-coding or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.columns import string_list
from lexome.formats.releases import Dataset, starter


@dataclass(frozen=True, slots=True)
class Locus:
    """The extent of a gene, 0-based and half-open; ``strand`` is 1 or -1."""

    assembly: Assembly
    contig: str
    start: int
    end: int
    strand: int
    biotype: str


class GeneLoci:
    """Extents by HGNC number."""

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("gene_loci")
        self.releases = dataset.releases("gene_loci")
        self._table = dataset.table("gene_loci")
        self.hgnc = self._table["hgnc"].to_numpy()
        self.contig = self._table["contig"].to_numpy()
        self.start = self._table["start"].to_numpy()
        self.end = self._table["end"].to_numpy()
        self.strand = self._table["strand"].to_numpy()

    def __len__(self) -> int:
        return len(self.hgnc)

    @cached_property
    def biotypes(self) -> list[str]:
        """GENCODE biotype of each row."""
        return string_list(self._table["biotype"])

    def of(self, hgnc_id: str) -> Locus | None:
        """Return the locus of ``HGNC:1100``, None when it is not placed."""
        number = hgnc_id.rpartition(":")[2]
        row = int(np.searchsorted(self.hgnc, int(number))) if number.isdecimal() else len(self)
        if row >= len(self) or self.hgnc[row] != int(number):
            return None
        contig = CONTIGS[self.contig[row]]
        return Locus(
            Assembly.GRCH38, contig, int(self.start[row]), int(self.end[row]), int(self.strand[row]), self.biotypes[row]
        )

    def overlapping(self, contig: int, start: int, end: int) -> tuple[str, ...]:
        """Return the HGNC ids of genes that share a base with [start, end) of a contig code, in genomic order."""
        rows = np.flatnonzero((self.contig == contig) & (self.start < end) & (self.end > start))
        ordered = rows[np.argsort(self.start[rows], kind="stable")]
        return tuple(f"HGNC:{number}" for number in self.hgnc[ordered].tolist())


def open_gene_loci(settings: Settings) -> GeneLoci:
    """Return the embedded loci."""
    del settings
    return GeneLoci(starter())


plugin = Source(
    card=Card(
        title="GENCODE gene loci",
        about="Extent and strand of the genes that HGNC approves, GRCh38.",
        licence="open (GENCODE)",
        reference="https://www.gencodegenes.org; doi:10.1093/nar/gkac1071",
        tables=("gene_loci",),
        limits="Genes of the pseudo-autosomal regions are placed on X. Genes on patches are not placed.",
    ),
    open=open_gene_loci,
)
