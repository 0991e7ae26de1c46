"""The bundle: resources that hang together, the codes of the guide, nothing that names the patient."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.report import fhir_codes
from lexome.report.exchange import KnownNames
from lexome.report.fhir import bundle
from lexome.report.fhir_variant import change_type
from report.hostile import poisoned
from report.patients import EVERY, dominant, recessive, two_diagnoses, unsolved

BUILDS = [pytest.param(build, id=name) for name, build in {**EVERY, "hostile": poisoned}.items()]
REQUIRED = {
    "DiagnosticReport": {"status", "code", "subject", "category", "issued"},
    "Observation": {"status", "code", "subject", "category", "issued"},
    "Patient": {"identifier", "gender"},
}
"""Fields that the profiles of the guide and FHIR R4 ask for."""


def resources(document: dict[str, Any], kind: str = "", prefix: str = "") -> list[dict[str, Any]]:
    every = [entry["resource"] for entry in document["entry"]]
    return [one for one in every if kind in {"", one["resourceType"]} and one["id"].startswith(prefix)]


def walk(value: Any) -> Iterator[tuple[str, Any]]:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield str(key), item
        yield from walk(item)


def components(observation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["code"]["coding"][0]["code"]: one for one in observation["component"]}


def code_of(observation: dict[str, Any], code: str) -> str:
    found: str = components(observation)[code]["valueCodeableConcept"]["coding"][0]["code"]
    return found


@pytest.mark.parametrize("build", BUILDS)
def test_every_reference_leads_to_a_resource_of_the_bundle(build) -> None:
    document = bundle(build())
    addresses = [entry["fullUrl"] for entry in document["entry"]]
    assert len(addresses) == len(set(addresses))
    references = {item for key, item in walk(document) if key == "reference"}
    assert references
    assert references <= set(addresses)


@pytest.mark.parametrize("build", BUILDS)
def test_every_resource_is_whole(build) -> None:
    document = bundle(build())
    assert (document["resourceType"], document["type"]) == ("Bundle", "collection")
    for one in resources(document):
        assert set(one) >= REQUIRED[one["resourceType"]]
        assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", one["id"])
        if one["resourceType"] != "Patient":
            assert one["meta"]["profile"][0].startswith(
                "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/"
            )
    for key, item in walk(document):
        assert item not in ({}, [], "", None), key
        if key == "code" and isinstance(item, str):
            assert re.fullmatch(r"\S+( \S+)*", item)


@pytest.mark.parametrize("build", BUILDS)
def test_an_implication_rests_on_a_variant_and_names_a_phenotype(build) -> None:
    document = bundle(build())
    for one in resources(document, prefix="implication-"):
        assert one["derivedFrom"]
        assert "81259-4" in components(one)
        assert "valueCodeableConcept" not in one


def test_a_variant_is_told_by_the_components_of_the_guide() -> None:
    names = KnownNames(hgnc={"SCN1A": "HGNC:10585"})
    stop = resources(bundle(dominant(), names), prefix="variant-")[0]
    assert stop["code"]["coding"][0]["code"] == "69548-6"
    assert stop["valueCodeableConcept"]["coding"][0]["code"] == "LA9633-4"
    assert {
        code: code_of(stop, code) for code in ("48018-6", "48004-6", "48005-3", "81290-9", "53034-5", "48019-4")
    } == {
        "48018-6": "HGNC:10585",
        "48004-6": "NM_001165963.4:c.4933C>T",
        "48005-3": "NP_001159435.1:p.(Arg1645Ter)",
        "81290-9": "NC_000002.12:g.165994291G>A",
        "53034-5": "LA6706-1",
        "48019-4": "SO:0001483",
    }
    assert components(stop)["69547-8"]["valueString"] == "G"
    assert components(stop)["69551-0"]["valueString"] == "A"
    assert components(stop)["81254-5"]["valueRange"] == {"low": {"value": 165994291}, "high": {"value": 165994291}}


def test_a_deletion_spans_the_bases_of_its_record_and_has_no_genomic_name() -> None:
    deletion = resources(bundle(recessive()), prefix="variant-")[0]
    assert components(deletion)["81254-5"]["valueRange"] == {"low": {"value": 117559590}, "high": {"value": 117559593}}
    assert code_of(deletion, "48019-4") == "SO:0000159"
    assert code_of(deletion, "94186-4") == "LA26320-4"
    assert "81290-9" not in components(deletion)


def test_the_implication_says_significance_disease_and_inheritance() -> None:
    (told,) = resources(bundle(dominant()), prefix="implication-")
    assert code_of(told, "53037-8") == "LA6668-3"
    assert code_of(told, "condition-inheritance") == "HP:0000006"
    phenotype = components(told)["81259-4"]["valueCodeableConcept"]
    assert phenotype["text"] == "Dravet syndrome"
    assert [one["code"] for one in phenotype["coding"]] == ["607208", "33069", "MONDO:0100135"]
    assert "PVS1 (strong)" in told["note"][0]["text"]


def test_two_alleles_in_trans_are_said_to_be() -> None:
    document = bundle(recessive())
    assert len(resources(document, prefix="implication-")) == 2
    (phase,) = resources(document, prefix="phase-")
    assert phase["valueCodeableConcept"]["coding"][0]["code"] == "Trans"
    assert len(phase["derivedFrom"]) == 2


@pytest.mark.parametrize(
    ("build", "overall"),
    [
        pytest.param(dominant, "LA6576-8", id="very likely with a pathogenic variant"),
        pytest.param(two_diagnoses, "LA9663-1", id="less than very likely"),
    ],
)
def test_the_report_concludes_no_more_than_it_knows(build, overall: str) -> None:
    (head,) = resources(bundle(build()), "DiagnosticReport")
    assert head["status"] == "preliminary"
    assert head["conclusionCode"][0]["coding"][0]["code"] == overall


def test_without_variants_nothing_is_concluded_of_the_genome() -> None:
    (head,) = resources(bundle(unsolved()), "DiagnosticReport")
    assert "conclusionCode" not in head
    assert "result" not in head
    assert head["conclusion"].startswith("No diagnosis stands out")


def test_the_patient_is_an_id_and_a_sex_and_no_word_of_the_note_is_written() -> None:
    report = dominant()
    document = bundle(report.model_copy(update={"note": report.note.model_copy(update={"text": "zznotezz"})}))
    assert "zz" not in json.dumps(document)
    (patient,) = resources(document, "Patient")
    assert set(patient) == {"resourceType", "id", "identifier", "gender"}


def test_the_same_report_gives_the_same_bundle_and_another_case_other_addresses() -> None:
    first, again, other = bundle(dominant()), bundle(dominant()), bundle(recessive())
    assert first == again
    assert first["entry"][0]["fullUrl"] != other["entry"][0]["fullUrl"]


@pytest.mark.parametrize(
    ("zygosity", "code"),
    [("reference", "LA9634-2"), ("not called", "LA18198-4"), ("hemizygous", "LA9633-4")],
)
def test_presence_follows_the_patients_genotype(zygosity: str, code: str) -> None:
    report = dominant()
    stop = report.variants[0]
    patient = stop.genotypes[0].model_copy(update={"zygosity": zygosity})
    changed = stop.model_copy(update={"genotypes": (patient, *stop.genotypes[1:])})
    written = resources(bundle(report.model_copy(update={"variants": (changed,)})), prefix="variant-")[0]
    assert written["valueCodeableConcept"]["coding"][0]["code"] == code


@pytest.mark.parametrize(("alt", "kind"), [("<DEL>", "deletion"), ("<DUP:TANDEM>", "duplication"), ("*", None)])
def test_a_symbolic_allele_is_told_by_its_kind(alt: str, kind: str | None) -> None:
    assert change_type(Allele.from_vcf(Assembly.GRCH38, contig="1", pos=9, ref="N", alt=alt)) == kind


def test_an_allele_listed_twice_is_one_implication() -> None:
    report = dominant()
    first = report.differential[0]
    twice = first.model_copy(update={"variants": first.variants * 2})
    assert len(resources(bundle(report.model_copy(update={"differential": (twice,)})), prefix="implication-")) == 1


def test_every_loinc_code_has_its_check_digit() -> None:
    """LOINC codes end in a mod 10 check digit (LOINC Users' Guide); a slip of one digit fails."""
    for code in (*fhir_codes.COMPONENTS, "51969-4", "69548-6", "82120-7"):
        body, check = code.split("-")
        doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))]
        assert (sum(digit // 10 + digit % 10 for digit in doubled) + int(check)) % 10 == 0
