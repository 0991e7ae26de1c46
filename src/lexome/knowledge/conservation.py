"""Conservation of bases between species, from an imported bigWig (phyloP, phastCons)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.facts import Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.core.variant import Effect
from lexome.formats.releases import Dataset, imported
from lexome.formats.track_store import TrackStore

_REMEDY = "lexome data import conservation hg38.phyloP100way.bw --release 'phyloP100way 2015'"


@dataclass(frozen=True, slots=True)
class Track:
    """One imported track with its name, which is that of the release without its version."""

    name: str
    citation: Citation
    store: TrackStore


class Conservation:
    """The imported tracks; without one every base is Unknown."""

    def __init__(self, datasets: Sequence[Dataset]) -> None:
        self.releases = tuple(release for one in datasets for release in one.releases())
        self.tracks = tuple(
            Track(one.manifest["name"], one.citation("conservation"), TrackStore(one.folder)) for one in datasets
        )

    def of(self, allele: Allele, *, track: str = "") -> Effect | Unknown:
        """Return the mean over the allele's reference bases on the named track, '' for the first there is."""
        for one in self.tracks:
            if one.store.assembly is not allele.assembly or (track and one.name != track):
                continue
            if allele.contig not in CONTIGS:
                break
            positions = np.arange(allele.start, allele.end, dtype=np.int64)
            contig = np.full(len(positions), CONTIGS.index(allele.contig), np.int16)
            values = one.store.values(contig, positions)
            if np.isnan(values).any():
                return Unknown(f"{one.citation} has no value at {allele.contig}:{allele.pos}")
            return Effect(model=one.name, value=float(values.mean()), unit="score", citation=one.citation)
        return Unknown(f"no conservation track on {allele.assembly} was imported", remedy=_REMEDY)


def open_conservation(settings: Settings) -> Conservation:
    """Return the imported tracks."""
    return Conservation(imported(settings, "conservation"))


plugin = Source(
    card=Card(
        title="Conservation",
        about="One value a base from bigWig tracks the user imports (phyloP, phastCons, GERP).",
        licence="as the track's",
        reference="https://genome.ucsc.edu; doi:10.1101/gr.097857.109",
        limits="Not embedded: lexome data import conservation FILE.bw --release R. Kept to three significant digits.",
    ),
    open=open_conservation,
)
