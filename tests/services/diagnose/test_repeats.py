"""Repeat expansions through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lexome.apps.cli import main
from structural_vcf import write_vcf

HUNTINGTON = ("HP:0002072", "HP:0000726", "HP:0000716", "HP:0001300")
HTT = "4 3074876 C <STR{n}> END=3074933;REF=19;RL=57;RU=CAG;REPID=HTT;VARID=HTT GT:REPCN:REPCI 0/1:17/{n}:17-17/{n}-{n}"


def diagnosed(folder: Path, *records: str) -> dict[str, Any]:
    vcf = write_vcf(folder / "in.vcf", *records)
    findings = [part for term in HUNTINGTON for part in ("--hpo", term)]
    assert main(["diagnose", *findings, "--vcf", str(vcf), "--out", str(folder / "out")]) == 0
    document: dict[str, Any] = json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))
    return document


def place_of(report: dict[str, Any], disease_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["differential"] if one["disease_id"] == disease_id)
    return found


def test_an_expansion_as_expansionhunter_writes_it_explains_its_disease(tmp_path: Path) -> None:
    """Huntington disease: 40 CAG or more in HTT (GeneReviews NBK1305)."""
    report = diagnosed(tmp_path, HTT.format(n=44))
    first = report["differential"][0]
    assert (first["disease_id"], first["mechanism"]) == ("OMIM:143100", "repeat expansion")
    assert first["event"].startswith("HTT: 44 CAG units")
    assert first["posterior"] > 0.9
    assert "Repeat expansion" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_normal_length_takes_weight_away_and_no_call_does_not(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    normal = place_of(diagnosed(tmp_path / "a", HTT.format(n=19)), "OMIM:143100")
    unseen = place_of(diagnosed(tmp_path / "b", "1 100000 A C . GT 0/1"), "OMIM:143100")
    assert unseen["posterior"] > 3 * normal["posterior"]
    assert unseen["flags"] == ["mechanism_not_seen"]


def test_a_repeat_is_no_frameshift_of_the_gene_it_lies_in(tmp_path: Path) -> None:
    """HTT's repeat is coding; a normal allele of another length must not count as loss of function."""
    report = diagnosed(tmp_path, HTT.format(n=21))
    assert not any(
        allele.startswith("GRCh38:4:3074876") for one in report["differential"] for allele in one["variants"]
    )


def test_a_repeat_spelt_out_in_bases_is_no_insertion_while_its_length_is_normal(tmp_path: Path) -> None:
    """HTT's CAG repeat has 19 units in the reference, up to 26 are normal (GeneReviews NBK1305)."""
    found = {}
    for units in (3, 30):
        (tmp_path / str(units)).mkdir()
        report = diagnosed(tmp_path / str(units), f"4 3074876 C C{'CAG' * units} . GT 0/1")
        alleles = [allele for one in report["differential"] for allele in one["variants"]]
        found[units] = any(allele.startswith("GRCh38:4:3074876") for allele in alleles)
    assert found == {3: False, 30: True}


def test_the_report_says_whether_repeats_were_called(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with_repeats = {one["what"] for one in diagnosed(tmp_path / "a", HTT.format(n=19))["not_covered"]}
    without = {one["what"] for one in diagnosed(tmp_path / "b", "1 100000 A C . GT 0/1")["not_covered"]}
    assert "Other repeat expansions" in with_repeats
    assert "Repeat expansions" in without


def test_a_repeat_of_reduced_penetrance_is_said_to_be_one(tmp_path: Path) -> None:
    """36 to 39 CAG units of HTT (GeneReviews NBK1305): the family is not told that it is certain."""
    report = diagnosed(tmp_path, HTT.format(n=38))
    (told,) = report["events"]["repeats"]
    assert "reduced penetrance" in told["because"]
    assert "reduced penetrance" in report["differential"][0]["evidence"][0]["because"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "seems to be longer than usual" in page
