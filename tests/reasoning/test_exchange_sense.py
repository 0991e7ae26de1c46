"""What exchanged residues say of a missense allele."""

from __future__ import annotations

import csv
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from lexome.evidence.grantham import distance
from lexome.formats.exchange_counts import FILE, RESIDUES
from lexome.reasoning.exchange_sense import (
    NONE,
    SHRINK,
    exchange_citation,
    exchange_log10,
    exchange_of,
    exchange_words,
    speaking,
)
from lexome.reasoning.gene_evidence import VariantClass


def log10(before: str | None, after: str | None) -> float:
    return float(exchange_log10(np.array([exchange_of(before, after)], np.int16))[0])


def rows() -> dict[tuple[str, str], tuple[int, int]]:
    """Return the counts as the file has them, read without the program."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    told = csv.DictReader(lines, delimiter="\t")
    return {(one["ref"], one["alt"]): (int(one["pathogenic"]), int(one["benign"])) for one in told}


@pytest.mark.parametrize(
    ("pair", "blosum"),
    [
        pytest.param(pair, score, id=f"{pair[0]} to {pair[1]}")
        for pair, score in {
            "IV": 3, "VI": 3, "KR": 2, "RK": 2, "DE": 2, "ED": 2, "ST": 1, "LI": 2, "LM": 2,
            "GR": -2, "LP": -3, "CR": -3, "CY": -2, "WR": -3, "GV": -3, "RP": -2, "SP": -1, "DV": -3,
        }.items()
    ],
)  # fmt: skip
def test_exchanges_that_evolution_accepts_are_benign_and_those_it_avoids_are_pathogenic(pair: str, blosum: int) -> None:
    """Scores of BLOSUM62 (Henikoff 1992, doi:10.1073/pnas.89.22.10915): positive where an exchange is accepted."""
    assert np.sign(log10(*pair)) == -np.sign(blosum)


def test_changes_of_tryptophan_and_cysteine_are_the_most_pathogenic() -> None:
    """Their random mutations have the highest probability of disease (Vitkup 2003, doi:10.1186/gb-2003-4-11-r72)."""
    counts = rows()
    of_residue = {
        one: np.average(
            [log10(ref, alt) for ref, alt in counts if ref == one],
            weights=[sum(told) for (ref, _), told in counts.items() if ref == one],
        )
        for one in RESIDUES
    }
    assert sorted(of_residue, key=lambda one: -of_residue[one])[:2] in (["C", "W"], ["W", "C"])


def test_the_further_apart_two_residues_are_the_more_pathogenic_is_their_exchange() -> None:
    pairs = [pair for pair, told in rows().items() if sum(told) >= 30]
    assert spearmanr([distance(*pair) for pair in pairs], [log10(*pair) for pair in pairs]).statistic > 0.5


def test_the_mean_ratio_of_benign_variants_is_one_and_each_ratio_that_of_the_shares() -> None:
    """Recomputed in fractions, pair by pair."""
    counts, shrink = rows(), Fraction(SHRINK)
    all_pathogenic, all_benign = (sum(told[place] for told in counts.values()) for place in (0, 1))
    ratio = {
        pair: (Fraction(bad, all_pathogenic) + shrink) / (Fraction(good, all_benign) + shrink)
        for pair, (bad, good) in counts.items()
    }
    mean = sum(Fraction(counts[pair][1], all_benign) * one for pair, one in ratio.items())
    for pair, one in ratio.items():
        assert log10(*pair) == pytest.approx(float(np.log10(float(one / mean))), abs=1e-9)
    found = sum(10 ** log10(*pair) * good for pair, (_, good) in counts.items()) / all_benign
    assert found == pytest.approx(1.0)


def test_a_pair_hardly_seen_says_little() -> None:
    rare = [pair for pair, told in rows().items() if sum(told) <= 3]
    assert len(rare) > 20
    assert max(abs(log10(*pair)) for pair in rare) < 0.2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, None, id="no residue told"),
        pytest.param("G", None, id="one of two told"),
        pytest.param("GA", "RT", id="two residues at once"),
        pytest.param("G", "*", id="a stop"),
        pytest.param("U", "C", id="selenocysteine"),
        pytest.param("X", "A", id="a residue that is not known"),
        pytest.param("G", "G", id="the same residue"),
        pytest.param("", "A", id="nothing"),
    ],
)
def test_what_is_no_exchange_of_one_residue_says_nothing(before: str | None, after: str | None) -> None:
    assert exchange_of(before, after) == NONE
    assert log10(before, after) == 0.0


def test_a_pair_without_any_variant_says_nothing() -> None:
    unseen = [(ref, alt) for ref in RESIDUES for alt in RESIDUES if ref != alt and (ref, alt) not in rows()]
    assert unseen
    assert {log10(*pair) for pair in unseen} == {0.0}


@given(st.sampled_from(RESIDUES), st.sampled_from(RESIDUES))
def test_an_exchange_is_cited_and_told_by_its_own_residues(before: str, after: str) -> None:
    code = exchange_of(before, after)
    if before == after:
        assert code == NONE
        return
    assert exchange_citation(code).record == f"{before}>{after}"
    told = exchange_words(code)
    assert ("as frequent among benign" in told) == (log10(before, after) < 0)


@given(st.lists(st.sampled_from(list(VariantClass)), min_size=1))
def test_only_missense_alleles_that_are_not_known_speak(kinds: list[VariantClass]) -> None:
    code = exchange_of("G", "R")
    found = speaking(np.full(len(kinds), code, np.int16), np.array(kinds, np.int8))
    assert found.tolist() == [code if kind is VariantClass.MISSENSE else NONE for kind in kinds]
