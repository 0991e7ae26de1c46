"""Patients that no textbook has: many alleles and no findings, a child of nobody, two hundred samples in one file."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from lexome.apps.cli import main

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
HEADER = '##fileformat=VCFv4.2\n##reference=GRCh38\n##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t"


def diagnosed(folder: Path, *options: str) -> dict[str, Any]:
    assert main(["diagnose", *options, "--out", str(folder)]) == 0
    document: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return document


def test_alleles_by_the_hundred_thousand_and_no_findings_give_no_sure_diagnosis(tmp_path: Path) -> None:
    """Substitutions every 10,000 bases, drawn at random: nobody's disease."""
    rng = random.Random(7)
    with (tmp_path / "p.vcf").open("w") as out:
        out.write(f"{HEADER}{COLUMNS}P\n")
        for contig, length in (("1", 248_000_000), ("2", 242_000_000), ("3", 198_000_000)):
            for pos in range(20_000, length, 10_000):
                out.write(f"chr{contig}\t{pos}\t.\tA\tG\t50\tPASS\t.\tGT\t{rng.choice(('0/1', '1/1'))}\n")
    report = diagnosed(tmp_path / "out", "--vcf", f"{tmp_path}/p.vcf")
    assert max(one["posterior"] for one in report["differential"]) < 0.5
    assert report["variant_counts"][0]["kept"] == 68_794
    assert any(one["what"] == "Phenotype" for one in report["not_done"])


def test_findings_without_variants_say_that_none_were_read(tmp_path: Path) -> None:
    report = diagnosed(tmp_path, "--hpo", "HP:0007655", "HP:0001212", "HP:0000637")
    assert report["scope"] == "phenotype"
    assert report["differential"][0]["variants"] == []
    assert any(one["what"] == "Variants" for one in report["not_done"])


@pytest.fixture
def unrelated(tmp_path: Path) -> Path:
    """Write the example trio with the child's genotypes dealt out anew: a child of neither parent."""
    with gzip.open(EXAMPLES / "trio.vcf.gz", "rt") as lines:
        text = lines.read().splitlines()
    names = next(line for line in text if line.startswith("#CHROM")).split("\t")
    place = names.index("LINA")
    records = [line.split("\t") for line in text if not line.startswith("#")]
    calls = [record[place] for record in records]
    random.Random(3).shuffle(calls)
    for record, call in zip(records, calls, strict=True):
        record[place] = call
    header = [line for line in text if line.startswith("#")]
    (tmp_path / "swap.vcf").write_text("\n".join([*header, *("\t".join(record) for record in records)]) + "\n")
    return tmp_path / "swap.vcf"


def test_a_child_of_neither_parent_is_told_and_inherits_nothing(unrelated: Path, tmp_path: Path) -> None:
    files = ["--vcf", str(unrelated), "--ped", f"{EXAMPLES}/trio.ped", "--note", f"{EXAMPLES}/note.txt"]
    report = diagnosed(tmp_path / "out", *files)
    assert {check["result"] for check in report["family"]["checks"]} == {"disagrees"}
    codes = {problem["code"] for problem in report["problems"]}
    assert "relationship-mismatch" in codes
    assert "uniparental-disomy" not in codes
    assert not any({"de_novo", "in_trans"} & set(one["flags"]) for one in report["differential"])
    assert not any(record["inheritance"] for record in report["variants"])
    assert "PS2" not in {item["code"] for record in report["variants"] for item in record["criteria"]}


def test_of_two_hundred_samples_only_the_patient_is_read(tmp_path: Path) -> None:
    """The answer is that of the file with the patient alone, and nobody else's name is in it."""
    signs = ["--hpo", "HP:0007655", "HP:0001212", "HP:0000637", "--proband", "P", "--sex", "female"]
    others = [f"SAMPLE{number:03}" for number in range(199)]
    rng = random.Random(1)
    rows = [f"chr1\t{pos}\t.\tA\tG\t50\tPASS\t.\tGT" for pos in range(1_000_000, 1_200_000, 1_000)]
    rows.append("chr12\t49033226\t.\tCCTGT\tC\t50\tPASS\t.\tGT")
    with (tmp_path / "many.vcf").open("w") as many, (tmp_path / "one.vcf").open("w") as one:
        many.write(HEADER + COLUMNS + "\t".join([*others[:100], "P", *others[100:]]) + "\n")
        one.write(f"{HEADER}{COLUMNS}P\n")
        for row in rows:
            dealt = rng.choices(("0/0", "0/1", "1/1"), k=199)
            many.write("\t".join([row, *dealt[:100], "0/1", *dealt[100:]]) + "\n")
            one.write(f"{row}\t0/1\n")
    reports = [diagnosed(tmp_path / name, *signs, "--vcf", f"{tmp_path}/{name}.vcf") for name in ("many", "one")]
    assert reports[0]["differential"] == reports[1]["differential"]
    assert reports[0]["variant_counts"] == reports[1]["variant_counts"]
    assert "SAMPLE" not in json.dumps(reports[0])
