"""Two diseases in one patient: whether a pair explains the findings far better than the best single disease."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores

ANCHORS = 25
"""Lines tried as the first of the two: the best by score and the best by sum of likelihood ratios."""

LEAST_GAIN = 0.22
"""Share of the findings' information that the pair must add to the best single disease. benchmarks/ranking.py prints
how often composites of two dev patients and single patients pass it."""

CLEARLY = 0.5
"""Log ratio by which one disease must explain a finding better than the other to have it to itself."""

LEAST_FINDINGS = 3
"""Findings that each of the two must explain better than the other."""


@dataclass(frozen=True, slots=True)
class DualDiagnosis:
    """Two lines that together explain the findings.

    ``gain`` is what the pair adds to the best single disease, as a share of the findings' information; ``likely``
    says that it passes the threshold. ``first_findings`` and ``second_findings`` are ontology rows, each assigned to
    the disease that explains it better; ``shared`` are explained by either, ``unexplained`` by none.
    """

    first: int
    second: int
    gain: float
    likely: bool
    first_findings: tuple[int, ...]
    second_findings: tuple[int, ...]
    shared: tuple[int, ...]
    unexplained: tuple[int, ...]


def two_diseases(ranker: PhenotypeRanker, scores: PhenotypeScores) -> DualDiagnosis | None:
    """Return the best pair of diseases, None with fewer than twice ``LEAST_FINDINGS`` findings."""
    query = scores.query
    if len(query.observed) < 2 * LEAST_FINDINGS:
        return None
    ratio = np.stack(
        [
            weight * ranker.matcher.log_lr(term)
            for term, weight in zip(query.observed.tolist(), query.weight.tolist(), strict=True)
        ]
    )
    total = ratio.sum(axis=0)
    anchors = np.unique(np.concatenate([scores.best(ANCHORS), np.argsort(-total, kind="stable")[:ANCHORS]]))
    first, second, best = _best_pair(ratio, anchors)
    information = float((query.weight * ranker.profiles.information[query.observed]).sum()) + 1e-6
    gain = (best - float(total.max())) / information
    return _assigned(query.observed, ratio, first, second, gain)


def _best_pair(ratio: NDArray[np.float32], anchors: NDArray[np.intp]) -> tuple[int, int, float]:
    """Return the pair with the highest sum when each finding is explained by the better of the two."""
    best = (-1, -1, -np.inf)
    for anchor in anchors.tolist():
        together = np.maximum(ratio, ratio[:, [anchor]]).sum(axis=0)
        partner = int(together.argmax())
        if together[partner] > best[2]:
            best = (anchor, partner, float(together[partner]))
    return best


def divided(
    observed: NDArray[np.int64], one: NDArray[np.floating], other: NDArray[np.floating], *, clearly: float
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the findings that the one explains better, those of the other, those of either and those of none.

    ``one`` and ``other`` are log ratios of each finding; ``clearly`` is by how much the better must lead.
    """
    close, none = np.abs(one - other) < clearly, np.maximum(one, other) <= 0
    first, second = ~close & ~none & (one > other), ~close & ~none & (other > one)
    kept = [tuple(map(int, observed[part])) for part in (first, second, close & ~none, none)]
    return kept[0], kept[1], kept[2], kept[3]


def _assigned(
    observed: NDArray[np.int64], ratio: NDArray[np.float32], first: int, second: int, gain: float
) -> DualDiagnosis:
    one, other = ratio[:, first], ratio[:, second]
    if one.sum() < other.sum():
        first, second, one, other = second, first, other, one
    rows = divided(observed, one, other, clearly=CLEARLY)
    likely = gain >= LEAST_GAIN and min(len(rows[0]), len(rows[1])) >= LEAST_FINDINGS
    return DualDiagnosis(first, second, float(gain), likely, *rows)
