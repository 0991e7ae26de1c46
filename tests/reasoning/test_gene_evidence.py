"""Gene evidence against an enumeration that is slow and obvious."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning import gene_evidence as ge


def carried(rows: list[tuple[int, int, int, int, int]]) -> ge.CarriedAlleles:
    """Return alleles from (gene, kind, tier, copies, origin); everyone is diploid."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    n = len(table)
    return ge.CarriedAlleles(
        gene=table[:, 0].astype(np.int32),
        kind=table[:, 1].astype(np.int8),
        tier=table[:, 2].astype(np.int8),
        copies=table[:, 3].astype(np.int8),
        ploidy=np.full(n, 2, np.int8),
        origin=table[:, 4].astype(np.int8),
        family_log10=np.zeros(n),
        extra_log10=np.zeros(n),
    )


def in_stretches(alleles: ge.CarriedAlleles, stretch: list[int]) -> ge.CarriedAlleles:
    """Return the alleles with the number of the stretch of each; genes share none."""
    return replace(alleles, stretch=(np.array(stretch) + 100 * alleles.gene).astype(np.int32))


ROW = st.tuples(st.integers(0, 3), st.integers(0, 7), st.integers(0, 3), st.integers(1, 2), st.integers(0, 2))
SHARE = np.full((4, 8), 0.25)
SPECTRUM = np.tile(np.array([0.4, 0.3, 0.05, 0.15, 0.05, 0.03, 0.01, 0.01]), (4, 1))


@given(st.lists(st.tuples(ROW, st.integers(0, 4)), min_size=1, max_size=12))
def test_the_recessive_sum_equals_an_enumeration_of_pairs(
    told: list[tuple[tuple[int, int, int, int, int], int]],
) -> None:
    rows, stretch = [row for row, _ in told], [number for _, number in told]
    alleles = in_stretches(carried(rows), stretch)
    background = ge.measure_background(alleles, share=SHARE)
    result = ge.weigh(alleles, background, spectrum=SPECTRUM)
    for gene in range(4):
        mine = [row for row in range(len(rows)) if rows[row][0] == gene]
        pairs = 0.0
        for first, second in itertools.permutations(mine, 2):
            origins = {rows[first][4], rows[second][4]}
            both_known = 0 not in origins
            if both_known and len(origins) == 1:
                continue
            clustered = np.sqrt(ge.CLUSTERING[rows[first][1]] * ge.CLUSTERING[rows[second][1]])
            product = result.single_of[first] * result.single_of[second] / clustered
            close = stretch[first] == stretch[second] and origins == {0}
            pairs += (2.0 if both_known else ge.CLOSE_PAIR if close else 1.0) * product
        expected = (
            1.0
            - ge.HOMOZYGOUS_SHARE
            - ge.COMPOUND_SHARE
            - ge.ONE_HIT_SHARE
            + ge.HOMOZYGOUS_SHARE * sum(result.homozygous_of[row] for row in mine)
            + ge.COMPOUND_SHARE * pairs
            + ge.ONE_HIT_SHARE * sum(result.one_hit_of[row] for row in mine)
        )
        assert result.recessive[gene] == pytest.approx(expected, rel=1e-6)


def test_over_background_alone_the_dominant_ratio_averages_one() -> None:
    """A likelihood ratio has mean 1 under the hypothesis it is against (any text on likelihood)."""
    rng = np.random.default_rng(7)
    count = np.array([[2.0, 3.0, 4.0, 5.0]] * 8)
    background = ge.Background(count, np.full((8, 4), 0.3), np.full((1, 8), 1.0))
    ratios = []
    for _ in range(4000):
        rows = []
        for kind, tier in itertools.product(range(8), range(4)):
            number = rng.poisson(count[kind, tier])
            rows.extend((0, kind, tier, copies, 0) for copies in 1 + (rng.random(number) < 0.3).astype(int))
        ratios.append(ge.weigh(carried(rows), background, spectrum=SPECTRUM[:1]).dominant[0])
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.03)


def test_a_gene_twice_as_long_gives_half_the_evidence() -> None:
    alleles = carried([(0, 1, 2, 1, 0), (1, 1, 2, 1, 0)])
    share = np.array([[0.2], [0.4], [0.2], [0.2]]) * np.ones((4, 8))
    background = ge.measure_background(alleles, share=share)
    result = ge.weigh(alleles, background, spectrum=SPECTRUM)
    assert result.dominant_of[0] == pytest.approx(2 * result.dominant_of[1])


def test_two_alleles_from_one_parent_weigh_less_than_one_from_each() -> None:
    cis = carried([(0, 1, 2, 1, 1), (0, 1, 2, 1, 1)])
    trans = carried([(0, 1, 2, 1, 1), (0, 1, 2, 1, 2)])
    background = ge.measure_background(cis, share=SHARE)
    assert (
        ge.weigh(trans, background, spectrum=SPECTRUM).recessive[0]
        > ge.weigh(cis, background, spectrum=SPECTRUM).recessive[0]
    )


def test_an_unknown_frequency_is_weaker_than_a_rare_one_when_most_of_the_file_is_unknown() -> None:
    rows = [(gene, 3, 3, 1, 0) for gene in (0, 1, 2, 3) for _ in range(200)] + [(0, 3, 2, 1, 0)]
    alleles = carried(rows)
    result = ge.weigh(alleles, ge.measure_background(alleles, share=SHARE), spectrum=SPECTRUM)
    assert result.dominant_of[-1] > result.dominant_of[0]


LOF, MISSENSE, UNREAD = (
    int(ge.VariantClass.LOSS_OF_FUNCTION),
    int(ge.VariantClass.MISSENSE),
    int(ge.VariantClass.CODING_UNRESOLVED),
)


def test_a_gene_that_shows_many_truncating_alleles_shows_them_by_chance() -> None:
    alone = carried([(0, LOF, 2, 1, 0), *[(1, LOF, 2, 1, 0)] * 3])
    wide = np.full((50, 11), 0.02)
    result = ge.weigh(alone, ge.measure_background(alone, share=wide), spectrum=np.full((50, 11), 0.1))
    assert result.dominant_of[0] > 5 * result.dominant_of[1]


def test_common_substitutions_say_less_of_a_rare_one_than_rare_ones_do() -> None:
    wide, spectrum = np.full((50, 11), 0.02), np.full((50, 11), 0.1)
    rare, common = int(ge.Tier.RARE), int(ge.Tier.COMMON)
    weighed = {}
    for tier in (rare, common):
        alleles = carried([(0, MISSENSE, rare, 1, 0), *[(0, MISSENSE, tier, 1, 0)] * 3, (1, MISSENSE, rare, 1, 0)])
        found = ge.weigh(alleles, ge.measure_background(alleles, share=wide), spectrum=spectrum).dominant_of
        weighed[tier] = found[0] / found[-1]
    assert weighed[rare] < weighed[common] / 2
    assert weighed[common] < 1


def test_the_partner_of_a_compound_pair_does_not_count_against_it() -> None:
    rows = [(0, LOF, 2, 1, 1), (0, LOF, 2, 1, 2)]
    pair, crowd = carried(rows), carried([*rows, (0, LOF, 2, 1, 1)])
    wide = np.full((50, 11), 0.02)
    weighed = [
        ge.weigh(one, ge.measure_background(one, share=wide), spectrum=np.full((50, 11), 0.1)).single_of[0]
        for one in (pair, crowd)
    ]
    assert weighed[0] > 2 * weighed[1]


def test_what_a_substitution_weighs_does_not_hang_on_how_many_genes_the_reference_covers() -> None:
    """A missense allele in the only gene with sequence must weigh what it does where every gene has one."""
    wide, spectrum = np.full((400, 11), 1 / 400), np.full((400, 11), 0.1)
    others = [(gene, gene % 2, 2, 1, 0) for gene in range(1, 400)]
    few = carried([(0, MISSENSE, 2, 1, 0), *[(gene, UNREAD, tier, copies, 0) for gene, _, tier, copies, _ in others]])
    all_read = carried(
        [(0, MISSENSE, 2, 1, 0)]
        + [(gene, MISSENSE if gene % 5 < 3 else 6, tier, copies, 0) for gene, _, tier, copies, _ in others]
    )
    weighed = [ge.weigh(one, ge.measure_background(one, share=wide), spectrum=spectrum).dominant[0]
               for one in (few, all_read)]  # fmt: skip
    assert weighed[0] == pytest.approx(weighed[1], rel=0.1)
