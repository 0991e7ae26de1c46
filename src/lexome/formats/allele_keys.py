"""The 64-bit key of an allele within its contig, and the search for alleles by it.

The key is start << 32 | code, so keys ascend with position. The code spells REF and ALT when they have at most eleven
bases together (4 bits for each length, 22 for the bases, lowest bit clear), else it is a 31-bit hash with the lowest
bit set, and the index keeps the bases to compare: the idea of VariantKey (Asuni 2019, doi:10.1101/473744).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPELT_BASES = 11
"""Most bases of REF and ALT together that the code spells out."""

_BASE = np.full(256, 255, np.uint8)
for _code, _letters in enumerate(("Aa", "Cc", "Gg", "Tt")):
    for _letter in _letters:
        _BASE[ord(_letter)] = _code


_UPPER = np.arange(256, dtype=np.uint64)
_UPPER[ord("a") : ord("z") + 1] -= 32


@dataclass(frozen=True, slots=True)
class Bases:
    """Strings as one run of bytes: string i is ``content[offsets[i]:offsets[i + 1]]``, ``lengths[i]`` bytes long."""

    content: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    lengths: NDArray[np.int64]

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
        _, offsets, content = array.buffers()
        width = np.int64 if large else np.int32
        bounds = np.frombuffer(offsets, width)[array.offset : array.offset + len(array) + 1].astype(np.int64)
        return cls(np.frombuffer(content or b"", np.uint8), bounds, np.diff(bounds))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def at(self, row: int) -> str:
        """Return one string in upper case."""
        return self.content[self.offsets[row] : self.offsets[row + 1]].tobytes().decode("ascii", "replace").upper()


FNV_OFFSET, FNV_PRIME = 14695981039346656037, 1099511628211
"""Constants of the 64-bit FNV-1a hash (Fowler, Noll and Vo; RFC 9923)."""

_IN_STEPS = 64
"""Bases up to which alleles are hashed together, one place at a time; longer ones are few and hashed one by one."""


def _hashed(ref: str, alt: str) -> int:
    digest = hashlib.blake2b(f"{ref}>{alt}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") | 1


def _hash_codes(ref: Bases, alt: Bases, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the hash codes of rows: FNV-1a of REF, '>' and ALT folded to 32 bits, blake2b for long ones."""
    ref_length, total = ref.lengths[rows], ref.lengths[rows] + alt.lengths[rows]
    state = np.full(len(rows), FNV_OFFSET, np.uint64)
    short = np.flatnonzero(total <= _IN_STEPS)
    for place in range(int(total[short].max(initial=-1)) + 1):
        here = short[total[short] >= place]
        letters = np.full(len(here), ord(">"), np.uint8)
        in_ref, in_alt = place < ref_length[here], place > ref_length[here]
        letters[in_ref] = ref.content[ref.offsets[rows[here[in_ref]]] + place]
        letters[in_alt] = alt.content[alt.offsets[rows[here[in_alt]]] + place - 1 - ref_length[here[in_alt]]]
        state[here] = (state[here] ^ _UPPER[letters]) * np.uint64(FNV_PRIME)
    codes = (state ^ state >> np.uint64(32)) & np.uint64(0xFFFFFFFF) | np.uint64(1)
    for at in np.flatnonzero(total > _IN_STEPS).tolist():
        codes[at] = _hashed(ref.at(int(rows[at])), alt.at(int(rows[at])))
    return codes


def allele_keys(start: NDArray[np.int32], ref: Bases, alt: Bases) -> NDArray[np.uint64]:
    """Return the key of each allele; alleles must be trimmed (``canonical``) for equal alleles to have equal keys."""
    keys = start.astype(np.uint64) << np.uint64(32)
    ref_length, alt_length = ref.lengths, alt.lengths
    single = (ref_length == 1) & (alt_length == 1)
    rows = np.flatnonzero(single)
    letters = ref.content[ref.offsets[:-1][single]], alt.content[alt.offsets[:-1][single]]
    bad = rows[_spell_single(keys, rows, *letters)]
    rest = np.concatenate((bad, _spell_several(keys, ref, alt, np.flatnonzero(~single))))
    if len(rest):
        keys[rest] = (start[rest].astype(np.uint64) << np.uint64(32)) | _hash_codes(ref, alt, rest)
    return keys


_ONE_EACH = 1 << 28 | 1 << 24


def _spell_single(
    keys: NDArray[np.uint64], rows: NDArray[np.int64], ref: NDArray[np.uint8], alt: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Add the codes of substitutions of one base to ``keys``; return which of ``rows`` are no base."""
    from_base, to_base = _BASE[ref], _BASE[alt]
    code = (from_base.astype(np.uint32) << 21) | (to_base.astype(np.uint32) << 19) | _ONE_EACH
    keys[rows] |= code
    return np.flatnonzero((from_base | to_base) > 3)


def _spell_several(keys: NDArray[np.uint64], ref: Bases, alt: Bases, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add the codes of insertions, deletions and the like to ``keys``; return the rows that cannot be spelt."""
    ref_length, alt_length = ref.lengths[rows], alt.lengths[rows]
    total = ref_length + alt_length
    spelt = (total <= SPELT_BASES) & (ref_length > 0) & (alt_length > 0)
    bases = np.zeros(len(rows), np.uint64)
    for place in range(int(total[spelt].max(initial=0))):
        here = np.flatnonzero(spelt & (total > place))
        in_ref = place < ref_length[here]
        letters = np.empty(len(here), np.uint8)
        letters[in_ref] = ref.content[ref.offsets[rows[here[in_ref]]] + place]
        letters[~in_ref] = alt.content[alt.offsets[rows[here[~in_ref]]] + place - ref_length[here[~in_ref]]]
        values = _BASE[letters]
        spelt[here[values > 3]] = False
        bases[here] |= (values & 3).astype(np.uint64) << np.uint64(20 - 2 * place)
    lengths = (ref_length.astype(np.uint64) << np.uint64(28)) | (alt_length.astype(np.uint64) << np.uint64(24))
    keys[rows[spelt]] |= lengths[spelt] | (bases[spelt] << np.uint64(1))
    return rows[~spelt]


def spelling(key: int) -> tuple[str, str] | None:
    """Return REF and ALT of a key that spells them, None for a hashed one.

    >>> from lexome.formats.allele_keys import Bases, allele_keys, spelling
    >>> spelling(int(allele_keys(np.array([99], np.int32), Bases.of(["CA"]), Bases.of(["C"]))[0]))
    ('CA', 'C')
    """
    if key & 1:
        return None
    ref_length, alt_length, bases = key >> 28 & 15, key >> 24 & 15, key >> 1 & (1 << 22) - 1
    letters = "".join("ACGT"[bases >> (20 - 2 * place) & 3] for place in range(ref_length + alt_length))
    return letters[:ref_length], letters[ref_length:]


def canonical(start: NDArray[np.int32], ref: Any, alt: Any) -> tuple[NDArray[np.int32], Any, Any]:
    """Return start, REF and ALT with shared bases trimmed as ``Allele.trimmed`` does; as given where there are none."""
    ref_bases, alt_bases = Bases.of(ref), Bases.of(alt)
    both = np.flatnonzero((ref_bases.lengths > 1) & (alt_bases.lengths > 1))
    changed: dict[int, Allele] = {}
    for row in both.tolist():
        allele = Allele(Assembly.GRCH38, "", int(start[row]), ref_bases.at(row), alt_bases.at(row))
        if (trimmed := allele.trimmed()) != allele:
            changed[row] = trimmed
    if not changed:
        return start, ref, alt
    start = start.copy()
    at = sorted(changed)
    start[at] = [changed[row].start for row in at]
    mask = np.zeros(len(start), bool)
    mask[at] = True
    return (
        start,
        _replaced(ref, mask, [changed[row].ref for row in at]),
        _replaced(alt, mask, [changed[row].alt for row in at]),
    )


def _replaced(strings: Any, mask: NDArray[np.bool_], by: Sequence[str]) -> Any:
    """Return an Arrow array of strings with those under the mask replaced, in order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = strings.combine_chunks() if isinstance(strings, pa.ChunkedArray) else strings
    array = (array if isinstance(array, pa.Array) else pa.array(array, pa.large_string())).cast(pa.large_string())
    return pc.replace_with_mask(array, pa.array(mask), pa.array(by, pa.large_string()))


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

    ``keys`` has the ascending keys of each contig code; ``hashed_rows`` ascend and name the rows whose key is a hash,
    ``hashed_bases`` gives REF and ALT of some of them, by their number, as pyarrow arrays.
    """

    def __init__(
        self,
        keys: Sequence[NDArray[np.uint64]],
        *,
        hashed_rows: NDArray[np.int64],
        hashed_bases: Callable[[NDArray[np.int64]], tuple[Any, Any]],
    ) -> None:
        self.keys = keys
        self.indptr = np.cumsum([0, *(len(part) for part in keys)])
        self.hashed_rows, self.hashed_bases = hashed_rows, hashed_bases

    def __len__(self) -> int:
        return int(self.indptr[-1])

    def find(self, contig: NDArray[np.int16], start: NDArray[np.int32], ref: Any, alt: Any) -> NDArray[np.int64]:
        """Return the row of each queried allele, -1 where it is not held; queries may be in any order.

        ``ref`` and ``alt`` are pyarrow string arrays or sequences of str.
        """
        start, ref, alt = canonical(start, ref, alt)
        ref_bases, alt_bases = Bases.of(ref), Bases.of(alt)
        wanted = allele_keys(start, ref_bases, alt_bases)
        rows = self.find_keys(contig, wanted)
        hashed = np.flatnonzero((rows >= 0) & (wanted & np.uint64(1) == 1))
        if len(hashed):
            held = self.hashed_bases(np.searchsorted(self.hashed_rows, rows[hashed]))
            same = _same(held[0], ref, hashed) & _same(held[1], alt, hashed)
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
        at = np.searchsorted(keys, ascending)
        hit = keys[np.minimum(at, len(keys) - 1)] == ascending
        found = np.where(hit, at + self.indptr[contig], -1)
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
        ref, alt = self.hashed_bases(np.searchsorted(self.hashed_rows, np.array([row])))
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


def _same(held: Any, asked: Any, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether held strings equal the asked ones at these rows, in any case."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = asked if isinstance(asked, pa.Array | pa.ChunkedArray) else pa.array(asked, pa.large_string())
    chosen = pc.ascii_upper(array.take(rows).cast(pa.large_string()))
    same: NDArray[np.bool_] = pc.equal(held.cast(pa.large_string()), chosen).to_numpy(zero_copy_only=False)
    return same
