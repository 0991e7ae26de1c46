"""Alleles on disk: per contig a sorted key column and value columns as NumPy files, memory-mapped.

::

    FOLDER/store.json             assembly, columns, words, contigs with rows
    FOLDER/CONTIG/key.npy         uint64, ascending (allele_keys)
    FOLDER/CONTIG/COLUMN.npy      one value a row
    FOLDER/CONTIG/covered.npy     (n, 2) int64 stretches that were looked at
    FOLDER/CONTIG/long.arrow      row, REF and ALT where the key is a hash
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.errors import BrokenKnowledge
from lexome.formats.allele_index import AlleleIndex, groups
from lexome.formats.columns import open_table
from lexome.formats.coverage import Coverage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class AlleleStore:
    """An imported set of alleles with columns and coverage, opened without reading it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.description: Mapping[str, Any] = json.loads((folder / "store.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BrokenKnowledge(f"{folder / 'store.json'}: {error}; run: lexome data verify") from error
        self.assembly = Assembly(self.description["assembly"])
        self.contigs: dict[int, str] = {CONTIGS.index(name): name for name in self.description["contigs"]}
        keys = [self._array(code, "key") if code in self.contigs else _NO_KEYS for code in range(len(CONTIGS))]
        self._long: dict[int, Any] = {}
        self._open: dict[tuple[int, str], NDArray[Any]] = {}
        self.index = AlleleIndex(keys, hashed_bases=self._hashed_bases)
        self.coverage = Coverage({code: self._array(code, "covered") for code in self.contigs})

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the value columns."""
        return tuple(self.description["columns"])

    def take(self, column: str, rows: NDArray[np.int64]) -> NDArray[Any]:
        """Return a column at these rows; codes where the column is of words."""
        taken = np.empty(len(rows), np.dtype(self.description["columns"][column]))
        for code, asked in self._by_contig(rows):
            taken[asked] = self.part(code, column)[rows[asked] - self.index.indptr[code]]
        return taken

    def _by_contig(self, rows: NDArray[np.int64]) -> Iterator[tuple[int, slice | NDArray[np.int64]]]:
        """Yield each contig code with the places in ``rows`` that lie on it."""
        indptr = self.index.indptr
        if bool((rows[1:] >= rows[:-1]).all()):
            bounds = np.searchsorted(rows, indptr).tolist()
            parts = enumerate(pairwise(bounds))
            yield from ((code, slice(low, high)) for code, (low, high) in parts if low < high)
        else:
            yield from groups(np.searchsorted(indptr, rows, side="right") - 1, len(self.index.keys))

    def column(self, column: str) -> NDArray[Any]:
        """Return a whole column, read into memory."""
        parts = [self.part(code, column) for code in sorted(self.contigs)]
        return np.concatenate(parts) if parts else np.empty(0, np.dtype(self.description["columns"][column]))

    def words(self, column: str) -> list[str]:
        """Return what the codes of a column stand for."""
        return open_table("words_" + column, folder=self.folder)["word"].to_pylist()  # type: ignore[no-any-return]

    def part(self, contig: int, column: str) -> NDArray[Any]:
        """Return the memory-mapped column of one contig."""
        if (contig, column) not in self._open:
            self._open[contig, column] = self._array(contig, column)
        return self._open[contig, column]

    def _array(self, contig: int, column: str) -> NDArray[Any]:
        path = self.folder / self.contigs[contig] / f"{column}.npy"
        try:
            array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise BrokenKnowledge(f"{path}: {error}; run: lexome data verify") from error
        return array

    def _long_table(self, contig: int) -> Any:
        if contig not in self._long:
            self._long[contig] = open_table("long", folder=self.folder / self.contigs[contig])
        return self._long[contig]

    def _hashed_bases(self, rows: NDArray[np.int64]) -> tuple[Any, Any]:
        """Return REF and ALT of ascending rows whose key is a hash."""
        import pyarrow as pa

        parts = []
        for code, asked in self._by_contig(rows):
            table = self._long_table(code)
            numbers = np.searchsorted(table["row"].to_numpy(), rows[asked] - self.index.indptr[code])
            parts.append(table.select(["ref", "alt"]).take(numbers))
        chosen = pa.concat_tables(parts).combine_chunks()
        return chosen["ref"].combine_chunks(), chosen["alt"].combine_chunks()


_NO_KEYS = np.empty(0, np.uint64)
