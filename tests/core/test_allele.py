"""Alleles: one key whatever the spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIG_LENGTHS, Assembly, assembly_of_length, canonical_contig

BASES = st.text("ACGT", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("chr1", "1"),
        ("1", "1"),
        ("chrM", "MT"),
        ("M", "MT"),
        ("MT", "MT"),
        ("chrX", "X"),
        ("CHR7", "7"),
        ("GL000192.1", None),
    ],
)
def test_both_namings_are_one_contig(name: str, canonical: str | None) -> None:
    assert canonical_contig(name) == canonical


def test_positions_are_one_based_outside_and_zero_based_inside() -> None:
    allele = Allele.parse("GRCh38:chr17:43045705:t:c")
    assert (allele.contig, allele.start, allele.end, str(allele)) == (
        "17",
        43045704,
        43045705,
        "GRCh38:17:43045705:T:C",
    )


@given(BASES, BASES, BASES, BASES)
def test_trimming_keeps_the_haplotype(left: str, right: str, ref: str, alt: str) -> None:
    """The reference stretch with the allele put in spells the same bases before and after trimming."""
    whole_ref, whole_alt = left + ref + right, left + alt + right
    trimmed = Allele(Assembly.GRCH38, "1", 100, whole_ref, whole_alt).trimmed()
    offset = trimmed.start - 100
    rebuilt = whole_ref[:offset] + trimmed.alt + whole_ref[offset + len(trimmed.ref) :]
    assert rebuilt == whole_alt
    assert whole_ref[offset : offset + len(trimmed.ref)] == trimmed.ref


def test_the_lengths_of_the_two_assemblies_tell_them_apart() -> None:
    for assembly, lengths in CONTIG_LENGTHS.items():
        for contig, length in lengths.items():
            assert assembly_of_length(contig, length) is (None if contig == "MT" else assembly)
