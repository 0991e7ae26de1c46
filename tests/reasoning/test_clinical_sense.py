"""Findings of clinical sense: the reference, exchanged samples, related parents, disomy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.problem import Level
from lexome.formats.vcf import VcfColumns, read_vcf
from lexome.formats.vcf.reference_check import check_reference
from lexome.reasoning.clinical_sense import look

HEADER = "##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"


class Slice:
    """Bases of chromosome 1 from a given start."""

    def __init__(self, bases: str, *, start: int) -> None:
        self.bases, self.start = bases, start

    def covers(self, contig: str, start: int, end: int) -> bool:
        return contig == "1" and self.start <= start <= end <= self.start + len(self.bases)

    def fetch(self, contig: str, start: int, end: int) -> str:
        assert self.covers(contig, start, end)
        return self.bases[start - self.start : end - self.start]


@pytest.fixture(scope="module")
def bases() -> str:
    return "".join(np.random.default_rng(7).choice(list("ACGT"), 5_000))


def read(folder: Path, records: list[tuple[int, str]]) -> VcfColumns:
    path = folder / "x.vcf"
    body = "".join(f"chr1\t{pos}\t.\t{ref}\t<DEL>\t.\t.\tEND={pos + 5}\n" for pos, ref in records)
    path.write_text(f"{HEADER}\n{body}")
    return read_vcf(path)


def test_only_records_that_differ_from_the_reference_are_named(tmp_path: Path, bases: str) -> None:
    records = [(1001 + at, bases[at : at + 3]) for at in range(0, 4_000, 50)]
    wrong = records[7]
    records[7] = (wrong[0], wrong[1].translate(str.maketrans("ACGT", "CATG")))
    records[9] = (records[9][0], "NNN")
    records.append((900_000, "ACG"))
    found = check_reference(read(tmp_path, records), Slice(bases, start=1_000))
    assert found.differing.tolist() == [7]
    assert (found.checked, found.outside) == (80, 1)


def test_a_file_on_another_assembly_is_told_as_a_whole(tmp_path: Path, bases: str) -> None:
    shifted = [(1001 + at, bases[at + 17 : at + 20]) for at in range(0, 4_000, 50)]
    problems = look(read(tmp_path, shifted), reference=Slice(bases, start=1_000))
    codes = [problem.code for problem in problems]
    assert "reference-other" in codes
    assert codes.count("ref-mismatch") == 21
    assert all(problem.level is not Level.ERROR for problem in problems)
