"""Known pairs of genes: where they come from, and how often chance does as well."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.settings import Settings
from lexome.knowledge.diseases import open_diseases
from lexome.reasoning.gene_evidence import DETECTED, GeneEvidence
from lexome.reasoning.gene_pairs import KnownPair, PairWeight, known_pairs, of_pair, once, weigh_pairs
from lexome.reasoning.listed_diseases import ListedDiseases, list_diseases

GENES = 400


@cache
def listed() -> ListedDiseases:
    return list_diseases(open_diseases(Settings(Path("none"), Path("none"))))


def evidence(ratios: np.ndarray) -> GeneEvidence:
    """Evidence whose ratio of one extra allele is as given."""
    dominant = (1.0 - DETECTED) + DETECTED * ratios
    return GeneEvidence(**{field.name: dominant for field in fields(GeneEvidence)})


def weigh(ratios: np.ndarray, *pairs: tuple[int, int]) -> tuple[PairWeight, ...]:
    known = tuple(KnownPair(at, (str(a), str(b)), 0.05, None) for at, (a, b) in enumerate(pairs))  # type: ignore[arg-type]
    return weigh_pairs(
        known,
        evidence(ratios),
        row_of={str(row): row for row in range(GENES)},
        disease_genes=np.arange(GENES),
        rng=np.random.default_rng(3),
    )


@pytest.mark.parametrize(
    ("disease_id", "genes", "twice"),
    [
        pytest.param("OMIM:220290", {"GJB2", "GJB6"}, False, id="deafness, digenic GJB2/GJB6"),
        pytest.param("OMIM:237450", {"SLCO1B1", "SLCO1B3"}, True, id="Rotor syndrome needs both genes lost"),
        pytest.param("OMIM:613090", {"CLCNKA", "CLCNKB"}, True, id="Bartter syndrome 4B, digenic"),
        pytest.param("OMIM:608133", {"PRPH2", "ROM1"}, False, id="retinitis pigmentosa 7, digenic form"),
        pytest.param("OMIM:601067", {"CDH23", "PCDH15"}, False, id="Usher syndrome 1D/F, digenic"),
    ],
)
def test_the_pairs_of_the_literature_are_known(disease_id: str, genes: set[str], twice: bool) -> None:
    line = listed().line_of_id[disease_id]
    mine = [pair for pair in known_pairs(listed()) if pair.line == line and set(pair.genes) == genes]
    assert [pair.twice for pair in mine] == [twice]


@given(st.integers(0, 10_000))
def test_pairs_drawn_by_chance_are_found_as_often_as_the_rate_says(seed: int) -> None:
    """Of pairs that are no better than decoys, a fraction p has a decoy share of at most p."""
    rng = np.random.default_rng(seed)
    ratios = np.exp(rng.normal(0.0, 2.0, GENES))
    pairs = [(int(a), int(b)) for a, b in rng.integers(0, GENES, (300, 2)) if a != b]
    shares = np.array([weight.decoy_share for weight in weigh(ratios, *pairs)])
    assert abs(float((shares <= 0.1).mean()) - 0.1) < 0.08


def test_a_pair_with_a_strong_allele_in_each_gene_stands_out_and_one_strong_gene_alone_does_not() -> None:
    ratios = np.exp(np.random.default_rng(1).normal(0.0, 1.0, GENES))
    ratios[7], ratios[8], ratios[9] = 300.0, 400.0, 0.01
    both, one = weigh(ratios, (7, 8), (7, 9))
    assert both.together == pytest.approx(300.0 * 400.0)
    assert both.false_discovery < 0.01
    assert one.decoy_share > 0.1
    assert of_pair(both) > 1000 > of_pair(one) > 0


def test_the_ratio_of_one_allele_is_that_of_the_gene_without_what_hides() -> None:
    assert once(evidence(np.array([0.0, 5.0]))).tolist() == pytest.approx([0.0, 5.0])
