"""Numbers and text out of a buffer of bytes, for many fields at once: eight digits in one machine word."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Places = NDArray[np.int64]

PAD = 16
"""Bytes that must stand before and after the fields of a buffer, so that a word may be loaded at either end."""

_FULL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ZEROS = np.uint64(0x3030303030303030)
_ONES = np.uint64(0x0101010101010101)
_HIGH = np.uint64(0x8080808080808080)
_SEVENTY_SIX = np.uint64(0x7676767676767676)
_EVERY_FOURTH = np.uint64(0x000000FF000000FF)
_HUNDRED_AND_MILLION = np.uint64(0x000F424000000064)
_ONE_AND_TEN_THOUSAND = np.uint64(0x0000271000000001)
_POWERS = 10.0 ** np.arange(9)


def words_of(data: bytes | bytearray) -> Words:
    """Return the little-endian 64-bit word that begins at every byte, as a view."""
    return np.ndarray((len(data) - 7,), dtype="<u8", buffer=data, strides=(1,))


def first_byte_equal(words: Words, value: int) -> NDArray[np.int64]:
    """Return the place (0–7) of the first byte of each word that equals ``value``; 8 where none does."""
    differs = words ^ (_ONES * np.uint64(value))
    marks = (differs - _ONES) & ~differs & _HIGH
    lowest = marks & (~marks + np.uint64(1))
    return (np.bitwise_count(lowest - np.uint64(1)) >> 3).astype(np.int64)


def _digits(digits: Words) -> tuple[Words, NDArray[np.bool_]]:
    bad = ((digits + _SEVENTY_SIX) | digits) & _HIGH
    digits = digits * np.uint64(10) + (digits >> np.uint64(8))
    low, high = digits & _EVERY_FOURTH, (digits >> np.uint64(16)) & _EVERY_FOURTH
    return (low * _HUNDRED_AND_MILLION + high * _ONE_AND_TEN_THOUSAND) >> np.uint64(32), bad == 0


def _keep_last(length: Places) -> Words:
    """Return the mask that keeps the last ``length`` bytes of a word."""
    return np.left_shift(_FULL, ((8 - np.clip(length, 0, 8)) * 8).astype(np.uint64))


def integers(buffer: Bytes, words: Words, *, begin: Places, end: Places) -> tuple[Places, NDArray[np.bool_]]:
    """Return the unsigned decimal integers in ``begin``–``end`` and where they are such (at most 10 digits)."""
    length = end - begin
    mask = _keep_last(length)
    values, good = _digits((words[end - 8] ^ _ZEROS) & mask)
    result = values.astype(np.int64)
    for extra in (9, 10):
        rows = np.flatnonzero(length >= extra)
        if rows.size:
            digit = buffer[end[rows] - extra].astype(np.int64) - 48
            good[rows] &= (digit >= 0) & (digit <= 9)
            result[rows] += digit * 10 ** (extra - 1)
    good &= (length > 0) & (length <= 10)
    return result, good


def decimals(words: Words, *, begin: Places, end: Places) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the plain decimal numbers (``12``, ``258.62``) and where they are such (at most 8 bytes)."""
    length = end - begin
    text = words[end - 8] & _keep_last(length)
    dot = first_byte_equal(text, 46)
    has_dot = dot < 8
    below = np.left_shift(_FULL, (dot * 8).astype(np.uint64))
    above = np.left_shift(_FULL, ((dot + 1) * 8).astype(np.uint64))
    joined = np.where(has_dot, (text & above) | ((text & ~below) << np.uint64(8)), text)
    values, good = _digits((joined ^ _ZEROS) & _keep_last(length - has_dot))
    good &= (length > has_dot) & (length <= 8)
    return values.astype(np.float64) / _POWERS[np.where(has_dot, 7 - dot, 0)], good


def gather(buffer: Bytes, *, begin: Places, end: Places) -> tuple[Bytes, Places]:
    """Return the bytes of all fields, end to end, and the length of each."""
    length = end - begin
    if length.size and (length == 1).all():
        return buffer[begin], length
    total = int(length.sum())
    before = np.cumsum(length) - length
    return buffer[np.repeat(begin - before, length) + np.arange(total)], length


def equals(words: Words, text: bytes, *, begin: Places, end: Places) -> NDArray[np.bool_]:
    """Return where the field is exactly ``text``."""
    size = len(text)
    same: NDArray[np.bool_] = end - begin == size
    rows = np.flatnonzero(same)
    if not size:
        return same
    if rows.size and size < 8:
        mask = np.uint64((1 << 8 * size) - 1)
        same[rows] = (words[begin[rows]] & mask) == np.uint64(int.from_bytes(text, "little"))
    elif rows.size:
        for at in (*range(0, size - 8, 8), size - 8):
            word = np.uint64(int.from_bytes(text[at : at + 8], "little"))
            same[rows] &= words[begin[rows] + at] == word
    return same
