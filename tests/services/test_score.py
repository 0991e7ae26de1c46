"""A scored VCF is the VCF that was given, with scores or a reason on every line."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lexome.core.errors import BadInput
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.services.score import Ask, run
from synthetic_gene import DONOR, FORWARD, SEQUENCE

HEADER = "##fileformat=VCFv4.2\n##contig=<ID=chr17,length=83257441>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"


class SmallLab(Lab):
    """A lab whose transcripts are the made-up gene."""

    def knowledge(self, name: str) -> Any:
        """Return the made-up transcripts."""
        assert name == "transcripts"
        return FORWARD


@pytest.fixture
def scored(tmp_path: Path):
    fasta = tmp_path / "made.fa"
    fasta.write_text(f">chr17:1-{len(SEQUENCE)}\n{SEQUENCE.lower()}\n")
    lab = SmallLab(Settings(tmp_path / "data", tmp_path / "cache", jobs=1), now=datetime(2026, 1, 1, tzinfo=UTC))

    def score(text: str, out: str = "out.vcf.gz") -> tuple[Any, bytes]:
        vcf = tmp_path / "in.vcf"
        vcf.write_bytes(text.encode())
        answer = run(Ask(vcf=vcf, fasta=fasta, out=tmp_path / out), lab)
        written = (tmp_path / out).read_bytes()
        return answer, gzip.decompress(written) if out.endswith(".gz") else written

    return score


def record(pos: int, ref: str, alt: str, info: str = ".", contig: str = "chr17", rest: str = "") -> str:
    return f"{contig}\t{pos}\trs1\t{ref}\t{alt}\t50\tPASS\t{info}{rest}"


LINES = [
    record(DONOR + 2, "G", "C", "DP=3"),
    record(DONOR + 2, "g", "c", contig="17"),
    record(DONOR + 2, "G", "C,T,<DEL>", "A=1;SPLICE_DELTA=0.9;B", rest="\tGT:DP\t0/1:3"),
    record(DONOR + 2, "T", "C"),
    record(DONOR + 2, "G", "."),
    record(9_999_999, "A", "C"),
    record(20, "A", "C", contig="chrUn_1"),
    "chr17\tx\t.\tA\tC\t.\t.\t.",
    "chr17\tshort",
]


def test_every_line_is_kept_but_for_info(scored) -> None:
    answer, text = scored("\n".join([HEADER, *LINES]) + "\n")
    written = [line for line in text.decode().splitlines() if not line.startswith("#")]
    assert answer.records + answer.malformed == len(written) == len(LINES)
    for before, after in zip(LINES, written, strict=True):
        old, new = before.split("\t"), after.split("\t")
        assert new[:7] == old[:7]
        assert new[8:] == old[8:]


def test_every_allele_has_a_score_or_a_reason(scored) -> None:
    _, text = scored("\n".join([HEADER, *LINES]) + "\n")
    for line in text.decode().splitlines():
        columns = line.split("\t")
        if line.startswith("#") or len(columns) < 8:
            continue
        info = dict(part.partition("=")[::2] for part in columns[7].split(";"))
        alleles = columns[4].count(",") + 1
        values = info.get("SPLICE_DELTA", ",".join("." * alleles)).split(",")
        reasons = info.get("SCORE_REASON", ",".join("." * alleles)).split(",")
        assert all((value == ".") != (reason == ".") for value, reason in zip(values, reasons, strict=True))
        assert len(values) == alleles


def test_other_naming_and_lower_case_give_the_same_score(scored) -> None:
    _, text = scored("\n".join([HEADER, *LINES[:2]]))
    first, second = [line.split("\t")[7] for line in text.decode().splitlines() if not line.startswith("#")]
    assert first == f"DP=3;{second}"
    assert second.startswith("SPLICE_DELTA=0.9")
    assert "SPLICE_KIND=donor_loss;SPLICE_POS=-1;" in second


def test_fields_of_an_earlier_run_are_replaced_and_others_stay(scored) -> None:
    _, once = scored("\n".join([HEADER, LINES[2]]) + "\n")
    _, twice = scored(once.decode())
    assert twice.decode().count("ID=SPLICE_DELTA") == 1
    assert twice.splitlines()[-1] == once.splitlines()[-1]
    assert once.splitlines()[-1].split(b"\t")[7].startswith(b"A=1;B;SPLICE_DELTA=")


def test_windows_line_ends_and_a_missing_last_one_are_kept(scored) -> None:
    _, text = scored("\r\n".join([*HEADER.split("\n"), LINES[0]]), out="out.vcf")
    *lines, last = text.split(b"\n")
    assert all(line.endswith(b"\r") for line in lines)
    assert not last.endswith(b"\r")
    assert b"SPLICE_DELTA" in last


def test_a_file_that_is_no_vcf_is_refused_and_nothing_is_written(scored, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not-vcf"):
        scored("hello\n")
    assert not (tmp_path / "out.vcf.gz").exists()


def test_a_vcf_of_another_assembly_is_refused(scored) -> None:
    with pytest.raises(BadInput, match="assembly-mismatch"):
        scored(HEADER.replace("83257441", "81195210") + "\n" + LINES[0] + "\n")


def test_a_scored_file_keeps_the_specification_and_is_stamped_once(scored, tmp_path: Path) -> None:
    from lexome.services.check import Ask as CheckAsk
    from lexome.services.check import run as check

    text = f"{HEADER}\n{record(DONOR + 2, 'G', 'C', 'SVTYPE=DEL')}\n"
    _, once = scored(text, out="nested/folder/out.vcf")
    _, twice = scored(once.decode(), out="out.vcf")
    lab = Lab(Settings(tmp_path / "data", tmp_path / "cache"))
    errors = [one.code for one in check(CheckAsk(file=tmp_path / "out.vcf"), lab).problems if one.level == "error"]
    assert twice.count(b"##lexome_score=") == 1
    assert "meta-fields-invalid" not in errors


def test_the_file_to_be_read_is_not_written_over(scored, tmp_path: Path) -> None:
    text = f"{HEADER}\n{LINES[0]}\n"
    with pytest.raises(BadInput, match="out-is-input"):
        scored(text, out="in.vcf")
    assert (tmp_path / "in.vcf").read_text() == text


def test_a_cache_that_cannot_be_made_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "made.fa").write_text(f">chr17:1-{len(SEQUENCE)}\n{SEQUENCE}\n")
    (tmp_path / "in.vcf").write_text(f"{HEADER}\n{LINES[0]}\n")
    lab = SmallLab(Settings(tmp_path / "data", tmp_path / "file" / "cache", jobs=1))
    with pytest.raises(BadInput, match="cache-unwritable"):
        run(Ask(vcf=tmp_path / "in.vcf", fasta=tmp_path / "made.fa", out=tmp_path / "o.vcf"), lab)


def test_contigs_may_be_named_by_refseq_accession_of_this_assembly_alone(scored) -> None:
    """NC_000017.11 is chromosome 17 of GRCh38, NC_000017.10 that of GRCh37 (NCBI GCF_000001405.40 and .25)."""
    header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
    lines = [record(DONOR + 2, "G", "C", contig=name) for name in ("chr17", "NC_000017.11", "NC_000017.10")]
    _, written = scored("\n".join([header, *lines]) + "\n")
    usual, accession, other = (line.split("\t") for line in written.decode().splitlines() if line[0] != "#")
    assert "SPLICE_DELTA=" in usual[7]
    assert (accession[0], accession[7]) == ("NC_000017.11", usual[7])
    assert "SCORE_REASON=contig_of_another_assembly" in other[7]
