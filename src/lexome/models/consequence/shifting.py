"""How far an insertion or deletion can move without changing the sequence it makes, and where to describe it."""

from __future__ import annotations

from collections.abc import Callable

from lexome.models.consequence.placement import Change, Placement
from lexome.models.consequence.splicing import ESSENTIAL, intron_terms

Fetch = Callable[[int, int], str]
"""Bases of an oriented interval, cut short where the reference ends."""

_FIRST_LOOK = 64
_FARTHEST = 20_000
"""Longest shift followed, in bases; the longest perfect repeats of GRCh38 genes are shorter."""


def reach(change: Change, fetch: Fetch) -> tuple[int, int]:
    """Return by how many bases a pure insertion or deletion can move backwards and onwards."""
    unit = change.ref or change.alt
    backwards = _repeated(unit[::-1], lambda size: fetch(change.start - size, change.start)[::-1])
    onwards = _repeated(unit, lambda size: fetch(change.end, change.end + size))
    return backwards, onwards


def _repeated(unit: str, flank_of: Callable[[int], str]) -> int:
    size = max(_FIRST_LOOK, len(unit) + 1)
    while True:
        flank = flank_of(size)
        pattern = unit + flank
        same = next((at for at, base in enumerate(flank) if pattern[at] != base), len(flank))
        if same < len(flank) or len(flank) < size or size >= _FARTHEST:
            return same
        size = min(size * 8, _FARTHEST)


def moved(change: Change, by: int, fetch: Fetch) -> Change:
    """Return the change described ``by`` bases onwards (backwards when negative), within its reach."""
    unit = change.ref or change.alt
    if by > 0:
        rotated = (unit + fetch(change.end, change.end + by))[by : by + len(unit)]
    elif by < 0:
        text = fetch(change.start + by, change.start) + unit
        rotated = text[: len(unit)]
    else:
        rotated = unit
    return change.moved(by, rotated)


def described(placement: Placement, change: Change, fetch: Fetch) -> tuple[Change, Change]:
    """Return the change where HGVS names it on a transcript, and where its effect is to be read.

    HGVS wants the place farthest in the direction of the transcript, whatever the effect. Where that would touch a
    splice site although an equivalent place does not, the site is still there in the sequence made, so the effect is
    read from the last place that leaves it alone.
    """
    if not change.is_shiftable:
        return change, change
    backwards, onwards = reach(change, fetch)
    if not backwards and not onwards:
        return change, change
    if change.end <= placement.end:
        onwards = min(onwards, placement.end - change.end)  # a name cannot leave the transcript
    last = moved(change, onwards, fetch)
    if _harms(placement, last):
        for by in _candidates(placement, change, -backwards, onwards):
            other = moved(change, by, fetch)
            if not _harms(placement, other):
                return last, other
    return last, last


def _harms(placement: Placement, change: Change) -> bool:
    if placement.start < change.start and change.end < placement.end and placement.cut_of(change) is not None:
        return False
    return bool(intron_terms(placement, change) & ESSENTIAL)


def _candidates(placement: Placement, change: Change, lowest: int, highest: int) -> list[int]:
    """Return shifts, farthest onwards first, that bring an end of the change to an edge of an exon or splice site."""
    shifts = {lowest}
    first = max(placement.exon_before(change.start + lowest) - 1, 0)
    for start, end in placement.exons[first : first + 4]:
        for edge in (start - 2, start, end, end + 2):
            shifts |= {edge - change.start, edge - change.end}
    return sorted((shift for shift in shifts if lowest <= shift <= highest), reverse=True)
