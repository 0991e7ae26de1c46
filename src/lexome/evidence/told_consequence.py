"""The codon-level effect as ClinVar states it, where the reference sequence is not at hand to read it."""

from __future__ import annotations

from dataclasses import replace

from lexome.core.consequence import Consequence
from lexome.core.variant import ClinVarRecord
from lexome.evidence.loss import NMD_BOUNDARY, Shape

READ_FROM_CODONS = frozenset(
    {"missense_variant", "stop_gained", "synonymous_variant", "start_lost", "stop_lost", "stop_retained_variant"}
)
"""Terms that need the codon: everything else is told by place and length."""


def as_clinvar_tells(judged: Consequence, record: ClinVarRecord, shape: Shape) -> Consequence:
    """Return the consequence with ClinVar's term for the change of the codon; only the term is taken, no assertion.

    Without the sequence a stop is where the variant is, so its escape from decay follows from its place.
    """
    term = record.consequence
    if not judged.needs_reference or term not in READ_FROM_CODONS or record.gene_symbol != judged.gene_symbol:
        return judged
    kept = tuple(each for each in judged.terms if each != "coding_sequence_variant")
    told = replace(judged, terms=(term, *kept), needs_reference=False, source=f"{judged.source}; {record.citation}")
    if term != "stop_gained" or judged.cds_position is None:
        return told
    junction = sum(shape.coding[:-1])
    return replace(told, escapes_nmd=judged.cds_position > junction - NMD_BOUNDARY)
