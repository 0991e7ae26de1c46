"""Variants already known to be pathogenic near the one judged: at its residue, its splice site, in the part lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.allele import Allele
from lexome.core.consequence import Consequence
from lexome.core.variant import ClinVarRecord, LossKind, ProductLoss
from lexome.evidence.coding_map import CodingMap
from lexome.evidence.loss import Shape

if TYPE_CHECKING:
    from lexome.models.consequence import Annotator

SITE_INTRON, SITE_EXON = 8, 3
"""Bases of the intron and of the exon that make one splice site (Sequence Ontology, SO:0001630)."""


def others(records: Sequence[ClinVarRecord], own: Allele) -> list[ClinVarRecord]:
    """Return the records of other alleles: the variant's own record never speaks for it."""
    mine = own.trimmed()
    return [each for each in records if each.allele.trimmed() != mine]


def at_residue(
    records: Sequence[ClinVarRecord], consequence: Consequence, *, coding: CodingMap, annotator: Annotator
) -> tuple[ClinVarRecord, ...]:
    """Return the records that change the same residue, with what the reference says they change it to."""
    residue = consequence.protein_position
    if residue is None:
        return ()
    codon = set(coding.codon(residue))
    found = []
    for record in records:
        allele = record.allele
        if allele.is_symbolic or not codon.intersection(range(allele.start, allele.end)):
            continue
        told = next((each for each in annotator.annotate(allele) if each.transcript == consequence.transcript), None)
        if told is not None and "start_lost" in told.terms and residue == 1:
            found.append(replace(record, consequence="start_lost", protein_position=1))
        elif told is not None and told.protein_position == residue and told.alt_amino_acids:
            found.append(
                replace(
                    record,
                    consequence=told.terms[0],
                    protein_position=residue,
                    ref_amino_acid=told.ref_amino_acids,
                    alt_amino_acid=told.alt_amino_acids,
                )
            )
    return tuple(found)


def residues_with_pathogenic(
    records: Sequence[ClinVarRecord], coding: CodingMap, *, first: int, last: int
) -> tuple[ClinVarRecord, ...]:
    """Return the (likely) pathogenic records that change residues ``first`` to ``last`` without truncating."""
    told = [each for each in records if each.consequence in _CHANGES_RESIDUES and each.significance.side > 0]
    offsets = coding.offsets(np.array([each.allele.start for each in told], np.int64)).tolist() if told else []
    pairs = zip(told, offsets, strict=True)
    return tuple(each for each, offset in pairs if offset >= 0 and first <= coding.residue(offset) <= last)


_CHANGES_RESIDUES = {"missense_variant", "inframe_deletion", "inframe_insertion", "protein_altering_variant"}


def at_splice_site(records: Sequence[ClinVarRecord], allele: Allele, *, shape: Shape) -> tuple[ClinVarRecord, ...]:
    """Return the records that hit the splice site the variant hits."""
    site = _site(allele, shape)
    if site is None:
        return ()
    first, last = site
    return tuple(each for each in records if each.allele.start < last and each.allele.end > first)


def _site(allele: Allele, shape: Shape) -> tuple[int, int] | None:
    for number, (start, end) in enumerate(shape.exons):
        sites = []
        inner = (number > 0, number + 1 < len(shape.exons))
        has_left, has_right = inner if shape.strand > 0 else inner[::-1]
        if has_left:
            sites.append((start - SITE_INTRON, start + SITE_EXON))
        if has_right:
            sites.append((end - SITE_EXON, end + SITE_INTRON))
        for first, last in sites:
            if allele.start < last and allele.end > first:
                return first, last
    return None


def with_part_lost(
    loss: ProductLoss,
    records: Sequence[ClinVarRecord],
    consequence: Consequence,
    *,
    coding: CodingMap,
    protein: str | None = None,
) -> ProductLoss:
    """Return the loss with the number of pathogenic records in the part of the product that is lost."""
    first, last, next_start = _span(loss, consequence, coding, protein)
    positions = np.array([each.allele.start for each in records], np.int64)
    if not len(positions):
        return replace(loss, pathogenic_beyond=0, next_start=next_start)
    offsets = coding.offsets(positions)
    inside = (offsets >= first) & (offsets < last)
    beyond = [each for each, hit in zip(records, inside.tolist(), strict=True) if hit and each.significance.side > 0]
    cited = loss.citations + tuple(each.citation for each in beyond[:2])
    return replace(loss, pathogenic_beyond=len(beyond), next_start=next_start, citations=cited)


def _span(
    loss: ProductLoss, consequence: Consequence, coding: CodingMap, protein: str | None
) -> tuple[int, int, int | None]:
    """Return the coding offsets that are lost (half-open), and the next methionine for an initiation codon."""
    if loss.kind is LossKind.START:
        at = protein.find("M", 1) if protein else -1
        return (3, 3 * at, at + 1) if at > 0 else (3, 3, None)
    lost = round(loss.fraction_lost * coding.length)
    if consequence.cds_position is not None and loss.kind is LossKind.TRUNCATION:
        return consequence.cds_position - 1, coding.length, None
    if not loss.in_frame:
        return coding.length - lost, coding.length, None
    if loss.skipped is None:
        return 0, 0, None
    return loss.skipped[0], loss.skipped[1], None
