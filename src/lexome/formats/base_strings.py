"""Many short strings of bases as one run of bytes: taken, trimmed and packed as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly

if TYPE_CHECKING:
    from numpy.typing import NDArray

PADDING = 8
"""Bytes kept behind the content, so that eight bytes can be loaded from any place in it."""

_UPPER = np.arange(256, dtype=np.uint8)
_UPPER[ord("a") : ord("z") + 1] -= 32
_LETTER = np.zeros(256, np.bool_)
_LETTER[65:91] = _LETTER[97:123] = True
_AT_A_TIME = 64
"""Bases trimmed for many alleles together; the few that share more are trimmed one by one."""


@dataclass(frozen=True, slots=True)
class Bases:
    """Strings in one run of bytes: string i is ``lengths[i]`` bytes from ``begins[i]``; begins ascend.

    Both are as wide as Arrow's offsets, which are used as they are.
    """

    content: NDArray[np.uint8]
    begins: NDArray[np.signedinteger[Any]]
    lengths: NDArray[np.signedinteger[Any]]

    @classmethod
    def of(cls, strings: Any) -> Bases:
        """Return the bytes of a pyarrow string or binary array, or of a sequence of str."""
        import pyarrow as pa

        array = strings.combine_chunks() if isinstance(strings, pa.ChunkedArray) else strings
        if not isinstance(array, pa.Array):
            array = pa.array(array, pa.large_string())
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        large = pa.types.is_large_string(array.type) or pa.types.is_large_binary(array.type)
        _, offsets, buffer = array.buffers()
        width: type[np.signedinteger[Any]] = np.int64 if large else np.int32
        bounds = np.frombuffer(offsets or bytes(8), width)[array.offset : array.offset + len(array) + 1]
        first, last = int(bounds[0]), int(bounds[-1])
        content = np.zeros(last - first + PADDING, np.uint8)
        content[: last - first] = np.frombuffer(buffer or b"", np.uint8)[first:last]
        return cls(content, bounds[:-1] - width(first) if first else bounds[:-1], np.diff(bounds))

    def __len__(self) -> int:
        return len(self.begins)

    def at(self, row: int) -> str:
        """Return one string in upper case."""
        begin = self.begins[row]
        return self.content[begin : begin + self.lengths[row]].tobytes().decode("ascii", "replace").upper()

    def words(self, rows: NDArray[np.int64], *, skip: int = 0) -> NDArray[np.uint64]:
        """Return eight bytes of each row, ``skip`` bytes into it, the first byte highest; what lies behind is noise."""
        view: NDArray[np.uint64] = np.ndarray((len(self.content) - 7,), np.uint64, self.content, strides=(1,))
        loaded: NDArray[np.uint64] = view[self.begins[rows] + skip].byteswap()
        return loaded

    def rows_with(self, table: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the rows that hold a byte the table marks."""
        found = np.flatnonzero(table[self.content])
        if not found.size or not len(self):
            return np.empty(0, np.int64)
        row = np.searchsorted(self.begins, found, side="right") - 1
        inside = (row >= 0) & (found < self.begins[row] + self.lengths[row])
        return np.unique(row[inside])

    def run(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Return some strings in upper case end to end, and where each begins, with the end of all."""
        lengths = self.lengths[rows]
        offsets = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(lengths, out=offsets[1:])
        places = np.arange(offsets[-1]) + np.repeat(self.begins[rows] - offsets[:-1], lengths)
        return _UPPER[self.content[places]], offsets

    def upper(self, rows: NDArray[np.int64]) -> Any:
        """Return some strings in upper case as a pyarrow array."""
        import pyarrow as pa

        letters, offsets = self.run(rows)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(letters)]
        return pa.Array.from_buffers(pa.large_binary(), len(rows), buffers)


def trimmed(start: NDArray[np.int32], ref: Bases, alt: Bases) -> tuple[NDArray[np.int32], Bases, Bases]:
    """Return alleles with shared bases trimmed as ``Allele.trimmed`` does; as given where there are none."""
    rows = np.flatnonzero((ref.lengths > 1) & (alt.lengths > 1))
    if rows.size:
        rows = rows[_alike(ref, alt, rows, last=True) | _alike(ref, alt, rows, last=False)]
    if not rows.size:
        return start, ref, alt
    rows = rows[~np.isin(rows, alt.rows_with(~_LETTER))]
    start = start.copy()
    ref, alt = (Bases(side.content, side.begins.copy(), side.lengths.copy()) for side in (ref, alt))
    long = np.minimum(ref.lengths[rows], alt.lengths[rows]) > _AT_A_TIME
    _trim_one_by_one(start, ref, alt, rows[long])
    for last in (True, False):
        here = _shared(ref, alt, rows[~long], last=last)
        while here.size:
            _cut(start, ref, alt, here, last=last)
            here = _shared(ref, alt, here, last=last)
    return start, ref, alt


def _shared(ref: Bases, alt: Bases, rows: NDArray[np.int64], *, last: bool) -> NDArray[np.int64]:
    """Return the rows whose alleles share their last, or first, base and have one to lose."""
    rows = rows[(ref.lengths[rows] > 1) & (alt.lengths[rows] > 1)]
    return rows[_alike(ref, alt, rows, last=last)]


def _cut(start: NDArray[np.int32], ref: Bases, alt: Bases, rows: NDArray[np.int64], *, last: bool) -> None:
    """Take one base off the end, or the beginning, in place."""
    for side in (ref, alt):
        side.lengths[rows] -= 1
        if not last:
            side.begins[rows] += 1
    if not last:
        start[rows] += 1


def _alike(ref: Bases, alt: Bases, rows: NDArray[np.int64], *, last: bool) -> NDArray[np.bool_]:
    """Whether REF and ALT end, or begin, with the same base."""
    letters = []
    for side in (ref, alt):
        place = side.begins[rows] + (side.lengths[rows] - 1 if last else 0)
        letters.append(_UPPER[side.content[place]])
    same: NDArray[np.bool_] = letters[0] == letters[1]
    return same


def _trim_one_by_one(start: NDArray[np.int32], ref: Bases, alt: Bases, rows: NDArray[np.int64]) -> None:
    """Trim long alleles in place."""
    for row in rows.tolist():
        allele = Allele(Assembly.GRCH38, "", int(start[row]), ref.at(row), alt.at(row)).trimmed()
        moved = allele.start - int(start[row])
        start[row] += moved
        for side, bases in ((ref, allele.ref), (alt, allele.alt)):
            side.begins[row] += moved
            side.lengths[row] = len(bases)
