"""Constraint of genes against loss of function and missense change: gnomAD, embedded or imported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.facts import Absent, Citation
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.core.variant import Constraint
from lexome.formats.releases import Dataset, imported, starter

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Constraints:
    """gnomAD's measures by gene symbol, of a gene's MANE Select or canonical transcript."""

    def __init__(self, dataset: Dataset) -> None:
        self.releases = dataset.releases("constraint")
        self.citation = dataset.citation("constraint")
        self._table = dataset.table("constraint")

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Row of each symbol: the preferred transcript comes last and stays."""
        names = self._table.column_names
        order = np.arange(len(self._table))
        if "canonical" in names:
            order = np.lexsort((self._table["canonical"].to_numpy(), self._table["mane_select"].to_numpy()))
        symbols = self._table["symbol"].to_pylist()
        return {symbols[row]: row for row in order.tolist()}

    def of(self, symbol: str) -> Constraint | Absent:
        """Return the constraint of a gene."""
        row = self._rows.get(symbol)
        if row is None:
            return Absent(self.citation)
        cited = Citation(self.citation.source, self.citation.release, symbol)
        measures = {name: self._measure(name, row) for name in ("loeuf", "pli", "missense_z")}
        return Constraint(cited, measures["loeuf"], measures["pli"], measures["missense_z"])

    def column(self, name: str, symbols: Sequence[str]) -> NDArray[np.float64]:
        """Return one measure for each of these genes, NaN where the table has none."""
        if name not in self._table.column_names:
            return np.full(len(symbols), np.nan)
        values = self._table[name].to_numpy().astype(np.float64)
        rows = np.array([self._rows.get(symbol, -1) for symbol in symbols], np.int64)
        return np.where(rows >= 0, values[np.maximum(rows, 0)], np.nan)

    def _measure(self, name: str, row: int) -> float | None:
        value = float(self._table[name][row].as_py())
        return None if np.isnan(value) else value


def open_constraint(settings: Settings) -> Constraints:
    """Return the imported constraint, else the embedded one."""
    found = imported(settings, "constraint")
    return Constraints(found[-1] if found else starter())


plugin = Source(
    card=Card(
        title="gnomAD constraint",
        about="LOEUF, pLI, missense z and the counts behind them, by gene.",
        licence="gnomAD: open",
        reference="https://gnomad.broadinstitute.org; doi:10.1038/s41586-020-2308-7",
        tables=("constraint",),
        limits="Embedded: release 2.1 on GRCh37 transcripts. Newer: lexome data import constraint FILE --release R.",
    ),
    open=open_constraint,
)
