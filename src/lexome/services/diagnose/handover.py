"""The report in the forms other systems read, written beside it when asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lexome.core.problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lexome.lab import Lab
    from lexome.report.exchange import KnownNames
    from lexome.report.schema import DiagnosisReport
    from lexome.services.diagnose.question import Ask


def unanswerable(ask: Ask) -> Iterator[Problem]:
    """Yield what is wrong with the forms asked for: they are written into the folder of one patient's report."""
    if ask.also and ask.cases:
        message = "a batch writes a line a case and no reports"
        yield Problem(Level.ERROR, "also-in-batch", "--also", message, "run one patient with --phenopacket and --out")
    elif ask.also and ask.out is None:
        message = "the other forms are written beside the report"
        yield Problem(Level.ERROR, "no-out", "--also", message, "give --out FOLDER")
    if "vcf" in ask.also and ask.scope == "phenotype":
        message = "no VCF is read with this scope, so none can be annotated"
        yield Problem(Level.ERROR, "scope-contradicts", "--also vcf", message, "leave out one of the two")


def other_forms(ask: Ask, report: DiagnosisReport, lab: Lab) -> dict[str, str]:
    """Return the text of each file asked for, by its name."""
    if not {"phenopacket", "fhir"} & set(ask.also):
        return {}
    names = known_names(report, lab)
    texts = {}
    if "phenopacket" in ask.also:
        from lexome.report.phenopacket import phenopacket

        texts["phenopacket.json"] = _json(phenopacket(report, names))
    if "fhir" in ask.also:
        from lexome.report.fhir import bundle

        texts["fhir.json"] = _json(bundle(report, names))
    return texts


def known_names(report: DiagnosisReport, lab: Lab) -> KnownNames:
    """Return the HGNC ids of the report's genes and the labels of its onset and modifier terms."""
    from lexome.report.exchange import KnownNames

    genes, ontology = lab.knowledge("genes"), lab.knowledge("hpo")
    symbols = {record.gene for record in report.variants if record.gene}
    rows = {symbol: genes.row(symbol) for symbol in sorted(symbols)}
    terms = {term for finding in report.findings for term in (finding.onset, *finding.modifiers) if term}
    known = {term: ontology.resolve(term).index for term in sorted(terms) if term.startswith("HP:")}
    return KnownNames(
        hgnc={symbol: f"HGNC:{genes.hgnc[row]}" for symbol, row in rows.items() if row is not None},
        terms={term: ontology.label_of(row) for term, row in known.items() if row is not None},
    )


def _json(document: dict[str, object]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
