"""Losses and gains of copies through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lexome.apps.cli import main
from structural_vcf import write_vcf

DIGEORGE = ("HP:0001636", "HP:0002901", "HP:0000778", "HP:0000175")
LOSS_22Q11 = "22 18912230 N <DEL> SVTYPE=DEL;END=21465672 GT:CN 0/1:1"
DUCHENNE = ("HP:0003236", "HP:0003707", "HP:0003391", "HP:0001638")
LOSS_DMD = "X 31800001 N <DEL> SVTYPE=DEL;END=32300000 GT 1"


def diagnosed(folder: Path, terms: tuple[str, ...], *records: str, options: tuple[str, ...] = ()) -> dict[str, Any]:
    vcf = write_vcf(folder / "in.vcf", *records)
    findings = [part for term in terms for part in ("--hpo", term)]
    assert main(["diagnose", *findings, "--vcf", str(vcf), *options, "--out", str(folder / "out")]) == 0
    document: dict[str, Any] = json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))
    return document


def test_a_loss_of_many_genes_is_weighed_for_the_disease_of_one_within(tmp_path: Path) -> None:
    """DiGeorge syndrome is caused by the 22q11.2 deletion that takes TBX1 (OMIM:188400)."""
    report = diagnosed(tmp_path, DIGEORGE, LOSS_22Q11)
    first = report["differential"][0]
    assert first["mechanism"] == "copy-number loss"
    assert first["disease_id"] == "OMIM:188400"
    assert first["variants"] == ["GRCh38:22:18912230:N:<DEL>"]


def test_a_loss_of_exons_of_dmd_on_the_one_x_of_a_boy_explains_duchenne(tmp_path: Path) -> None:
    """Two thirds of boys with Duchenne muscular dystrophy have a deletion of exons of DMD (GeneReviews NBK1119)."""
    report = diagnosed(tmp_path, DUCHENNE, LOSS_DMD, options=("--sex", "male"))
    first = report["differential"][0]
    assert (first["genes"], first["inheritance"]) == (["DMD"], "X-linked recessive")
    assert first["variants"] == ["GRCh38:X:31800001:N:<DEL>"]


def test_a_recessive_disease_takes_a_loss_and_the_variant_on_the_copy_that_is_left(tmp_path: Path) -> None:
    """CFTR p.Phe508del (ClinVar VCV000007105), called on both copies because the other one is lost."""
    loss = "7 117400001 N <DEL> SVTYPE=DEL;END=117700000 GT 0/1"
    report = diagnosed(
        tmp_path, ("HP:0002024", "HP:0006538", "HP:0012236", "HP:0001738"), loss, "7 117559590 ATCT A . GT 1/1"
    )
    first = next(one for one in report["differential"] if one["disease_id"] == "OMIM:219700")
    assert set(first["variants"]) == {"GRCh38:7:117400001:N:<DEL>", "GRCh38:7:117559590:ATCT:A"}
    assert first["rank"] == 1


def test_every_structural_call_is_told_with_why_it_was_not_weighed(tmp_path: Path) -> None:
    """46 protein-coding genes are over the 35 of line 3C, and a likely pathogenic class follows (Riggs 2020)."""
    failed = "7 50000001/LowQual N <DEL> SVTYPE=DEL;END=55000000 GT 0/1"
    desert = "4 180100001 N <DUP> SVTYPE=DUP;END=180200000 GT 0/1"
    inside = [f"1 {161_000_000 + 1_000 * n} C T . GT 0/1" for n in range(5)]
    doubted = "1 160500001 N <DEL> SVTYPE=DEL;END=161500000 GT 0/1"
    report = diagnosed(tmp_path, DIGEORGE, LOSS_22Q11, failed, desert, doubted, *inside)
    told = {one["line"]: one for one in report["events"]["structural"]}
    by_start = {one["start"]: one for one in told.values()}
    assert by_start[18_912_231]["weighed"]
    assert (by_start[18_912_231]["classification"], len(by_start[18_912_231]["genes"]) >= 35) == (
        "likely_pathogenic",
        True,
    )
    assert by_start[50_000_002]["because"] == "FILTER is LowQual"
    assert by_start[180_100_002]["because"] == "no coding sequence of a gene is changed"
    assert "5 of 5" in by_start[160_500_002]["because"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("Losses, gains and rearrangements called in the file") == 1


def test_without_structural_calls_the_report_says_that_their_absence_was_not_shown(tmp_path: Path) -> None:
    report = diagnosed(tmp_path, DIGEORGE, "7 117559590 ATCT A . GT 0/1")
    said = {one["what"]: one["why"] for one in report["not_covered"]}
    assert said["Structural and copy-number variants"].startswith("none was called in this file")
    assert report["events"]["structural"] == []


def test_a_loss_does_not_speak_for_the_syndrome_of_the_gain(tmp_path: Path) -> None:
    """OMIM:608363 is the duplication of 22q11.2, OMIM:188400 its deletion."""
    report = diagnosed(tmp_path, DIGEORGE, LOSS_22Q11)
    gain = next(one for one in report["differential"] if one["disease_id"] == "OMIM:608363")
    assert gain["posterior"] < report["differential"][0]["posterior"] / 100
    assert gain["variants"] == []


def test_a_syndrome_without_a_gene_is_found_by_the_band_it_is_named_after(tmp_path: Path) -> None:
    """Chromosome 3q29 deletion syndrome (OMIM:609425): 1.6 Mb between repeats, 195.7 to 197.3 Mb (hg19, ClinGen
    ISCA-37443), a little further on GRCh38."""
    loss = "3 196028000 N <DEL> SVTYPE=DEL;END=197612000 GT 0/1"
    terms = ("HP:0000275", "HP:0000322", "HP:0000252", "HP:0000717", "HP:0000709", "HP:0000400")
    report = diagnosed(tmp_path, terms, loss)
    found = next(one for one in report["differential"] if one["disease_id"] == "OMIM:609425")
    assert found["rank"] <= 5
    assert found["mechanism"] == "copy-number loss"
    assert "many_genes" in found["flags"]
