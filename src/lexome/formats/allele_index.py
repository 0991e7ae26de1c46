"""Alleles sorted by contig and key, and the search among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.formats.allele_keys import allele_keys, spelling
from lexome.formats.base_strings import Bases, trimmed

if TYPE_CHECKING:
    from numpy.typing import NDArray


def groups(codes: NDArray[Any], count: int) -> Iterator[tuple[int, slice | NDArray[np.int64]]]:
    """Yield each code below ``count`` with the rows that have it: as slices where the codes ascend."""
    if bool((codes[1:] >= codes[:-1]).all()):
        bounds = np.searchsorted(codes, np.arange(count + 1))
        yield from (
            (code, slice(low, high)) for code, (low, high) in enumerate(pairwise(bounds.tolist())) if low < high
        )
        return
    for code in np.unique(codes).tolist():
        if 0 <= code < count:
            yield code, np.flatnonzero(codes == code)


class AlleleIndex:
    """Alleles sorted by contig and key; a row counts through all contigs.

    ``keys`` has the ascending keys of each contig code; ``hashed_bases`` gives REF and ALT of ascending rows whose key
    is a hash, as pyarrow arrays.
    """

    def __init__(
        self, keys: Sequence[NDArray[np.uint64]], *, hashed_bases: Callable[[NDArray[np.int64]], tuple[Any, Any]]
    ) -> None:
        self.keys = keys
        self.indptr = np.cumsum([0, *(len(part) for part in keys)])
        self.hashed_bases = hashed_bases

    def __len__(self) -> int:
        return int(self.indptr[-1])

    def find(self, contig: NDArray[np.int16], start: NDArray[np.int32], ref: Any, alt: Any) -> NDArray[np.int64]:
        """Return the row of each queried allele, -1 where it is not held; queries may be in any order.

        ``ref`` and ``alt`` are pyarrow string arrays or sequences of str.
        """
        start, ref_bases, alt_bases = trimmed(start, Bases.of(ref), Bases.of(alt))
        wanted = allele_keys(start, ref_bases, alt_bases)
        rows = self.find_keys(contig, wanted)
        hashed = np.flatnonzero((wanted & np.uint64(1) == 1) & (rows >= 0))
        if len(hashed):
            hashed = hashed[np.argsort(rows[hashed], kind="stable")]
            held = self.hashed_bases(rows[hashed])
            same = _same(held[0], ref_bases.upper(hashed)) & _same(held[1], alt_bases.upper(hashed))
            rows[hashed[~same]] = -1
        return rows

    def find_keys(self, contig: NDArray[np.int16], keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the row of each key, -1 where it is not held; of a hashed key the bases are still to be compared."""
        rows = np.full(len(keys), -1, np.int64)
        for code, asked in groups(contig, len(self.keys)):
            rows[asked] = self._find_in(code, keys[asked])
        return rows

    def _find_in(self, contig: int, wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Search one contig; ascending queries make ``searchsorted`` walk the keys in order, once."""
        keys = self.keys[contig]
        if not len(keys):
            return np.full(len(wanted), -1, np.int64)
        order = None if bool((wanted[1:] >= wanted[:-1]).all()) else np.argsort(wanted, kind="stable")
        ascending = wanted if order is None else wanted[order]
        found = keys.searchsorted(ascending)
        missing = (keys.take(found, mode="clip") != ascending).astype(np.int64)
        found += self.indptr[contig]
        found |= -missing  # every bit set is -1; a masked assignment would branch at every other query
        if order is None:
            return found
        rows = np.empty(len(wanted), np.int64)
        rows[order] = found
        return rows

    def key_of(self, row: int) -> int:
        """Return the key of a row."""
        contig = self.contig_of(row)
        return int(self.keys[contig][row - self.indptr[contig]])

    def bases_of(self, row: int) -> tuple[str, str]:
        """Return REF and ALT of a row."""
        spelt = spelling(self.key_of(row))
        if spelt:
            return spelt
        ref, alt = self.hashed_bases(np.array([row]))
        return ref[0].as_py(), alt[0].as_py()

    def contig_of(self, row: int) -> int:
        """Return the contig code of a row."""
        return int(np.searchsorted(self.indptr, row, side="right")) - 1

    def allele(self, row: int, assembly: Assembly) -> Allele:
        """Return the allele of a row."""
        ref, alt = self.bases_of(row)
        return Allele(assembly, CONTIGS[self.contig_of(row)], self.key_of(row) >> 32, ref, alt)

    def between(self, contig: int, start: int, end: int) -> range:
        """Return the rows whose allele starts in [start, end) of a contig."""
        if not 0 <= contig < len(self.keys):
            return range(0)
        bounds = np.searchsorted(self.keys[contig], np.array([start << 32, end << 32], np.uint64))
        base = int(self.indptr[contig])
        return range(base + int(bounds[0]), base + int(bounds[1]))


def _same(held: Any, asked: Any) -> NDArray[np.bool_]:
    """Whether held strings equal the asked ones, row by row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    same: NDArray[np.bool_] = pc.equal(held.cast(pa.large_binary()), asked).to_numpy(zero_copy_only=False)
    return same
