"""Chromosome 22 beside three apes: read from MAF, and what of it is kept from training."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from lexome.learn.sequence_lm.apes import HELD_OUT_FROM, NOT_KNOWN, held_out_part, read_chromosome, without
from lexome.learn.sequence_lm.corpus import UNKNOWN, GeneRegion


def maf(*blocks: tuple[int, str, str, str, str]) -> str:
    lines = ["##maf version=1"]
    for start, *rows in blocks:
        lines.append("a")
        for name, text in zip(("Hsap.22", "Ptro.22", "Ggor.22", "Ppyg.Un"), rows, strict=True):
            length = len(text.replace("-", ""))
            lines.append(f"s {name} {start} {length} + 51304566 {text}")
        lines.append("")
    return "\n".join(lines)


def read(folder: Path, text: str) -> GeneRegion:
    with gzip.open(folder / "a.maf.gz", "wt") as file:
        file.write(text)
    return read_chromosome(folder / "a.maf.gz")


@pytest.mark.parametrize(
    ("rows", "bits"),
    [
        pytest.param(("A", "A", "A", "A"), 0, id="all alike"),
        pytest.param(("A", "A", "A", "G"), 0b0100, id="one ape has G"),
        pytest.param(("A", "C", "G", "G"), 0b0110, id="apes differ among themselves"),
        pytest.param(("A", "-", "A", "G"), 0b0100, id="two apes are enough"),
        pytest.param(("A", "-", "-", "G"), NOT_KNOWN, id="one ape is not"),
        pytest.param(("a", "A", "c", "a"), 0b0010, id="lower case is the same base"),
    ],
)
def test_the_bases_of_apes_that_differ_are_marked(tmp_path: Path, rows: tuple[str, ...], bits: int) -> None:
    region = read(tmp_path, maf((100, *rows)))
    assert (region.start, region.altered.tolist()) == (100, [bits])


def test_columns_where_human_has_a_gap_are_left_out_and_gaps_between_blocks_are_unknown(tmp_path: Path) -> None:
    text = maf((10, "AC-G", "ACTG", "ACTG", "ACTT"), (16, "TT", "TT", "TT", "TT"))
    region = read(tmp_path, text)
    assert region.codes.tolist() == [0, 1, 2, UNKNOWN, UNKNOWN, UNKNOWN, 3, 3]
    assert region.altered.tolist() == [0, 0, 0b1000, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, 0, 0]


def test_the_far_end_and_held_out_genes_are_not_trained_on() -> None:
    rng = np.random.default_rng(2)
    codes = rng.integers(0, 4, 9000).astype(np.uint8)
    whole = GeneRegion("chromosome 22", "22", HELD_OUT_FROM - 8000, codes, None, np.zeros(9000, np.uint8))
    held = GeneRegion("A", "22", 40_000_000, codes[3000:5000], np.zeros(2000, np.uint16))
    elsewhere = GeneRegion("B", "7", 1, codes[100:2000], np.zeros(1900, np.uint16))
    kept = without(whole, [held, elsewhere])
    hidden = np.flatnonzero(kept.codes == UNKNOWN)
    assert hidden.tolist() == [*range(3000, 5000), *range(8000, 9000)]
    assert held_out_part(whole).codes.tolist() == codes[8000:].tolist()
