"""A file that Ensembl VEP annotated: its word is used without a FASTA, and compared with one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexome.core.settings import Settings
from lexome.lab import Lab

HEADER = """##fileformat=VCFv4.2
##contig=<ID=chr17,length=83257441>
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: Allele|Consequence|\
Feature_type|Feature|HGVSp|Amino_acids">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP
"""
RECORD = "chr17\t43106487\t.\tA\tC\t50\tPASS\tCSQ={}\tGT\t0/1\n"
"""c.181T>G of NM_007294.4, p.Cys61Gly."""


def lines(folder: Path, csq: str, **more: Any) -> tuple[dict[str, Any], Any]:
    (folder / "annotated.vcf").write_text(HEADER + RECORD.format(csq), encoding="utf-8")
    lab = Lab(Settings(data_dir=folder / "data", cache_dir=folder / "cache"))
    service = lab.service("interpret")
    out = folder / "lines.jsonl"
    answer = service.run(service.ask(vcf=folder / "annotated.vcf", out=out, **more), lab)
    return json.loads(out.read_text(encoding="utf-8").splitlines()[0]), answer


@pytest.mark.parametrize(
    ("term", "residues", "name"),
    [("missense_variant", "C/G", "p.Cys61Gly"), ("stop_gained", "C/*", "p.Cys61Ter")],
)
def test_without_a_fasta_the_word_of_the_file_is_used(tmp_path: Path, term: str, residues: str, name: str) -> None:
    csq = f"C|{term}|Transcript|ENST00000357654.9|ENSP00000350283.3:{name}|{residues}"
    line, answer = lines(tmp_path, csq)
    assert (line["consequence"], line["hgvs_p"]) == (term, f"ENSP00000350283.3:{name}")
    assert ("PVS1" in {each["code"] for each in line["criteria"]}) == (term == "stop_gained")
    assert not [each for each in answer.problems if each.code == "annotation-differs"]


def test_with_a_fasta_a_contradiction_is_told_with_both_sources(tmp_path: Path, shared_data: Path) -> None:
    fasta = shared_data / "genome" / "GRCh38.chr17_43000001-43200000.fa.gz"
    csq = "C|synonymous_variant|Transcript|ENST00000357654.9||"
    line, answer = lines(tmp_path, csq, fasta=fasta)
    assert line["consequence"].startswith("missense_variant")
    (problem,) = [each for each in answer.problems if each.code == "annotation-differs"]
    assert "Ensembl VEP says synonymous_variant" in problem.message
    assert "lexome, Ensembl 110" in problem.message
