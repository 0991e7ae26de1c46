"""What missense predictors say of an allele, from imported tables (AlphaMissense, REVEL, CADD)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.core.variant import Effect
from lexome.formats.allele_store import AlleleStore
from lexome.formats.releases import Dataset, imported

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Predictor:
    """One imported table by the predictor's name: alphamissense, revel or cadd."""

    name: str
    citation: Citation
    store: AlleleStore

    def scores(self, contig: NDArray[np.int16], start: NDArray[np.int32], ref: Any, alt: Any) -> NDArray[np.float32]:
        """Return the score of each allele, NaN where the table has none."""
        rows = self.store.index.find(contig, start, ref, alt)
        found = np.full(len(rows), np.nan, np.float32)
        held = np.flatnonzero(rows >= 0)
        found[held] = self.store.take("score", rows[held])
        return found


class Missense:
    """All imported predictors."""

    def __init__(self, datasets: Sequence[Dataset]) -> None:
        self.releases = tuple(release for one in datasets for release in one.releases())
        self.predictors = tuple(
            Predictor(one.manifest["predictor"], one.citation("missense"), AlleleStore(one.folder)) for one in datasets
        )

    def of(self, allele: Allele, *, predictor: str) -> Effect | Absent | Unknown:
        """Return the score of an allele: Absent where the predictor's table covers the place and leaves it out."""
        for one in self.predictors:
            if one.name != predictor or one.store.assembly is not allele.assembly or allele.contig not in CONTIGS:
                continue
            contig, start = np.array([CONTIGS.index(allele.contig)], np.int16), np.array([allele.start], np.int32)
            score = float(one.scores(contig, start, [allele.ref], [allele.alt])[0])
            if not np.isnan(score):
                return Effect(model=predictor, value=score, unit="score", citation=one.citation, kind="missense")
            if one.store.coverage.covers(contig, start, np.array([allele.end], np.int32))[0]:
                return Absent(one.citation)
            return Unknown(f"{one.citation} does not cover {allele.contig}:{allele.pos}")
        return Unknown(
            f"no {predictor} table on {allele.assembly} was imported",
            remedy="lexome data import missense AlphaMissense_hg38.tsv.gz --release 2023",
        )

    def effects(self, allele: Allele) -> tuple[Effect, ...]:
        """Return what every imported predictor says of an allele."""
        said = (self.of(allele, predictor=one.name) for one in self.predictors)
        return tuple(effect for effect in said if isinstance(effect, Effect))


def open_missense(settings: Settings) -> Missense:
    """Return the imported predictors."""
    return Missense(imported(settings, "missense"))


plugin = Source(
    card=Card(
        title="Missense predictors",
        about="Scores by allele from tables the user imports: AlphaMissense, REVEL, CADD.",
        licence="as the table's (AlphaMissense CC BY 4.0; REVEL and CADD are free for non-commercial use)",
        reference="doi:10.1126/science.adg7492; doi:10.1016/j.ajhg.2016.08.016; doi:10.1093/nar/gky1016",
        limits="Not embedded: lexome data import missense FILE --release R. The highest score of an allele's rows.",
    ),
    open=open_missense,
)
