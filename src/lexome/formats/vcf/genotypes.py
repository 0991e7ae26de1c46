"""Genotype columns of one block: copies, ploidy, phase, depth, quality and allele balance, for all lines at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.block import Block
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.numbers import Places, decimals, equals, integers

MISSING, NO_SECOND = -1, -2

Int16 = NDArray[np.int16]


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


def layouts(block: Block, column: int) -> list[Layout]:
    """Return the groups of lines with the same FORMAT, exactly compared."""
    begin, end = block.column(column)
    left = np.arange(len(block))
    groups: list[Layout] = []
    while left.size:
        text = block.text(int(begin[left[0]]), int(end[left[0]]))
        same = equals(block.words, text, begin=begin[left], end=end[left])
        rows = left[same]
        place: dict[str, int] = {}
        for number, key in enumerate(text.decode("latin-1").split(":")):
            place.setdefault(key, number)
        groups.append(Layout(slice(0, len(block)) if rows.size == len(block) else rows, place))
        left = left[~same]
    return groups


def called(block: Block, groups: list[Layout], *, column: int, findings: Findings) -> Called:
    """Return the genotype of one sample column on every line; lines without GT are missing with no ploidy."""
    size = len(block)
    result = Called(np.full(size, MISSING, np.int16), np.full(size, NO_SECOND, np.int16), np.zeros(size, np.bool_), {})
    for group in groups:
        if "GT" not in group.place:
            result.first[group.rows] = NO_SECOND
            continue
        begin, end = block.subfield(group.rows, column=column, number=group.place["GT"])
        word = block.words[begin]
        left, mark, right = (word & 255).astype(np.int16), (word >> 8) & 255, ((word >> 16) & 255).astype(np.int16)
        left, right = np.where(left == 46, MISSING, left - 48), np.where(right == 46, MISSING, right - 48)
        is_phased = mark == 124
        plain = (end - begin == 3) & (is_phased | (mark == 47))
        plain &= (left >= MISSING) & (left <= 9) & (right >= MISSING) & (right <= 9)
        result.first[group.rows], result.second[group.rows] = left, right
        result.phased[group.rows] = is_phased
        for at in np.flatnonzero(~plain):
            row = at if isinstance(group.rows, slice) else group.rows[at]
            _set_one(result, block, int(row), block.text(int(begin[at]), int(end[at])), findings)
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
    return alleles, bool(marks) and all(mark == 124 for mark in marks)


def whole_numbers(block: Block, groups: list[Layout], *, key: str, column: int) -> NDArray[np.int32]:
    """Return an integer FORMAT value of one sample on every line; -1 where it is not given."""
    result = np.full(len(block), -1, np.int32)
    for group in groups:
        if key in group.place:
            begin, end = block.subfield(group.rows, column=column, number=group.place[key])
            values, good = integers(block.buffer, block.words, begin=begin, end=end)
            result[group.rows] = np.where(good & (values < 1 << 31), values, -1)
    return result


def real_numbers(block: Block, groups: list[Layout], *, key: str, column: int) -> NDArray[np.float32]:
    """Return a single-valued numeric FORMAT value of one sample on every line; nan where it is not given."""
    result = np.full(len(block), np.nan, np.float32)
    for group in groups:
        if key in group.place:
            begin, end = block.subfield(group.rows, column=column, number=group.place[key])
            result[group.rows] = reals(block, begin, end)
    return result


def reals(block: Block, begin: Places, end: Places) -> NDArray[np.float64]:
    """Return the numbers in ``begin``–``end``; nan for '.', an empty field or what is no number."""
    values, good = decimals(block.words, begin=begin, end=end)
    values[~good] = np.nan
    missing = (end == begin) | ((end - begin == 1) & (block.buffer[begin] == 46))
    for at in np.flatnonzero(~good & ~missing):
        values[at] = to_float(block.text(int(begin[at]), int(end[at])))
    return values


def to_float(text: bytes) -> float:
    """Return the number a field holds, nan when it holds none."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
