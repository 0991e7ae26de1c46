"""The line of each variant, and the file of lines with its meta document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexome.core.copy_number import Direction
from lexome.core.provenance import plain
from lexome.formats.atomic import atomic
from lexome.report.paragraph import paragraph
from lexome.report.variant_record import genotype_records, origin, variant_record
from lexome.report.variant_schema import CriterionNotAssessable, VariantRecord
from lexome.services.interpret.question import (
    SCHEMA_VERSION,
    CopyNumberLine,
    CopyNumberRecord,
    VariantLine,
)

if TYPE_CHECKING:
    from lexome.core.call import Call
    from lexome.core.copy_number import CopyNumberClass, CopyNumberFacts
    from lexome.formats.vcf.columns import VcfColumns
    from lexome.services.interpret.grading import Graded


def graded_line(graded: Graded, *, people: Mapping[str, str]) -> VariantLine:
    """Return the line of a graded variant."""
    record = variant_record(graded.facts, graded.classification, call=graded.call, people=people)
    found = graded.classification
    return VariantLine(
        **_fields(record),
        combination_line=found.combination_line,
        posterior=found.posterior,
        paragraph=paragraph(record),
    )


def copy_number_line(
    call: Call, facts: CopyNumberFacts, found: CopyNumberClass, *, people: Mapping[str, str]
) -> VariantLine:
    """Return the line of a copy-number variant."""
    symbols = tuple(gene.symbol for gene in facts.genes)
    # POS of a symbolic allele is the base before it
    first = facts.allele.start + 1 if facts.allele.is_symbolic else facts.allele.trimmed().start
    size = f"{facts.allele.end - first:,} bases"
    place = f"{facts.allele.contig}:{first + 1:,}–{facts.allele.end:,}"
    line = VariantLine(
        variant=str(facts.allele),
        gene=symbols[0] if len(symbols) == 1 else None,
        name=f"copy-number {facts.direction} {place} ({size})",
        consequence="copy_number_loss" if facts.direction is Direction.LOSS else "copy_number_gain",
        genotypes=genotype_records(call, people),
        inheritance=origin(facts.family),
        filters=call.filters,
        quality=call.quality,
        record_id=call.record_id,
        line=call.line,
        classification=found.classification.value,
        rules="Riggs 2020, doi:10.1038/s41436-019-0686-8",
        not_assessable=tuple(
            CriterionNotAssessable(code=item.code, why=item.why, remedy=item.remedy) for item in found.not_assessable
        ),
        copy_number=CopyNumberRecord(
            points=found.points,
            genes=symbols,
            lines=tuple(
                CopyNumberLine(code=each.code, points=each.points, because=each.because, citations=each.citations)
                for each in found.lines
            ),
        ),
    )
    return line.model_copy(update={"paragraph": paragraph(line)})


def _fields(record: VariantRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in VariantRecord.model_fields}


def not_graded_text(columns: VcfColumns, row: int, why: str) -> str:
    """Return the same line as JSON, without building it field by field: there are tens of thousands of them."""
    key = json.dumps(str(columns.allele(row)), ensure_ascii=False)
    reason = json.dumps(why, ensure_ascii=False)
    return (
        f'{{"variant": {key}, "gene": null, "transcript": null, "hgvs_c": null, "hgvs_p": null, "consequence": "", '
        f'"criteria": [], "points": null, "classification": null, "line": {int(columns.line[row])}, '
        f'"not_graded": {reason}}}'
    )


def write(path: Path, texts: Iterable[str], meta: Mapping[str, Any]) -> tuple[str, ...]:
    """Write the lines and their meta document into place, the lines first; return the names of both."""
    beside = path.with_name(path.name + ".meta.json")
    for target, content in ((path, texts), (beside, [json.dumps(meta, ensure_ascii=False, indent=2, default=plain)])):
        with atomic(target) as stream:
            for text in content:
                stream.write(text.encode("utf-8", "backslashreplace") + b"\n")
    return str(path), str(beside)


def meta(provenance: Any, **more: Any) -> dict[str, Any]:
    """Return the document that stands beside the lines."""
    return {"schema_version": SCHEMA_VERSION, "provenance": asdict(provenance), **more}
