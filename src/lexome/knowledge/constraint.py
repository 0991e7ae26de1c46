"""Constraint of genes against loss of function and missense change, from an imported gnomAD release."""

from __future__ import annotations

import numpy as np

from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.core.variant import Constraint
from lexome.formats.releases import Dataset, imported


class Constraints:
    """gnomAD's measures by gene symbol; without an import every gene is Unknown."""

    def __init__(self, dataset: Dataset | None) -> None:
        self._rows: dict[str, int] = {}
        self.releases = () if dataset is None else dataset.releases()
        if dataset is None:
            return
        self.citation = dataset.citation("constraint")
        self._table = dataset.table("constraint")
        order = np.lexsort((self._table["canonical"].to_numpy(), self._table["mane_select"].to_numpy()))
        symbols = self._table["symbol"].to_pylist()
        self._rows = {symbols[row]: row for row in order.tolist()}  # the preferred transcript comes last and stays

    def of(self, symbol: str) -> Constraint | Absent | Unknown:
        """Return the constraint of a gene on its MANE Select or canonical transcript."""
        if not self._rows:
            return Unknown(
                "no constraint table was imported",
                remedy="lexome data import constraint gnomad.v4.1.constraint_metrics.tsv --release v4.1",
            )
        row = self._rows.get(symbol)
        if row is None:
            return Absent(self.citation)
        cited = Citation(self.citation.source, self.citation.release, symbol)
        measures = {name: self._measure(name, row) for name in ("loeuf", "pli", "missense_z")}
        return Constraint(cited, measures["loeuf"], measures["pli"], measures["missense_z"])

    def _measure(self, name: str, row: int) -> float | None:
        value = float(self._table[name][row].as_py())
        return None if np.isnan(value) else value


def open_constraint(settings: Settings) -> Constraints:
    """Return the imported constraint, or one in which nothing is known."""
    found = imported(settings, "constraint")
    return Constraints(found[-1] if found else None)


plugin = Source(
    card=Card(
        title="gnomAD constraint",
        about="LOEUF, pLI and missense z by gene, from a release the user imports.",
        licence="gnomAD: open",
        reference="https://gnomad.broadinstitute.org; doi:10.1038/s41586-020-2308-7",
        limits="Not embedded: lexome data import constraint FILE --release R.",
    ),
    open=open_constraint,
)
