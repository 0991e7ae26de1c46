"""Chances of motif scores agree with counting every sequence, and hits are those of either strand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.reasoning.motif_hits import hits, tail, weights

COUNTS = st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(any), min_size=1, max_size=5)


@given(columns=COUNTS)
@settings(max_examples=40, deadline=None)
def test_the_chance_of_a_score_is_the_share_of_sequences_that_reach_it(columns: list[list[int]]) -> None:
    scores = weights(np.array(columns, float).T)
    least, chance = tail(scores)
    every = [sum(scores[base, at] for at, base in enumerate(bases)) for bases in product(range(4), repeat=len(columns))]
    for score in sorted(set(every)):
        share = sum(other >= score for other in every) / len(every)
        assert chance[score - least] == pytest.approx(share)


SHARP = np.array([[90, 0, 0, 0, 90, 0, 0, 0]] * 1 + [[0, 90, 0, 0, 0, 0, 90, 90]] + [[0, 0, 90, 0, 0, 90, 0, 0]]
                 + [[0, 0, 0, 90, 0, 0, 0, 0]], float)  # fmt: skip
"""ACGTAGCC."""


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        pytest.param("TTTTACGTAGCCTTTT", [(4, 1)], id="forward"),
        pytest.param("TTTTGGCTACGTTTTT", [(4, -1)], id="reverse complement"),
        pytest.param("TTTTACGTNGCCTTTT", [], id="a base that is not known"),
        pytest.param("ACG", [], id="shorter than the motif"),
    ],
)
def test_a_motif_is_found_where_it_stands(sequence: str, expected: list[tuple[int, int]]) -> None:
    assert [(hit.start, hit.strand) for hit in hits(SHARP, sequence)] == expected
