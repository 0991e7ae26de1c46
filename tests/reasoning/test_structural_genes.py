"""Genes hit by structural alleles, against a search that is slow and obvious."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.copy_number import Direction
from lexome.core.settings import Settings
from lexome.core.transcript import TranscriptColumns
from lexome.formats.vcf.structural import StructuralType
from lexome.knowledge.transcripts import plugin
from lexome.reasoning.gene_evidence import VariantClass
from lexome.reasoning.structural_calls import StructuralCall
from lexome.reasoning.structural_genes import StructuralGenes


@cache
def transcripts() -> TranscriptColumns:
    columns: TranscriptColumns = plugin.open(Settings(Path("none"), Path("none")))
    return columns


@cache
def genes() -> StructuralGenes:
    return StructuralGenes(transcripts())


def call(contig: str, start: int, end: int, type_: StructuralType, direction: Direction | None) -> StructuralCall:
    allele = Allele(Assembly.GRCH38, contig, start - 1, "N", "<X>", end)
    return StructuralCall(1, 1, allele, type_, start, end, direction, 1, 2)


def extent(symbol: str) -> tuple[int, int]:
    columns = transcripts()
    row = next(at for at, one in enumerate(columns.gene_symbols) if one == symbol and columns.mane_select[at])
    return int(columns.start[row]), int(columns.end[row])


def named(found: StructuralCall) -> dict[str, VariantClass]:
    hits = genes().hits(found)
    symbols = transcripts().gene_symbols
    return {
        symbols[row]: VariantClass(kind) for row, kind in zip(hits.transcript.tolist(), hits.kind.tolist(), strict=True)
    }


@settings(max_examples=25)
@given(st.sampled_from(CONTIGS[:23]), st.integers(0, 150_000_000), st.integers(1, 3_000_000))
def test_the_search_finds_the_coding_transcripts_that_a_walk_finds(contig: str, start: int, length: int) -> None:
    columns, end = transcripts(), start + length
    walked = set()
    for row in range(len(columns)):
        if CONTIGS[columns.contig[row]] != contig or not columns.mane_select[row] or columns.cds_start[row] < 0:
            continue
        low, high = int(columns.cds_start[row]), int(columns.cds_end[row])
        if any(max(a, low, start) < min(b, high, end) for a, b in columns.exons(row)):
            walked.add(row)
    assert set(genes().coding(contig, start, end).tolist()) == walked


def test_the_common_22q11_deletion_takes_the_genes_of_the_syndrome() -> None:
    """The 3 Mb deletion between LCR22A and LCR22D holds TBX1, HIRA, COMT and CRKL (McDonald-McGinn 2015,
    doi:10.1038/nrdp.2015.71)."""
    lost = named(call("22", 18_912_231, 21_465_672, StructuralType.DELETION, Direction.LOSS))
    assert {"TBX1", "HIRA", "COMT", "CRKL", "DGCR8"} <= lost.keys()
    assert set(lost.values()) == {VariantClass.STRUCTURAL_LOSS}


def test_a_gain_of_a_part_that_reaches_beyond_the_gene_leaves_an_intact_copy() -> None:
    start, end = extent("DMD")
    middle = (start + end) // 2
    reaching = named(call("X", start - 5_000_000, middle, StructuralType.DUPLICATION, Direction.GAIN))
    within = named(call("X", middle - 200_000, middle + 200_000, StructuralType.DUPLICATION, Direction.GAIN))
    whole = named(call("X", start - 10, end + 10, StructuralType.DUPLICATION, Direction.GAIN))
    assert "DMD" not in reaching
    assert within == {"DMD": VariantClass.STRUCTURAL_GAIN}
    assert whole["DMD"] is VariantClass.WHOLE_GAIN


def test_an_inversion_breaks_the_genes_it_cuts_and_no_gene_within() -> None:
    broken = named(call("22", sum(extent("TBX1")) // 2, 21_465_672, StructuralType.INVERSION, None))
    assert "TBX1" in broken
    assert "COMT" not in broken


@pytest.mark.parametrize("contig", ["GL000192.1", "MT"])
def test_a_contig_without_genes_has_no_hits(contig: str) -> None:
    assert named(call(contig, 100, 9_000_000, StructuralType.DELETION, Direction.LOSS)) == {}
