"""Moving variants to another assembly: what the strand, gaps and a changed reference base do to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

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
    moved, failures = lifted(columns, Chains(), target=Assembly.GRCH38)
    assert told(moved) == ["GRCh38:1:601:A:T", "GRCh38:1:2999:GT:AC", "GRCh38:MT:3243:A:G"]
    assert failures == ()


def test_what_cannot_move_is_named_with_its_line_and_reason(tmp_path: Path) -> None:
    columns = read(tmp_path, "1 998 . ACGTA A", "1 2501 . AC A", "1 4000 . A T", "1 100 . A A]1:200]", "1 10 . A T")
    moved, failures = lifted(columns, Chains(), target=Assembly.GRCH38)
    assert told(moved) == ["GRCh38:1:510:A:T"]
    assert [(one.line, one.why) for one in failures] == [
        (4, Failure.BROKEN), (5, Failure.TURNED), (6, Failure.NOWHERE), (7, Failure.BREAKEND),
    ]  # fmt: skip


def test_a_deletion_in_an_inverted_stretch_is_anchored_anew_with_a_reference(tmp_path: Path) -> None:
    columns = read(tmp_path, "1 2501 . AC A")
    reference = Sequence({2497: "C", 2498: "G", 2499: "T"})
    moved, failures = lifted(columns, Chains(), target=Assembly.GRCH38, reference=reference)
    assert told(moved) == ["GRCh38:1:2498:CG:C"]
    assert failures == ()


def test_a_changed_reference_base_is_a_failure_not_a_swap(tmp_path: Path) -> None:
    columns = read(tmp_path, "1 101 . A G")
    moved, failures = lifted(columns, Chains(), target=Assembly.GRCH38, reference=Sequence({}))
    assert len(moved) == 0
    assert [one.why for one in failures] == [Failure.REFERENCE]
