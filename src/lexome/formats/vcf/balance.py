"""The fraction of reads that carry an allele, from whichever FORMAT fields a caller wrote."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.block import Block
from lexome.formats.vcf.genotypes import Layout, to_float
from lexome.formats.vcf.numbers import Places, first_byte_equal, integers

_COMMA = 44
_PAIRS = (("AO", "RO"), ("NV", "NR"))
"""Alternate and other reads: FreeBayes (RO counts reference reads), Platypus (NR counts all reads)."""


def alt_fractions(
    block: Block, groups: list[Layout], *, column: int, first_row: Places, alts: Places
) -> NDArray[np.float32]:
    """Return the fraction of reads in [0, 1] for every row (one per alternate allele) of one sample; nan if untold.

    ``first_row`` is the first row of each line, ``alts`` its number of rows. AD (reads per allele) is used, else a
    fraction the caller wrote (VAF, AF, FA), else AO with RO or NV with NR.
    """
    result = np.full(int(alts.sum()), np.nan, np.float32)
    for group in groups:
        rows = np.arange(len(block)) if isinstance(group.rows, slice) else group.rows
        single = alts[rows] == 1
        fraction_key = next((key for key in ("VAF", "AF", "FA") if key in group.place), None)
        pair = next((pair for pair in _PAIRS if set(pair) <= group.place.keys()), None)
        if "AD" in group.place:
            _from_depths(
                block, group, rows=rows, single=single, column=column, first_row=first_row, alts=alts, result=result
            )
        elif fraction_key or pair:
            for line in rows:
                values = _told(block, int(line), group, column=column, fraction_key=fraction_key, pair=pair)
                if len(values) == alts[line]:
                    result[first_row[line] : first_row[line] + alts[line]] = values
    return result


def _from_depths(
    block: Block,
    group: Layout,
    *,
    rows: Places,
    single: NDArray[np.bool_],
    column: int,
    first_row: Places,
    alts: Places,
    result: NDArray[np.float32],
) -> None:
    begin, end = block.subfield(group.rows, column=column, number=group.place["AD"])
    comma = begin + first_byte_equal(block.words[begin], _COMMA)
    quick = single & (comma < end) & (comma > begin)
    comma = np.where(quick, comma, begin)
    reference, good_reference = integers(block.buffer, block.words, begin=begin, end=comma)
    alternate, good_alternate = integers(block.buffer, block.words, begin=comma + 1, end=np.maximum(end, comma + 1))
    quick &= good_reference & good_alternate
    total = reference + alternate
    fraction = np.where(quick & (total > 0), alternate / np.maximum(total, 1), np.nan)
    result[first_row[rows[quick]]] = fraction[quick]
    empty = (end - begin <= 1) & ~quick
    for at in np.flatnonzero(~quick & ~empty):
        line = int(rows[at])
        parts = block.text(int(begin[at]), int(end[at])).split(b",")
        if len(parts) == alts[line] + 1 and all(part.isdigit() for part in parts[1:]):
            depths = [int(part) if part.isdigit() else 0 for part in parts]
            if parts[0].isdigit() and (whole := sum(depths)) > 0:
                for number in range(1, len(depths)):
                    result[first_row[line] + number - 1] = depths[number] / whole


def _told(
    block: Block,
    line: int,
    group: Layout,
    *,
    column: int,
    fraction_key: str | None,
    pair: tuple[str, str] | None,
) -> list[float]:
    def values(key: str) -> list[float]:
        one = np.array([line])
        begin, end = block.subfield(one, column=column, number=group.place[key])
        return [to_float(part) for part in block.text(int(begin[0]), int(end[0])).split(b",")]

    if fraction_key:
        return [value if 0 <= value <= 1 else float("nan") for value in values(fraction_key)]
    assert pair is not None
    alternate, other = values(pair[0]), values(pair[1])
    if pair[0] == "AO":
        whole = [sum(alternate) + other[0]] * len(alternate)
    else:
        whole = other * len(alternate) if len(other) == 1 else other
    return [part / all_ if all_ > 0 else float("nan") for part, all_ in zip(alternate, whole, strict=False)]
