"""Local alleles: the records that VCF 4.5 writes twice, with and without them, are read alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.formats.vcf import VcfColumns, read_vcf

HEADER = "##fileformat=VCFv4.5\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"


def read(folder: Path, ref: str, alt: str, keys: str, sample: str) -> VcfColumns:
    path = folder / "a.vcf"
    path.write_text(f"{HEADER}1\t100\t.\t{ref}\t{alt}\t.\tPASS\t.\t{keys}\t{sample}\n")
    columns = read_vcf(path)
    assert not columns.problems
    return columns


@pytest.mark.parametrize(
    ("ref", "alt", "local", "full"),
    [
        pytest.param("G", "A,C,T,<*>", "2/4:2,4:20,30,10", "2/4:20,.,30,.,10", id="two of four alleles"),
        pytest.param("A", "C,G,T,<*>", "0/3:3:15,25", "0/3:15,.,.,25,.", id="one of four alleles"),
        pytest.param("G", "A,T,<*>", "0/0:.:30", "0/0:30,.,.,.", id="REF alone"),
    ],
)
def test_records_of_the_specification_are_read_as_their_full_form(
    ref: str, alt: str, local: str, full: str, tmp_path: Path
) -> None:
    """VCF specification 4.5, example of LAA; the full form states no depth ('.') for the other alleles."""
    ours = read(tmp_path, ref, alt, "GT:LAA:LAD", local)
    theirs = read(tmp_path, ref, alt, "GT:AD", full)
    assert ours.copies.tolist() == theirs.copies.tolist()
    depths = [int(part) for part in full.partition(":")[2].split(",") if part != "."]
    stated = ours.alt_fraction[np.isfinite(ours.alt_fraction)]
    assert sorted(stated.tolist()) == pytest.approx(sorted(depth / sum(depths) for depth in depths[1:]))


@pytest.mark.parametrize(
    ("local", "copies", "ploidy"),
    [
        pytest.param("0/1:2", [0, 1, 0], 2, id="the second ALT"),
        pytest.param("1|2:3,1", [1, 0, 1], 2, id="in the order of LAA"),
        pytest.param("1:2", [0, 1, 0], 1, id="haploid"),
        pytest.param("./.:.", [-1, -1, -1], 2, id="not called"),
        pytest.param("0/1/1:2", [0, 2, 0], 3, id="three copies"),
    ],
)
def test_a_genotype_by_local_alleles_alone_is_translated(
    local: str, copies: list[int], ploidy: int, tmp_path: Path
) -> None:
    columns = read(tmp_path, "G", "A,C,T", "LGT:LAA", local)
    assert columns.copies[:, 0].tolist() == copies
    assert set(columns.ploidy[:, 0].tolist()) == {ploidy}


def test_a_local_genotype_beyond_its_alleles_is_told_and_not_called(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text(f"{HEADER}1\t100\t.\tG\tA,C\t.\tPASS\t.\tLGT:LAA\t0/2:1\n")
    columns = read_vcf(path)
    assert [(problem.code, problem.line) for problem in columns.problems] == [("local-genotype-invalid", 4)]
    assert columns.copies[:, 0].tolist() == [-1, -1]
