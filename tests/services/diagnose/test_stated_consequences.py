"""What the file's own annotations say is used where no reference was given, with its source, and compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexome.apps.cli import main

CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="From Ensembl VEP. Format: Allele|Consequence|SYMBOL|Feature_type|Feature|Amino_acids|Protein_position|HGVSp">\n'  # noqa: E501
BCSQ = '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Local consequence annotation">\n'
FINDINGS = ["--hpo", "HP:0003124", "--hpo", "HP:0010874", "--hpo", "HP:0001084", "--hpo", "HP:0001658"]
"""Hypercholesterolemia, tendon xanthomas, corneal arcus, myocardial infarction."""

Y142X = "G|stop_gained|PCSK9|Transcript|ENST00000302118|Y/*|142|ENSP00000303208.5:p.Tyr142Ter"
"""rs67608943, GRCh38 1:55046549 C>G, NM_174936.4:c.426C>G (Cohen 2005, doi:10.1038/ng1509)."""


def report(
    folder: Path,
    header: str,
    info: str,
    *,
    alt: str = "G",
    genotype: str = "0/1",
    place: tuple[int, str] = (55046549, "C"),
) -> dict[str, Any]:
    vcf = folder / "a.vcf"
    vcf.write_text(
        f"##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n{header}"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="genotype">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
        f"chr1\t{place[0]}\t.\t{place[1]}\t{alt}\t.\tPASS\t{info}\tGT\t{genotype}\n"
    )
    assert main(["diagnose", "--vcf", str(vcf), *FINDINGS, "--out", str(folder / "r")]) == 0
    document: dict[str, Any] = json.loads((folder / "r" / "report.json").read_text())
    return document


def pcsk9(document: dict[str, Any]) -> dict[str, Any]:
    (variant,) = [one for one in document["variants"] if one["gene"] == "PCSK9"]
    return dict(variant)


def says_stop(document: dict[str, Any]) -> bool:
    """Whether the ranking weighed the allele as a stop of PCSK9."""
    weighed = [one["because"] for row in document["differential"] for one in row["evidence"]]
    return any(because.startswith("PCSK9: stop_gained") and "(loss-of-function" in because for because in weighed)


def test_without_annotations_the_codon_stays_unread(tmp_path: Path) -> None:
    assert not says_stop(report(tmp_path, "", "."))


@pytest.mark.parametrize(
    ("header", "info", "program"),
    [
        pytest.param(CSQ, f"CSQ={Y142X}", "Ensembl VEP", id="VEP"),
        pytest.param(
            BCSQ,
            "BCSQ=stop_gained|PCSK9|ENST00000302118|protein_coding|+|142Y>142*|55046549C>G",
            "bcftools csq",
            id="bcftools csq",
        ),
    ],
)
def test_the_word_of_the_file_is_used_and_its_source_named(
    header: str, info: str, program: str, tmp_path: Path
) -> None:
    document = report(tmp_path, header, info)
    assert pcsk9(document)["consequence"] == "stop_gained"
    (told,) = [one for one in document["problems"] if one["code"] == "annotation-used"]
    assert program in told["message"]
    assert says_stop(document)


def test_an_annotation_of_another_allele_of_the_line_is_not_taken(tmp_path: Path) -> None:
    info = "BCSQ=stop_gained|PCSK9|ENST00000302118|protein_coding|+|142Y>142*|55046549C>G"
    assert says_stop(report(tmp_path, BCSQ, info, alt="G,T", genotype="0/1"))
    assert not says_stop(report(tmp_path, BCSQ, info, alt="G,T", genotype="0/2"))


def test_a_disagreement_is_told_and_ours_is_kept(tmp_path: Path) -> None:
    """c.207+1G>A, the first base after exon 1: a splice donor needs no reference to be told."""
    info = "CSQ=A|intron_variant|PCSK9|Transcript|ENST00000302118|||"
    document = report(tmp_path, CSQ, info, alt="A", place=(55040045, "G"))
    (problem,) = [one for one in document["problems"] if one["code"] == "annotation-differs"]
    assert "Ensembl VEP says intron_variant" in problem["message"]
    assert pcsk9(document)["consequence"].startswith("splice_donor_variant")
