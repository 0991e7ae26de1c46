"""How well a gene is established as the cause of a disease: ClinGen's curations, from an imported release."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.hypothesis import Inheritance
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.releases import Dataset, imported

MODES = {
    "AD": Inheritance.AUTOSOMAL_DOMINANT,
    "AR": Inheritance.AUTOSOMAL_RECESSIVE,
    "XL": Inheritance.X_LINKED,
    "SD": Inheritance.AUTOSOMAL_DOMINANT,
    "MT": Inheritance.MITOCHONDRIAL,
}
"""ClinGen's codes of inheritance; SD, semidominant, is dominant with a graver form in homozygotes."""


@dataclass(frozen=True, slots=True)
class Validity:
    """One curation; ``classification`` is ClinGen's word (Definitive, Strong, Moderate, Limited, Disputed, …)."""

    gene_symbol: str
    disease: str
    mondo_id: str
    inheritance: Inheritance
    classification: str
    date: str
    panel: str
    citation: Citation


class GeneValidity:
    """Curations by gene symbol; without an import every gene is Unknown."""

    def __init__(self, dataset: Dataset | None) -> None:
        self._of_gene: dict[str, list[Validity]] = defaultdict(list)
        self.releases = () if dataset is None else dataset.releases()
        if dataset is None:
            return
        self.citation = dataset.citation("gene_validity")
        for row in dataset.table("gene_validity").to_pylist():
            self._of_gene[row["symbol"]].append(
                Validity(
                    gene_symbol=row["symbol"],
                    disease=row["disease"],
                    mondo_id=row["mondo"],
                    inheritance=MODES.get(row["inheritance"], Inheritance.UNKNOWN),
                    classification=row["classification"],
                    date=row["date"][:10],
                    panel=row["panel"],
                    citation=Citation(self.citation.source, self.citation.release, row["report"].rpartition("/")[2]),
                )
            )

    def of(self, symbol: str) -> tuple[Validity, ...] | Absent | Unknown:
        """Return the curations of a gene."""
        if not self._of_gene:
            return Unknown(
                "no gene–disease validity was imported",
                remedy="lexome data import gene-validity ClinGen-Gene-Disease-Summary.csv --release DATE",
            )
        found = self._of_gene.get(symbol)
        return tuple(found) if found else Absent(self.citation)


def open_gene_validity(settings: Settings) -> GeneValidity:
    """Return the imported curations, or none."""
    found = imported(settings, "gene-validity")
    return GeneValidity(found[-1] if found else None)


plugin = Source(
    card=Card(
        title="ClinGen gene–disease validity",
        about="Expert panels' judgement of each gene–disease relation, from a release the user imports.",
        licence="CC0-1.0",
        reference="https://search.clinicalgenome.org/kb/gene-validity; doi:10.1016/j.ajhg.2017.04.015",
        limits="Not embedded: lexome data import gene-validity FILE --release R.",
    ),
    open=open_gene_validity,
)
