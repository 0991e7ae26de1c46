"""The 64-bit key of an allele within its contig.

The key is start << 32 | code, so keys ascend with position. The code spells REF and ALT when they have at most eleven
bases together (4 bits for each length, 22 for the bases, lowest bit clear), else it is a 31-bit hash with the lowest
bit set, and the index keeps the bases to compare: the idea of VariantKey (Asuni 2019, doi:10.1101/473744).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from lexome.formats.base_strings import Bases

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPELT_BASES = 11
"""Most bases of REF and ALT together that the code spells out."""


def _pair_codes() -> NDArray[np.uint32]:
    """Return the code of a substitution by the bytes of its two bases, 0 where one is no base."""
    codes = np.zeros((256, 256), np.uint32)
    for ref_code, ref in enumerate(("Aa", "Cc", "Gg", "Tt")):
        for alt_code, alt in enumerate(("Aa", "Cc", "Gg", "Tt")):
            code = 1 << 28 | 1 << 24 | ref_code << 21 | alt_code << 19
            codes[np.ix_(list(ref.encode()), list(alt.encode()))] = code
    return codes.ravel()


_PAIR = _pair_codes()

FNV_OFFSET, FNV_PRIME = 14695981039346656037, 1099511628211
"""Constants of the 64-bit FNV-1a hash (Fowler, Noll and Vo; RFC 9923)."""

_AT_A_TIME = 1 << 16
"""Alleles worked on together: what lies between stays in the cache."""

_IN_STEPS = 64
"""Bases up to which alleles are hashed together, one place at a time; longer ones are few and hashed one by one."""


def allele_keys(start: NDArray[np.int32], ref: Bases, alt: Bases) -> NDArray[np.uint64]:
    """Return the key of each allele; equal alleles have equal keys when they are trimmed (``base_strings.trimmed``)."""
    keys = start.astype(np.uint64)
    for low in range(0, len(keys), _AT_A_TIME):
        part = slice(low, low + _AT_A_TIME)
        pair = ref.content[ref.begins[part]].astype(np.uint16)
        pair <<= 8
        pair |= alt.content[alt.begins[part]]
        codes = _PAIR[pair]
        codes *= (ref.lengths[part] == 1) & (alt.lengths[part] == 1)
        keys[part] <<= np.uint64(32)
        keys[part] |= codes
        rows = np.flatnonzero(codes == 0) + low
        if len(rows):
            keys[rows] |= _codes(ref, alt, rows)
    return keys


def _codes(ref: Bases, alt: Bases, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the codes of rows of any shape: spelt where they can be, else a hash."""
    ref_length, alt_length = ref.lengths[rows].astype(np.int64), alt.lengths[rows].astype(np.int64)
    total = ref_length + alt_length
    spelt = (total <= SPELT_BASES) & (ref_length > 0) & (alt_length > 0)
    codes = np.empty(len(rows), np.uint64)
    short = np.flatnonzero(spelt)
    first, good = _packed(ref, rows[short], ref_length[short])
    second, also = _packed(alt, rows[short], alt_length[short])
    lengths = (ref_length << 28 | alt_length << 24)[short].astype(np.uint64)
    first <<= (2 * (SPELT_BASES - ref_length[short])).astype(np.uint64)
    second <<= (2 * (SPELT_BASES - total[short])).astype(np.uint64)
    codes[short] = lengths | (first | second) << np.uint64(1)
    spelt[short] = good & also
    hashed = np.flatnonzero(~spelt)
    codes[hashed] = _hash_codes(ref, alt, rows[hashed])
    return codes


def _packed(
    side: Bases, rows: NDArray[np.int64], length: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Return up to eleven bases as a number, two bits a base, the last base lowest; and whether all are bases."""
    packed, good = _two_bits(side.words(rows), np.minimum(length, 8))
    longer = np.flatnonzero(length > 8)
    if len(longer):
        more = length[longer] - 8
        behind, also = _two_bits(side.words(rows[longer], skip=8), more)
        packed[longer] = packed[longer] << (2 * more).astype(np.uint64) | behind
        good[longer] &= also
    return packed, good


def _two_bits(words: NDArray[np.uint64], count: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Return the first 1 to 8 bases of words, a byte each with the first highest, as A 0, C 1, G 2, T 3."""
    found = words >> np.uint64(1) & np.uint64(0x0303030303030303)  # A 0, C 1, T 2, G 3 in either case
    high, low = found >> np.uint64(1) & _ONES, found & _ONES
    letters = np.uint64(0x4141414141414141) + 2 * found ^ (high & ~low) * np.uint64(0x11)  # A C E G, and E made T
    behind = (8 * (8 - count)).astype(np.uint64)
    good = (letters ^ words & np.uint64(0xDFDFDFDFDFDFDFDF)) >> behind == 0
    codes = found ^ high
    codes = (codes | codes >> np.uint64(6)) & np.uint64(0x000F000F000F000F)
    codes = (codes | codes >> np.uint64(12)) & np.uint64(0x000000FF000000FF)
    codes = (codes | codes >> np.uint64(24)) & np.uint64(0xFFFF)
    return codes >> (2 * (8 - count)).astype(np.uint64), good


_ONES = np.uint64(0x0101010101010101)


def _hash_codes(ref: Bases, alt: Bases, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the hash codes of rows: FNV-1a of REF, '>' and ALT folded to 32 bits, blake2b for long ones."""
    total = (ref.lengths[rows] + alt.lengths[rows]).astype(np.int64)
    codes = np.empty(len(rows), np.uint64)
    short = np.flatnonzero(total <= _IN_STEPS)
    short = short[np.argsort(-total[short], kind="stable")]
    codes[short] = _fnv(ref, alt, rows[short])
    for at in np.flatnonzero(total > _IN_STEPS).tolist():
        codes[at] = _hashed(ref.at(int(rows[at])), alt.at(int(rows[at])))
    return codes


def _fnv(ref: Bases, alt: Bases, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hash rows that come longest first, one place of all of them at a time."""
    refs, ref_bounds = ref.run(rows)
    alts, alt_bounds = alt.run(rows)
    number = np.arange(len(rows))
    begins = ref_bounds[:-1] + alt_bounds[:-1] + number
    text = np.full(len(refs) + len(alts) + len(rows), ord(">"), np.uint8)
    text[np.arange(len(refs)) + np.repeat(alt_bounds[:-1] + number, np.diff(ref_bounds))] = refs
    text[np.arange(len(alts)) + np.repeat(ref_bounds[1:] + number + 1, np.diff(alt_bounds))] = alts
    total = np.diff(ref_bounds) + np.diff(alt_bounds) + 1
    state = np.full(len(rows), FNV_OFFSET, np.uint64)
    for place in range(int(total.max(initial=0))):
        count = np.searchsorted(-total, -place)  # those longer than this place come first
        here = state[:count]
        here ^= text[begins[:count] + place]
        here *= np.uint64(FNV_PRIME)
    return (state ^ state >> np.uint64(32)) & np.uint64(0xFFFFFFFF) | np.uint64(1)


def _hashed(ref: str, alt: str) -> int:
    digest = hashlib.blake2b(f"{ref}>{alt}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") | 1


def spelling(key: int) -> tuple[str, str] | None:
    """Return REF and ALT of a key that spells them, None for a hashed one.

    >>> from lexome.formats.allele_keys import allele_keys, spelling
    >>> from lexome.formats.base_strings import Bases
    >>> spelling(int(allele_keys(np.array([99], np.int32), Bases.of(["CA"]), Bases.of(["C"]))[0]))
    ('CA', 'C')
    """
    if key & 1:
        return None
    ref_length, alt_length, bases = key >> 28 & 15, key >> 24 & 15, key >> 1 & (1 << 22) - 1
    letters = "".join("ACGT"[bases >> (20 - 2 * place) & 3] for place in range(ref_length + alt_length))
    return letters[:ref_length], letters[ref_length:]
