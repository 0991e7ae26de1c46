"""Genes whose dosage causes disease by ClinGen's curation: embedded in part, or an imported release in full."""

from __future__ import annotations

from dataclasses import dataclass

from lexome.core.facts import Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.releases import Dataset, imported, starter


@dataclass(frozen=True, slots=True)
class Dosage:
    """ClinGen's scores: 3 sufficient evidence, 2 emerging, 1 little, 0 none, 30 recessive disease by loss of function,
    40 dosage sensitivity unlikely; None where the gene was not evaluated or the release does not carry the score."""

    score: int | None
    citation: Citation
    triplosensitivity: int | None = None

    @property
    def haploinsufficient(self) -> bool:
        """Whether the loss of one copy causes disease."""
        return self.score == 3

    @property
    def triplosensitive(self) -> bool:
        """Whether one copy more causes disease."""
        return self.triplosensitivity == 3

    @property
    def recessive(self) -> bool:
        """Whether the loss of both copies causes disease."""
        return self.score == 30


class GeneDosage:
    """Scores by approved gene symbol; ``complete`` says that a gene not listed was not evaluated.

    ``scores`` are those of the genes whose loss, of one copy (3) or both (30), causes disease.
    """

    def __init__(self, dataset: Dataset, *, complete: bool) -> None:
        self.complete = complete
        self.citation = dataset.citation("gene_dosage")
        self.releases = dataset.releases("gene_dosage")
        table = dataset.table("gene_dosage")
        symbols, scores = table["symbol"].to_pylist(), table["haploinsufficiency"].to_pylist()
        self._losses: dict[str, int] = dict(zip(symbols, scores, strict=True))
        self.scores = {symbol: score for symbol, score in self._losses.items() if score in {3, 30}}
        has_gain = "triplosensitivity" in table.column_names
        gains = table["triplosensitivity"].to_pylist() if has_gain else []
        self._gains: dict[str, int] = dict(zip(symbols, gains, strict=True)) if has_gain else {}

    def of(self, symbol: str) -> Dosage | Unknown:
        """Return the scores of a gene; a gene that is not listed is Unknown, not insensitive."""
        score = self._losses.get(symbol)
        if score is None:
            why = (
                "was not evaluated" if self.complete else "is not among the genes with haploinsufficiency score 3 or 30"
            )
            return Unknown(f"{symbol} {why}", "" if self.complete else "lexome data import dosage")
        gain = self._gains.get(symbol, -1)
        cited = Citation(self.citation.source, self.citation.release, symbol)
        return Dosage(score if score >= 0 else None, cited, gain if gain >= 0 else None)


def open_gene_dosage(settings: Settings) -> GeneDosage:
    """Return the imported release, else the embedded scores."""
    found = imported(settings, "dosage")
    return GeneDosage(found[-1], complete=True) if found else GeneDosage(starter(), complete=False)


plugin = Source(
    card=Card(
        title="ClinGen dosage sensitivity",
        about="Genes with haploinsufficiency score 3 (sufficient evidence) or 30 (autosomal recessive).",
        licence="CC0-1.0",
        reference="https://search.clinicalgenome.org/kb/gene-dosage; doi:10.1016/j.gim.2021.08.013",
        tables=("gene_dosage",),
        limits="Embedded are haploinsufficiency scores 3 and 30 alone: a gene that is not listed is unknown, not "
        "insensitive; triplosensitivity and the other scores come with: lexome data import dosage FILE --release R.",
    ),
    open=open_gene_dosage,
)
