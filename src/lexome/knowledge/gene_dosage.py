"""Genes whose loss of function is an established disease mechanism by ClinGen's dosage curation."""

from __future__ import annotations

from dataclasses import dataclass

from lexome.core.facts import Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.releases import Dataset, starter


@dataclass(frozen=True, slots=True)
class Dosage:
    """ClinGen's haploinsufficiency score: 3 sufficient evidence, 30 recessive disease by loss of function."""

    score: int
    citation: Citation

    @property
    def haploinsufficient(self) -> bool:
        """Whether the loss of one copy causes disease."""
        return self.score == 3

    @property
    def recessive(self) -> bool:
        """Whether the loss of both copies causes disease."""
        return self.score == 30


class GeneDosage:
    """Scores by approved gene symbol."""

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("gene_dosage")
        self.releases = dataset.releases("gene_dosage")
        table = dataset.table("gene_dosage")
        symbols, scores = table["symbol"].to_pylist(), table["haploinsufficiency"].to_pylist()
        self.scores: dict[str, int] = dict(zip(symbols, scores, strict=True))

    def of(self, symbol: str) -> Dosage | Unknown:
        """Return the score of a gene; a gene not in the list may have a lower score or none, so it is Unknown."""
        score = self.scores.get(symbol)
        if score is None:
            return Unknown(f"{symbol} is not among the genes with haploinsufficiency score 3 or 30")
        return Dosage(score, Citation(self.citation.source, self.citation.release, symbol))


def open_gene_dosage(settings: Settings) -> GeneDosage:
    """Return the embedded scores."""
    del settings
    return GeneDosage(starter())


plugin = Source(
    card=Card(
        title="ClinGen dosage sensitivity",
        about="Genes with haploinsufficiency score 3 (sufficient evidence) or 30 (autosomal recessive).",
        licence="CC0-1.0",
        reference="https://search.clinicalgenome.org/kb/gene-dosage; doi:10.1016/j.gim.2021.08.013",
        tables=("gene_dosage",),
        limits="Other scores are not carried: a gene that is not listed is unknown, not dosage-insensitive.",
    ),
    open=open_gene_dosage,
)
