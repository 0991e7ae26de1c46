"""The tables ``differential.tsv`` and ``variants.tsv``: one header line, tab-separated, safe to open in a spreadsheet.

A cell holds no tab and no line end. A text that a spreadsheet would take for a formula (it begins with ``=``, ``+``,
``-``, ``@``) gets an apostrophe before it; numbers stay numbers. An empty cell means that nothing was said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from lexome.report.paragraph import carried
from lexome.report.schema import Diagnosis, DiagnosisReport
from lexome.report.variant_schema import Frequencies, PopulationFrequency, VariantRecord

Cell = str | int | float | bool | None
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@")


def cell(value: Cell) -> str:
    """Return one cell.

    >>> cell("=1+1"), cell(-0.5), cell("a\\tb"), cell(None), cell(True)
    ("'=1+1", '-0.5', 'a b', '', 'yes')
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return f"{value:.6g}" if math.isfinite(value) else ""
        case _:
            flat = _BREAKS.sub(" ", value).strip()
            return f"'{flat}" if flat.startswith(_FORMULA) else flat


def differential_tsv(report: DiagnosisReport) -> str:
    """Return the whole differential, a line a diagnosis, best first."""
    return _table(DIFFERENTIAL_COLUMNS, report.differential)


def variants_tsv(report: DiagnosisReport) -> str:
    """Return the variants described, a line a variant, most important first."""
    diseases: dict[str, list[str]] = {}
    for diagnosis in report.differential:
        for variant in diagnosis.variants:
            diseases.setdefault(variant, []).append(diagnosis.disease_id or diagnosis.disease_name)
    columns = {**VARIANT_COLUMNS, "diseases": lambda record: _joined(diseases.get(record.variant, ()))}
    return _table(columns, report.variants)


Row = TypeVar("Row")


def _table(columns: dict[str, Callable[[Row], Cell]], rows: Iterable[Row]) -> str:
    lines = ["\t".join(columns)]
    lines += ["\t".join(cell(column(row)) for column in columns.values()) for row in rows]
    return "\n".join(lines) + "\n"


def _joined(parts: Sequence[str]) -> str:
    return ";".join(part.replace(";", ",") for part in parts)


def _evidence(diagnosis: Diagnosis) -> str:
    return _joined([f"{item.about or item.code}={item.log10_lr:+.3f}" for item in diagnosis.evidence])


def _highest(record: VariantRecord) -> PopulationFrequency | None:
    if not isinstance(record.frequencies, Frequencies):
        return None
    return max(record.frequencies.populations, key=lambda entry: entry.fraction, default=None)


def _highest_fraction(record: VariantRecord) -> float | None:
    highest = _highest(record)
    return highest.fraction if highest else None


def _highest_population(record: VariantRecord) -> str:
    highest = _highest(record)
    return highest.population if highest else ""


DIFFERENTIAL_COLUMNS: dict[str, Callable[[Diagnosis], Cell]] = {
    "rank": lambda row: row.rank,
    "disease_id": lambda row: row.disease_id,
    "disease_name": lambda row: row.disease_name,
    "posterior": lambda row: row.posterior,
    "log10_lr": lambda row: row.log10_lr,
    "genes": lambda row: _joined(row.genes),
    "variants": lambda row: _joined(row.variants),
    "inheritance": lambda row: row.inheritance,
    "candidate_gene": lambda row: row.candidate_gene,
    "flags": lambda row: _joined(row.flags),
    "explained": lambda row: _joined(row.explained),
    "unexplained": lambda row: _joined(row.unexplained),
    "evidence": _evidence,
    "equivalent_ids": lambda row: _joined(row.equivalent_ids),
    "mechanism": lambda row: row.mechanism,
    "event": lambda row: row.event,
}

VARIANT_COLUMNS: dict[str, Callable[[VariantRecord], Cell]] = {
    "variant": lambda row: row.variant,
    "gene": lambda row: row.gene,
    "transcript": lambda row: row.transcript,
    "hgvs_c": lambda row: row.hgvs_c,
    "hgvs_p": lambda row: row.hgvs_p,
    "consequence": lambda row: row.consequence,
    "zygosity": lambda row: row.genotypes[0].zygosity if row.genotypes else carried(()),
    "genotypes": lambda row: _joined([f"{item.person}={item.zygosity}" for item in row.genotypes]),
    "inheritance": lambda row: row.inheritance,
    "points": lambda row: row.points,
    "classification": lambda row: row.classification,
    "combination_2015": lambda row: row.combination_2015,
    "criteria": lambda row: _joined([f"{item.code}:{item.strength}" for item in row.criteria]),
    "clinvar": lambda row: row.clinvar.significance if row.clinvar.state == "value" else row.clinvar.state,
    "clinvar_stars": lambda row: row.clinvar.stars if row.clinvar.state == "value" else None,
    "frequency_known": lambda row: row.frequencies.state,
    "highest_fraction": _highest_fraction,
    "highest_population": _highest_population,
    "filters": lambda row: _joined(row.filters) or "PASS",
    "line": lambda row: row.line,
    "name": lambda row: row.name,
}
