"""Which stretch the name of a chromosome disorder means, against the bands of the UCSC browser (hg38)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lexome.core.copy_number import Direction
from lexome.core.settings import Settings
from lexome.knowledge.cytobands import Cytobands, open_cytobands
from lexome.reasoning.named_regions import region_of


@cache
def bands() -> Cytobands:
    return open_cytobands(Settings(Path("none"), Path("none")))


@pytest.mark.parametrize(
    ("name", "direction", "stretch"),
    [
        ("Chromosome 15q13.3 microdeletion syndrome", Direction.LOSS, ("15", 30_900_000, 33_400_000)),
        ("Chromosome 22q11.2 duplication syndrome", Direction.GAIN, ("22", 17_400_000, 25_500_000)),
        ("Chromosome 2p16.1-p15 deletion syndrome", Direction.LOSS, ("2", 54_700_000, 63_900_000)),
        ("Chromosome 18p deletion syndrome", Direction.LOSS, ("18", 0, 18_500_000)),
        ("16p11.2p12.2 microduplication syndrome", Direction.GAIN, ("16", 21_200_000, 35_300_000)),
        ("2q23.1 microdeletion syndrome", Direction.LOSS, ("2", 147_900_000, 149_000_000)),
    ],
)
def test_a_name_means_its_bands(name: str, direction: Direction, stretch: tuple[str, int, int]) -> None:
    found = region_of(name, bands().of)
    assert found is not None
    assert found[0] is direction
    assert (found[1].contig, found[1].start, found[1].end) == stretch


@pytest.mark.parametrize(
    "name",
    [
        "Mosaic trisomy 14 syndrome",
        "Progressive external ophthalmoplegia with mitochondrial DNA deletions, autosomal dominant 1",
        "8p inverted duplication/deletion syndrome",
        "Duplication of urethra",
        "Prader-Willi syndrome due to paternal 15q11q13 deletion",
        "Marfan syndrome",
        "Chromosome 99q1 deletion syndrome",
    ],
)
def test_a_name_that_says_something_else_means_no_stretch(name: str) -> None:
    assert region_of(name, bands().of) is None
