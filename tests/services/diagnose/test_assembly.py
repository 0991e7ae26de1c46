"""Who states which assembly: a statement that the file contradicts is refused, and the reason names who stated it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from lexome.apps.cli import main

LENGTHS = {"GRCh37": "##contig=<ID=chr1,length=249250621>", "GRCh38": "##contig=<ID=chr1,length=248956422>"}
"""Chromosome 1 in the two assemblies (NCBI GCF_000001405.25 and .40)."""


def packet(folder: Path, *, header: str, stated: str) -> Path:
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
    record = "chr12\t49033226\t.\tCCTGT\tC\t50\tPASS\t.\tGT\t0/1\n"
    genotype = '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
    (folder / "p.vcf").write_text(f"##fileformat=VCFv4.2\n{header}\n{genotype}{columns}{record}")
    file = {"uri": "p.vcf", "fileAttributes": {"fileFormat": "vcf", "genomeAssembly": stated}}
    features = [{"type": {"id": "HP:0001263"}}]
    document = {"id": "p", "subject": {"id": "P"}, "phenotypicFeatures": features, "files": [file]}
    path = folder / "p.json"
    path.write_text(json.dumps({**document, "metaData": {"phenopacketSchemaVersion": "2.0"}}))
    return path


@pytest.mark.parametrize(
    ("lengths", "stated", "said"),
    [
        pytest.param("GRCh38", "GRCh37", ("states GRCh37, but the file itself is on GRCh38", "correct"), id="claim"),
        pytest.param("GRCh37", "GRCh38", ("states GRCh38, but the file itself is on GRCh37", "lift"), id="hidden"),
        pytest.param("GRCh37", "GRCh37", ("the variants are on GRCh37", "lift"), id="both on the old one"),
        pytest.param("", "GRCh37", ("on GRCh37, as stated in", "genomeAssembly"), id="nothing else tells"),
    ],
)
def test_an_assembly_that_cannot_be_is_refused_with_who_stated_it(
    lengths: str, stated: str, said: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = packet(tmp_path, header=LENGTHS.get(lengths, "##source=none"), stated=stated)
    assert main(["diagnose", "--phenopacket", str(path), "--out", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert "assembly-differs" in told
    assert all(part in told for part in said), told


def test_a_statement_that_the_file_agrees_with_is_fine(tmp_path: Path) -> None:
    path = packet(tmp_path, header=LENGTHS["GRCh38"], stated="hg38")
    assert main(["diagnose", "--phenopacket", str(path), "--out", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        pytest.param(0, 0, id="REF is what the reference has"),
        pytest.param(7, 1, id="places of another assembly, whatever the header says"),
    ],
)
def test_a_file_whose_ref_the_reference_contradicts_is_refused(
    shift: int, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bases = "".join(random.Random(7).choices("ACGT", k=4_000))
    other = {"A": "C", "C": "G", "G": "T", "T": "A"}
    (tmp_path / "ref.fa").write_text(f">chr1\n{bases}\n")
    places = range(100, 3_000, 60)
    records = "".join(
        f"chr1\t{place + shift}\t.\t{bases[place - 1]}\t{other[bases[place - 1]]}\t50\tPASS\t.\tGT\t0/1\n"
        for place in places
    )
    genotype = '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
    (tmp_path / "p.vcf").write_text(f"##fileformat=VCFv4.2\n{LENGTHS['GRCh38']}\n{genotype}{columns}{records}")
    call = ["diagnose", "--hpo", "HP:0001263", "--vcf", str(tmp_path / "p.vcf"), "--fasta", str(tmp_path / "ref.fa")]
    assert main([*call, "--out", str(tmp_path / "out")]) == code
    assert ("reference-mismatch" in capsys.readouterr().err) is bool(code)
    assert (tmp_path / "out" / "report.html").exists() is not bool(code)
