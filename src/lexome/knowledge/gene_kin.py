"""Disease genes near to each gene by process, place in the cell, pathway and tissue: GO, WikiPathways, GTEx."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.releases import Dataset, starter

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = ("process", "component", "pathway", "tissue")
"""What two genes can have in common."""


class GeneKin:
    """The nearest disease genes of every protein-coding gene, by what they have in common."""

    def __init__(self, dataset: Dataset) -> None:
        self.releases = dataset.releases("gene_kin")
        self.citation = dataset.citation("gene_kin")
        self._table = dataset.table("gene_kin")

    def nearest(
        self, kind: str, symbols: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint8]]:
        """Return, for rows in the order of ``symbols``, where each row's kin begin, their rows, and nearness in 255ths.

        The first has one entry more than there are symbols. Kin that are not among the symbols are left out.
        """
        named = self._table["symbol"].to_pylist()
        place = {symbol: row for row, symbol in enumerate(symbols)}
        to = np.array([place.get(symbol, -1) for symbol in named], np.int64)
        lists = self._table[kind].combine_chunks()
        offsets = lists.offsets.to_numpy().astype(np.int64)
        near = to[lists.values.to_numpy()]
        nearness = self._table[f"{kind}_nearness"].combine_chunks().values.to_numpy()
        gene = to[np.repeat(np.arange(len(named)), np.diff(offsets))]
        held = np.flatnonzero((gene >= 0) & (near >= 0))
        order = held[np.argsort(gene[held], kind="stable")]
        starts = np.searchsorted(gene[order], np.arange(len(symbols) + 1))
        return starts, near[order].astype(np.uint16), nearness[order]


def open_gene_kin(settings: Settings) -> GeneKin:
    """Return the embedded table."""
    del settings
    return GeneKin(starter())


plugin = Source(
    card=Card(
        title="GO annotation, WikiPathways, GTEx",
        about="The 32 disease genes nearest to each gene by process, place in the cell, pathway and tissue.",
        licence="GO: CC BY 4.0; WikiPathways: CC0; GTEx: open",
        reference="doi:10.1093/genetics/iyad031; https://www.wikipathways.org; doi:10.1126/science.aaz1776",
        tables=("gene_kin",),
        limits="Annotation of 2022: what was found of a gene since is not in it.",
    ),
    open=open_gene_kin,
)
