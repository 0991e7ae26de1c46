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
