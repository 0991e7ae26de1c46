"""The report as an HL7 FHIR R4 Bundle of the Genomics Reporting guide (STU 3, hl7.fhir.uv.genomics-reporting 3.0.0).

Of the patient only an id and the sex are written, and nothing of the note. Everything is ``preliminary``: final is
for whoever signs. A disease without a variant stands in the conclusion, because an implication rests on a variant.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lexome.report.exchange import KnownNames, described, instant, leading, told_in_words
from lexome.report.fhir_codes import (
    GENETICS,
    HPO,
    INHERITANCE,
    LABORATORY,
    LOINC,
    PHASES,
    PROFILES,
    SIGNIFICANCE,
    TBD,
    coded,
    component,
    disease_coding,
    loinc,
)
from lexome.report.fhir_variant import variant_observation
from lexome.report.schema import Diagnosis, DiagnosisReport
from lexome.report.variant_schema import VariantRecord
from lexome.report.wording import LIKELY, SURE, clean, printable

Resource = dict[str, Any]


def bundle(report: DiagnosisReport, names: KnownNames | None = None) -> Resource:
    """Return the bundle as JSON values; ``names`` adds HGNC ids. The same case gives the same ids."""
    known = names or KnownNames()
    address = _Addresses(report.case_id)
    patient = _patient(report)
    variants = {
        record.variant: variant_observation(record, known, number=number, subject=address.of("patient"))
        for number, record in enumerate(report.variants, start=1)
    }
    implications = _implications(report, {key: each["id"] for key, each in variants.items()}, address)
    observations = [*variants.values(), *implications]
    for one in observations:
        one["issued"] = instant(report.provenance.created)
    everything = [patient, *observations]
    head = _diagnostic_report(report, [address.of(one["id"]) for one in observations], address.of("patient"))
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": instant(report.provenance.created),
        "entry": [{"fullUrl": address.of(one["id"]), "resource": one} for one in (head, *everything)],
    }


class _Addresses:
    """The address of each resource: a UUID of the case's id and the resource's own."""

    def __init__(self, case_id: str) -> None:
        self._case = uuid5(NAMESPACE_URL, printable(case_id))

    def of(self, resource_id: str) -> str:
        return f"urn:uuid:{uuid5(self._case, resource_id)}"


def _patient(report: DiagnosisReport) -> Resource:
    return {
        "resourceType": "Patient",
        "id": "patient",
        "identifier": [{"value": clean(report.case_id).strip() or "patient"}],
        "gender": report.patient.sex,
    }


def _diagnostic_report(report: DiagnosisReport, results: list[str], subject: str) -> Resource:
    head: Resource = {
        "resourceType": "DiagnosticReport",
        "id": "report",
        "meta": {"profile": [PROFILES + "genomic-report"]},
        "status": "preliminary",
        "category": [coded(GENETICS)],
        "code": coded(loinc("51969-4", "Genetic analysis report")),
        "subject": {"reference": subject},
        "issued": instant(report.provenance.created),
        "conclusion": _conclusion(report),
    }
    if report.laboratory.name.strip():
        head["performer"] = [{"display": clean(report.laboratory.name).strip()}]
    if results:
        head["result"] = [{"reference": one} for one in results]
    if report.scope != "phenotype":
        head["conclusionCode"] = [coded(_overall(report))]
    return head


def _overall(report: DiagnosisReport) -> dict[str, str]:
    """Return positive when the first diagnosis is very likely and rests on a (likely) pathogenic variant."""
    records = described(report)
    first = next(iter(report.differential), None)
    grades = {records[key].classification for key in first.variants if key in records} if first else set()
    if first and first.posterior >= SURE and grades & {"pathogenic", "likely_pathogenic"}:
        return loinc("LA6576-8", "Positive")
    return loinc("LA9663-1", "Inconclusive")


def _conclusion(report: DiagnosisReport) -> str:
    lines = [
        f"{clean(one.disease_name)}{f' ({clean(one.disease_id)})' if one.disease_id else ''}: {told_in_words(one)}."
        for one in leading(report)
    ]
    return "\n".join([*(lines or [f"{LIKELY[-1][1]}."]), clean(report.disclaimer)])


def _implications(report: DiagnosisReport, ids: dict[str, str], address: _Addresses) -> list[Resource]:
    records = described(report)
    made: list[Resource] = []
    for one in leading(report):
        shown = [key for key in dict.fromkeys(one.variants) if key in records]
        made += [
            _implication(one, records[key], f"implication-{one.rank}-{ids[key].rpartition('-')[2]}", address, ids[key])
            for key in shown
        ]
        if len(shown) == 2 and "in_trans" in one.flags:
            made.append(_in_trans(f"phase-{one.rank}", [address.of(ids[key]) for key in shown], address))
    return made


def _observation(resource_id: str, profile: str, derived: list[str], address: _Addresses) -> Resource:
    return {
        "resourceType": "Observation",
        "id": resource_id,
        "meta": {"profile": [PROFILES + profile]},
        "status": "preliminary",
        "category": [coded(LABORATORY), coded(GENETICS)],
        "subject": {"reference": address.of("patient")},
        "derivedFrom": [{"reference": one} for one in derived],
    }


def _implication(
    diagnosis: Diagnosis, record: VariantRecord, resource_id: str, address: _Addresses, variant_id: str
) -> Resource:
    made = _observation(resource_id, "diagnostic-implication", [address.of(variant_id)], address)
    made["code"] = coded({"system": TBD, "code": "diagnostic-implication", "display": "Diagnostic Implication"})
    made["component"] = []
    if record.classification:
        grade = loinc(*SIGNIFICANCE[record.classification])
        made["component"].append(component("53037-8", valueCodeableConcept=coded(grade)))
    made["component"].append(component("81259-4", valueCodeableConcept=_phenotype(diagnosis)))
    mode = INHERITANCE.get(diagnosis.inheritance)
    if mode:
        coding = {"system": HPO, "code": mode, "display": f"{diagnosis.inheritance} inheritance"}
        code = coded({"system": TBD, "code": "condition-inheritance", "display": "Mode of Inheritance"})
        made["component"].append({"code": code, "valueCodeableConcept": coded(coding)})
    met = ", ".join(f"{one.code} ({one.strength.replace('_', ' ')})" for one in record.criteria)
    grounds = f" Criteria met: {met}." if met else ""
    made["note"] = [{"text": clean(f"{told_in_words(diagnosis)}.{grounds}")}]
    return made


def _phenotype(diagnosis: Diagnosis) -> Resource:
    """Return the disease with its codes; one without an id, or of a catalogue without a system, is text alone."""
    ids = (diagnosis.disease_id, *diagnosis.equivalent_ids)
    name = clean(diagnosis.disease_name).strip() or "disease without a name"
    coding = [one for one in (disease_coding(each) for each in ids if each) if one]
    if coding:
        coding[0]["display"] = name
    return {"coding": coding, "text": name} if coding else {"text": name}


def _in_trans(resource_id: str, variants: list[str], address: _Addresses) -> Resource:
    made = _observation(resource_id, "sequence-phase-relationship", variants, address)
    made["code"] = coded({"system": LOINC, "code": "82120-7", "display": "Allelic phase"})
    made["valueCodeableConcept"] = coded({"system": PHASES, "code": "Trans", "display": "Trans"})
    return made
