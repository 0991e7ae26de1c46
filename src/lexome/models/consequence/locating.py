"""From an HGVS name on a transcript back to the allele on the genome."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.formats.hgvs import NucleotideChange, Position
from lexome.models.consequence.genetic_code import reverse_complement
from lexome.models.consequence.placement import Placement

Bases = Callable[[int, int], str]
"""Bases of an oriented interval; raises OutsideReference where there are none."""


def position_of(placement: Placement, position: Position) -> int:
    """Return the oriented place of an HGVS position.

    Raises
    ------
    ValueError
        when the transcript has no such base, or an intronic offset does not start from the edge of an exon.
    """
    start, end = placement.cds or (0, 0)
    offset = end + position.base - 1 if position.after else start + position.base - (position.base > 0)
    if not 0 <= offset < placement.length or ((position.after or position.base < 0) and placement.cds is None):
        raise ValueError(f"the transcript has no base {position}")
    exon = bisect_right(placement.offsets, offset) - 1
    first, last = placement.exons[exon]
    base = first + offset - placement.offsets[exon]
    into_next = position.offset > 0 and (base != last - 1 or exon + 1 == len(placement.exons))
    into_last = position.offset < 0 and (base != first or exon == 0)
    if into_next or into_last:
        raise ValueError(f"no intron lies beside base {position}")
    if position.offset > 0 and position.offset > placement.exons[exon + 1][0] - last:
        raise ValueError(f"the intron is shorter than {position} says")
    if position.offset < 0 and -position.offset > first - placement.exons[exon - 1][1]:
        raise ValueError(f"the intron is shorter than {position} says")
    return base + position.offset


def located(change: NucleotideChange, placement: Placement, assembly: Assembly, bases: Bases) -> Allele:
    """Return the allele of a 'c.' or 'n.' name, anchored as in VCF.

    Raises
    ------
    ValueError
        when the name does not fit the transcript or the reference.
    """
    start, end = position_of(placement, change.start), position_of(placement, change.end) + 1
    if end <= start:
        raise ValueError(f"{change}: the end lies before the start")
    if change.edit == "ins":
        if end - start != 2:
            raise ValueError(f"{change}: an insertion stands between neighbours")
        return _allele(placement, assembly, bases, (start + 1, start + 1, "", change.alt))
    ref = bases(start, end)
    if change.edit == "dup" and change.ref in ("", ref):
        return _allele(placement, assembly, bases, (end, end, "", ref))
    if change.ref and change.ref != ref:
        raise ValueError(f"{change}: the reference has {ref[:40]} there")
    if change.edit == "[]":
        start, end, ref, alt = _repeat(change, start, end, bases)
    else:
        alt = {"del": "", "inv": reverse_complement(ref), "=": ref}.get(change.edit, change.alt)
    return _allele(placement, assembly, bases, (start, end, ref, alt))


def _repeat(change: NucleotideChange, start: int, end: int, bases: Bases) -> tuple[int, int, str, str]:
    unit = change.alt or bases(start, end)
    end = start
    while bases(end, end + len(unit)) == unit:
        end += len(unit)
    if end == start or change.count is None:
        raise ValueError(f"{change}: the reference has no {unit[:40]} there")
    return start, end, bases(start, end), unit * change.count


def _allele(placement: Placement, assembly: Assembly, bases: Bases, change: tuple[int, int, str, str]) -> Allele:
    start, end, ref, alt = change
    if placement.strand < 0:
        low, ref, alt = -end, reverse_complement(ref), reverse_complement(alt)
    else:
        low = start
    if not ref or not alt:
        anchor = bases(low - 1, low) if placement.strand > 0 else reverse_complement(bases(-low, -low + 1))
        low, ref, alt = low - 1, anchor + ref, anchor + alt
    return Allele(assembly, placement.contig, low, ref, alt).trimmed()
