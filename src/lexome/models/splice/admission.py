"""Which alleles the splice model takes, and the reason for each that it does not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.models.splice.frame import Frame, SequenceSource


class Reason(StrEnum):
    """Why an allele is not scored; the words that stand in SCORE_REASON."""

    SYMBOLIC = "symbolic_allele"
    NOT_BASES = "allele_is_not_ACGT"
    SAME = "alt_equals_ref"
    CONTIG_ABSENT = "contig_not_in_fasta"
    NOT_COVERED = "position_not_in_fasta"
    REF_MISMATCH = "ref_differs_from_fasta"
    UNKNOWN_BASES = "fasta_has_N_near_variant"
    TOO_LONG = "longer_than_window"
    NO_TRANSCRIPT = "no_transcript_overlaps"
    CONTEXT_MISSING = "gene_context_not_in_fasta"


EXPLAINED: dict[Reason, str] = {
    Reason.SYMBOLIC: "the alternate allele is symbolic, a breakend or spanning",
    Reason.NOT_BASES: "REF or ALT has letters other than A, C, G and T",
    Reason.SAME: "REF and ALT are the same",
    Reason.CONTIG_ABSENT: "the FASTA has no sequence of this contig",
    Reason.NOT_COVERED: "the FASTA does not reach this position",
    Reason.REF_MISMATCH: "REF is not what the FASTA has here: is the VCF on another assembly?",
    Reason.UNKNOWN_BASES: "the FASTA has N within the window",
    Reason.TOO_LONG: "REF or ALT is longer than the window",
    Reason.NO_TRANSCRIPT: "no known transcript overlaps",
    Reason.CONTEXT_MISSING: "the FASTA lacks part of the gene within 5,000 bases of the window",
}


def refusal(allele: Allele, source: SequenceSource, *, distance: int) -> Reason | None:
    """Return why the allele cannot be scored on this reference, None when nothing speaks against it."""
    if not allele.alt or allele.is_symbolic or "*" in allele.alt:
        return Reason.SYMBOLIC
    if not allele.ref or set(allele.ref + allele.alt) - set("ACGT"):
        return Reason.NOT_BASES
    if allele.ref == allele.alt:
        return Reason.SAME
    extent = source.extent(allele.contig, allele.start)
    if extent is None:
        has_contig = any(place.contig == allele.contig for place in source.places())
        return Reason.NOT_COVERED if has_contig else Reason.CONTIG_ABSENT
    if allele.end > extent[1]:
        return Reason.NOT_COVERED
    if source.fetch(allele.contig, allele.start, allele.end) != allele.ref:
        return Reason.REF_MISMATCH
    if max(len(allele.ref), len(allele.alt)) > 2 * distance:
        return Reason.TOO_LONG
    return None


def frame_refusal(frame: Frame, allele: Allele, *, distance: int, context: int) -> Reason | None:
    """Return why the allele cannot be scored in a gene, None when nothing speaks against it.

    Beyond the gene everything reads as N by convention; within the gene the bases must be at hand.
    """
    gene = frame.gene
    start, end = max(allele.start - distance, gene.start), min(allele.end + distance, gene.end)
    if start < frame.low or end > frame.high:
        return Reason.CONTEXT_MISSING
    if start < end and "N" in frame.source.fetch(gene.contig, start, end):
        return Reason.UNKNOWN_BASES
    start = max(allele.start - distance - context, gene.start)
    end = min(allele.end + distance + context, gene.end)
    return Reason.CONTEXT_MISSING if start < frame.low or end > frame.high else None
