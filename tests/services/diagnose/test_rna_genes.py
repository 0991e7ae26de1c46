"""A patient with both copies of RMRP changed: the disease is found, and every document names the changes alike."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from lexome.apps.cli import main

HEADER = """##fileformat=VCFv4.2
##reference=GRCh38
##contig=<ID=9,length=138394717,assembly=GRCh38>
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP
"""
FOUNDER, DOUBLED = "GRCh38:9:35657948:T:C", "GRCh38:9:35658035:A:AGAGTAGTAGAAGCT"
"""n.71A>G, and an insertion between TATA box and first base; both (likely) pathogenic in ClinVar."""


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A patient with short limbs, fine hair and metaphyseal dysplasia."""
    folder = tmp_path_factory.mktemp("rmrp")
    parts = [one.split(":") for one in (FOUNDER, DOUBLED)]
    lines = [f"{contig}\t{pos}\t.\t{ref}\t{alt}\t50\tPASS\t.\tGT\t0/1" for _, contig, pos, ref, alt in parts]
    (folder / "p.vcf").write_text(HEADER + "\n".join(lines) + "\n")
    findings = ["HP:0003510", "HP:0002213", "HP:0000944", "HP:0009826"]
    call = ["diagnose", "--hpo", *findings, "--vcf", str(folder / "p.vcf"), "--out", str(folder)]
    assert main([*call, "--also", "phenopacket", "fhir", "vcf"]) == 0
    assert main(["interpret", str(folder / "p.vcf"), "--out", str(folder / "v.jsonl")]) == 0
    return folder


def test_the_diseases_of_the_rna_gene_lead_by_its_two_alleles(answered: Path) -> None:
    leading = json.loads((answered / "report.json").read_text())["differential"][:2]
    assert {one["disease_id"] for one in leading} == {"OMIM:250250", "OMIM:607095"}
    assert all(set(one["variants"]) == {FOUNDER, DOUBLED} for one in leading)


def test_the_published_name_stands_in_every_document(answered: Path) -> None:
    name = "NR_003051.3:n.71A>G"
    report = json.loads((answered / "report.json").read_text())
    assert name in {one["hgvs_c"] for one in report["variants"]}
    assert "n.71A&gt;G" in (answered / "report.html").read_text()
    assert name in (answered / "variants.tsv").read_text()
    packet = (answered / "phenopacket.json").read_text()
    assert {"syntax": "hgvs.n", "value": name} in _all(json.loads(packet), "expressions")
    assert name in (answered / "fhir.json").read_text()
    graded = [json.loads(line) for line in (answered / "v.jsonl").read_text().splitlines()]
    assert (graded[0]["gene"], graded[0]["hgvs_c"]) == ("RMRP", name)
    assert {one["gene"] for one in graded} == {"RMRP"}
    with gzip.open(answered / "evidence.vcf.gz", "rt") as lines:
        assert any("\t35657948\t" in line and "RMRP" in line for line in lines)


def _all(value: object, key: str) -> list[object]:
    """Return all items of the lists that stand under a key, wherever it is."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    own = value.get(key, []) if isinstance(value, dict) else []
    return [*own, *(item for part in inner for item in _all(part, key))]
