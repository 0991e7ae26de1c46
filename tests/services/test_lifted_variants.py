"""Files on GRCh37: moved by the chain that was imported, refused with what to import where there is none.

The chain is the true stretch around PCSK9 of hg19ToHg38.over.chain: rs11591147 (p.Arg46Leu) is at 1:55505647 on GRCh37
and at 1:55039974 on GRCh38 (dbSNP).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexome.apps.cli import main

CHAIN = "chain 1000 chr1 249250621 + 55500000 55600000 chr1 248956422 + 55034327 55134327 1\n100000\n\n"
HEADER = (
    "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=249250621>\n"
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="genotype">\n'
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
)
RECORDS = "chr1\t55505647\trs11591147\tG\tT\t.\tPASS\t.\tGT\t0/1\nchr1\t56000000\t.\tA\tC\t.\tPASS\t.\tGT\t0/1\n"


@pytest.fixture
def vcf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEXOME_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "old.vcf"
    path.write_text(HEADER + RECORDS)
    return path


@pytest.fixture
def chained(vcf: Path) -> Path:
    chain = vcf.with_name("hg19ToHg38.over.chain")
    chain.write_text(CHAIN)
    assert main(["data", "import", "chain", str(chain), "--release", "test"]) == 0
    return vcf


@pytest.mark.parametrize("command", [["interpret"], ["diagnose", "--vcf"]])
def test_without_a_chain_the_error_says_what_to_import(
    command: list[str], vcf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, str(vcf)]) == 1
    assert "lexome data import chain hg19ToHg38.over.chain.gz" in capsys.readouterr().err


def test_interpret_moves_what_it_can_and_has_a_line_for_what_it_cannot(chained: Path) -> None:
    out = chained.with_name("o.jsonl")
    assert main(["interpret", str(chained), "--out", str(out)]) == 0
    moved, behind = (json.loads(line) for line in out.read_text().splitlines())
    assert (moved["variant"], moved["gene"], moved["line"]) == ("GRCh38:1:55039974:G:T", "PCSK9", 5)
    assert behind["variant"] == "GRCh37:1:56000000:A:C"
    assert behind["not_graded"] == "not moved to GRCh38: its place has no counterpart on the other assembly"
    meta = json.loads(Path(f"{out}.meta.json").read_text())
    assert {"variants-lifted", "not-lifted"} <= {problem["code"] for problem in meta["problems"]}
    assert "chain" in {release["name"] for release in meta["provenance"]["data"]}


def test_the_report_says_from_where_positions_were_moved(chained: Path) -> None:
    out = chained.with_name("report")
    assert main(["diagnose", "--vcf", str(chained), "--hpo", "HP:0003124", "--out", str(out)]) == 0
    report: dict[str, Any] = json.loads((out / "report.json").read_text())
    (step,) = [step for step in report["variant_counts"] if step["step"] == "moved from GRCh37 to GRCh38"]
    assert (step["kept"], step["put_aside"]) == (1, 1)
    assert "chain GRCh37 to GRCh38, test" in step["because"]
    told = {problem["code"]: problem for problem in report["problems"]}
    assert told["not-lifted"]["line"] == 6
    assert "moved from GRCh37 to GRCh38" in told["variants-lifted"]["message"]
    assert "moved from GRCh37 to GRCh38" in (out / "report.html").read_text()


def test_check_says_that_the_file_is_on_the_older_assembly_and_what_to_import(
    vcf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(vcf), "--format", "json"]) == 0
    problems = {one["code"]: one for one in json.loads(capsys.readouterr().out)["problems"]}
    assert "lexome data import chain" in problems["older-assembly"]["remedy"]


def test_check_says_by_which_chain_the_file_will_be_moved(chained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["check", str(chained), "--format", "json"]) == 0
    problems = {one["code"]: one for one in json.loads(capsys.readouterr().out)["problems"]}
    assert "chain GRCh37 to GRCh38, test" in problems["older-assembly"]["remedy"]
