"""Terms that follow from where a change lies between exons: splice sites and their surroundings, introns."""

from __future__ import annotations

from lexome.models.consequence.placement import Change, Placement

DONOR, ACCEPTOR = "splice_donor_variant", "splice_acceptor_variant"
ESSENTIAL = frozenset({DONOR, ACCEPTOR})
_SITE = 2
_REGION_INTRON, _REGION_EXON = 8, 3
"""The splice region reaches 3 bases into the exon and 8 into the intron (Sequence Ontology, SO:0001630)."""
_DONOR_REGION_END = 6
"""Bases 3 to 6 of the intron (SO:0002170); base 5 has a term of its own (SO:0001787)."""
_TRACT = 17
"""The polypyrimidine tract is taken from base -17 to -3 of the intron (SO:0002169)."""
_SMALLEST_INTRON = 13
"""Gaps of up to 12 bases are frameshift introns of the annotation, without splice sites, as VEP takes them."""


def overlaps(change: Change, start: int, end: int) -> bool:
    """Tell whether a change touches bases ``start`` to ``end``; an insertion must lie between two of them."""
    if change.is_insertion:
        return start < change.start < end
    return change.start < end and change.end > start


def intron_terms(placement: Placement, change: Change) -> set[str]:
    """Return the terms of every intron that a change touches or comes near."""
    terms: set[str] = set()
    exon = max(placement.exon_before(change.start - _REGION_INTRON - 1), 0)
    exons = placement.exons
    while exon + 1 < len(exons) and exons[exon][1] - _REGION_EXON <= change.end:
        start, end = exons[exon][1], exons[exon + 1][0]
        if end - start >= _SMALLEST_INTRON:
            terms |= _terms_of(change, start, end, exons[exon][0], exons[exon + 1][1])
        elif overlaps(change, start, end):
            terms.add("intron_variant")
        exon += 1
    return terms


def _terms_of(change: Change, start: int, end: int, exon_start: int, exon_end: int) -> set[str]:
    terms: set[str] = set()
    if overlaps(change, start, start + _SITE):
        terms.add(DONOR)
    if overlaps(change, end - _SITE, end):
        terms.add(ACCEPTOR)
    if overlaps(change, start + _SITE, end - _SITE) or (
        change.is_insertion and change.start in (start + _SITE, end - _SITE)
    ):
        terms.add("intron_variant")
        if overlaps(change, start + 4, start + 5):
            terms.add("splice_donor_5th_base_variant")
        elif overlaps(change, start + _SITE, start + _DONOR_REGION_END):
            terms.add("splice_donor_region_variant")
        if overlaps(change, end - _TRACT, end - _SITE):
            terms.add("splice_polypyrimidine_tract_variant")
    at_edge = change.is_insertion and change.start in (start, start + _SITE, end - _SITE, end)
    near = (
        (start + _SITE, min(start + _REGION_INTRON, end - _SITE)),
        (max(end - _REGION_INTRON, start + _SITE), end - _SITE),
        (max(start - _REGION_EXON, exon_start), start),
        (end, min(end + _REGION_EXON, exon_end)),
    )
    if not terms & ESSENTIAL and (at_edge or any(overlaps(change, *part) for part in near)):
        terms.add("splice_region_variant")
    return terms


def splice_distance(placement: Placement, change: Change) -> int | None:
    """Return the distance in bases to the nearest exon edge with a splice site; negative inside an exon.

    The last base of an exon is at -1 and the first of the intron at 1; a change over a splice site is at 1, the
    outer ends of the transcript do not count, and without introns there is None.
    """
    exons = placement.exons
    best: int | None = None
    exon = max(placement.exon_before(change.start), 0)
    for number in range(max(exon - 1, 0), min(exon + 2, len(exons))):
        edges = ([exons[number][1]] if number + 1 < len(exons) else []) + ([exons[number][0]] if number else [])
        for edge in edges:
            distance = _distance(change, edge)
            best = distance if best is None or distance < best else best
    if best is None:
        return None
    inside = exons[exon][0] <= change.start and change.end <= exons[exon][1]
    return -best if inside else best


def _distance(change: Change, edge: int) -> int:
    if change.start < edge < change.end:
        return 1
    return edge - max(change.end - 1, change.start - 1) if change.end <= edge else change.start - edge + 1
