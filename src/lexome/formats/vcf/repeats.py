"""Repeat expansions as ExpansionHunter and VCF 4.4 write them: how many units each chromosome carries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexome.formats.vcf.rows import Kind

if TYPE_CHECKING:
    from lexome.formats.vcf.columns import VcfColumns

_REPEAT = re.compile(r"<STR(\d{1,6})>|<CNV:TR>")


@dataclass(frozen=True, slots=True)
class RepeatCall:
    """One person's repeat at one locus.

    ``locus`` is the caller's name of it (REPID or VARID, else the record's ID); ``unit`` the repeated bases on the
    forward strand; ``reference_units`` in the reference; ``units`` on each chromosome, with the interval in which
    each truly lies (None where the caller states none).
    """

    locus: str
    contig: str
    start: int
    end: int
    unit: str
    reference_units: float | None
    units: tuple[float, ...]
    intervals: tuple[tuple[float, float] | None, ...]


def is_repeat(columns: VcfColumns, row: int) -> bool:
    """Whether a row is a repeat allele, or a record of a repeat locus without one (ALT '.')."""
    if int(columns.kind[row]) == Kind.SYMBOLIC:
        return _REPEAT.fullmatch(columns.alt_at(row)) is not None
    return int(columns.kind[row]) == Kind.NONE and "RU" in columns.info(row)


def repeat_call(columns: VcfColumns, row: int, sample: str) -> RepeatCall | None:
    """Return one person's repeat of the row's record; None where the record has none or it is not called.

    References
    ----------
    Dolzhenko 2019, doi:10.1093/bioinformatics/btz431 (ExpansionHunter: RU, REF, REPCN, REPCI)
    """
    record = columns.record(row)
    info = record.info()
    unit = info.get("RU") or info.get("RUS", "").split(",")[0]
    if not unit or unit == ".":
        return None
    fields = record.sample(columns.header.samples.index(sample))
    units = tuple(_float(part) for part in re.split(r"[/|]", fields.get("REPCN", ".")))
    if None in units or "REPCN" not in fields:
        units = _by_alleles(record.alt, fields.get("GT", "."), info, reference=_float(info.get("REF", ".")))
    known = tuple(value for value in units if value is not None)
    if not known or len(known) < len(units):
        return None
    intervals = tuple(_interval(part) for part in fields.get("REPCI", "").split("/"))
    return RepeatCall(
        info.get("REPID") or info.get("VARID") or record.id,
        columns.contig_at(row),
        int(columns.start[row]) + 1,
        int(columns.end[row]),
        unit.upper(),
        _float(info.get("REF", ".")),
        known,
        intervals if len(intervals) == len(known) else (None,) * len(known),
    )


def _by_alleles(alt: str, genotype: str, info: dict[str, str], *, reference: float | None) -> tuple[float | None, ...]:
    """Return the units of each chromosome by GT and the alleles: <STRn> says n, <CNV:TR> has RUC."""
    counts = info.get("RUC", "").split(",")
    of_allele: list[float | None] = [reference]
    for place, allele in enumerate(alt.split(",")):
        named = re.fullmatch(r"<STR(\d{1,6})>", allele)
        stated = _float(counts[place]) if place < len(counts) else None
        of_allele.append(float(named[1]) if named else stated)
    numbers = [part for part in re.split(r"[/|]", genotype.lstrip("/|")) if part]
    return tuple(of_allele[int(part)] if part.isdigit() and int(part) < len(of_allele) else None for part in numbers)


def _float(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", text) else None


def _interval(text: str) -> tuple[float, float] | None:
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", text)
    return (float(match[1]), float(match[2])) if match else None
