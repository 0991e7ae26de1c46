"""The phenopacket says what the report says, no word of the note, and reads back as the same patient."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.formats.phenopacket import parse_phenopacket, years
from lexome.report.exchange import KnownNames
from lexome.report.phenopacket import duration, phenopacket
from lexome.report.schema import DiagnosisReport
from report.hostile import poisoned
from report.patients import EVERY, dominant, recessive, two_diagnoses, unsolved

NAMES = KnownNames(
    hgnc={"SCN1A": "HGNC:10585", "CFTR": "HGNC:1884"},
    terms={"HP:0003593": "Infantile onset", "HP:0012828": "Severe", "HP:0031796": "Recurrent"},
)
"""HGNC ids of genenames.org; labels of the HPO."""


def descriptors(packet: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        each["variantInterpretation"]["variationDescriptor"]
        for one in packet["interpretations"]
        for each in one.get("diagnosis", {}).get("genomicInterpretations", ())
    ]


@pytest.mark.parametrize("build", [pytest.param(build, id=name) for name, build in EVERY.items()])
def test_our_reader_gets_findings_sex_and_age_back(build) -> None:
    report = build()
    case = parse_phenopacket(json.dumps(phenopacket(report)), where="it", base=Path()).case
    told = {(one.hpo_id, one.status) for one in report.findings if one.status in {"observed", "excluded"}}
    assert {(one.hpo_id, one.status.value) for one in case.findings} == told
    assert case.id == report.case_id
    assert case.sex.value == report.patient.sex
    assert case.age_years == (years(report.patient.age) if report.patient.age else None)
    assert case.problems == ()


def with_finding(**changes: Any) -> DiagnosisReport:
    report = dominant()
    first = report.findings[0].model_copy(update=changes)
    return report.model_copy(update={"findings": (first, *report.findings[1:])})


@pytest.mark.parametrize("onset", ["HP:0003593", "P5M"])
def test_onset_and_modifiers_come_back(onset: str) -> None:
    report = with_finding(onset=onset, modifiers=("HP:0031796", "HP:0012828"))
    packet = phenopacket(report, NAMES)
    assert packet["phenotypicFeatures"][0]["severity"] == {"id": "HP:0012828", "label": "Severe"}
    first = parse_phenopacket(json.dumps(packet), where="it", base=Path()).case.findings[0]
    assert first.onset == onset
    assert set(first.modifiers) == {"HP:0031796", "HP:0012828"}


def test_a_term_said_twice_is_one_feature_that_keeps_its_onset() -> None:
    report = dominant()
    again = report.findings[0].model_copy(update={"onset": "HP:0003593"})
    features = phenopacket(report.model_copy(update={"findings": (*report.findings, again)}))["phenotypicFeatures"]
    assert [one["type"]["id"] for one in features].count(again.hpo_id) == 1
    assert features[0]["onset"]["ontologyClass"]["id"] == "HP:0003593"


def test_uncertain_findings_and_those_of_relatives_stay_out() -> None:
    ids = {one["type"]["id"] for one in phenopacket(dominant())["phenotypicFeatures"]}
    assert not ids & {one.hpo_id for one in dominant().findings if one.status in {"uncertain", "family"}}


def test_no_word_of_the_note_is_quoted() -> None:
    marked = with_finding(quote="zzquotezz", because="zzrulezz")
    report = marked.model_copy(update={"note": marked.note.model_copy(update={"text": "zznotezz"})})
    assert "zz" not in json.dumps(phenopacket(report))


def test_the_leading_diagnosis_is_interpreted_with_its_variant() -> None:
    (told,) = phenopacket(dominant(), NAMES)["interpretations"]
    assert told["progressStatus"] == "IN_PROGRESS"
    assert told["diagnosis"]["disease"] == {"id": "OMIM:607208", "label": "Dravet syndrome"}
    (genomic,) = told["diagnosis"]["genomicInterpretations"]
    assert genomic["interpretationStatus"] == "CAUSATIVE"
    assert genomic["variantInterpretation"]["acmgPathogenicityClassification"] == "PATHOGENIC"
    written = genomic["variantInterpretation"]["variationDescriptor"]
    assert written["geneContext"] == {"valueId": "HGNC:10585", "symbol": "SCN1A"}
    assert written["allelicState"] == {"id": "GENO:0000135", "label": "heterozygous"}
    assert written["vcfRecord"] == {
        "genomeAssembly": "GRCh38",
        "chrom": "2",
        "pos": 165994291,
        "ref": "G",
        "alt": "A",
    }
    assert {one["syntax"]: one["value"] for one in written["expressions"]} == {
        "hgvs.c": "NM_001165963.4:c.4933C>T",
        "hgvs.p": "NP_001159435.1:p.(Arg1645Ter)",
        "hgvs.g": "NC_000002.12:g.165994291G>A",
    }


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        pytest.param("NR_003137.2:n.65A>G", "hgvs.n", id="on an RNA"),
        pytest.param("NC_012920.1(MT-TL1):m.3243A>G", "hgvs.m", id="on the mitochondrion"),
        pytest.param("NM_001165963.4:c.4933C>T", "hgvs.c", id="on coding sequence"),
    ],
)
def test_a_name_is_told_with_the_numbering_it_uses(name: str, syntax: str) -> None:
    report = dominant()
    first = report.variants[0].model_copy(update={"hgvs_c": name, "hgvs_p": None})
    (told,) = descriptors(phenopacket(report.model_copy(update={"variants": (first, *report.variants[1:])})))
    assert {one["syntax"]: one["value"] for one in told["expressions"] if one["value"] == name} == {syntax: name}


def test_two_alleles_are_two_genomic_interpretations() -> None:
    assert [one["vcfRecord"]["ref"] for one in descriptors(phenopacket(recessive()))] == ["ATCT", "G"]


def test_an_uncertain_variant_is_a_candidate_however_probable_the_disease() -> None:
    _, marfan = phenopacket(two_diagnoses())["interpretations"]
    assert marfan["diagnosis"]["genomicInterpretations"][0]["interpretationStatus"] == "CANDIDATE"


def test_where_nothing_stands_out_no_diagnosis_is_named() -> None:
    (told,) = phenopacket(unsolved())["interpretations"]
    assert told["progressStatus"] == "UNSOLVED"
    assert "diagnosis" not in told


def test_a_missing_second_hit_keeps_the_first_a_candidate() -> None:
    report = dominant()
    first = report.differential[0].model_copy(update={"flags": ("second_hit_missing",)})
    (told,) = phenopacket(report.model_copy(update={"differential": (first,)}))["interpretations"]
    assert told["diagnosis"]["genomicInterpretations"][0]["interpretationStatus"] == "CANDIDATE"


def test_a_gene_without_a_disease_is_some_human_disease() -> None:
    report = dominant()
    first = report.differential[0].model_copy(update={"disease_id": None, "candidate_gene": True})
    packet = phenopacket(report.model_copy(update={"differential": (first,)}))
    assert packet["interpretations"][0]["diagnosis"]["disease"]["id"] == "MONDO:0700096"
    assert "MONDO" in {one["namespacePrefix"] for one in packet["metaData"]["resources"]}


def test_a_breakend_has_no_vcf_record_and_no_name() -> None:
    report = dominant()
    odd = "GRCh38:1:100:N:N[2:321682["
    first = report.differential[0].model_copy(update={"variants": (odd,)})
    (written,) = descriptors(phenopacket(report.model_copy(update={"differential": (first,)})))
    assert written["id"] == odd
    assert "vcfRecord" not in written


def test_every_vocabulary_used_is_named_with_its_release() -> None:
    meta = phenopacket(dominant(), NAMES)["metaData"]
    versions = {one["namespacePrefix"]: one["version"] for one in meta["resources"]}
    assert versions.pop("HGNC") == "unknown"
    assert versions == {"HP": "2025-01-16", "OMIM": "2025-01-16", "GENO": "2023-10-08", "ECO": "2019-10-16"}
    assert meta["created"] == "2026-03-04T09:30:00Z"
    assert meta["createdBy"] == "Lexome 0.0.0"
    assert meta["phenopacketSchemaVersion"] == "2.0"


@given(st.floats(min_value=0, max_value=120))
def test_an_age_in_years_is_exact_to_the_day(age: float) -> None:
    read = years(duration(age))
    assert read is not None
    assert abs(read - age) <= 0.51 / 365.25


@pytest.mark.parametrize("stated", ["P3.5Y", "P1W", "P2M3D"])
def test_an_age_is_written_in_whole_units_and_is_the_same_age(stated: str) -> None:
    report = dominant()
    aged = report.model_copy(update={"patient": report.patient.model_copy(update={"age": stated})})
    written = phenopacket(aged)["subject"]["timeAtLastEncounter"]["age"]["iso8601duration"]
    assert "." not in written
    assert years(written) == pytest.approx(years(stated), abs=0.51 / 365.25)


def terms(value: Any) -> list[dict[str, str]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) and re.match(r"(HP|ECO|OMIM|GENO|MONDO):", str(value.get("id"))) else []
    return own + [term for item in inner for term in terms(item)]


def test_no_term_has_an_empty_label_even_when_nobody_named_it() -> None:
    """phenopacket-tools refuses an ontology class without a label (its JSON schema, base.json)."""
    found = terms(phenopacket(with_finding(onset="HP:0003593", modifiers=("HP:0031796",))))
    assert {"HP:0003593", "HP:0031796"} <= {one["id"] for one in found}
    assert all(one["label"] for one in found)


def test_hostile_words_make_a_packet_that_json_and_reader_hold() -> None:
    text = json.dumps(phenopacket(poisoned()), allow_nan=False)
    assert "\\u0000" not in text
    assert parse_phenopacket(text, where="it", base=Path()).case.findings
