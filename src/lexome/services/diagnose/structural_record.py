"""A structural call as the report tells it: a line of the events, and a variant beside the small ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lexome.core.call import Call
from lexome.report.event_schema import SchemeLine, StructuralRecord
from lexome.report.variant_record import genotype_records
from lexome.report.variant_schema import CriterionNotAssessable, NotLooked, VariantRecord

if TYPE_CHECKING:
    from lexome.core.copy_number import CopyNumberClass
    from lexome.reasoning.structural_calls import StructuralCall

SCHEME = "Riggs 2020, doi:10.1038/s41436-019-0686-8"

TERMS = {
    "deletion": "copy_number_loss",
    "duplication": "copy_number_gain",
    "inversion": "inversion",
    "breakend": "translocation",
    "insertion": "insertion",
}
"""Sequence Ontology terms of structural changes."""


def structural_record(
    call: StructuralCall, name: str, classed: CopyNumberClass | None, *, origin: str, because: str
) -> StructuralRecord:
    """Return the line of one call; ``because`` says why it was not weighed, '' when it was."""
    return StructuralRecord(
        variant=str(call.allele),
        name=name,
        contig=call.allele.contig,
        start=call.start + 1,
        end=max(call.end, call.start + 1),
        zygosity=zygosity(call),
        copy_number=call.copy_number,
        genes=call.genes,
        origin=origin,
        classification=classed.classification.value if classed else None,
        points=classed.points if classed else None,
        lines=tuple(
            SchemeLine(code=each.code, points=each.points, because=each.because, citations=each.citations)
            for each in (classed.lines if classed else ())
        ),
        not_assessable=_not_assessable(classed),
        weighed=not because,
        because=because,
        filters=call.filters,
        line=call.line,
    )


def structural_variant(
    call: StructuralCall, told: StructuralRecord, *, genes: tuple[str, ...], people: Mapping[str, str]
) -> VariantRecord:
    """Return a call as one of the variants described; ``genes`` are those that the diagnoses shown rest on."""
    told_of = Call(call.allele, call.genotypes, call.filters)
    several = f"It changes the coding sequence of {len(call.genes)} genes: {', '.join(call.genes[:12])}"
    more = f" and {len(call.genes) - 12} more" if len(call.genes) > 12 else ""
    return VariantRecord(
        variant=told.variant,
        gene=", ".join(genes) or None,
        name=told.name,
        consequence=TERMS.get(call.type.value, "structural_variant") if call.direction is None else _term(call),
        genotypes=genotype_records(told_of, people),
        inheritance=told.origin,
        filters=call.filters,
        line=call.line,
        classification=told.classification,
        not_assessable=told.not_assessable,
        clinvar=NotLooked(why="records of structural changes are not looked up"),
        frequencies=NotLooked(why="no set of structural changes in healthy people is at hand"),
        rules=SCHEME if told.classification else "",
        caveats=(f"{several}{more}.",) if len(call.genes) > 1 else (),
    )


def zygosity(call: StructuralCall) -> str:
    """Return how many of the patient's copies carry the call, in words."""
    if call.copies < call.ploidy:
        return "heterozygous"
    return "hemizygous" if call.ploidy == 1 else "homozygous"


def _term(call: StructuralCall) -> str:
    return f"copy_number_{call.direction}" if call.direction else "structural_variant"


def _not_assessable(classed: CopyNumberClass | None) -> tuple[CriterionNotAssessable, ...]:
    items = classed.not_assessable if classed else ()
    return tuple(CriterionNotAssessable(code=item.code, why=item.why, remedy=item.remedy) for item in items)
