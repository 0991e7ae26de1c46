"""The fraction of reads that carry an allele, from whichever FORMAT fields a caller wrote."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.block import Block, Tokens
from lexome.formats.vcf.genotypes import to_float
from lexome.formats.vcf.numbers import Places, digits_at_end, first_byte_equal, to_end
from lexome.formats.vcf.rows import Rows

FRACTION_KEYS = ("VAF", "AF", "FA")
"""Fractions of reads: DeepVariant, Mutect2, older Mutect."""

PAIRS = (("AO", "RO"), ("NV", "NR"))
"""Alternate and other reads: FreeBayes (RO counts reference reads), Platypus (NR counts all reads)."""

_COMMA = 44


def wanted_keys(keys: dict[str, int]) -> tuple[str, ...]:
    """Return the keys of a FORMAT from which the balance is told: AD, else a fraction, else a pair of counts."""
    if "AD" in keys:
        return ("AD",)
    for key in FRACTION_KEYS:
        if key in keys:
            return (key,)
    return next((pair for pair in PAIRS if set(pair) <= keys.keys()), ())


def from_depths(
    block: Block, tokens: Tokens, *, lines: Places | slice, rows: Rows, result: NDArray[np.float32]
) -> None:
    """Write the fraction of every row of ``lines`` into ``result``, by AD (reads of every allele)."""
    first_row, alts = rows.first_row, rows.alts
    length, word = tokens.length, tokens.word
    comma = first_byte_equal(word, _COMMA)
    quick = (alts[lines] == 1) & (comma < length) & (length <= 8)
    reference, good = digits_at_end(to_end(word, comma), comma)
    quick &= good
    alternate, good = digits_at_end(to_end(word, length), length - comma - 1)
    quick &= good
    total = reference + alternate
    fraction = np.where(quick & (total > 0), alternate / np.maximum(total, 1), np.nan)
    result[first_row[lines]] = fraction
    if quick.all():
        return
    numbers = np.arange(len(block)) if isinstance(lines, slice) else lines
    for at in np.flatnonzero(~quick & (length > 1)):
        line, begin = int(numbers[at]), int(tokens.begin[at])
        parts = block.text(begin, begin + int(length[at])).split(b",")
        if len(parts) == alts[line] + 1 and all(part.isdigit() and len(part) < 18 for part in parts):
            depths = [int(part) for part in parts]
            whole = sum(depths)
            if whole > 0:
                row = int(first_row[line])
                result[row : row + len(depths) - 1] = [depth / whole for depth in depths[1:]]


def from_told(block: Block, told: dict[str, Tokens], *, lines: Places, rows: Rows, result: NDArray[np.float32]) -> None:
    """Write the fraction of every row of ``lines`` into ``result``, by a fraction or a pair of counts."""
    first_row, alts = rows.first_row, rows.alts
    for at, line in enumerate(lines):
        values = {}
        for key, tokens in told.items():
            begin = int(tokens.begin[at])
            values[key] = [to_float(part) for part in block.text(begin, begin + int(tokens.length[at])).split(b",")]
        fractions = _fractions(values)
        if len(fractions) == alts[line]:
            row = int(first_row[line])
            result[row : row + len(fractions)] = fractions


def _fractions(values: dict[str, list[float]]) -> list[float]:
    if len(values) == 1:
        (given,) = values.values()
        return [value if 0 <= value <= 1 else float("nan") for value in given]
    (alternate_key, alternate), (_, other) = values.items()
    if alternate_key == "AO":
        whole = [sum(alternate) + other[0]] * len(alternate)
    else:
        whole = other * len(alternate) if len(other) == 1 else other
    return [part / all_ if all_ > 0 else float("nan") for part, all_ in zip(alternate, whole, strict=False)]
