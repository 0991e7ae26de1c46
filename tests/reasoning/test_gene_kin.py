"""What the diseases of kin say, against a loop that is slow and obvious."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning.candidate_genes import candidate_prior, fit_of_genes
from lexome.reasoning.gene_kin import NO_KIN, Kin, said_by_kin

GENES = 6
LISTS = st.lists(
    st.lists(st.tuples(st.integers(0, GENES - 1), st.integers(1, 255)), max_size=5), min_size=GENES, max_size=GENES
)
FITS = st.lists(st.floats(0.01, 100.0), min_size=GENES, max_size=GENES)


def kin_of(lists: list[list[tuple[int, int]]]) -> Kin:
    starts = np.cumsum([0, *(len(one) for one in lists)])
    flat = [pair for one in lists for pair in one]
    near, nearness = (np.array([pair[part] for pair in flat], np.int64) for part in (0, 1))
    return Kin(starts, near.astype(np.uint16), nearness.astype(np.uint8))


@given(LISTS, FITS)
def test_the_mean_over_kin_equals_a_loop_over_them(lists: list[list[tuple[int, int]]], fits: list[float]) -> None:
    found = kin_of(lists).log_mean(np.array(fits))
    for gene, near in enumerate(lists):
        above = NO_KIN + sum(weight / 255 * fits[other] for other, weight in near)
        below = NO_KIN + sum(weight / 255 for _, weight in near)
        assert found[gene] == pytest.approx(math.log(above / below), abs=1e-9)


def test_a_gene_without_kin_is_told_nothing() -> None:
    kin = kin_of([[(1, 255)], [], []])
    said = said_by_kin([kin, kin], np.array([1.0, 8.0, 1.0]))
    assert said[0] > 0
    assert said[1:].tolist() == [0.0, 0.0]


def test_a_gene_whose_kin_cause_what_the_patient_has_is_likelier_than_one_whose_kin_do_not() -> None:
    symbols = ["KNOWN", "OTHER", "NEARX", "FARX", "ALONE"]
    kin = kin_of([[], [], [(0, 255)], [(1, 255)], []])
    nan = np.full(5, np.nan)
    lines = {0: np.array([0]), 1: np.array([1])}
    prior = candidate_prior(symbols, loeuf=nan, missense_z=nan, lines_of=lines, kin=(kin,))
    related = fit_of_genes(np.array([3.0, -4.0]), prior)
    assert related[2] > related[4] > related[3]
    assert related[[2, 3, 4]].mean() == pytest.approx(1.0)
