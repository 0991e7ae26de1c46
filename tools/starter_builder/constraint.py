"""gnomAD's constraint of genes against loss of function and missense change."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lexome.formats.official.gene_tables import read_constraint
from starter_builder.artifacts import ARTIFACTS, Shelf
from starter_builder.phenotypes import hgnc_rows
from starter_builder.variants import approved_symbols
from starter_builder.writing import Built

MEMBER = "mantis_ml/data/gnomad/constraint.txt"
KEPT = (
    "symbol",
    "loeuf",
    "pli",
    "missense_z",
    "observed_lof",
    "expected_lof",
    "observed_missense",
    "expected_missense",
)


def build_constraint(shelf: Shelf) -> Iterator[Built]:
    """Yield the measures of each gene's canonical transcript, under the symbol approved now."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "constraint.txt"
        path.write_bytes(shelf.content("mantis-ml", MEMBER))
        table: Any = read_constraint(path)
    table = table.filter(table["canonical"])
    now = {fields["symbol"] for fields in hgnc_rows(shelf)}
    approved = approved_symbols(shelf)
    row_of: dict[str, int] = {}
    for row, symbol in enumerate(table["symbol"].to_pylist()):
        current = symbol if symbol in now else approved.get(symbol, symbol)
        if current == symbol or current not in row_of:
            row_of[current] = row
    symbols = sorted(row_of)
    kept = table.take([row_of[symbol] for symbol in symbols])
    kept = kept.set_column(kept.schema.get_field_index("symbol"), "symbol", [symbols]).select(list(KEPT))
    yield Built(
        "constraint",
        kept,
        source="gnomAD constraint",
        release="2.1, canonical transcripts",
        licence="open (gnomAD); packaged under MPL-2.0",
        reference="https://gnomad.broadinstitute.org; doi:10.1038/s41586-020-2308-7",
        artifact=f"{ARTIFACTS['mantis-ml']} {MEMBER}",
    )
