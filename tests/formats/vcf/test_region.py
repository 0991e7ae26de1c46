"""Regions by index against reading the file through; indexes that lie, are old or broken."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from lexome.formats.tabix import index_of
from lexome.formats.vcf import Region, read_region, read_vcf

pytestmark = pytest.mark.skipif(shutil.which("bcftools") is None, reason="bcftools makes the indexes")


def write(folder: Path, name: str, *, seed: int = 3, flag: str = "-t") -> Path:
    """Write 60,000 records on three contigs, a hundred of them long deletions, bgzipped and indexed."""
    rng = np.random.default_rng(seed)
    lines = ["##fileformat=VCFv4.2", "##reference=GRCh38"]
    lines += [f"##contig=<ID=chr{contig}>" for contig in (1, 2, "X")]
    lines.append('##INFO=<ID=END,Number=1,Type=Integer,Description="End">')
    lines.append('##INFO=<ID=PAD,Number=1,Type=String,Description="Filler">')
    lines.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO")
    for contig in ("chr1", "chr2", "chrX"):
        for at, position in enumerate(np.sort(rng.integers(1, 40_000_000, 20_000)).tolist()):
            if at % 600 == 0:
                lines.append(f"{contig}\t{position}\t.\tA\t<DEL>\t.\t.\tEND={position + 500_000}")
            else:
                lines.append(f"{contig}\t{position}\t.\tA\tT\t.\t.\tPAD={rng.integers(1 << 62)}")
    plain = folder / f"{name}.vcf"
    plain.write_text("\n".join(lines) + "\n")
    packed = folder / f"{name}.vcf.gz"
    subprocess.run(["bcftools", "view", "-O", "z", "-o", str(packed), str(plain)], check=True, timeout=60)
    subprocess.run(["bcftools", "index", flag, str(packed)], check=True, timeout=60)
    return packed


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("indexed"), "whole")


REGIONS = [
    pytest.param("2", 20_000_000, 20_100_000, id="the middle of a contig"),
    pytest.param("chr2", 0, 30_000, id="its start, in the other naming"),
    pytest.param("chrX", 39_900_000, 41_000_000, id="the end of the file"),
    pytest.param("1", 39_999_000, 60_000_000, id="the end of a contig"),
    pytest.param("1", 10_000_000, 10_000_001, id="one base"),
    pytest.param("7", 5, 500, id="a contig without records"),
]


@pytest.mark.parametrize(("contig", "start", "end"), REGIONS)
@pytest.mark.parametrize("flag", ["-t", "-c"], ids=["tbi", "csi"])
def test_a_region_by_index_is_what_reading_through_gives(
    packed: Path, tmp_path: Path, flag: str, contig: str, start: int, end: int
) -> None:
    if flag == "-c":
        shutil.copy(packed, tmp_path / packed.name)
        packed = tmp_path / packed.name
        subprocess.run(["bcftools", "index", "-c", str(packed)], check=True, timeout=60)
    found = read_region(packed, Region(contig, start, end))
    alone = tmp_path / "alone.vcf.gz"
    shutil.copy(packed, alone)
    expected = read_region(alone, Region(contig, start, end))
    assert found.start.tolist() == expected.start.tolist()
    assert found.end.tolist() == expected.end.tolist()
    if contig != "7" and end - start > 1:
        assert len(found) > 0
        assert not found.problems
        assert found.info(len(found) - 1) == expected.info(len(expected) - 1)
        assert found.call(0).line is None
        assert expected.call(0).line is not None


def test_an_index_of_another_file_is_found_out(packed: Path, tmp_path: Path) -> None:
    other = write(tmp_path, "other", seed=8)
    victim = tmp_path / "victim.vcf.gz"
    shutil.copy(packed, victim)
    shutil.copy(other.with_name(other.name + ".tbi"), victim.with_name(victim.name + ".tbi"))
    region = Region("2", 20_000_000, 20_100_000)
    found = read_region(victim, region)
    assert found.start.tolist() == read_region(packed, region).start.tolist()


@pytest.mark.parametrize(
    "content", [b"", b"TBI\1", b"\x1f\x8b\x08\x04garbage", b"x" * 1000], ids=["empty", "cut", "gzip", "text"]
)
def test_a_broken_index_is_no_index(packed: Path, tmp_path: Path, content: bytes) -> None:
    victim = tmp_path / "victim.vcf.gz"
    shutil.copy(packed, victim)
    victim.with_name(victim.name + ".tbi").write_bytes(content)
    assert index_of(victim) is None
    assert len(read_region(victim, Region("1", 0, 1_000_000))) > 0


def test_an_index_older_than_its_file_is_not_used(packed: Path, tmp_path: Path) -> None:
    victim, beside = tmp_path / "victim.vcf.gz", tmp_path / "victim.vcf.gz.tbi"
    shutil.copy(packed, victim)
    shutil.copy(packed.with_name(packed.name + ".tbi"), beside)
    assert index_of(victim) is not None
    os.utime(beside, (1, 1))
    assert index_of(victim) is None


def test_a_region_reads_a_small_part_of_the_file(packed: Path) -> None:
    whole = read_vcf(packed)
    assert len(read_region(packed, Region("2", 20_000_000, 20_100_000))) < len(whole) / 100
