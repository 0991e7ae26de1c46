"""``--also vcf``: what the report says in INFO, valid, in blocks, and every input record otherwise byte for byte."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from lexome.apps.cli import main
from lexome.formats.vcf.strict.validate import validate

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
OWN = "LEXOME_"


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("annotated")
    files = ["--note", f"{EXAMPLES}/note.txt", "--vcf", f"{EXAMPLES}/trio.vcf.gz", "--ped", f"{EXAMPLES}/trio.ped"]
    assert main(["diagnose", *files, "--out", str(folder), "--also", "vcf"]) == 0
    return folder


def lines_of(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(lines)


def info(line: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in line.split("\t")[7].split(";"))


def test_the_causal_allele_carries_what_the_report_says(annotated: Path) -> None:
    report = json.loads((annotated / "report.json").read_text())
    first, record = report["differential"][0], report["variants"][0]
    (line,) = (one for one in lines_of(annotated / "evidence.vcf.gz") if "\t49033226\t" in one)
    told = info(line)
    assert told["LEXOME_RANK"] == "1"
    assert float(told["LEXOME_POSTERIOR"]) == pytest.approx(first["posterior"], rel=1e-5)
    assert told["LEXOME_HYPOTHESIS"] == "OMIM:147920|KMT2D|autosomal_dominant"
    assert told["LEXOME_CLASS"] == record["classification"]
    assert told["LEXOME_CRITERIA"].split("|") == [f"{one['code']}:{one['strength']}" for one in record["criteria"]]


def test_without_what_was_added_the_records_are_the_input_byte_for_byte(annotated: Path) -> None:
    before = [line for line in lines_of(EXAMPLES / "trio.vcf.gz") if not line.startswith("##")]
    after = [line for line in lines_of(annotated / "evidence.vcf.gz") if not line.startswith("##")]
    assert len(before) == len(after)
    changed = 0
    for old, new in zip(before, after, strict=True):
        columns = new.split("\t")
        kept = [part for part in columns[7].split(";") if not part.startswith(OWN)]
        columns[7] = ";".join(kept) or "."
        assert "\t".join(columns) == old
        changed += new != old
    assert 0 < changed < 50


def test_the_file_is_valid_by_the_strict_reader(annotated: Path) -> None:
    def faults(path: Path) -> set[str]:
        return {one.code for one in validate(path) if one.level == "error"}

    assert faults(annotated / "evidence.vcf.gz") <= faults(EXAMPLES / "trio.vcf.gz")


def test_bcftools_reads_and_indexes_it(annotated: Path) -> None:
    if not shutil.which("bcftools"):
        pytest.skip("bcftools is not installed")
    path = annotated / "evidence.vcf.gz"
    query = ["bcftools", "query", "-i", "LEXOME_RANK=1", "-f", "%POS %LEXOME_HYPOTHESIS\n", path]
    done = subprocess.run(query, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["49033226", "OMIM:147920|KMT2D|autosomal_dominant"]
    assert done.stderr == ""
    subprocess.run(["bcftools", "index", "--tbi", path], capture_output=True, check=True)
    region = ["bcftools", "view", "-H", path, "chr12:49033226-49033226"]
    assert subprocess.run(region, capture_output=True, text=True, check=True).stdout.count("\n") == 1


def test_annotating_again_replaces_what_was_there(annotated: Path, tmp_path: Path) -> None:
    files = ["--note", f"{EXAMPLES}/note.txt", "--vcf", f"{annotated}/evidence.vcf.gz", "--ped", f"{EXAMPLES}/trio.ped"]
    assert main(["diagnose", *files, "--out", str(tmp_path), "--also", "vcf"]) == 0
    assert lines_of(tmp_path / "evidence.vcf.gz") == lines_of(annotated / "evidence.vcf.gz")


def test_alleles_of_one_line_have_a_value_each(tmp_path: Path) -> None:
    header = '##fileformat=VCFv4.2\n##reference=GRCh38\n##FORMAT=<ID=GT,Number=1,Type=String,Description="g">\n'
    names = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
    (tmp_path / "p.vcf").write_text(f"{header}{names}chr12\t49033226\t.\tCCTGT\tG,C\t50\tPASS\tX\tGT\t0/2\n")
    signs = ["--hpo", "HP:0007655", "HP:0001212", "HP:0000637"]
    call = [*signs, "--vcf", f"{tmp_path}/p.vcf", "--out", f"{tmp_path}/out", "--also", "vcf"]
    assert main(["diagnose", *call]) == 0
    told = info(lines_of(tmp_path / "out" / "evidence.vcf.gz")[-1])
    assert told["LEXOME_RANK"] == ".,1"
    assert told["LEXOME_HYPOTHESIS"].startswith(".,OMIM:147920|KMT2D|")
    assert "X" in told
