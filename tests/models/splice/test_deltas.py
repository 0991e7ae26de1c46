"""Changes follow SpliceAI's convention, as the slow oracle states it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.models.splice.deltas import KINDS, aligned, changes
from lexome.models.splice.genes import GeneTable
from oracles.splice_change import change_by_position
from synthetic_gene import FORWARD

PROBABILITY = st.floats(0, 1, width=32)


@given(
    before=st.integers(0, 6),
    after=st.integers(0, 6),
    ref_length=st.integers(1, 5),
    alt_length=st.integers(1, 5),
    data=st.data(),
)
def test_changes_agree_with_the_slow_statement(before, after, ref_length, alt_length, data) -> None:
    size, alt_size = before + ref_length + after, before + alt_length + after
    ref = data.draw(st.lists(PROBABILITY, min_size=size, max_size=size))
    alt = data.draw(st.lists(PROBABILITY, min_size=alt_size, max_size=alt_size))
    start = 1000
    positions = list(range(start - before, start - before + size))
    shared = min(ref_length, alt_length)
    names: list[int | None] = [*positions[: before + shared], *([None] * (alt_length - shared))]
    names += positions[before + ref_length :]
    by_position = change_by_position(
        dict(zip(positions, ref, strict=True)), list(zip(names, alt, strict=True)), positions=positions
    )
    empty = np.zeros((3, size), np.float32)
    reference, alternate = empty.copy(), np.zeros((3, alt_size), np.float32)
    reference[1], alternate[1] = ref, alt
    joined = aligned(alternate, before=before, ref_length=ref_length, alt_length=alt_length)
    found = changes(reference, joined, before=before, start=start, masked_by=None)
    gain, loss = max(by_position.values()), -min(by_position.values())
    assert found.deltas[:2] == pytest.approx([max(gain, 0), max(loss, 0)], abs=1e-6)
    assert by_position[start + int(found.offsets[0])] == pytest.approx(gain, abs=1e-6)


@pytest.mark.parametrize(
    ("site_is_annotated", "change", "kept"),
    [
        pytest.param(True, -0.9, True, id="loss of an annotated site counts"),
        pytest.param(True, 0.4, False, id="a stronger annotated site does not"),
        pytest.param(False, -0.9, False, id="loss of an unannotated site does not"),
        pytest.param(False, 0.4, True, id="a new site counts"),
    ],
)
def test_masking_keeps_losses_of_annotated_and_gains_of_other_sites(site_is_annotated, change, kept) -> None:
    (gene,) = GeneTable(FORWARD).overlapping("17", 5200, 5201)
    at = int(gene.donors[1]) if site_is_annotated else int(gene.donors[1]) - 7
    reference, alternate = np.zeros((2, 3, 101), np.float32)
    reference[2, 50], alternate[2, 50] = max(-change, 0), max(change, 0)
    found = changes(reference, alternate, before=50, start=at, masked_by=gene)
    assert found.largest == pytest.approx(abs(change) if kept else 0)
    assert len(KINDS) == len(found.deltas)


def test_sites_are_the_inner_edges_of_exons_by_strand() -> None:
    (gene,) = GeneTable(FORWARD).overlapping("17", 5200, 5201)
    assert gene.acceptors.tolist() == [5150, 10501]
    assert gene.donors.tolist() == [99, 5299]
