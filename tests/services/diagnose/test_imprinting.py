"""Uniparental disomy and variants of imprinted genes through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexome.apps.cli import main
from structural_vcf import PED, write_trio, write_vcf

PRADER_WILLI = ("HP:0001319", "HP:0002591", "HP:0001513", "HP:0000135", "HP:0001249")
ANGELMAN = ("HP:0000748", "HP:0002066", "HP:0001344", "HP:0002353", "HP:0010864")
LOSS = "15 22800000 N <DEL> SVTYPE=DEL;END=28300000 GT 0/1 0/0 0/0"


def diagnosed(folder: Path, terms: tuple[str, ...], vcf: Path, *, ped: bool = True) -> dict[str, Any]:
    (folder / "family.ped").write_text(PED)
    findings = [part for term in terms for part in ("--hpo", term)]
    family = ["--ped", str(folder / "family.ped")] if ped else []
    assert main(["diagnose", *findings, "--vcf", str(vcf), *family, "--out", str(folder / "out")]) == 0
    document: dict[str, Any] = json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize(
    ("mother", "terms", "disease_id"),
    [
        pytest.param(True, PRADER_WILLI, "OMIM:176270", id="maternal: Prader-Willi (OMIM:176270)"),
        pytest.param(False, ANGELMAN, "OMIM:105830", id="paternal: Angelman (OMIM:105830)"),
    ],
)
def test_disomy_of_chromosome_15_explains_the_disorder_of_that_parent(
    mother: bool, terms: tuple[str, ...], disease_id: str, tmp_path: Path
) -> None:
    report = diagnosed(tmp_path, terms, write_trio(tmp_path / "trio.vcf", disomic="15", mother=mother))
    first = report["differential"][0]
    assert (first["disease_id"], first["mechanism"]) == (disease_id, "uniparental disomy")
    assert "chromosome 15" in first["event"]
    (told,) = report["events"]["disomies"]
    assert told["contig"] == "15"
    assert any(disease_id in one for one in told["disorders"])


def test_disomy_of_the_other_parent_speaks_against_the_disorder(tmp_path: Path) -> None:
    report = diagnosed(tmp_path, PRADER_WILLI, write_trio(tmp_path / "trio.vcf", disomic="15", mother=False))
    found = next(one for one in report["differential"] if one["disease_id"] == "OMIM:176270")
    assert found["event"] == ""
    assert found["mechanism"] == "sequence variant"


def test_without_parents_the_report_says_that_disomy_was_not_tested(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "one.vcf", "1 100000 A C . GT 0/1", samples=("kid",))
    report = diagnosed(tmp_path, PRADER_WILLI, vcf, ped=False)
    assert "Uniparental disomy" in {one["what"] for one in report["not_covered"]}
    found = next(one for one in report["differential"] if one["disease_id"] == "OMIM:176270")
    assert "mechanism_not_seen" in found["flags"]


@pytest.mark.parametrize(
    ("dad", "mum", "flag"),
    [
        pytest.param("0/0", "0/1", "parent_of_origin", id="from the mother: on the active copy"),
        pytest.param("0/1", "0/0", "silent_copy", id="from the father: on the silent copy"),
        pytest.param("./.", "./.", "parent_unknown", id="nobody knows from whom"),
    ],
)
def test_a_variant_of_ube3a_causes_angelman_on_the_mothers_copy(dad: str, mum: str, flag: str, tmp_path: Path) -> None:
    """UBE3A is active on the maternal copy in the brain (Cassidy 2012, doi:10.1038/gim.0b013e31822bead0); here a
    frameshift was put into its coding sequence."""
    record = f"15 25371200 AT A . GT 0/1 {dad} {mum}"
    report = diagnosed(tmp_path, ANGELMAN, write_trio(tmp_path / "trio.vcf", record))
    found = next(one for one in report["differential"] if one["disease_id"] == "OMIM:105830")
    assert flag in found["flags"]


@pytest.mark.parametrize(
    ("of_father", "disease_id", "terms"),
    [
        pytest.param(True, "OMIM:176270", PRADER_WILLI, id="of the father's copy: Prader-Willi"),
        pytest.param(False, "OMIM:105830", ANGELMAN, id="of the mother's copy: Angelman"),
    ],
)
def test_the_parent_of_a_de_novo_loss_of_15q11_is_told_by_the_alleles_within(
    of_father: bool, disease_id: str, terms: tuple[str, ...], tmp_path: Path
) -> None:
    """Seven in ten patients of either have a de novo loss of 15q11-q13 (doi:10.1186/1471-2350-11-70)."""
    lost = ("15", 22_800_000, 28_300_000)
    vcf = write_trio(tmp_path / "trio.vcf", LOSS, lost=lost, mother=of_father)
    report = diagnosed(tmp_path, terms, vcf)
    first = report["differential"][0]
    assert (first["disease_id"], first["mechanism"]) == (disease_id, "copy-number loss")
    assert "parent_unknown" not in first["flags"]
    (told,) = report["events"]["disomies"]
    assert "a loss called here explains it" in told["because"]


def test_genes_within_a_loss_do_not_speak_for_the_syndrome_of_the_gain(tmp_path: Path) -> None:
    """OMIM:608636 is the duplication of 15q11-q13; its listed gene UBE3A lies within the loss."""
    vcf = write_trio(tmp_path / "trio.vcf", LOSS, lost=("15", 22_800_000, 28_300_000), mother=False)
    report = diagnosed(tmp_path, ANGELMAN, vcf)
    gain = next(one for one in report["differential"] if one["disease_id"] == "OMIM:608636")
    assert sum(item["log10_lr"] for item in gain["evidence"] if not item["about"].startswith("HP:")) < 1.0
    assert gain["posterior"] < 1e-3
