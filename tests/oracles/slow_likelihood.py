"""The likelihood ratio of findings, written as the definition reads: dictionaries, sets and loops.

Independent of ``lexome.reasoning``: it imports nothing from there. Numbers are those of the definition in
docs/reference/ranking.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Sample = tuple[str, str, float, float]  # disease, term, hits, trials


def ancestors(parents: Mapping[str, Sequence[str]], term: str) -> set[str]:
    """Return a term and everything above it."""
    return {term}.union(*(ancestors(parents, parent) for parent in parents[term]))


def own_probabilities(samples: Sequence[Sample], *, mean: float, weight: float) -> dict[tuple[str, str], float]:
    """Return the shrunk frequency of each annotated term of each disease."""
    pooled: dict[tuple[str, str], list[float]] = {}
    for disease, term, hits, trials in samples:
        sums = pooled.setdefault((disease, term), [0.0, 0.0])
        sums[0] += hits
        sums[1] += trials
    found = {}
    for key, (hits, trials) in pooled.items():
        probability = (hits + mean * weight) / (trials + weight)
        found[key] = min(probability, 0.5 / (trials + 1)) if hits == 0 else probability
    return found


def carried_up(
    own: Mapping[tuple[str, str], float], parents: Mapping[str, Sequence[str]], *, coexistence: float
) -> dict[tuple[str, str], float]:
    """Return the probability of every term and ancestor: the likeliest sign below and part of what others add."""
    below: dict[tuple[str, str], list[float]] = {}
    for (disease, term), probability in own.items():
        if probability > 0.02:
            for ancestor in ancestors(parents, term):
                below.setdefault((disease, ancestor), []).append(min(probability, 0.995))
    found = {}
    for key, signs in below.items():
        likeliest = max(signs)
        others = list(signs)
        others.remove(likeliest)
        miss = 1 - likeliest
        for other in others:
            miss *= (1 - other) ** coexistence
        found[key] = 1 - miss
    return found


def log_likelihood_ratio(
    finding: str,
    disease: str,
    *,
    shown: Mapping[tuple[str, str], float],
    parents: Mapping[str, Sequence[str]],
    diseases: Sequence[str],
    loss: float,
) -> float:
    """Return the best log ratio over shared ancestors, each penalised by the information it loses."""

    def information(term: str) -> float:
        count = sum((one, term) in shown for one in diseases)
        return min(-math.log(max(count, 0.5) / len(diseases)), math.log(len(diseases)))

    def background(term: str) -> float:
        return (sum(shown.get((one, term), 0.0) for one in diseases) + 0.5) / (len(diseases) + 1)

    best = -loss * information(finding)
    for ancestor in ancestors(parents, finding):
        if (disease, ancestor) in shown:
            lost = information(finding) - information(ancestor)
            ratio = math.log(shown[disease, ancestor] / background(ancestor)) - loss * lost
            best = max(best, ratio)
    return best
