"""What both documents for other systems rest on: names of variants, and which diagnoses are handed on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lexome.core.allele import Allele
from lexome.report.exchange import allele_of, genomic_hgvs, instant, leading
from report.patients import dominant, two_diagnoses, unsolved


@pytest.mark.parametrize(
    ("variant", "name"),
    [
        pytest.param("GRCh38:7:117587778:G:T", "NC_000007.14:g.117587778G>T", id="ClinVar VCV000007129, CFTR G542X"),
        pytest.param("GRCh37:7:117227832:G:T", "NC_000007.13:g.117227832G>T", id="the same on GRCh37"),
        pytest.param("GRCh38:MT:3243:A:G", "NC_012920.1:m.3243A>G", id="ClinVar VCV000009589, MT-TL1"),
        pytest.param("GRCh38:1:100:CAG:CTG", "NC_000001.11:g.101A>T", id="shared bases do not make a delins"),
        pytest.param("GRCh38:X:100:AC:TG", "NC_000023.11:g.100_101delinsTG", id="two bases exchanged"),
        pytest.param("GRCh38:X:100:AAC:GTT", "NC_000023.11:g.100_102inv", id="reverse complement is an inversion"),
        pytest.param("GRCh38:7:117559590:ATCT:A", None, id="a deletion may be shifted"),
        pytest.param("GRCh38:7:100:A:<DEL>", None, id="symbolic"),
        pytest.param("GRCh38:HLA-A:100:A:C", None, id="a contig without accession"),
    ],
)
def test_a_genomic_name_is_written_only_where_it_needs_no_reference(variant: str, name: str | None) -> None:
    assert genomic_hgvs(Allele.parse(variant)) == name


@pytest.mark.parametrize(
    "text", ["GRCh38:1:100:N:N[2:321682[", "nonsense", "", "hg99:1:1:A:C", "GRCh38:1:99999999999999999999:A:C"]
)
def test_what_is_no_record_of_one_place_is_none(text: str) -> None:
    assert allele_of(text) is None


def test_only_probable_diagnoses_are_handed_on() -> None:
    assert [one.rank for one in leading(dominant())] == [1]
    assert [one.rank for one in leading(two_diagnoses())] == [1, 2]
    assert leading(unsolved()) == ()


def test_a_diagnosis_of_a_combination_is_handed_on_though_improbable_alone() -> None:
    report = two_diagnoses()
    faint = report.differential[1].model_copy(update={"posterior": 0.01})
    assert [
        one.rank for one in leading(report.model_copy(update={"differential": (report.differential[0], faint)}))
    ] == [1, 2]


@pytest.mark.parametrize("zone", [UTC, None, timezone(timedelta(hours=2))])
def test_a_moment_is_told_in_utc(zone: timezone | None) -> None:
    hour = 11 if zone and zone is not UTC else 9
    assert instant(datetime(2026, 3, 4, hour, 30, tzinfo=zone)) == "2026-03-04T09:30:00Z"
