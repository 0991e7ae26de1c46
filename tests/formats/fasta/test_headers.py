"""Headers say where a sequence lies, in the ways samtools, bedtools, UCSC, Ensembl, NCBI and LRG write them."""

from __future__ import annotations

import pytest

from lexome.core.assembly import Assembly
from lexome.formats.fasta.headers import Place, place_of

G38 = Assembly.GRCH38


@pytest.mark.parametrize(
    ("header", "length", "place"),
    [
        pytest.param("chr17:43000001-43200000", 200_000, Place("17", 43_000_000, 43_200_000), id="samtools faidx"),
        pytest.param("chr17:43000000-43200000", 200_000, Place("17", 43_000_000, 43_200_000), id="bedtools getfasta"),
        pytest.param("LRG_1|COL1A1|chr17:11-20|GRCh38|diffs=0", 10, Place("17", 10, 20, G38), id="LRG"),
        pytest.param("hg38_dna range=chrX:11-20 5'pad=0 strand=+", 10, Place("X", 10, 20, G38), id="UCSC"),
        pytest.param("X dna:chromosome chromosome:GRCh38:X:11:20:1", 10, Place("X", 10, 20, G38), id="Ensembl slice"),
        pytest.param("NC_000023.11 Homo sapiens chromosome X", 10, Place("X", 0, 10), id="RefSeq accession"),
        pytest.param("chrM", 16_569, Place("MT", 0, 16_569), id="the mitochondrion fits both assemblies"),
        pytest.param("1", 248_956_422, Place("1", 0, 248_956_422, G38), id="a length that names its assembly"),
        pytest.param("chr17:11-20", 8, Place("chr17:11-20", 0, 8), id="a region that its length contradicts"),
        pytest.param("hg38_dna range=chrX:11-20 strand=-", 10, Place("hg38_dna", 0, 10, G38), id="reverse strand"),
        pytest.param("", 4, Place("", 0, 4), id="nothing"),
    ],
)
def test_a_header_gives_contig_and_interval(header: str, length: int, place: Place) -> None:
    assert place_of(header, length) == place
