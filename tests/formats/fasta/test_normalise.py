"""Left alignment gives one spelling to every allele that makes the same sequence."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.formats.fasta import left_align


@dataclass(frozen=True)
class Known:
    """A stretch of contig 1 from ``start`` on."""

    bases: str
    start: int = 0

    def covers(self, contig: str, start: int, end: int) -> bool:
        return self.start <= start and end <= self.start + len(self.bases)

    def fetch(self, contig: str, start: int, end: int) -> str:
        return self.bases[start - self.start : end - self.start]


def made(bases: str, allele: Allele) -> str:
    return bases[: allele.start] + allele.alt + bases[allele.end :]


@pytest.mark.parametrize(
    ("given_", "aligned"),
    [
        # the examples of Tan 2015, figure 1: one deletion of CA written in five ways
        pytest.param("GRCh38:1:6:CAC:C", "GRCh38:1:3:GCA:G", id="not left-aligned"),
        pytest.param("GRCh38:1:3:GCACA:GCA", "GRCh38:1:3:GCA:G", id="not trimmed on the right"),
        pytest.param("GRCh38:1:2:GGCA:GG", "GRCh38:1:3:GCA:G", id="not trimmed on the left"),
        pytest.param("GRCh38:1:3:GCA:G", "GRCh38:1:3:GCA:G", id="normal"),
    ],
)
def test_the_published_example_has_one_form(given_: str, aligned: str) -> None:
    assert str(left_align(Allele.parse(given_), Known("GGGCACACACAGGG"))) == aligned


@given(
    bases=st.text("AC", min_size=12, max_size=400),
    at=st.integers(0, 380),
    size=st.integers(0, 6),
    alt=st.text("AC", min_size=1, max_size=6),
)
def test_alleles_that_make_the_same_sequence_become_one(bases: str, at: int, size: int, alt: str) -> None:
    at %= len(bases) - 8
    allele = Allele(Assembly.GRCH38, "1", at, bases[at : at + size + 1], alt)
    aligned = left_align(allele, Known(bases))
    assert made(bases, aligned) == made(bases, allele)
    assert left_align(aligned, Known(bases)) == aligned
    assert aligned.start == 0 or len(aligned.ref) == len(aligned.alt) or aligned.ref[-1] != aligned.alt[-1]


def test_shifting_ends_where_the_reference_does() -> None:
    allele = Allele.parse("GRCh38:1:110:AA:A")
    assert left_align(allele, Known("A" * 20, start=100)).start == 100
    assert left_align(allele, Known("A" * 20, start=500)) == allele
