"""Columns on disk: Arrow IPC files, memory-mapped, whose schema carries source, release and licence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lexome.core.errors import BrokenKnowledge
from lexome.formats.atomic import replacing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RowT = TypeVar("RowT")

STARTER = Path(__file__).resolve().parents[1] / "starter"
"""Folder of the embedded knowledge."""


def open_table(name: str, *, folder: Path = STARTER, columns: tuple[str, ...] | None = None) -> Any:
    """Return a ``pyarrow.Table`` of ``folder/name.arrow``, reading only the columns asked for.

    The schema's metadata holds ``source``, ``release``, ``licence`` and ``reference`` as bytes.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or cannot be read.
    """
    import pyarrow as pa

    path = folder / f"{name}.arrow"
    try:
        mapped = pa.memory_map(str(path))
        reader = pa.ipc.open_file(mapped)
        if columns is not None:
            fields = [reader.schema.get_field_index(column) for column in columns]
            if -1 in fields:
                raise BrokenKnowledge(f"{path.name} lacks a column of {', '.join(columns)}; run: lexome data verify")
            options = pa.ipc.IpcReadOptions(included_fields=fields)
            reader = pa.ipc.open_file(mapped, options=options)
        return reader.read_all()
    except (OSError, pa.ArrowException) as error:
        raise BrokenKnowledge(f"{path.name}: {error}; run: lexome data verify") from error


def write_table(
    table: Any, *, folder: Path, name: str, origin: Mapping[str, str], packed: bool = True
) -> dict[str, Any]:
    """Write ``folder/name.arrow`` in one rename and return its manifest entry.

    ``origin`` has the manifest's source, release, licence, reference and artifact; they go into the schema too. A table
    that is not ``packed`` (zstd) is larger, and opened without being read.
    """
    import pyarrow as pa

    path = folder / f"{name}.arrow"
    table = table.combine_chunks().replace_schema_metadata(dict(origin))
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=19) if packed else None)
    with replacing(path) as handle, pa.ipc.new_file(handle, table.schema, options=options) as writer:
        writer.write_table(table)
    return {
        "file": path.name,
        **origin,
        "rows": table.num_rows,
        "bytes": path.stat().st_size,
        "sha256": file_sha256(path),
    }


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def list_columns(column: Any) -> tuple[NDArray[np.int64], Any]:
    """Return a list column as CSR: ``indptr`` and the values as NumPy, zero-copy where Arrow allows."""
    lists = _single(column)
    return lists.offsets.to_numpy().astype("int64"), lists.values.to_numpy(zero_copy_only=False)


class RowsAsAsked(Sequence[RowT]):
    """Rows of columns made into objects when they are asked for: a few one by one, all together once many were."""

    MANY = 512

    def __init__(
        self, columns: Iterable[Any], make: Callable[..., RowT], *, whole: Callable[[], list[RowT]] | None = None
    ) -> None:
        self._columns = tuple(map(_single, columns))
        self._make, self._whole = make, whole
        self._few: dict[int, RowT] = {}

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[RowT]:
        return iter(self._all)

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice) or len(self._few) >= self.MANY:
            return self._all[row]
        if row not in self._few:
            self._few[row] = self._make(*(column[row].as_py() for column in self._columns))
        return self._few[row]

    @cached_property
    def _all(self) -> list[RowT]:
        if self._whole is not None:
            return self._whole()
        return [self._make(*values) for values in zip(*(column.to_pylist() for column in self._columns), strict=True)]


def string_list(column: Any) -> list[str]:
    """Return a string column, dictionary-coded or not, as a list; equal strings of a dictionary are one object."""
    array = _single(column)
    if hasattr(array, "dictionary"):
        words = array.dictionary.to_numpy(zero_copy_only=False)
        coded: list[str] = words[array.indices.to_numpy()].tolist() if len(words) else []
        return coded
    plain: list[str] = array.to_numpy(zero_copy_only=False).tolist()
    return plain


class Rearranged(Sequence[RowT]):
    """The rows of two sequences, one behind the other, in an order of both; a row asked for alone copies nothing."""

    def __init__(self, first: Sequence[RowT], then: Sequence[RowT], order: NDArray[np.int64]) -> None:
        self._first, self._then, self._order = first, then, order

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[RowT]:
        every = [*self._first, *self._then]
        return (every[row] for row in self._order.tolist())

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return list(self)[row]
        place = int(self._order[row])
        return self._first[place] if place < len(self._first) else self._then[place - len(self._first)]


def texts(column: Any) -> Sequence[str]:
    """Return a string column whose texts are made when they are asked for."""
    return RowsAsAsked((column,), str, whole=lambda: string_list(column))


def dictionary_codes(column: Any) -> tuple[NDArray[np.int32], list[str]]:
    """Return the codes of a dictionary column and what they stand for."""
    array = _single(column)
    return array.indices.to_numpy(), array.dictionary.to_pylist()


def _single(column: Any) -> Any:
    """Return a column as one array."""
    if hasattr(column, "chunks"):
        if column.num_chunks == 1:
            return column.chunk(0)
        column = column.combine_chunks()
        return column.chunk(0) if hasattr(column, "chunks") else column
    return column
