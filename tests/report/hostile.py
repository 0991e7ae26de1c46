"""Reports that mean harm: markup, formulas and control codes in every string, and far too much of everything."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from lexome.report.schema import Diagnosis, DiagnosisReport, EvidenceRecord, FindingRecord, Note, PedigreeMember
from report.patients import dominant, recessive

PAYLOAD = (
    "=cmd|' /C calc'!A0 </style></script></svg><script>alert(1)</script><img src=x onerror=alert(2)>"
    "\"' onmouseover=alert(3) {{ 7*7 }} {% raw %} javascript:alert(4) "
    "\x1b[31m\x00\x9b \u202eשלום עולם\u202c 漢字 🧬 é\u0301 \u2028"
)


def poisoned(payload: str = PAYLOAD) -> DiagnosisReport:
    """Return a whole report in which every free string is the payload; nothing is validated again."""
    report: DiagnosisReport = _poison(recessive().model_copy(update={"problems": dominant().problems}), payload)
    text = f"{payload} seizures"
    finding = FindingRecord(hpo_id=payload, label=payload, status="observed", start=3, end=len(payload), quote=payload)
    inner = finding.model_copy(update={"start": 40, "end": len(text)})
    outside = finding.model_copy(update={"start": -5, "end": 10**9})
    turned = finding.model_copy(update={"start": 9, "end": 2})
    return report.model_copy(
        update={"note": Note(text=text, language="ar"), "findings": (finding, inner, outside, turned, *report.findings)}
    )


def _poison(value: Any, payload: str) -> Any:
    match value:
        case BaseModel():
            fields = type(value).model_fields
            return value.model_copy(
                update={
                    name: _poison(getattr(value, name), payload)
                    for name in fields
                    if not _fixed(fields[name].annotation)
                }
            )
        case str():
            return type(value)(value) if type(value) is not str else payload
        case tuple():
            return tuple(_poison(item, payload) for item in value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changes = {field.name: _poison(getattr(value, field.name), payload) for field in dataclasses.fields(value)}
            return dataclasses.replace(value, **changes)
        case _:
            return value


def _fixed(annotation: Any) -> bool:
    """Whether a field takes only words of the schema itself."""
    return get_origin(annotation) is Literal or any(
        _fixed(part) for part in get_args(annotation) if part is not type(None)
    )


def overfull() -> DiagnosisReport:
    """Return a report with thousands of everything and strings of a million characters."""
    base = recessive()
    word = "pneumonoultramicroscopicsilicovolcanoconiosis" * 200
    evidence = tuple(
        EvidenceRecord(code="finding", log10_lr=(i % 41 - 20) / 3, because=word, about=f"HP:{i:07d}")
        for i in range(300)
    )
    alleles = "ACGT" * 5000
    variants = tuple(
        record.model_copy(update={"variant": f"GRCh38:7:{117559590 + i}:{alleles}:A", "gene": "G" * 5000, "line": i})
        for i in range(400)
        for record in base.variants
    )
    differential = tuple(
        Diagnosis(
            rank=rank,
            disease_id=f"OMIM:{rank:06d}",
            disease_name=word,
            genes=("LONGGENE",) * 50,
            variants=tuple(record.variant for record in variants[rank : rank + 20]),
            posterior=0.0005,
            evidence=evidence if rank < 20 else (),
            unexplained=tuple(f"HP:{i:07d}" for i in range(400)),
            flags=("second_hit_missing", "something new", "x" * 400),
        )
        for rank in range(1, 1500)
    )
    people = tuple(
        PedigreeMember(
            id=f"person-{i}",
            sex="female" if i % 2 else "male",
            father=f"person-{i // 3 * 2}" if i > 20 else None,
            mother=f"person-{i // 3 * 2 + 1}" if i > 20 else None,
        )
        for i in range(600)
    )
    text = "Fieber und Krampfanfälle. " * 40_000
    findings = tuple(
        FindingRecord(hpo_id=f"HP:{i:07d}", label=word, status="observed", start=i, end=i + 900, quote=word)
        for i in range(3000)
    )
    return base.model_copy(
        update={
            "differential": differential,
            "variants": variants,
            "findings": findings,
            "note": Note(text=text, language="de"),
            "family": base.family and base.family.model_copy(update={"members": people, "proband": "person-300"}),
            "not_done": base.not_done * 500,
            "next_questions": base.next_questions * 500,
            "left_out": (word,) * 500,
            "problems": dominant().problems * 800,
        }
    )
