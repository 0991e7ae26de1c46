"""Genotype columns of one block: alleles, phase, depth, quality, for all lines at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.block import Block, Tokens
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.numbers import Places, decimals, digits_at_end, equals, integers, to_end

MISSING, NO_SECOND = -1, -2
_DOT, _BAR = 46, 124

Int16 = NDArray[np.int16]


def _plain_codes() -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Return the alleles of GT texts of three characters by the code (left - 46) * 12 + (right - 46); -9 is none."""
    left, right = np.full(144, -9, np.int16), np.full(144, -9, np.int16)
    names = {".": MISSING, **{str(number): number for number in range(10)}}
    for one, first in names.items():
        for other, second in names.items():
            code = (ord(one) - _DOT) * 12 + ord(other) - _DOT
            left[code], right[code] = first, second
    return left, right


_LEFT, _RIGHT = _plain_codes()


@dataclass(slots=True)
class Called:
    """Allele numbers of one sample on every line: -1 missing, -2 in ``second`` for a haploid call.

    ``many`` holds calls of more than two alleles, by line index; ``phased`` whether the alleles are in order.
    """

    first: Int16
    second: Int16
    phased: NDArray[np.bool_]
    many: dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines that share one FORMAT, and the place of each key in it."""

    rows: Places | slice
    place: dict[str, int]

    def lines(self, size: int) -> Places:
        """Return the index of every line, of ``size`` in the block."""
        return np.arange(size) if isinstance(self.rows, slice) else self.rows


def layouts(block: Block, column: int) -> list[Layout]:
    """Return the groups of lines with the same FORMAT, exactly compared."""
    begin, end = block.column(column)
    left: Places | slice = slice(None)
    groups: list[Layout] = []
    while isinstance(left, slice) or left.size:
        starts, stops = begin[left], end[left]
        text = block.text(int(starts[0]), int(stops[0]))
        same = equals(block.words, text, begin=starts, end=stops)
        place: dict[str, int] = {}
        for number, key in enumerate(text.decode("latin-1").split(":")):
            place.setdefault(key, number)
        if isinstance(left, slice):
            if same.all():
                return [Layout(left, place)]
            left = np.arange(len(block))
        groups.append(Layout(left[same], place))
        left = left[~same]
    return groups


def called(block: Block, genotypes: list[tuple[Layout, Tokens | None]], findings: Findings) -> Called:
    """Return the genotype of one sample on every line; lines without GT are missing with no ploidy."""
    size = len(block)
    result = Called(np.empty(size, np.int16), np.empty(size, np.int16), np.empty(size, np.bool_), {})
    for group, tokens in genotypes:
        if tokens is None:
            result.first[group.rows] = result.second[group.rows] = NO_SECOND
            result.phased[group.rows] = False
            continue
        text = tokens.word.astype(np.uint32)
        left, mark, right = (text & 255) - np.uint32(_DOT), (text >> 8) & 255, ((text >> 16) & 255) - np.uint32(_DOT)
        code = np.minimum(left, 12) * 12 + np.minimum(right, 12)
        first, second = _LEFT.take(code, mode="clip"), _RIGHT.take(code, mode="clip")
        is_phased = mark == _BAR
        plain = (tokens.length == 3) & (is_phased | (mark == 47)) & (left < 12) & (right < 12) & (first != -9)
        result.first[group.rows], result.second[group.rows] = first, second
        result.phased[group.rows] = is_phased
        if not plain.all():
            lines = group.lines(size)
            for at in np.flatnonzero(~plain):
                begin = int(tokens.begin[at])
                _set_one(result, block, int(lines[at]), block.text(begin, begin + int(tokens.length[at])), findings)
    return result


def _set_one(result: Called, block: Block, row: int, text: bytes, findings: Findings) -> None:
    parsed = parse_genotype(text)
    if parsed is None:
        findings.error(
            "genotype-invalid",
            "a GT value is not allele numbers parted by / or |",
            remedy="write GT as 0/1, 0|1, 1 or ./.",
            line=int(block.line[row]),
        )
        parsed = ((MISSING, MISSING), False)
    alleles, phased = parsed
    result.first[row], result.phased[row] = alleles[0], phased
    result.second[row] = alleles[1] if len(alleles) > 1 else NO_SECOND
    if len(alleles) > 2:
        result.many[row] = alleles


@lru_cache(maxsize=4096)
def parse_genotype(text: bytes) -> tuple[tuple[int, ...], bool] | None:
    """Return the allele numbers (-1 missing) and whether all are phased; None when the text is no genotype.

    >>> parse_genotype(b"0|12"), parse_genotype(b"./."), parse_genotype(b"1"), parse_genotype(b"|0/1")
    (((0, 12), True), ((-1, -1), False), ((1,), False), ((0, 1), False))
    """
    if not text:
        return (MISSING, MISSING), False
    marks = [byte for byte in text if byte in b"/|"]
    body = text[1:] if text[:1] in {b"/", b"|"} else text
    parts = body.replace(b"|", b"/").split(b"/")
    if len(parts) > 64 or not all(part == b"." or (part.isdigit() and len(part) <= 4) for part in parts):
        return None
    alleles = tuple(MISSING if part == b"." else int(part) for part in parts)
    return alleles, bool(marks) and all(mark == _BAR for mark in marks)


def whole_numbers(block: Block, tokens: Tokens) -> NDArray[np.int64]:
    """Return the integers of tokens; -1 where there is none, or one beyond 32 bits."""
    values, good = digits_at_end(to_end(tokens.word, tokens.length), tokens.length)
    longer = np.flatnonzero(tokens.length > 8)
    if longer.size:
        begin = tokens.begin[longer]
        values[longer], good[longer] = integers(
            block.buffer, block.words, begin=begin, end=begin + tokens.length[longer]
        )
    return np.where(good & (values < 1 << 31), values, -1)


def reals(block: Block, tokens: Tokens) -> NDArray[np.float64]:
    """Return the numbers of tokens; nan for '.', an empty one or what is no number."""
    values, good = decimals(tokens.word, tokens.length)
    odd = np.flatnonzero(~good)
    if odd.size:
        values[odd] = np.nan
        length = tokens.length[odd]
        missing = (length == 0) | ((length == 1) & ((tokens.word[odd] & np.uint64(255)) == _DOT))
        for at in odd[~missing]:
            begin = int(tokens.begin[at])
            values[at] = to_float(block.text(begin, begin + int(tokens.length[at])))
    return values


def to_float(text: bytes) -> float:
    """Return the number a field holds, nan when it holds none."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
