"""Whether a value has the Type and the Number that a header or the specification gives its key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import comb

from lexome.formats.vcf.strict.reserved import NEVER_NEGATIVE, Definition

_INTEGER = re.compile(r"[-+]?\d{1,10}")
_FLOAT = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:inf|infinity|nan)", re.IGNORECASE)
_CIGAR = re.compile(r"(?:\d+[MIDNSHPX=])+")
_LOWEST = -(2**31) + 8
"""Integers below are reserved by the binary form (VCF specification 4.3, section 1.3)."""

_FRACTIONS = frozenset({"AF"})


def is_float(text: str) -> bool:
    """Whether the text is a number as VCF writes floats.

    >>> is_float("5.3e-10"), is_float("+Inf"), is_float("NaN"), is_float("1,5")
    (True, True, True, False)
    """
    return _FLOAT.fullmatch(text) is not None


@lru_cache(maxsize=65536)
def has_type(text: str, type_: str) -> bool:
    """Whether one value (not a list) is of a Type; '.' always is."""
    if text == ".":
        return True
    if type_ == "Integer":
        return _INTEGER.fullmatch(text) is not None and _LOWEST <= int(text) < 2**31
    if type_ == "Float":
        return is_float(text)
    if type_ == "Character":
        return len(text) == 1 or re.fullmatch(r"%[0-9A-F]{2}", text) is not None
    return True


@dataclass(frozen=True, slots=True)
class Counts:
    """What a list's length depends on: ALT alleles, the sample's ploidy, and how many ALTs its LAA names, if any."""

    alts: int
    ploidy: int
    local: int | None = None


def expected_count(number: str, counts: Counts) -> int | None:
    """Return how many values ``number`` asks for; None when any number will do."""
    if number.isdecimal():
        return int(number)
    alts: int | None = counts.alts
    if number in {"LA", "LR", "LG"}:
        alts, number = counts.local, number[1]
    if alts is None:
        return None
    return {"A": alts, "R": alts + 1, "G": comb(alts + counts.ploidy, counts.ploidy), "P": counts.ploidy}.get(number)


@lru_cache(maxsize=65536)
def reserved_fault(key: str, text: str, type_: str) -> str | None:
    """Return what is wrong with one value of a reserved key beyond its type; None when nothing is."""
    if text == ".":
        return None
    if key == "CIGAR" and not _CIGAR.fullmatch(text):
        return "is no CIGAR string"
    if key in NEVER_NEGATIVE and type_ in {"Integer", "Float"} and text.startswith("-"):
        return "is negative"
    if key in _FRACTIONS and is_float(text) and float(text) > 1:
        return "is a fraction above 1"
    return None


def value_fault(value: str, definition: Definition, counts: Counts) -> str | None:
    """Return what is wrong with a list of values by its definition, None when nothing is; a lone '.' is missing."""
    if value == ".":
        return None
    parts = value.split(",")
    if "" in parts:
        return "is empty"
    count = expected_count(definition.number, counts)
    if count is not None and len(parts) != count:
        return f"has {len(parts)} value{'s' * (len(parts) != 1)} where {count} are due"
    type_ = "Float" if definition.numeric_either else definition.type
    for part in parts:
        if not has_type(part, type_):
            return f"is not {type_}"
    return None
