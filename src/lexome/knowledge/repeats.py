"""Short tandem repeats that cause disease when they expand."""

from __future__ import annotations

from dataclasses import dataclass

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.facts import Citation
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.releases import Dataset, starter


@dataclass(frozen=True, slots=True)
class Repeat:
    """One locus, 0-based and half-open; bounds in repeat units.

    Up to ``normal_max`` units are normal, from ``pathologic_min`` on they are pathologic; between lies the grey zone.
    ``inheritance`` is the catalogue's code (AD, AR, XR, XD).
    """

    locus: str
    gene_symbol: str
    hgnc_id: str
    assembly: Assembly
    contig: str
    start: int
    end: int
    unit: str
    structure: str
    disease: str
    inheritance: str
    normal_max: int
    pathologic_min: int
    citation: Citation


class Repeats:
    """All disease repeats."""

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("repeats")
        self.releases = dataset.releases("repeats")
        self.loci: tuple[Repeat, ...] = tuple(self._repeat(row) for row in dataset.table("repeats").to_pylist())
        self._by_locus = {one.locus.upper(): one for one in self.loci}

    def _repeat(self, row: dict[str, object]) -> Repeat:
        return Repeat(
            locus=str(row["locus"]),
            gene_symbol=str(row["symbol"]),
            hgnc_id=f"HGNC:{row['hgnc']}",
            assembly=Assembly.GRCH38,
            contig=CONTIGS[int(str(row["contig"]))],
            start=int(str(row["start"])),
            end=int(str(row["end"])),
            unit=str(row["unit"]),
            structure=str(row["structure"]),
            disease=str(row["disease"]),
            inheritance=str(row["inheritance"]),
            normal_max=int(str(row["normal_max"])),
            pathologic_min=int(str(row["pathologic_min"])),
            citation=Citation(self.citation.source, self.citation.release, f"{row['locus']} {row['source']}".strip()),
        )

    def named(self, locus: str) -> Repeat | None:
        """Return the locus that a caller names (ExpansionHunter's REPID or VARID), None when it is not known."""
        return self._by_locus.get(locus.upper())

    def at(self, contig: str, start: int, end: int) -> tuple[Repeat, ...]:
        """Return the repeats that share a base with [start, end)."""
        return tuple(one for one in self.loci if one.contig == contig and one.start < end and one.end > start)


def open_repeats(settings: Settings) -> Repeats:
    """Return the embedded catalogue."""
    del settings
    return Repeats(starter())


plugin = Source(
    card=Card(
        title="Disease repeats",
        about="Repeat loci with the largest normal and smallest pathologic number of units.",
        licence="MIT",
        reference="https://github.com/Clinical-Genomics/stranger; doi:10.1093/bioinformatics/btz431",
        tables=("repeats",),
        limits="Interruptions and motif changes (RFC1, FGF14) are not judged by unit counts alone.",
    ),
    open=open_repeats,
)
