"""Pairs of alleles of one gene, and alleles that are one change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning.allele_pairs import ONE_HAPLOTYPE, best_pair, closeness, stretches
from lexome.reasoning.gene_evidence import CLOSE_PAIR, CarriedAlleles, Origin, Tier, VariantClass


def alleles(origins: list[Origin], *, stretch: list[int] | None = None) -> CarriedAlleles:
    """Return heterozygous rare missense alleles of gene 0."""
    count = len(origins)
    one = CarriedAlleles(
        gene=np.zeros(count, np.int32),
        kind=np.full(count, VariantClass.MISSENSE, np.int8),
        tier=np.full(count, Tier.RARE, np.int8),
        copies=np.ones(count, np.int8),
        ploidy=np.full(count, 2, np.int8),
        origin=np.array(origins, np.int8),
        family_log10=np.zeros(count),
        extra_log10=np.zeros(count),
    )
    return one if stretch is None else replace(one, stretch=np.array(stretch, np.int32))


UNKNOWN, MATERNAL, PATERNAL = Origin.UNKNOWN, Origin.MATERNAL, Origin.PATERNAL


def test_two_alleles_from_one_parent_are_no_pair_and_one_from_each_are() -> None:
    single = np.array([2.0, 3.0])
    assert best_pair(alleles([MATERNAL, MATERNAL]), single, gene=0) is None
    assert best_pair(alleles([MATERNAL, PATERNAL]), single, gene=0) == (1, 0)


def test_a_pair_that_lies_apart_is_better_than_a_heavier_one_of_neighbouring_bases() -> None:
    """HCAR2 of many exomes shows two changes of neighbouring bases: one event, not two."""
    single = np.array([10.0, 10.0, 4.0])
    assert best_pair(alleles([UNKNOWN] * 3, stretch=[0, 0, 1]), single, gene=0) == (0, 2)


def test_distance_says_nothing_once_the_parents_told_the_phase() -> None:
    close = alleles([MATERNAL, PATERNAL, UNKNOWN, UNKNOWN], stretch=[0, 0, 0, 0])
    assert closeness(close, 0, 1) == 1.0
    assert closeness(close, 2, 3) == CLOSE_PAIR


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 200)), max_size=20))
def test_alleles_share_a_stretch_when_a_chain_of_close_ones_leads_from_one_to_the_other(
    placed: list[tuple[int, int]],
) -> None:
    gene = np.array([one for one, _ in placed], np.int32)
    start = np.array([two for _, two in placed], np.int32)
    found = stretches(gene, start).tolist()
    slow = list(range(len(placed)))  # a slow and obvious union of neighbours
    for first, (one, here) in enumerate(placed):
        for second, (other, there) in enumerate(placed):
            if one == other and abs(here - there) <= ONE_HAPLOTYPE:
                old, new = slow[second], slow[first]
                slow = [new if number == old else number for number in slow]
    together = [[a == b for b in slow] for a in slow]
    assert [[a == b for b in found] for a in found] == together
