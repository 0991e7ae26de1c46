"""Cytogenetic bands of GRCh38: the names that chromosome disorders are called by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexome.core.assembly import CONTIGS
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.releases import Dataset, starter

_NAME = re.compile(r"(?P<arm>[pq])(?P<band>ter|\d+(?:\.\d+)?)?")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a contig, 0-based and half-open."""

    contig: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """Bases."""
        return self.end - self.start


class Cytobands:
    """Bands by contig; a coarser name stands for all bands that begin with it."""

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("cytobands")
        self.releases = dataset.releases("cytobands")
        self._bands: dict[str, list[tuple[str, int, int]]] = {}
        for row in dataset.table("cytobands").to_pylist():
            self._bands.setdefault(CONTIGS[row["contig"]], []).append((row["band"], row["start"], row["end"]))

    def of(self, contig: str, name: str) -> Stretch | None:
        """Return the stretch of a band, a group of bands or an arm ('q11.21', 'q11', 'p', 'pter'); None for no such."""
        bands, asked = self._bands.get(contig, []), _NAME.fullmatch(name)
        if asked is None or not bands:
            return None
        arm, band = asked["arm"], asked["band"]
        mine = [one for one in bands if one[0][0] == arm]
        if band == "ter":
            mine = mine[:1] if arm == "p" else mine[-1:]
        elif band:
            mine = [one for one in mine if one[0][1:] == band or one[0][1:].startswith(_below(band))]
        return Stretch(contig, mine[0][1], mine[-1][2]) if mine else None

    def at(self, contig: str, start: int, end: int) -> str:
        """Return the bands that a stretch (0-based, half-open) touches, as a reader writes them; '' for none."""
        bands = self._bands.get(contig, ())
        names = [name for name, first, last in bands if first < max(end, start + 1) and last > start]
        if not names:
            return ""
        return f"{contig}{names[0]}" if names[0] == names[-1] else f"{contig}{names[0]}{names[-1]}"


def _below(band: str) -> tuple[str, ...]:
    """Return how the names of bands within a band begin: '11' has '11.1', '11.2' has '11.21', '1' has '11'."""
    return (
        (band,)
        if "." in band
        else (f"{band}.", *((f"{band}{digit}" for digit in range(1, 10)) if len(band) == 1 else ()))
    )


def open_cytobands(settings: Settings) -> Cytobands:
    """Return the embedded bands."""
    del settings
    return Cytobands(starter())


plugin = Source(
    card=Card(
        title="Cytogenetic bands",
        about="Bands of GRCh38 at the resolution of 850 bands.",
        licence="public domain (NCBI); packaged under CC0-1.0",
        reference="https://www.ncbi.nlm.nih.gov/genome/tools/gdp; Furey and Haussler 2003, Hum Mol Genet 12:1037",
        tables=("cytobands",),
        limits="The ends of bands are estimates from in situ hybridisation, some hundred kilobases wide.",
    ),
    open=open_cytobands,
)
