"""What is known of a region, as tracks: genes with the parent they are expressed from, and conservation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.facts import Unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.report.map_page import Track

COLOURS = {
    "acceptor": "#2166ac",
    "donor": "#b2182b",
    "exon": "#1b7837",
    "block": "#762a83",
    "gene": "#4d4d4d",
    "constraint": "#b35806",
}
_WHOSE = {"maternal": "mother", "paternal": "father"}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a contig, 0-based half-open; ``length`` is that of the contig."""

    contig: str
    start: int
    end: int
    length: int


def genes_track(place: Place, transcripts: Any, imprinting: Any) -> Track:
    """Return the genes of the region; an imprinted one says whose copy is expressed, and who says so."""
    from lexome.report.map_page import Track

    bounds: dict[str, tuple[int, int]] = {}
    inside = (transcripts.start < place.end) & (transcripts.end > place.start)
    for row in inside.nonzero()[0].tolist():
        if CONTIGS[int(transcripts.contig[row])] == place.contig:
            start, end = int(transcripts.start[row]), int(transcripts.end[row])
            low, high = bounds.get(transcripts.gene_symbols[row], (start, end))
            bounds[transcripts.gene_symbols[row]] = (min(low, start), max(high, end))
    named = [
        (max(low, place.start), min(high, place.end), gene + _origin(imprinting.of(gene)))
        for gene, (low, high) in bounds.items()
    ]
    about = f"annotated genes ({transcripts.release}); whose copy is expressed, where a publication tells it"
    return Track("genes", "annotation", COLOURS["gene"], sorted(named), about)


def _origin(known: Any) -> str:
    """Return the words that follow the symbol of an imprinted gene, '' for one that is not listed."""
    if isinstance(known, Unknown):
        return ""
    where = f" {known.where}" if known.where else ""
    return f", expressed from the {_WHOSE[known.expressed]}'s copy{where} ({known.citation.source})"


def conserved(place: Place, assembly: Assembly, conservation: Any) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield name and values a base (0 where there is none) of each imported track that has any in the region."""
    import numpy as np

    if place.contig not in CONTIGS:
        return
    positions = np.arange(place.start, place.end, dtype=np.int64)
    contig = np.full(len(positions), CONTIGS.index(place.contig), np.int16)
    for track in conservation.tracks:
        if track.store.assembly is assembly:
            values = track.store.values(contig, positions)
            if not np.isnan(values).all():
                yield track.name, np.nan_to_num(values)
