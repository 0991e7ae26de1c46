"""HGVS names of changes on a transcript ('c.76_78del', 'c.81-23T>A', 'n.12dup')."""

from __future__ import annotations

from lexome.models.consequence.genetic_code import reverse_complement
from lexome.models.consequence.placement import Change, Placement
from lexome.models.consequence.shifting import Fetch


def position_name(placement: Placement, position: int) -> str | None:
    """Return how HGVS writes a base of the transcript or of its introns; None outside the transcript.

    In the middle of an intron with an odd number of bases the base belongs to the exon before.
    """
    if not placement.start <= position < placement.end:
        return None
    exon = placement.exon_before(position)
    first, last = placement.exons[exon]
    if position < last:
        return _exonic(placement, placement.offsets[exon] + position - first)
    after, before = position - last + 1, placement.exons[exon + 1][0] - position
    if after <= before:
        return f"{_exonic(placement, placement.offsets[exon] + last - first - 1)}+{after}"
    return f"{_exonic(placement, placement.offsets[exon + 1])}-{before}"


def _exonic(placement: Placement, offset: int) -> str:
    if placement.cds is None:
        return str(offset + 1)
    start, end = placement.cds
    if offset < start:
        return f"-{start - offset}"
    return f"*{offset - end + 1}" if offset >= end else str(offset - start + 1)


def coding_name(placement: Placement, change: Change, fetch: Fetch | None) -> str | None:
    """Return the name of a change, already described at its place; None when an end lies outside the transcript.

    Without ``fetch``, the reference around it, a duplication cannot be told and an insertion has no name.
    """
    kind = "n" if placement.cds is None else "c"
    if change.is_insertion:
        return _insertion(placement, change, fetch, kind)
    where = _interval(placement, change.start, change.end)
    if where is None:
        return None
    if not change.alt:
        return f"{kind}.{where}del"
    if len(change.ref) == len(change.alt) == 1:
        return f"{kind}.{where}{change.ref}>{change.alt}"
    if len(change.ref) == len(change.alt) and change.alt == reverse_complement(change.ref):
        return f"{kind}.{where}inv"
    return f"{kind}.{where}delins{change.alt}"


def _insertion(placement: Placement, change: Change, fetch: Fetch | None, kind: str) -> str | None:
    if fetch is None:
        return None
    size = len(change.alt)
    if fetch(change.start - size, change.start) == change.alt:
        doubled = _interval(placement, change.start - size, change.start)
        return f"{kind}.{doubled}dup" if doubled else None
    between = _interval(placement, change.start - 1, change.start + 1)
    return f"{kind}.{between}ins{change.alt}" if between else None


def _interval(placement: Placement, start: int, end: int) -> str | None:
    first = position_name(placement, start)
    last = position_name(placement, end - 1)
    if first is None or last is None:
        return None
    return first if end - start == 1 else f"{first}_{last}"
