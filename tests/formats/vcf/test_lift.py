"""Moving variants to another assembly: what the strand, gaps and a changed reference base do to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from lexome.core.assembly import Assembly
from lexome.formats.vcf import VcfColumns, read_vcf
from lexome.formats.vcf.lift import Failure, lifted


@dataclass
class Place:
    contig: np.ndarray
    start: np.ndarray
    strand: np.ndarray
    why: np.ndarray


class Chains:
    """Bases 0–999 move by +500; 2000–2999 are inverted in place; 3500 and beyond have no counterpart."""

    def lift(self, contig: np.ndarray, start: np.ndarray, end: np.ndarray) -> Place:
        inverted = (start >= 2000) & (end <= 3000)
        straight = end <= 1000
        why = np.where(straight | inverted, 0, np.where(start < 1000, 2, 1)).astype(np.uint8)
        moved = np.where(inverted, 5000 - end, start + 500)
        placed = why == 0
        return Place(
            np.where(placed, contig, -1).astype(np.int16),
            np.where(placed, moved, -1),
            np.where(inverted, -1, 1).astype(np.int8),
            why,
        )


class Sequence:
    """The target's bases: all G but where told."""

    def __init__(self, bases: dict[int, str]) -> None:
        self.bases = bases

    def covers(self, contig: str, start: int, end: int) -> bool:
        return contig == "1" and start >= 0

    def fetch(self, contig: str, start: int, end: int) -> str:
        return "".join(self.bases.get(at, "G") for at in range(start, end))


def read(folder: Path, *records: str) -> VcfColumns:
    path = folder / "old.vcf"
    header = "##fileformat=VCFv4.2\n##reference=hg19\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    path.write_text(header + "".join(f"{one}\t.\t.\t.\n".replace(" ", "\t") for one in records))
    return read_vcf(path)


def told(columns: VcfColumns) -> list[str]:
    return [str(columns.allele(row)) for row in range(len(columns))]


def test_variants_move_with_their_place_and_complement_where_it_is_inverted(tmp_path: Path) -> None:
    columns = read(tmp_path, "1 101 . A T", "1 2001 . AC GT", "MT 3243 . A G")
    lifting = lifted(columns, Chains(), target=Assembly.GRCH38)
    assert told(lifting.columns) == ["GRCh38:1:601:A:T", "GRCh38:1:2999:GT:AC", "GRCh38:MT:3243:A:G"]
    assert lifting.failures == ()


def test_what_cannot_move_is_named_with_its_line_and_reason(tmp_path: Path) -> None:
    columns = read(tmp_path, "1 998 . ACGTA A", "1 2501 . AC A", "1 4000 . A T", "1 100 . A A]1:2500]", "1 10 . A T")
    lifting = lifted(columns, Chains(), target=Assembly.GRCH38)
    assert told(lifting.columns) == ["GRCh38:1:510:A:T"]
    assert [(one.line, one.why) for one in lifting.failures] == [
        (4, Failure.BROKEN), (5, Failure.TURNED), (6, Failure.NOWHERE), (7, Failure.BREAKEND),
    ]  # fmt: skip


def test_a_breakend_moves_with_the_place_it_is_joined_to(tmp_path: Path) -> None:
    """The first block moves by 500 bases; brackets keep their side, inserted bases and the way the contig is named."""
    columns = read(tmp_path, "1 101 . A A]chr1:201]", "1 111 . A [1:301[CGA", "1 121 . A A.")
    lifting = lifted(columns, Chains(), target=Assembly.GRCH38)
    alts = [lifting.columns.alt_at(row) for row in range(len(lifting.columns))]
    assert alts == ["A]chr1:701]", "[1:801[CGA", "A."]
    assert [int(start) + 1 for start in lifting.columns.start] == [601, 611, 621]


def test_a_deletion_in_an_inverted_stretch_is_anchored_anew_with_a_reference(tmp_path: Path) -> None:
    columns = read(tmp_path, "1 2501 . AC A")
    reference = Sequence({2497: "C", 2498: "G", 2499: "T"})
    lifting = lifted(columns, Chains(), target=Assembly.GRCH38, reference=reference)
    assert told(lifting.columns) == ["GRCh38:1:2498:CG:C"]
    assert lifting.failures == ()


def test_a_reference_base_that_is_neither_allele_is_a_failure(tmp_path: Path) -> None:
    lifting = lifted(read(tmp_path, "1 101 . A T"), Chains(), target=Assembly.GRCH38, reference=Sequence({}))
    assert len(lifting.columns) == 0
    assert [one.why for one in lifting.failures] == [Failure.REFERENCE]


def test_without_genotypes_an_alt_that_is_the_reference_there_is_no_variant(tmp_path: Path) -> None:
    lifting = lifted(read(tmp_path, "1 101 . A G"), Chains(), target=Assembly.GRCH38, reference=Sequence({}))
    assert len(lifting.columns) == 0
    assert [one.why for one in lifting.failures] == [Failure.IS_REFERENCE]


def genotyped(folder: Path, *records: str) -> VcfColumns:
    path = folder / "old.vcf"
    header = "##fileformat=VCFv4.2\n##reference=hg19\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\tQ\n"
    path.write_text(header + "".join(f"{one}\n".replace(" ", "\t") for one in records))
    return read_vcf(path)


@pytest.mark.parametrize(
    ("genotypes", "alt", "expected"),
    [
        pytest.param("1/1 0/0", "G", {"GRCh38:1:601:G:A": [0, 2]}, id="homozygous for the new reference: no variant"),
        pytest.param("0/1 0/1", "G", {"GRCh38:1:601:G:A": [1, 1]}, id="heterozygous stays heterozygous"),
        pytest.param("./. 0/1", "G", {"GRCh38:1:601:G:A": [-1, 1]}, id="not called stays not called"),
        pytest.param("1/2 0/2", "G,T", {"GRCh38:1:601:G:A": [0, 1], "GRCh38:1:601:G:T": [1, 1]}, id="two alternates"),
        pytest.param("1 0", "G", {"GRCh38:1:601:G:A": [0, 1]}, id="haploid"),
    ],
)
def test_where_the_reference_has_the_alt_the_two_are_exchanged(
    tmp_path: Path, genotypes: str, alt: str, expected: dict[str, list[int]]
) -> None:
    columns = genotyped(tmp_path, f"1 101 . A {alt} . PASS . GT {genotypes}")
    lifting = lifted(columns, Chains(), target=Assembly.GRCH38, reference=Sequence({}))
    moved = lifting.columns
    assert {str(moved.allele(row)): moved.copies[row].tolist() for row in range(len(moved))} == expected
    assert lifting.failures == ()
    assert lifting.swapped == (4,)


def test_phase_follows_the_exchange_and_reads_are_counted_for_the_other_allele(tmp_path: Path) -> None:
    columns = genotyped(tmp_path, "1 101 . A G . PASS . GT:AD 0|1:30,10 1|0:5,15")
    moved = lifted(columns, Chains(), target=Assembly.GRCH38, reference=Sequence({})).columns
    assert columns.haplotype[0].tolist() == [1, 0]
    assert moved.haplotype[0].tolist() == [0, 1]
    assert moved.alt_fraction[0].tolist() == [0.75, 0.25]


def test_a_structural_variant_moves_by_its_ends_and_must_keep_its_length(tmp_path: Path) -> None:
    path = tmp_path / "sv.vcf"
    header = "##fileformat=VCFv4.2\n##reference=hg19\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    rows = ("1\t11\t.\tN\t<DEL>\t.\t.\tEND=900", "1\t11\t.\tN\t<DUP>\t.\t.\tEND=2500")
    path.write_text(header + "".join(f"{one}\n" for one in rows))
    lifting = lifted(read_vcf(path), Chains(), target=Assembly.GRCH38)
    assert [(int(lifting.columns.start[0]), int(lifting.columns.end[0]))] == [(510, 1400)]
    assert [(one.line, one.why) for one in lifting.failures] == [(5, Failure.BROKEN)]


@pytest.mark.parametrize(
    ("contig", "name", "moves"),
    [
        pytest.param("##contig=<ID=chrM,length=16569>\n", "chrM", True, id="rCRS by its length"),
        pytest.param("##contig=<ID=chrM,length=16571>\n", "chrM", False, id="NC_001807 has other positions"),
        pytest.param("", "chrM", False, id="chrM of unstated length may be either"),
        pytest.param("", "MT", True, id="MT is rCRS"),
    ],
)
def test_the_mitochondrion_moves_only_when_it_is_the_same_sequence(
    tmp_path: Path, contig: str, name: str, moves: bool
) -> None:
    path = tmp_path / "mt.vcf"
    header = f"##fileformat=VCFv4.2\n##reference=hg19\n{contig}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    path.write_text(f"{header}{name}\t8993\t.\tT\tG\t.\t.\t.\n")
    lifting = lifted(read_vcf(path), Chains(), target=Assembly.GRCH38)
    assert (told(lifting.columns) == ["GRCh38:MT:8993:T:G"]) is moves
    assert bool(lifting.failures) is not moves
