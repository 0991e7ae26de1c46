"""Structural variants and copy numbers of a VCF: type, extent with its uncertainty, mates and copy number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lexome.core.assembly import canonical_contig
from lexome.formats.vcf.rows import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lexome.formats.vcf.columns import VcfColumns

_BREAKEND = re.compile(
    r"(?P<left>[A-Za-z.]*)(?P<bracket>[\[\]])(?P<mate><[^>]+>|[^\[\]]+):(?P<pos>\d{1,10})[\[\]](?P<right>[A-Za-z.]*)"
)


class StructuralType(StrEnum):
    """What happens to the sequence."""

    DELETION = "deletion"
    DUPLICATION = "duplication"
    INSERTION = "insertion"
    INVERSION = "inversion"
    COPY_NUMBER = "copy number variation"
    BREAKEND = "breakend"
    REPEAT = "tandem repeat"
    OTHER = "other"


_TYPES = {
    "DEL": StructuralType.DELETION,
    "DUP": StructuralType.DUPLICATION,
    "INS": StructuralType.INSERTION,
    "INV": StructuralType.INVERSION,
    "CNV": StructuralType.COPY_NUMBER,
    "BND": StructuralType.BREAKEND,
}


@dataclass(frozen=True, slots=True)
class Breakend:
    """The piece joined to this place: at ``mate_start`` (0-based) of ``mate_contig``.

    ``joined_after`` says that the piece follows the bases of this record (else it precedes them); ``reversed`` that
    it is reverse-complemented; ``inserted`` are the bases between, the first base of REF left out.
    """

    mate_contig: str
    mate_start: int
    joined_after: bool
    reversed: bool
    inserted: str


@dataclass(frozen=True, slots=True)
class StructuralVariant:
    """One structural allele: ``start`` (0-based, the first base affected) to ``end`` (half-open).

    ``start_interval`` and ``end_interval`` are the offsets within which the ends may truly lie (CIPOS, CIEND);
    ``length`` is the number of bases deleted, duplicated, inserted or inverted; ``copy_number`` as INFO states it.
    """

    type: StructuralType
    contig: str
    start: int
    end: int
    start_interval: tuple[int, int] = (0, 0)
    end_interval: tuple[int, int] = (0, 0)
    length: int | None = None
    copy_number: float | None = None
    imprecise: bool = False
    mate: Breakend | None = None
    event: str | None = None


def parse_breakend(alt: str) -> Breakend | None:
    """Return the mate of a breakend; None for a single breakend or another kind of allele.

    >>> parse_breakend("G]17:198982]")
    Breakend(mate_contig='17', mate_start=198981, joined_after=True, reversed=True, inserted='')
    >>> parse_breakend("]13:123456]AGTNNNNNCAT").inserted
    'AGTNNNNNCA'
    """
    match = _BREAKEND.fullmatch(alt)
    if match is None:
        return None
    after = bool(match["left"])
    name = match["mate"]
    inserted = match["left"][1:] if after else match["right"][:-1]
    opens_right = match["bracket"] == "["
    return Breakend(canonical_contig(name) or name, int(match["pos"]) - 1, after, opens_right != after, inserted)


def with_mate_at(alt: str, start: int) -> str:
    """Return a breakend's ALT with its mate at another place (0-based) of the same contig.

    >>> with_mate_at("G]17:198982]", 299)
    'G]17:300]'
    """
    match = _BREAKEND.fullmatch(alt)
    if match is None:
        raise ValueError(f"{alt}: no breakend with a mate")
    first, last = match.span("pos")
    return f"{alt[:first]}{start + 1}{alt[last:]}"


def structural(columns: VcfColumns, row: int) -> StructuralVariant | None:
    """Return the structural variant of a row; None where the row is spelt in bases or has no allele."""
    kind = int(columns.kind[row])
    if kind not in {Kind.SYMBOLIC, Kind.BREAKEND}:
        return None
    info, number = columns.info(row), int(columns.number[row]) - 1
    alt = columns.alt_at(row)
    mate = parse_breakend(alt) if kind == Kind.BREAKEND else None
    type_ = StructuralType.BREAKEND if kind == Kind.BREAKEND else _type_of(alt[1:-1])
    length = _number(info, "SVLEN", number)
    copies = _number(info, "CN", number)
    return StructuralVariant(
        type_,
        columns.contig_at(row),
        int(columns.start[row]) + (type_ is not StructuralType.BREAKEND),
        int(columns.end[row]),
        _interval(info, "CIPOS", number),
        _interval(info, "CIEND", number),
        abs(int(length)) if length is not None else _length(type_, columns, row),
        copies,
        "IMPRECISE" in info,
        mate,
        info.get("EVENT"),
    )


def _type_of(name: str) -> StructuralType:
    if name.startswith("CNV:TR") or re.fullmatch(r"STR\d+", name):
        return StructuralType.REPEAT
    if re.fullmatch(r"CN\d+", name):
        return StructuralType.COPY_NUMBER
    return _TYPES.get(name.split(":")[0], StructuralType.OTHER)


def _length(type_: StructuralType, columns: VcfColumns, row: int) -> int | None:
    if type_ in {StructuralType.INSERTION, StructuralType.BREAKEND, StructuralType.OTHER}:
        return None
    return int(columns.end[row]) - int(columns.start[row]) - 1


def _number(info: Mapping[str, str], key: str, place: int) -> float | None:
    values = info.get(key, "").split(",")
    text = values[min(place, len(values) - 1)]
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


def _interval(info: Mapping[str, str], key: str, place: int) -> tuple[int, int]:
    values = info.get(key, "").split(",")
    pair = values[2 * place : 2 * place + 2] if len(values) >= 2 * place + 2 else values[:2]
    if len(pair) == 2 and all(re.fullmatch(r"[-+]?\d{1,10}", value) for value in pair):
        return int(pair[0]), int(pair[1])
    return (0, 0)
