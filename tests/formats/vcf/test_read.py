"""The reader against the VCF specification's own words and against what files in the field do."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from lexome.core.assembly import Assembly
from lexome.core.call import Zygosity
from lexome.core.problem import Level
from lexome.formats.vcf import Kind, Limits, VcfColumns, read_vcf

HEADER = (
    "##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tCHILD\tFATHER\n"
)


def write(folder: Path, body: str, *, header: str = HEADER) -> Path:
    path = folder / "family.vcf"
    path.write_bytes((header + body).encode())
    return path


def read(folder: Path, body: str, *, header: str = HEADER, limits: Limits | None = None) -> VcfColumns:
    return read_vcf(write(folder, body, header=header), limits=limits)


def codes(columns: VcfColumns) -> list[str]:
    return [problem.code for problem in columns.problems]


def line(genotype: str, *, fmt: str = "GT", alt: str = "T", other: str = "0/0", info: str = ".") -> str:
    return f"chr1\t1000\t.\tA\t{alt}\t50\tPASS\t{info}\t{fmt}\t{genotype}\t{other}\n"


def test_one_row_per_alternate_allele_with_its_own_copies(tmp_path: Path) -> None:
    columns = read(tmp_path, line("1/2", alt="T,G", other="0/2"))
    assert [columns.alt_at(row) for row in range(2)] == ["T", "G"]
    assert columns.copies.tolist() == [[1, 0], [1, 1]]
    assert columns.number.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("genotype", "copies", "ploidy", "phased", "haplotype"),
    [
        pytest.param("0/1", 1, 2, False, -1, id="unphased"),
        pytest.param("0|1", 1, 2, True, 1, id="phased, on the second haplotype"),
        pytest.param("1|0", 1, 2, True, 0, id="phased, on the first"),
        pytest.param("1|1", 2, 2, True, -1, id="both haplotypes"),
        pytest.param("1", 1, 1, False, -1, id="haploid"),
        pytest.param("0", 0, 1, False, -1, id="haploid reference"),
        pytest.param(".", -1, 1, False, -1, id="haploid, not called"),
        pytest.param("./.", -1, 2, False, -1, id="not called"),
        pytest.param("./1", 1, 2, False, -1, id="half called, carries it"),
        pytest.param("0/.", -1, 2, False, -1, id="half called is not reference"),
        pytest.param("0/1/1", 2, 3, False, -1, id="triploid"),
        pytest.param("0/./0", -1, 3, False, -1, id="triploid, half called"),
    ],
)
def test_genotypes_keep_ploidy_phase_and_missing_calls(
    tmp_path: Path, genotype: str, copies: int, ploidy: int, phased: bool, haplotype: int
) -> None:
    columns = read(tmp_path, line(genotype))
    assert not columns.problems
    at = (0, 0)
    assert (columns.copies[at], columns.ploidy[at], columns.haplotype[at]) == (copies, ploidy, haplotype)
    assert ploidy > 2 or columns.phased[at] == phased


def test_a_record_without_gt_is_not_called(tmp_path: Path) -> None:
    columns = read(tmp_path, line("12", fmt="DP", other="9"))
    assert columns.copies.tolist() == [[-1, -1]]
    assert columns.depth.tolist() == [[12, 9]]


def test_format_order_may_change_from_line_to_line_and_trailing_fields_may_be_dropped(tmp_path: Path) -> None:
    body = line("0/1:7,3:10:33.5:77", fmt="GT:AD:DP:GQ:PS") + line("0/1:20:99", fmt="GT:DP:GQ", other="0/0")
    columns = read(tmp_path, body)
    assert columns.depth.tolist() == [[10, -1], [20, -1]]
    assert columns.quality[:, 0].tolist() == [33.5, 99.0]
    assert columns.phase_set.tolist() == [[77, -1], [-1, -1]]
    np.testing.assert_allclose(columns.alt_fraction[:, 0], [0.3, np.nan], rtol=1e-6)


@pytest.mark.parametrize(
    ("fmt", "value", "fraction"),
    [
        ("AD", "6,5", 5 / 11),
        ("AD", "0,12345678", 1.0),
        ("AD", "123456789,1", 1 / 123456790),
        ("AD", ".", None),
        ("AD", ".,5", None),
        ("AD", "0,0", None),
        ("AF", "0.034", 0.034),
        ("VAF", "1e-2", 0.01),
        ("RO:AO", "30:10", 0.25),
        ("NR:NV", "40:10", 0.25),
    ],
)
def test_allele_balance_is_read_from_what_callers_write(
    tmp_path: Path, fmt: str, value: str, fraction: float | None
) -> None:
    columns = read(tmp_path, line(f"0/1:{value}", fmt=f"GT:{fmt}"))
    expected = np.nan if fraction is None else fraction
    np.testing.assert_allclose(columns.alt_fraction[0, 0], expected, rtol=1e-6)


def test_blocks_of_a_gvcf_are_not_called_and_keep_their_end(tmp_path: Path) -> None:
    body = line("0/0", alt="<NON_REF>", info="END=1999") + line("0/1", alt="T,<NON_REF>")
    columns = read(tmp_path, body)
    assert columns.kind.tolist() == [Kind.BLOCK, Kind.BASES, Kind.BLOCK]
    assert columns.copies[:, 0].tolist() == [-1, 1, -1]
    assert columns.end.tolist() == [1999, 1000, 1000]
    assert columns.zygosity(0, "CHILD") is Zygosity.NOT_CALLED


@pytest.mark.parametrize(
    ("alt", "kind", "end", "info"),
    [
        ("<DEL>", Kind.SYMBOLIC, 5000, "SVTYPE=DEL;END=5000"),
        ("<DEL>", Kind.SYMBOLIC, 1500, "SVTYPE=DEL;SVLEN=-500"),
        ("<INS:ME:ALU>", Kind.SYMBOLIC, 1000, "SVTYPE=INS;SVLEN=280"),
        ("A]chr2:321681]", Kind.BREAKEND, 1000, "SVTYPE=BND"),
        (".ACGT", Kind.BREAKEND, 1000, "."),
        ("*", Kind.SPANNING, 1000, "."),
        (".", Kind.NONE, 1000, "."),
        ("acgt", Kind.BASES, 1000, "."),
    ],
)
def test_every_kind_of_allele_is_told_apart(tmp_path: Path, alt: str, kind: Kind, end: int, info: str) -> None:
    columns = read(tmp_path, line("0/0", alt=alt, info=info))
    assert not columns.problems
    assert (columns.kind[0], columns.end[0]) == (kind, end)
    assert columns.alt_at(0) == ("ACGT" if alt == "acgt" else alt)


def test_both_chromosome_namings_are_one_contig(tmp_path: Path) -> None:
    body = line("0/1") + line("0/1").removeprefix("chr") + line("0/1").replace("chr1\t", "chrM\t", 1)
    columns = read(tmp_path, body + line("0/1").replace("chr1\t", "chrUn_KI270742v1\t", 1))
    assert columns.contig.tolist() == [0, 0, 24, 25]
    assert columns.contig_at(3) == "chrUn_KI270742v1"
    assert codes(columns) == ["contig-naming-mixed"]


@pytest.mark.parametrize(
    ("lines", "assembly", "code"),
    [
        ("##reference=GRCh38\n", Assembly.GRCH38, None),
        ("##reference=file:///data/human_g1k_v37.fasta\n", Assembly.GRCH37, None),
        ("##contig=<ID=chr1,length=248956422>\n", Assembly.GRCH38, None),
        ("##contig=<ID=1,length=249250621>\n", Assembly.GRCH37, None),
        ("##contig=<ID=1,assembly=b37>\n", Assembly.GRCH37, None),
        ("##contig=<ID=MT,length=16569>\n", None, None),
        ("##contig=<ID=1,length=249250621>\n##contig=<ID=2,length=242193529>\n", None, "assembly-mixed"),
        ("##reference=hg19.fa\n##contig=<ID=1,length=248956422>\n", Assembly.GRCH38, "assembly-conflict"),
        ("", None, None),
    ],
)
def test_the_assembly_is_told_by_lengths_before_names(
    tmp_path: Path, lines: str, assembly: Assembly | None, code: str | None
) -> None:
    header = "##fileformat=VCFv4.2\n" + lines + HEADER.splitlines(keepends=True)[-1]
    columns = read(tmp_path, line("0/1"), header=header)
    assert columns.assembly is assembly
    assert bool(columns.header.found.reasons) == (assembly is not None)
    assert codes(columns) == ([code] if code else [])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("chr1\t5\t.\tA\tT\n", "columns-wrong", id="too few columns"),
        pytest.param(line("0/1").replace("\t", " "), "line-spaced", id="spaces for tabs"),
        pytest.param("\n", "line-empty", id="empty line"),
        pytest.param(line("0/1").replace("1000", "1e3", 1), "position-invalid", id="POS no number"),
        pytest.param(line("0/1").replace("1000", "-5", 1), "position-invalid", id="POS negative"),
        pytest.param(line("0/1").replace("\tA\t", "\tAXJ\t"), "ref-invalid", id="REF no bases"),
        pytest.param(line("0/1", alt="T;G"), "alt-invalid", id="ALT no allele"),
        pytest.param(line("0/1", alt="T,"), "alt-invalid", id="ALT ends in a comma"),
        pytest.param(line("0/x"), "genotype-invalid", id="GT no genotype"),
        pytest.param(line("0/2"), "genotype-allele-unknown", id="GT beyond ALT"),
        pytest.param(line("0/1").replace("chr1", "", 1), "contig-invalid", id="no CHROM"),
        pytest.param(line("0/1").replace("1000", "249000000", 1), "position-beyond-contig", id="beyond the end"),
    ],
)
def test_a_bad_line_is_named_and_good_ones_are_kept(tmp_path: Path, body: str, code: str) -> None:
    columns = read(tmp_path, line("0/1") + body + line("1/1"))
    assert codes(columns) == [code]
    assert columns.problems[0].line == 5
    assert columns.problems[0].level is Level.ERROR
    assert {4, 6} <= set(columns.line.tolist())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "header-missing", id="empty file"),
        pytest.param(b"chr1\t5\t.\tA\tT\t.\t.\t.\n", "header-missing", id="no header"),
        pytest.param(b"##fileformat=VCFv4.2\nchr1\t5\t.\tA\tT\t.\t.\t.\n", "column-line-missing", id="no #CHROM"),
        pytest.param(b"\x00\x01\x02binary", "file-not-text", id="binary"),
        pytest.param(HEADER.replace("\t", " ").encode(), "column-line-wrong", id="spaces in #CHROM"),
        pytest.param(HEADER.replace("FATHER", "CHILD").encode(), "sample-duplicated", id="sample twice"),
        pytest.param(gzip.compress(HEADER.encode())[:-9], "file-truncated", id="gzip cut short"),
    ],
)
def test_a_file_that_is_no_vcf_is_refused_with_a_reason(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(content)
    assert code in codes(read_vcf(path))


def test_a_missing_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    assert codes(read_vcf(tmp_path / "nowhere.vcf")) == ["file-unreadable"]


def test_asking_for_a_sample_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    columns = read_vcf(write(tmp_path, line("0/1")), samples=["FATHER", "NOBODY"])
    assert columns.samples == ("FATHER",)
    assert codes(columns) == ["sample-missing"]
    assert "CHILD, FATHER" in columns.problems[0].message


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_the_few_come_back_as_calls_with_their_info(tmp_path: Path, packed: bool) -> None:
    body = "".join(line("0/1:9,3", fmt="GT:AD", info=f"N={number};DB") for number in range(50_000))
    path = tmp_path / "many.vcf"
    path.write_bytes(gzip.compress((HEADER + body).encode()) if packed else (HEADER + body).encode())
    columns = read_vcf(path)
    few = columns.select(np.arange(len(columns)) % 10_000 == 7)
    assert [few.info(row)["N"] for row in range(len(few))] == ["7", "10007", "20007", "30007", "40007"]
    call = few.call(4)
    assert str(call.allele) == "GRCh38:1:1000:A:T"
    assert call.genotypes["CHILD"].zygosity is Zygosity.HETEROZYGOUS
    assert call.genotypes["CHILD"].alt_fraction == pytest.approx(0.25)
    assert (call.filters, call.quality, call.record_id, call.line) == ((), 50.0, None, 40011)


def test_crlf_no_final_newline_and_lower_case_are_read(tmp_path: Path) -> None:
    text = (HEADER + line("0/1").lower()).replace("\n", "\r\n").removesuffix("\r\n").replace("gt\t", "GT\t")
    path = tmp_path / "dos.vcf"
    path.write_bytes(text.replace("pass", "PASS").encode())
    columns = read_vcf(path)
    assert not columns.problems
    assert columns.samples == ("CHILD", "FATHER")
    assert (columns.ref_at(0), columns.alt_at(0), columns.copies.tolist()) == ("A", "T", [[1, 0]])


def test_position_zero_is_the_telomere(tmp_path: Path) -> None:
    assert read(tmp_path, line("0/1").replace("1000", "0", 1)).start.tolist() == [-1]


def test_a_real_exome_reads_whole(shared_data: Path) -> None:
    """36,787 genotyped records (shared/data/README.md)."""
    columns = read_vcf(shared_data / "vcf" / "exome_background.hg38.vcf.gz")
    assert len(columns) == 36_787
    assert columns.assembly is Assembly.GRCH38
    assert not columns.problems


def test_without_details_alleles_and_genotypes_are_the_same_and_the_rest_is_empty(shared_data: Path) -> None:
    path = shared_data / "vcf" / "exome_background.hg38.vcf.gz"
    whole, brief = read_vcf(path), read_vcf(path, details=False)
    for name in (
        "contig",
        "start",
        "end",
        "kind",
        "number",
        "line",
        "passed",
        "copies",
        "ploidy",
        "phased",
        "haplotype",
    ):
        assert (getattr(whole, name) == getattr(brief, name)).all(), name
    assert whole.alt.equals(brief.alt)
    assert (brief.depth == -1).all()
    assert np.isnan(brief.quality).all()


def test_an_ambiguity_code_in_ref_is_kept_with_a_warning(tmp_path: Path) -> None:
    columns = read(tmp_path, line("0/1").replace("\tA\t", "\tR\t"))
    assert codes(columns) == ["ref-ambiguous"]
    assert columns.ref_at(0) == "R"


def test_numbers_of_a_real_exome_are_those_that_a_plain_reading_gives(shared_data: Path) -> None:
    """Oracle: every line split in plain Python."""
    path = shared_data / "vcf" / "exome_background.hg38.vcf.gz"
    columns = read_vcf(path)
    with gzip.open(path, "rt") as file:
        records = [text.rstrip("\n").split("\t") for text in file if not text.startswith("#")]
    assert columns.start.tolist() == [int(record[1]) - 1 for record in records]
    assert columns.ref.to_pylist() == [record[3] for record in records]
    assert columns.alt.to_pylist() == [record[4] for record in records]
    np.testing.assert_allclose(columns.qual, [float(record[5]) for record in records], rtol=1e-6)
    fields = [dict(zip(record[8].split(":"), record[9].split(":"), strict=False)) for record in records]
    assert columns.copies[:, 0].tolist() == [one["GT"].count("1") for one in fields]
    assert columns.depth[:, 0].tolist() == [int(one["DP"]) for one in fields]
    np.testing.assert_allclose(columns.quality[:, 0], [float(one["GQ"]) for one in fields], rtol=1e-6)
    reads = np.array([[int(part) for part in one["AD"].split(",")] for one in fields], float)
    with np.errstate(invalid="ignore"):
        expected = reads[:, 1] / reads.sum(axis=1)
    np.testing.assert_allclose(columns.alt_fraction[:, 0], expected, rtol=1e-6)


BARE = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tCHILD\tFATHER\n"


def named(*contigs: str) -> str:
    return "".join(f"{contig}\t1000\t.\tA\tT\t50\tPASS\t.\tGT\t0/1\t0/0\n" for contig in contigs)


def test_refseq_accessions_name_chromosomes_and_tell_the_assembly(tmp_path: Path) -> None:
    """Accessions of NCBI's assembly reports GCF_000001405.40 and GCF_000001405.25; names are 11 and 12 bytes long."""
    accessions = ("NC_000001.11", "NC_000002.12", "NC_000012.12", "NC_000012.12", "NC_000023.11", "NC_012920.1")
    columns = read(tmp_path, named(*accessions), header=BARE)
    assert [columns.contig_names[code] for code in columns.contig] == ["1", "2", "12", "12", "X", "MT"]
    assert columns.header.assembly is Assembly.GRCH38
    assert read(tmp_path, named("NC_000001.10"), header=BARE).header.assembly is Assembly.GRCH37


@pytest.mark.parametrize(
    ("header", "contigs"),
    [
        pytest.param(HEADER, ("NC_000001.10",), id="against the header"),
        pytest.param(BARE, ("NC_000001.10", "NC_000002.12"), id="against each other"),
    ],
)
def test_accessions_of_two_assemblies_are_refused(header: str, contigs: tuple[str, ...], tmp_path: Path) -> None:
    assert "assembly-mixed" in codes(read(tmp_path, named(*contigs), header=header))
