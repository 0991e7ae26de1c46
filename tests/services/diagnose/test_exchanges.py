"""Exchanged residues in the ranking: weighed once, kept, told, and taken back where they were judged otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lexome.apps.cli import main
from lexome.core.assembly import Assembly
from lexome.core.case import Case, VariantFile
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.reasoning.exchange_sense import NONE, exchange_log10, exchange_of
from lexome.reasoning.gene_evidence import VariantClass
from lexome.services.diagnose import case_folder
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.examined import Examined, examine
from lexome.services.diagnose.genotyped import Genotyped, weighed
from lexome.services.diagnose.patient import Intake
from lexome.services.diagnose.variants import exchange_judged

CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="From Ensembl VEP. Format: Allele|Consequence|SYMBOL|Feature_type|Feature|Amino_acids|Protein_position|HGVSp">\n'  # noqa: E501
CYSTEINE = "G|missense_variant|PCSK9|Transcript|ENST00000302118|Y/C|142|ENSP00000303208.5:p.Tyr142Cys"
"""GRCh38 1:55046548 A>G, the second base of codon 142 of PCSK9 (TAC, of which rs67608943 changes the third)."""
FINDINGS = ["--hpo", "HP:0003124", "--hpo", "HP:0010874", "--hpo", "HP:0001084", "--hpo", "HP:0001658"]
SILENT = {"terms": "synonymous_variant", "residues": "Y"}


def vcf(folder: Path, *, terms: str = "missense_variant", residues: str = "Y/C") -> Path:
    """Write the allele with what a program says of it."""
    path = folder / "a.vcf"
    said = CYSTEINE.replace("missense_variant", terms).replace("Y/C", residues)
    path.write_text(
        f"##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n{CSQ}"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="genotype">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
        f"chr1\t55046548\t.\tA\tG\t.\tPASS\tCSQ={said}\tGT\t0/1\n"
    )
    return path


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(Lab(Settings.from_environment({"LEXOME_DATA_DIR": str(tmp_path_factory.mktemp("data"))})))


def found(path: Path, engine: Engine) -> tuple[Examined, Genotyped]:
    case = Case(id="p", variants=(VariantFile(path, Assembly.GRCH38),))
    examined = examine(case, engine, Intake())
    assert examined is not None
    return examined, weighed(case, examined, engine, Intake())


def log10(residues: str) -> float:
    return float(exchange_log10(np.array([exchange_of(*residues.split("/"))], np.int16))[0])


@pytest.mark.parametrize("residues", ["Y/C", "Y/H", "I/V", "G/R"])
def test_an_allele_weighs_what_its_exchange_says(residues: str, tmp_path: Path, engine: Engine) -> None:
    _, told = found(vcf(tmp_path, residues=residues), engine)
    _, silent = found(vcf(tmp_path, residues="YA/CT"), engine)
    difference = told.carried.alleles.extra_log10 - silent.carried.alleles.extra_log10
    assert difference == pytest.approx([log10(residues)])
    assert log10(residues) != 0.0


def test_an_allele_that_changes_no_residue_or_is_known_says_nothing_of_one(tmp_path: Path, engine: Engine) -> None:
    examined, _ = found(vcf(tmp_path, **SILENT), engine)
    assert examined.exchange.tolist() == [NONE]
    examined, told = found(vcf(tmp_path), engine)
    assert examined.exchange.tolist() == [exchange_of("Y", "C")]
    known = replace(examined, looked_up=replace(examined.looked_up, known=np.ones(1, np.bool_)))
    again = weighed(Case(id="p"), known, engine, Intake())
    assert again.carried.alleles.kind.tolist() == [VariantClass.KNOWN_PATHOGENIC]
    assert again.carried.alleles.extra_log10 == pytest.approx(told.carried.alleles.extra_log10 - log10("Y/C"))
    assert again.weighing.teller.exchange.tolist() == [NONE]


def test_what_judged_the_exchange_itself_takes_its_place(tmp_path: Path, engine: Engine) -> None:
    _, told = found(vcf(tmp_path), engine)
    beside, instead = told.knowing({0: 0.5}), told.knowing({0: 0.5}, judged=[0])
    assert (beside.alleles.extra_log10 - instead.alleles.extra_log10) == pytest.approx([log10("Y/C")])
    for carried, said in ((beside, True), (instead, False)):
        described = carried.teller.describe(0, "PCSK9")  # type: ignore[attr-defined]
        assert ("Tyr to Cys is about" in described) is said


def test_criteria_of_the_place_leave_the_exchange_and_criteria_of_the_change_do_not(
    tmp_path: Path, engine: Engine
) -> None:
    from types import SimpleNamespace

    from lexome.core.facts import Unknown

    def graded(*codes: str) -> Any:
        met = [SimpleNamespace(code=code) for code in codes]
        facts = SimpleNamespace(missense=Unknown("none"))
        return SimpleNamespace(row=3, facts=facts, classification=SimpleNamespace(met=met))

    assert exchange_judged((graded("PM5", "PM1", "PM2"),)) == frozenset()
    for code in ("PS1", "PP3", "BP4", "PS3", "BS3"):
        assert exchange_judged((graded("PM2", code),)) == {3}


def report(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    document["provenance"].pop("created")
    return document


def spoken(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the arguments that name the exchange."""
    evidence = [item for one in document["differential"] for item in one["evidence"]]
    return [item for item in evidence if "Tyr to Cys is about" in item["because"]]


def test_the_report_tells_the_exchange_with_its_source_and_a_kept_case_tells_it_again(tmp_path: Path) -> None:
    call = ["--vcf", str(vcf(tmp_path)), *FINDINGS, "--case-dir", f"{tmp_path}/case", "--out", f"{tmp_path}/full"]
    assert main(["diagnose", *call]) == 0
    said = spoken(report(tmp_path / "full"))
    assert said
    assert "as frequent among pathogenic as among benign variants" in said[0]["because"]
    assert any("UniProt" in json.dumps(one) and "Y>C" in json.dumps(one) for one in said[0]["citations"])
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", "--out", f"{tmp_path}/again"]) == 0
    assert report(tmp_path / "again") == report(tmp_path / "full")


def test_a_case_kept_before_exchanges_were_is_ranked_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_folder, "PLACED", ("gene", "severity", "kind"))
    assert main(["diagnose", "--vcf", str(vcf(tmp_path)), *FINDINGS, "--case-dir", f"{tmp_path}/case"]) == 0
    monkeypatch.undo()
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", "--out", f"{tmp_path}/again"]) == 0
    document = report(tmp_path / "again")
    assert any(one["gene"] == "PCSK9" for one in document["variants"])
    assert not spoken(document)
