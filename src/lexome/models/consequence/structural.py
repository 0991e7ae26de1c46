"""Structural variants on a transcript: what of it is lost, gained or turned over, exon by exon."""

from __future__ import annotations

from lexome.core.allele import Allele
from lexome.models.consequence.effects import effects_of
from lexome.models.consequence.placement import Change, Placement

_ABLATING = {"DEL", "CN0"}
_BESIDE = {"upstream_gene_variant", "downstream_gene_variant"}
_EXONIC = {
    "coding_sequence_variant",
    "5_prime_UTR_variant",
    "3_prime_UTR_variant",
    "non_coding_transcript_exon_variant",
}


def extent(allele: Allele, strand: int) -> Change:
    """Return the bases after the anchor of a symbolic allele, oriented; without an end it is taken as a point."""
    start, end = allele.start + 1, max(allele.end, allele.start + 1)
    return Change(start, end, "", "") if strand > 0 else Change(-end, -start, "", "")


def structural_terms(placement: Placement, allele: Allele) -> set[str]:
    """Return the terms of a symbolic allele on one transcript.

    A deletion is told like one spelt in bases, with the reading frame where whole exons go. Of a duplication, an
    inversion, an insertion or a breakend only the parts it touches are told: what it makes of them depends on where
    the other end lies.
    """
    change = extent(allele, placement.strand)
    kind = allele.alt.strip("<>").split(":")[0].upper()
    whole = change.start <= placement.start and placement.end <= change.end
    if kind in _ABLATING:
        return {"transcript_ablation"} if whole else effects_of(placement, change, None)[0]
    if whole and kind == "DUP":
        return {"transcript_amplification"}
    terms = effects_of(placement, change, None)[0]
    if terms & _BESIDE:
        return terms
    kept = terms & _EXONIC
    if kind not in {"DUP", "CNV"}:
        kept |= terms & {"splice_donor_variant", "splice_acceptor_variant"}
    if terms & {"frameshift_variant", "inframe_deletion", "inframe_insertion", "start_lost", "stop_lost"}:
        kept.add("coding_sequence_variant")
    return kept or {"intron_variant"}
