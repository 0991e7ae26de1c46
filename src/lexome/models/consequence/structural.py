"""Terms of structural variants: whole transcripts or exons lost or gained."""

from __future__ import annotations

from lexome.core.allele import Allele
from lexome.models.consequence.placement import Placement


def structural_terms(placement: Placement, allele: Allele) -> set[str]:
    """Return the terms of a symbolic allele with a known extent on one transcript."""
    start, end = allele.start + 1, allele.end
    if placement.strand < 0:
        start, end = -end, -start
    if end <= placement.start:
        return {"upstream_gene_variant"}
    if start >= placement.end:
        return {"downstream_gene_variant"}
    kind = allele.alt.strip("<>").split(":")[0]
    whole = start <= placement.start and placement.end <= end
    if whole and kind in ("DEL", "CNV"):
        return {"transcript_ablation"}
    if whole and kind == "DUP":
        return {"transcript_amplification"}
    return _touched(placement, start, end)


def _touched(placement: Placement, start: int, end: int) -> set[str]:
    terms = set()
    for number, (first, last) in enumerate(placement.exons):
        if first < end and start < last:
            offset = placement.offsets[number]
            begin, stop = offset + max(start, first) - first, offset + min(end, last) - first
            cds = placement.cds
            if cds is None:
                terms.add("non_coding_transcript_exon_variant")
            elif begin < cds[1] and stop > cds[0]:
                terms.add("coding_sequence_variant")
            else:
                terms.add("5_prime_UTR_variant" if stop <= cds[0] else "3_prime_UTR_variant")
    return terms or {"intron_variant"}
