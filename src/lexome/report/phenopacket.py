"""The report as a GA4GH Phenopacket v2 (ISO 4454:2022): findings, leading diagnoses, graded variants.

Nothing of the note is quoted. Uncertain findings and those of relatives stay out: a phenopacket can only say observed
or excluded, and of the patient. No interpretation is called solved; that is for whoever signs.
"""

from __future__ import annotations

import re
from math import floor
from typing import Any

from lexome.formats.phenopacket import years
from lexome.report.exchange import (
    KnownNames,
    allele_of,
    carried_by_patient,
    described,
    genomic_hgvs,
    instant,
    leading,
    told_in_words,
)
from lexome.report.phenopacket_resources import resources
from lexome.report.schema import Diagnosis, DiagnosisReport, FindingRecord, Patient
from lexome.report.variant_schema import VariantRecord
from lexome.report.wording import LIKELY, SURE, clean, printable

SCHEMA = "2.0"
"""Version of the phenopacket schema that is written."""

GENO = {
    "heterozygous": "GENO:0000135",
    "homozygous": "GENO:0000136",
    "hemizygous": "GENO:0000134",
    "homoplasmic": "GENO:0000602",
    "heteroplasmic": "GENO:0000603",
}
"""Allelic states of the Genotype Ontology (http://purl.obolibrary.org/obo/geno.owl)."""

ACMG = {
    "pathogenic": "PATHOGENIC",
    "likely_pathogenic": "LIKELY_PATHOGENIC",
    "uncertain": "UNCERTAIN_SIGNIFICANCE",
    "likely_benign": "LIKELY_BENIGN",
    "benign": "BENIGN",
}
"""Names of AcmgPathogenicityClassification in the schema."""

SEVERITIES = frozenset({"HP:0012825", "HP:0012826", "HP:0012827", "HP:0012828", "HP:0012829"})
"""Mild, moderate, borderline, severe, profound: they stand in ``severity``, other modifiers in ``modifiers``."""

HUMAN_DISEASE = {"id": "MONDO:0700096", "label": "human disease"}
"""Stands for a disease that has no name yet: a strong variant in a gene without a known disease that fits."""

_WHOLE = re.compile(r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")

_EVIDENCE = {
    "note": ("ECO:0000501", "evidence used in automatic assertion"),
    "given": ("ECO:0000352", "evidence used in manual assertion"),
    "phenopacket": ("ECO:0006151", "documented statement evidence"),
    "relative": ("ECO:0006151", "documented statement evidence"),
}


def phenopacket(report: DiagnosisReport, names: KnownNames | None = None) -> dict[str, Any]:
    """Return the phenopacket as JSON values; ``names`` adds HGNC ids and the labels of onsets and modifiers."""
    known = names or KnownNames()
    subject = _subject(report)
    body: dict[str, Any] = {
        "id": printable(report.case_id),
        "subject": subject,
        "phenotypicFeatures": _features(report, known),
        "interpretations": _interpretations(report, known, subject["id"]),
    }
    release = report.provenance
    body["metaData"] = {
        "created": instant(release.created),
        "createdBy": f"Lexome {clean(release.lexome_version)}",
        "resources": resources(body, release.data),
        "phenopacketSchemaVersion": SCHEMA,
    }
    return body


def _subject(report: DiagnosisReport) -> dict[str, Any]:
    patient = report.patient
    named = (report.family.proband if report.family else None) or patient.sample or report.case_id
    sex = {"female": "FEMALE", "male": "MALE"}.get(patient.sex, "UNKNOWN_SEX")
    subject: dict[str, Any] = {"id": printable(named), "sex": sex}
    age = _age(patient)
    return {**subject, "timeAtLastEncounter": {"age": {"iso8601duration": age}}} if age else subject


def _age(patient: Patient) -> str | None:
    stated = _whole(patient.age) if patient.age else None
    if stated is None and patient.age_years is not None and patient.age_years >= 0:
        return duration(patient.age_years)
    return stated


def _whole(stated: str) -> str | None:
    """Return a duration in whole units as validators want it, None for what is not a duration."""
    age = years(stated)
    if age is None:
        return None
    return stated.strip() if _WHOLE.fullmatch(stated.strip()) else duration(age)


def duration(age_years: float) -> str:
    """Return years as an ISO 8601 duration, exact to the day.

    >>> duration(3.5), duration(0.0), duration(40 / 365.25)
    ('P3Y6M', 'P0D', 'P1M10D')
    """
    whole = floor(age_years + 1e-9)
    months = floor((age_years - whole) * 12 + 1e-6)
    days = round(max(age_years - whole - months / 12, 0.0) * 365.25)
    parts = ((whole, "Y"), (months, "M"), (days, "D"))
    return "P" + ("".join(f"{number}{unit}" for number, unit in parts if number > 0) or "0D")


def _features(report: DiagnosisReport, known: KnownNames) -> list[dict[str, Any]]:
    """Return one feature a term and status, in reading order; what was said twice is joined."""
    joined: dict[tuple[str, str], list[FindingRecord]] = {}
    for finding in report.findings:
        if finding.status in {"observed", "excluded"}:
            joined.setdefault((finding.hpo_id, finding.status), []).append(finding)
    return [_feature(said, known) for said in joined.values()]


def _feature(said: list[FindingRecord], known: KnownNames) -> dict[str, Any]:
    first = said[0]
    feature: dict[str, Any] = {"type": _term(first.hpo_id, first.label)}
    if first.status == "excluded":
        feature["excluded"] = True
    modifiers = list(dict.fromkeys(one for finding in said for one in finding.modifiers))
    severity = next((one for one in modifiers if one in SEVERITIES), None)
    if severity:
        feature["severity"] = _term(severity, known.terms.get(severity, ""))
    rest = [_term(one, known.terms.get(one, "")) for one in modifiers if one != severity]
    if rest:
        feature["modifiers"] = rest
    onset = next((finding.onset for finding in said if finding.onset), None)
    aged = _whole(onset) if onset else None
    if aged:
        feature["onset"] = {"age": {"iso8601duration": aged}}
    elif onset:
        feature["onset"] = {"ontologyClass": _term(onset, known.terms.get(onset, ""))}
    feature["evidence"] = [_evidence(source) for source in dict.fromkeys(finding.source for finding in said)]
    return feature


def _evidence(source: str) -> dict[str, Any]:
    code, label = _EVIDENCE[source]
    where = {
        "note": "read in the clinical note, which is not quoted here",
        "given": "given as an HPO term",
        "phenopacket": "stated in a phenopacket",
        "relative": "stated in the record of a relative",
    }[source]
    return {"evidenceCode": _term(code, label), "reference": {"description": where}}


def _term(term_id: str, label: str) -> dict[str, str]:
    """Return a term; one without a label bears its id, because validators refuse an empty label."""
    return {"id": printable(term_id), "label": clean(label or term_id)}


def _interpretations(report: DiagnosisReport, known: KnownNames, subject: str) -> list[dict[str, Any]]:
    records = described(report)
    case = printable(report.case_id)
    told = [
        {
            "id": f"{case}-{one.rank}",
            "progressStatus": "IN_PROGRESS",
            "diagnosis": {
                "disease": _disease(one),
                "genomicInterpretations": [
                    _genomic(variant, records.get(variant), one, known, subject=subject)
                    for variant in dict.fromkeys(one.variants)
                ],
            },
            "summary": f"{told_in_words(one)}. {clean(report.disclaimer)}",
        }
        for one in leading(report)
    ]
    nothing = f"{LIKELY[-1][1]} among {report.considered:,} hypotheses. {clean(report.disclaimer)}"
    return told or [{"id": f"{case}-0", "progressStatus": "UNSOLVED", "summary": nothing}]


def _disease(diagnosis: Diagnosis) -> dict[str, str]:
    return _term(diagnosis.disease_id, diagnosis.disease_name) if diagnosis.disease_id else dict(HUMAN_DISEASE)


def _genomic(
    variant: str, record: VariantRecord | None, diagnosis: Diagnosis, known: KnownNames, *, subject: str
) -> dict[str, Any]:
    grade = record.classification if record else None
    return {
        "subjectOrBiosampleId": subject,
        "interpretationStatus": _standing(grade, diagnosis),
        "variantInterpretation": {
            "acmgPathogenicityClassification": ACMG.get(grade or "", "NOT_PROVIDED"),
            "therapeuticActionability": "UNKNOWN_ACTIONABILITY",
            "variationDescriptor": _descriptor(variant, record, known),
        },
    }


def _standing(grade: str | None, diagnosis: Diagnosis) -> str:
    """Return how far the variant is held to cause the disease: causative only when grade and diagnosis both say so."""
    if grade in {"benign", "likely_benign"}:
        return "REJECTED"
    sure = diagnosis.posterior >= SURE and grade in {"pathogenic", "likely_pathogenic"}
    return "CAUSATIVE" if sure and "second_hit_missing" not in diagnosis.flags else "CANDIDATE"


def _kind(name: str | None) -> str:
    """Return which numbering an HGVS name uses: 'c', 'n' of an RNA, or 'm' of the mitochondrion.

    >>> _kind("NR_003137.2:n.65A>G"), _kind(None)
    ('n', 'c')
    """
    kind = (name or "").rpartition(":")[2][:2]
    return kind[0] if kind in {"n.", "m."} else "c"


def _descriptor(variant: str, record: VariantRecord | None, known: KnownNames) -> dict[str, Any]:
    allele = allele_of(variant)
    told: dict[str, Any] = {"id": printable(variant), "moleculeContext": "genomic"}
    expressions = []
    if record:
        names = [name for name in (record.gene, record.hgvs_c or record.consequence, record.hgvs_p) if name]
        told["label"] = clean(" ".join(names) or variant)
        if record.gene and record.gene in known.hgnc:
            told["geneContext"] = {"valueId": known.hgnc[record.gene], "symbol": clean(record.gene)}
        expressions = [(f"hgvs.{_kind(record.hgvs_c)}", record.hgvs_c), ("hgvs.p", record.hgvs_p)]
        carried = carried_by_patient(record)
        if carried and carried.zygosity in GENO:
            told["allelicState"] = _term(GENO[carried.zygosity], carried.zygosity)
    if allele:
        expressions.append(("hgvs.g", genomic_hgvs(allele)))
        told["vcfRecord"] = {
            "genomeAssembly": allele.assembly.value,
            "chrom": printable(allele.contig),
            "pos": allele.pos,
            "ref": printable(allele.ref),
            "alt": printable(allele.alt),
        }
    told["expressions"] = [{"syntax": syntax, "value": clean(value)} for syntax, value in expressions if value]
    return told
