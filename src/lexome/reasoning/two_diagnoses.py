"""Two diagnoses in one patient by findings and variants together: each with alleles and findings of its own.

About one in twenty solved exomes holds two diagnoses (4.9 %: Posey 2017, doi:10.1056/NEJMoa1516767).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lexome.core.case import Finding
from lexome.reasoning.two_diseases import DualDiagnosis, divided

if TYPE_CHECKING:
    from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores

ANCHORS = 25
"""Lines tried as the first of the two: the best by findings and variants."""

TEMPER = 0.3
"""Log10 that one unit of the findings' natural log ratio counts: .434 would be all of it, but findings are not
independent. An assumption; shares of .2 to .5 told composites from singles alike by hand, on the half that was seen."""

LEAST_SUPPORT = 1.0
"""Log10 likelihood ratio that the alleles of the second disease must reach: without alleles of its own it is an
unexplained finding, which the report lists anyway."""

AGAINST_AT_MOST = 1.0
"""What missing alleles can count against a disease here, log10: some causes hide from a file of small variants."""

LEAST_FINDINGS = 2
"""Findings that the second must explain better than the first."""

CLEARLY = 0.2
"""Log likelihood ratio by which one disease must explain a finding better than the other to have it to itself."""

LEAST_GAIN = 4.5
"""Log10 gain of the pair over the best single disease. Of 120 single patients none passes it with an allele for each of
the two, of patients made of two some half: benchmarks/two_diagnoses.py."""


def two_diagnoses(
    ranker: PhenotypeRanker, findings: Iterable[Finding], scores: PhenotypeScores, joint: PhenotypeScores
) -> DualDiagnosis | None:
    """Return the best pair of diseases of different genes; None when too few findings were made.

    ``scores`` are those of the findings alone, ``joint`` those with the variants. ``gain`` of the answer is in log10.
    """
    query = scores.query
    if len(query.observed) < 2 * LEAST_FINDINGS:
        return None
    weights = zip(query.observed.tolist(), query.weight.tolist(), strict=True)
    ratio = np.stack([weight * ranker.matcher.log_lr(term) for term, weight in weights]).astype(np.float64)
    support = np.maximum(joint.log10_lr - scores.log10_lr, -AGAINST_AT_MOST)
    found = _best_pair(ranker, TEMPER * ratio, support, joint.best(ANCHORS))
    if found is None:
        return None
    first, second, together = found
    gain = together - float((TEMPER * ratio.sum(axis=0) + support).max())
    return _named(ranker, tuple(findings), support, _divided(query.observed, ratio, first, second, gain))


def _best_pair(
    ranker: PhenotypeRanker, ratio: NDArray[np.float64], support: NDArray[np.float64], anchors: NDArray[np.intp]
) -> tuple[int, int, float] | None:
    partners = np.where(support >= LEAST_SUPPORT, support, -np.inf)
    best: tuple[int, int, float] | None = None
    for anchor in anchors.tolist():
        own = ratio[:, [anchor]]
        together = np.maximum(ratio, own).sum(axis=0) + partners + support[anchor]
        together[(ratio > own + TEMPER * CLEARLY).sum(axis=0) < LEAST_FINDINGS] = -np.inf
        together[_same_genes(ranker, anchor)] = -np.inf
        partner = int(together.argmax())
        if np.isfinite(together[partner]) and (best is None or together[partner] > best[2]):
            best = (anchor, partner, float(together[partner]))
    return best


def _same_genes(ranker: PhenotypeRanker, line: int) -> list[int]:
    """Return the line and every other disease of its genes: one gene is one diagnosis."""
    return [line, *(other for gene in ranker.listed.genes(line) for other in ranker.listed.lines_of_gene(gene))]


def _divided(
    observed: NDArray[np.int64], ratio: NDArray[np.float64], first: int, second: int, gain: float
) -> DualDiagnosis:
    """Return the pair with each finding given to the disease that explains it better."""
    rows = divided(observed, ratio[:, first], ratio[:, second], clearly=CLEARLY)
    return DualDiagnosis(first, second, gain, gain >= LEAST_GAIN, *rows)


def _named(
    ranker: PhenotypeRanker, findings: tuple[Finding, ...], support: NDArray[np.float64], pair: DualDiagnosis
) -> DualDiagnosis:
    """Return the pair with each of the two named anew, by all that the ranking knows, from its own findings.

    A pair of which one has no allele that speaks clearly for it is not called: its findings stay listed as unexplained.
    """
    if not pair.likely:
        return pair
    lines: list[int] = []
    for own in (pair.first_findings, pair.second_findings):
        kept = [one for one in findings if ranker.ontology.resolve(one.hpo_id).index in {*own, *pair.shared}]
        lines.append(int((ranker.score(kept).log10_lr + support).argmax()))
    if lines[1] in _same_genes(ranker, lines[0]):
        lines = [pair.first, pair.second]
    if min(support[lines]) < LEAST_SUPPORT:
        return replace(pair, likely=False)
    return replace(pair, first=lines[0], second=lines[1])
