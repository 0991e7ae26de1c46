"""Two genes together, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lexome.apps.cli import main
from structural_vcf import write_vcf

RETINITIS = ("HP:0000510", "HP:0000662", "HP:0007737", "HP:0000512")
PRPH2 = "6 42722000 C CA . GT 0/1"
ROM1 = "11 62613500 G GC . GT 0/1"
"""Frameshifts put into the first coding exon of each gene: together they cause retinitis pigmentosa (OMIM:608133)."""


def diagnosed(folder: Path, *records: str) -> dict[str, Any]:
    folder.mkdir()
    vcf = write_vcf(folder / "in.vcf", *records)
    findings = [part for term in RETINITIS for part in ("--hpo", term)]
    assert main(["diagnose", *findings, "--vcf", str(vcf), "--out", str(folder / "out")]) == 0
    document: dict[str, Any] = json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))
    return document


def retinitis_7(report: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["differential"] if one["disease_id"] == "OMIM:608133")
    return found


def test_an_allele_in_each_gene_of_a_known_pair_is_a_hypothesis_with_its_false_discovery_rate(tmp_path: Path) -> None:
    found = retinitis_7(diagnosed(tmp_path / "both", PRPH2, ROM1))
    assert (found["mechanism"], found["inheritance"]) == ("two genes together", "digenic")
    assert found["genes"] == ["PRPH2", "ROM1"]
    assert set(found["variants"]) == {"GRCh38:6:42722000:C:CA", "GRCh38:11:62613500:G:GC"}
    assert "digenic" in found["flags"]
    said = found["evidence"][0]["because"]
    assert "false-discovery rate" in said
    assert "Ratios alone: PRPH2" in said


def test_an_allele_in_one_of_the_genes_is_no_pair(tmp_path: Path) -> None:
    found = retinitis_7(diagnosed(tmp_path / "one", PRPH2))
    assert found["mechanism"] == "sequence variant"
    assert found["genes"] == ["PRPH2"]
