"""What is kept and put together from tiles equals a prediction from scratch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.models.splice.frame import Frame, one_hot
from lexome.models.splice.genes import GeneTable
from lexome.models.splice.networks import MARGIN, Networks
from lexome.models.splice.tracks import Substitution, TileCache, Track
from synthetic_gene import DONOR, FORWARD, SEQUENCE, MemoryReference, one_gene, reverse_complement

NETWORKS = Networks(threads=1)
ROUNDING = 2e-5
"""Same arithmetic in another order; float32."""


def frame_of(transcripts=FORWARD, sequence: str = SEQUENCE, position: int = DONOR) -> Frame:
    (gene,) = GeneTable(transcripts).overlapping("17", position, position + 1)
    return Frame(gene, MemoryReference(sequence), gene.start, gene.end)


def from_scratch(sequence: str, first: int, last: int) -> np.ndarray:
    """Whole network at once; outside the sequence reads as N."""
    spare = 100
    padded = np.pad(one_hot(sequence), ((0, 0), (MARGIN + spare, MARGIN + spare)))
    padded = padded[:, first + spare : last + spare + 2 * MARGIN]
    return NETWORKS.sites(1, NETWORKS.features(1, padded))


def test_tiles_join_without_a_seam() -> None:
    track = Track(frame_of(), NETWORKS, 1, TileCache(kept=4))
    assert track.sites(4900, 6300) == pytest.approx(from_scratch(SEQUENCE, 4900, 6300), abs=ROUNDING)


@pytest.mark.parametrize(
    ("first", "last", "bases"),
    [
        pytest.param(DONOR + 1, DONOR + 2, "C", id="single base"),
        pytest.param(DONOR - 2, DONOR + 9, "G", id="deletion over the donor"),
        pytest.param(DONOR, DONOR + 1, "GTTACGTTA", id="insertion"),
        pytest.param(10, 11, "A", id="near the gene's start"),
    ],
)
def test_recomputing_only_what_the_variant_touches_equals_from_scratch(first: int, last: int, bases: str) -> None:
    track = Track(frame_of(), NETWORKS, 1, TileCache())
    found = track.alternate_sites(Substitution(first, last, one_hot(bases)), before=50, after=50)
    haplotype = SEQUENCE[:first] + bases + SEQUENCE[last:]
    expected = from_scratch(haplotype, first - 50, first + len(bases) + 50)
    assert found == pytest.approx(expected, abs=ROUNDING)


def test_the_reverse_strand_reads_the_reverse_complement() -> None:
    size = len(SEQUENCE)
    mirrored = one_gene(((0, 100), (size - 1 - DONOR, size - 5150), (size - 100, size)), strand=-1)
    frame = frame_of(mirrored, reverse_complement(SEQUENCE), size - 1 - DONOR)
    found = Track(frame, NETWORKS, 1, TileCache()).sites(*frame.oriented(size - 5310, size - 5290))
    assert found == pytest.approx(from_scratch(SEQUENCE, 5290, 5310), abs=ROUNDING)


@given(start=st.integers(-300, 10_900), width=st.integers(1, 400), strand=st.sampled_from([1, -1]))
@settings(max_examples=60, deadline=None)
def test_bases_of_a_frame_are_those_of_the_strand_with_n_outside(start: int, width: int, strand: int) -> None:
    frame = frame_of(one_gene(((0, len(SEQUENCE)),), strand=strand))
    known = "".join(SEQUENCE[at] if 0 <= at < len(SEQUENCE) else "N" for at in range(start, start + width))
    expected = known if strand > 0 else reverse_complement(known)
    assert (frame.bases(*frame.oriented(start, start + width)) == one_hot(expected)).all()


def test_a_cache_forgets_the_oldest_tiles_and_stays_right() -> None:
    cache = TileCache(kept=2)
    asked: list[tuple[int, int]] = []

    def compute(first: int, last: int) -> np.ndarray:
        asked.append((first, last))
        return np.arange(first, last, dtype=np.float32)[None]

    for first in (0, 5000, 0, 20_000, 5000, -900):
        assert (cache.interval(("x",), first, first + 1500, compute)[0] == np.arange(first, first + 1500)).all()
    assert len(cache._tiles) == 2
