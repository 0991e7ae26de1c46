"""Genes by HGNC: approved symbols, former and other names, ids elsewhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.columns import string_list
from lexome.formats.releases import Dataset, starter

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Gene:
    """One approved gene; ``location`` is its cytogenetic band; ``entrez_id`` 0 and ``ensembl_id`` '' when unknown."""

    hgnc_id: str
    symbol: str
    name: str
    previous: tuple[str, ...]
    alias: tuple[str, ...]
    ensembl_id: str
    entrez_id: int
    locus_type: str
    location: str
    omim_ids: tuple[str, ...]


class Genes:
    """Approved genes in rows, ascending by HGNC number."""

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("genes")
        self.releases = dataset.releases("genes")
        self._table: Any = dataset.table("genes")
        self.hgnc: NDArray[np.int32] = self._table["hgnc"].to_numpy()

    def __len__(self) -> int:
        return len(self.hgnc)

    @cached_property
    def symbols(self) -> list[str]:
        """Approved symbol of each row."""
        return string_list(self._table["symbol"])

    @cached_property
    def _of_symbol(self) -> dict[str, int]:
        return {symbol.upper(): row for row, symbol in enumerate(self.symbols)}

    @cached_property
    def _of_former(self) -> dict[str, list[int]]:
        """Rows by previous symbol, and by alias where no gene had it as symbol."""
        previous: dict[str, list[int]] = defaultdict(list)
        alias: dict[str, list[int]] = defaultdict(list)
        for found, name in ((previous, "previous"), (alias, "alias")):
            for row, symbols in enumerate(self._table[name].to_pylist()):
                for symbol in symbols:
                    found[symbol.upper()].append(row)
        return {**alias, **previous}

    @cached_property
    def _of_ensembl(self) -> dict[str, int]:
        return {gene: row for row, gene in enumerate(string_list(self._table["ensembl"])) if gene}

    @cached_property
    def _of_entrez(self) -> dict[int, int]:
        return {gene: row for row, gene in enumerate(self._table["entrez"].to_numpy().tolist()) if gene}

    def row(self, symbol_or_id: str) -> int | None:
        """Return the row of an approved symbol, HGNC, Ensembl or NCBI id, or of a previous symbol or alias.

        A previous symbol or alias that several genes share is None: guessing would change an answer.
        """
        text = symbol_or_id.strip()
        prefix, _, number = text.upper().rpartition(":")
        if prefix == "HGNC" and number.isdecimal():
            at = int(np.searchsorted(self.hgnc, int(number)))
            return at if at < len(self) and self.hgnc[at] == int(number) else None
        if prefix in ("NCBIGENE", "ENTREZ") and number.isdecimal():
            return self._of_entrez.get(int(number))
        if text.upper().startswith("ENSG"):
            return self._of_ensembl.get(text.upper().partition(".")[0])
        if text.upper() in self._of_symbol:
            return self._of_symbol[text.upper()]
        former = self._of_former.get(text.upper(), [])
        return former[0] if len(former) == 1 else None

    def gene(self, row: int) -> Gene:
        """Return one gene."""
        fields = {name: self._table[name][row].as_py() for name in self._table.column_names}
        return Gene(
            hgnc_id=f"HGNC:{fields['hgnc']}",
            symbol=fields["symbol"],
            name=fields["name"],
            previous=tuple(fields["previous"]),
            alias=tuple(fields["alias"]),
            ensembl_id=fields["ensembl"],
            entrez_id=fields["entrez"],
            locus_type=fields["locus_type"],
            location=fields["location"],
            omim_ids=tuple(fields["omim"]),
        )

    def resolve(self, symbol_or_id: str) -> Gene | None:
        """Return the gene that a symbol or id stands for, None when there is none or several."""
        row = self.row(symbol_or_id)
        return None if row is None else self.gene(row)


def open_genes(settings: Settings) -> Genes:
    """Return the embedded genes."""
    del settings
    return Genes(starter())


plugin = Source(
    card=Card(
        title="HGNC genes",
        about="Approved human gene symbols with previous symbols, aliases, Ensembl, NCBI and OMIM ids.",
        licence="CC0-1.0",
        reference="https://www.genenames.org; doi:10.1093/nar/gkac888",
        tables=("genes",),
        limits="A previous symbol or alias shared by several genes is not resolved.",
    ),
    open=open_genes,
)
