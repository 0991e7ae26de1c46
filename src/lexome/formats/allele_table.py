"""Alleles in an Arrow table: columns ``contig``, ``key``, ``long_ref``, ``long_alt``, sorted by contig and key."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.formats.allele_index import AlleleIndex
from lexome.formats.allele_keys import allele_keys
from lexome.formats.base_strings import Bases, trimmed
from lexome.formats.columns import dictionary_codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALLELE_COLUMNS = ("contig", "key", "long_ref", "long_alt")


def allele_columns(
    contig: NDArray[np.int16], start: NDArray[np.int32], ref: Sequence[str], alt: Sequence[str]
) -> tuple[dict[str, Any], NDArray[np.int64]]:
    """Return the columns of a table, sorted, and the order (rows of the input) they were sorted in.

    REF and ALT are kept where the key does not spell them.
    """
    import pyarrow as pa

    start, ref_bases, alt_bases = trimmed(start, Bases.of(ref), Bases.of(alt))
    keys = allele_keys(start, ref_bases, alt_bases)
    order = np.lexsort((keys, contig))
    hashed = keys & np.uint64(1) == 1
    long_ref = [ref_bases.at(row) if hashed[row] else "" for row in order.tolist()]
    long_alt = [alt_bases.at(row) if hashed[row] else "" for row in order.tolist()]
    columns = {
        "contig": pa.array(contig[order], pa.int16()),
        "key": pa.array(keys[order], pa.uint64()),
        "long_ref": pa.array(long_ref, pa.string()),
        "long_alt": pa.array(long_alt, pa.string()),
    }
    return columns, order


def allele_index(table: Any) -> AlleleIndex:
    """Return the index over a table that has ``ALLELE_COLUMNS``."""
    contig = table["contig"].to_numpy()
    keys = table["key"].to_numpy()
    bounds = np.searchsorted(contig, np.arange(len(CONTIGS) + 1))

    def bases(rows: NDArray[np.int64]) -> tuple[Any, Any]:
        if len(rows) == 1:  # taking by index would import what computes on columns, 0.03 s, for one row
            row = int(rows[0])
            return table["long_ref"].slice(row, 1).combine_chunks(), table["long_alt"].slice(row, 1).combine_chunks()
        return table["long_ref"].take(rows).combine_chunks(), table["long_alt"].take(rows).combine_chunks()

    parts = [keys[low:high] for low, high in pairwise(bounds)]
    return AlleleIndex(parts, hashed_bases=bases)


class AlleleTable:
    """Alleles of an Arrow table with their columns; the in-memory twin of ``AlleleStore``."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.index = allele_index(table)
        self._values: dict[str, NDArray[Any]] = {}

    def take(self, column: str, rows: NDArray[np.int64]) -> NDArray[Any]:
        """Return a column at these rows; codes where the column is of words."""
        taken: NDArray[Any] = self.column(column)[rows]
        return taken

    def column(self, column: str) -> NDArray[Any]:
        """Return a whole column; codes where the column is of words."""
        if column not in self._values:
            self._values[column] = _values(self.table[column])
        return self._values[column]

    def words(self, column: str) -> list[str]:
        """Return what the codes of a column stand for."""
        return dictionary_codes(self.table[column])[1]


def _values(column: Any) -> NDArray[Any]:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        return dictionary_codes(column)[0]
    if pa.types.is_fixed_size_list(column.type):
        values: NDArray[Any] = column.combine_chunks().flatten().to_numpy().reshape(len(column), -1)
        return values
    plain: NDArray[Any] = column.to_numpy()
    return plain
