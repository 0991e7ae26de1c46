"""Measured function of alleles, from imported tables such as saturation genome editing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.allele_store import AlleleStore
from lexome.formats.releases import Dataset, imported


@dataclass(frozen=True, slots=True)
class Measurement:
    """What an assay measured; ``result`` is its own word for the score (FUNC, INT, LOF)."""

    score: float
    result: str
    citation: Citation


class Assays:
    """All imported assays; ``datasets`` in the order of their names."""

    def __init__(self, datasets: Sequence[Dataset]) -> None:
        self.releases = tuple(release for one in datasets for release in one.releases())
        self._assays = [(one.citation("functional"), AlleleStore(one.folder)) for one in datasets]

    def of(self, allele: Allele) -> tuple[Measurement, ...] | Absent | Unknown:
        """Return every measurement of an allele: Absent where assays cover the place and did not measure it."""
        looked, found = [], []
        for citation, store in self._assays:
            if store.assembly is not allele.assembly or allele.contig not in CONTIGS:
                continue
            contig, start = np.array([CONTIGS.index(allele.contig)], np.int16), np.array([allele.start], np.int32)
            row = store.index.find(contig, start, [allele.ref], [allele.alt])
            if row[0] >= 0:
                word = store.words("function_class")[int(store.take("function_class", row)[0])]
                found.append(Measurement(float(store.take("score", row)[0]), word, citation))
            elif store.coverage.covers(contig, start, np.array([allele.end], np.int32))[0]:
                looked.append(citation)
        if found:
            return tuple(found)
        if looked:
            return Absent(looked[0])
        return Unknown("no imported assay covers the site", remedy="lexome data import functional FILE --release R")


def open_functional(settings: Settings) -> Assays:
    """Return the imported assays."""
    return Assays(imported(settings, "functional"))


plugin = Source(
    card=Card(
        title="Functional assays",
        about="Scores and classes of alleles measured in the laboratory, from tables the user imports.",
        licence="as the table's",
        reference="doi:10.1038/s41586-018-0461-z (saturation genome editing of BRCA1)",
        limits="Not embedded: lexome data import functional FILE --release R.",
    ),
    open=open_functional,
)
