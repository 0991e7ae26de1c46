"""Numbers and text out of a buffer of bytes, for many fields at once: eight digits in one machine word."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

PAD = 16
"""Bytes that must stand before and after the fields of a buffer, so that a word may be loaded at either end."""

_FULL = 0xFFFFFFFFFFFFFFFF
_ZEROS = np.uint64(0x3030303030303030)
_ONES = np.uint64(0x0101010101010101)
_HIGH = np.uint64(0x8080808080808080)
_SEVENTY_SIX = np.uint64(0x7676767676767676)
_EVERY_FOURTH = np.uint64(0x000000FF000000FF)
_HUNDRED_AND_MILLION = np.uint64(0x000F424000000064)
_ONE_AND_TEN_THOUSAND = np.uint64(0x0000271000000001)
_TEN, _EIGHT, _SIXTEEN, _THIRTY_TWO, _ONE = (np.uint64(number) for number in (10, 8, 16, 32, 1))
_POWERS = 10.0 ** np.arange(9)
_SHIFT = np.array([(8 - length) * 8 for length in range(9)], np.uint64)
_KEEP_LAST = np.array([_FULL & (_FULL << ((8 - length) * 8)) if length else 0 for length in range(9)], np.uint64)
_KEEP_FIRST = np.array([(1 << (length * 8)) - 1 for length in range(9)], np.uint64)


def words_of(data: bytes | bytearray) -> Words:
    """Return the little-endian 64-bit word that begins at every byte, as a view."""
    return np.ndarray((len(data) - 7,), dtype="<u8", buffer=data, strides=(1,))


def first_byte_equal(words: Words, value: int) -> Places:
    """Return the place (0–7) of the first byte of each word that equals ``value``; 8 where none does."""
    differs = words ^ (_ONES * np.uint64(value))
    marks = (differs - _ONES) & ~differs & _HIGH
    return (np.bitwise_count((marks & (~marks + _ONE)) - _ONE) >> 3).astype(np.int64)


def keep_first(words: Words, length: Places) -> Words:
    """Return the words with all but their first ``length`` bytes set to 0."""
    return words & _KEEP_FIRST.take(length, mode="clip")


def digits_at_end(words: Words, length: Places) -> tuple[Places, Flags]:
    """Return the numbers that the last ``length`` (0–8) bytes of each word spell, and where they are all digits."""
    digits = (words ^ _ZEROS) & _KEEP_LAST.take(length, mode="clip")
    bad = ((digits + _SEVENTY_SIX) | digits) & _HIGH
    digits = digits * _TEN + (digits >> _EIGHT)
    low, high = digits & _EVERY_FOURTH, (digits >> _SIXTEEN) & _EVERY_FOURTH
    values = (low * _HUNDRED_AND_MILLION + high * _ONE_AND_TEN_THOUSAND) >> _THIRTY_TWO
    return values.view(np.int64), (bad == 0) & (length > 0)


def to_end(words: Words, length: Places) -> Words:
    """Return the words moved so that their first ``length`` (0–8) bytes come last."""
    return np.left_shift(words, _SHIFT.take(length, mode="clip"))


def integers(buffer: Bytes, words: Words, *, begin: Places, end: Places) -> tuple[Places, Flags]:
    """Return the unsigned decimal integers in ``begin``–``end`` and where they are such (at most 10 digits)."""
    length = end - begin
    result, good = digits_at_end(words[end - 8], length)
    for extra in (9, 10):
        rows = np.flatnonzero(length >= extra)
        if rows.size:
            digit = buffer[end[rows] - extra].astype(np.int64) - 48
            good[rows] &= (digit >= 0) & (digit <= 9)
            result[rows] += digit * 10 ** (extra - 1)
    good &= length <= 10
    return result, good


def decimals(words: Words, length: Places) -> tuple[NDArray[np.float64], Flags]:
    """Return the plain decimal numbers (``12``, ``258.62``) that words begin with, and where they are such (≤ 8)."""
    dot = first_byte_equal(keep_first(words, length), 46)
    has_dot = dot < 8
    if not has_dot.any():
        values, good = digits_at_end(to_end(words, length), length)
        return values.astype(np.float64), good & (length <= 8)
    before = words & _KEEP_FIRST.take(dot)
    after = np.right_shift(words & ~_KEEP_FIRST.take(dot + 1, mode="clip"), _EIGHT)
    joined = np.where(has_dot, before | after, words)
    places = length - has_dot
    values, good = digits_at_end(to_end(joined, places), places)
    fraction = np.where(has_dot, places - dot, 0)
    return values / _POWERS.take(fraction, mode="clip"), good & (length <= 8)


def gather(buffer: Bytes, *, begin: Places, end: Places) -> tuple[Bytes, Places]:
    """Return the bytes of all fields, end to end, and the length of each."""
    length = end - begin
    total = int(length.sum())
    if total == length.size and length.size and length.min() == 1:
        return buffer[begin], length
    before = np.cumsum(length) - length
    return buffer[np.repeat(begin - before, length) + np.arange(total)], length


def equals(words: Words, text: bytes, *, begin: Places, end: Places) -> Flags:
    """Return where the field is exactly ``text``."""
    size = len(text)
    same: Flags = end - begin == size
    if not size:
        return same
    rows = slice(None) if same.all() else np.flatnonzero(same)
    if size < 8:
        same[rows] = (words[begin[rows]] & _KEEP_FIRST[size]) == np.uint64(int.from_bytes(text, "little"))
        return same
    for at in (*range(0, size - 8, 8), size - 8):
        word = np.uint64(int.from_bytes(text[at : at + 8], "little"))
        same[rows] &= words[begin[rows] + at] == word
    return same
