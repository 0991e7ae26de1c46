"""Every term of a change on one transcript, with the effect on the protein where it is coding."""

from __future__ import annotations

from bisect import bisect_right

from lexome.models.consequence import coding, protein_name
from lexome.models.consequence.coding import CodingEffect, Spliced, coding_effect
from lexome.models.consequence.placement import Change, Placement
from lexome.models.consequence.splicing import intron_terms


def effects_of(placement: Placement, change: Change, text: Spliced | None) -> tuple[set[str], CodingEffect | None]:
    """Return the terms of a change on one transcript, and the effect on the protein where it is coding."""
    if change.end <= placement.start and not (change.start < placement.start < change.end):
        return {"upstream_gene_variant"}, None
    if change.start >= placement.end:
        return {"downstream_gene_variant"}, None
    if change.start <= placement.start and placement.end <= change.end and not change.alt:
        return {"transcript_ablation"}, None
    terms = intron_terms(placement, change)
    cut = placement.cut_of(change)
    if cut is None:
        lost = _takes_all_coding(placement, change)
        terms |= _over_edges(placement, change) | _frame_of_exons_lost(placement, change)
        return terms, CodingEffect(frozenset(terms), hgvs_p=protein_name.NO_PROTEIN) if lost else None
    if placement.cds is None:
        return terms | {"non_coding_transcript_exon_variant"}, None
    start, end = placement.cds
    if cut[1] <= start:
        return terms | {"5_prime_UTR_variant"}, None
    if cut[0] >= end:
        return terms | {"3_prime_UTR_variant"}, None
    if cut[0] - start < placement.phase and placement.phase:
        return terms | {coding.CODING}, None
    effect = coding_effect(placement, cut, change.alt, text)
    return terms | effect.terms, effect


def _over_edges(placement: Placement, change: Change) -> set[str]:
    """Return the terms of the exonic parts of a change that is not within one exon."""
    terms = set()
    cds = placement.cds
    for number in range(max(placement.exon_before(change.start), 0), len(placement.exons)):
        first, last = placement.exons[number]
        if first >= change.end:
            break
        low, high = max(first, change.start), min(last, change.end)
        if low < high:
            begin = placement.offsets[number] + low - first
            end = begin + high - low
            if cds is None:
                terms.add("non_coding_transcript_exon_variant")
                continue
            if begin < cds[0]:
                terms.add("5_prime_UTR_variant")
            if end > cds[1]:
                terms.add("3_prime_UTR_variant")
            if begin < cds[1] and end > cds[0]:
                terms.add(coding.CODING)
            if begin < cds[0] + 3 and end > cds[0] and not placement.lacks_start:
                terms.add("start_lost")
            if begin < cds[1] and end > cds[1] - 3 and not placement.lacks_end:
                terms.add("stop_lost")
    return terms


def _frame_of_exons_lost(placement: Placement, change: Change) -> set[str]:
    """Return whether a deletion from intron to intron shifts the frame; nothing when an end lies in an exon."""
    exons = placement.exons
    ends_inside = any(first < edge < last for first, last in exons for edge in (change.start, change.end))
    if placement.cds is None or change.alt or ends_inside:
        return set()
    lost = 0
    for number, (first, last) in enumerate(exons):
        if change.start <= first and last <= change.end:
            begin = placement.offsets[number]
            lost += max(0, min(begin + last - first, placement.cds[1]) - max(begin, placement.cds[0]))
    whole = lost == placement.cds[1] - placement.cds[0]
    if not lost or whole:
        return set()
    return {"frameshift_variant" if lost % 3 else "inframe_deletion"}


def _takes_all_coding(placement: Placement, change: Change) -> bool:
    if placement.cds is None or change.is_insertion:
        return False
    first, last = (_position(placement, offset) for offset in (placement.cds[0], placement.cds[1] - 1))
    return change.start <= first and last < change.end


def _position(placement: Placement, offset: int) -> int:
    exon = bisect_right(placement.offsets, offset) - 1
    return placement.exons[exon][0] + offset - placement.offsets[exon]
