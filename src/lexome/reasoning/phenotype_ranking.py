"""Every listed disease scored by a patient's findings, with the explanation that is the score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.case import Finding, Sex
from lexome.core.evidence import Evidence
from lexome.knowledge.diseases import Diseases
from lexome.knowledge.hpo import Ontology
from lexome.reasoning.annotation_samples import annotation_samples
from lexome.reasoning.calibrate import posterior
from lexome.reasoning.finding_evidence import FindingEvidence
from lexome.reasoning.listed_diseases import ListedDiseases, list_diseases
from lexome.reasoning.patient_terms import PatientTerms, patient_terms
from lexome.reasoning.profiles import Closure, Profiles, build_profiles
from lexome.reasoning.term_match import TermMatcher

LN10 = float(np.log(10.0))

TEMPER = 0.35
"""Findings are not independent: their summed log ratio is multiplied by this before it counts as evidence."""

UNLISTED_LOG10 = 2.0
"""Weight of 'none of these' on the scale of the tempered sum."""


@dataclass(frozen=True, slots=True)
class PhenotypeScores:
    """Scores of all listed lines for one patient.

    ``log10_lr`` has one calibrated log10 weight per line of ``ListedDiseases``; with ``unlisted_log10`` it gives
    ``posterior`` through ``calibrate.posterior``. ``terms`` are the findings as used.
    """

    terms: PatientTerms
    log10_lr: NDArray[np.float64]
    unlisted_log10: float
    posterior: NDArray[np.float64]
    unlisted_posterior: float

    def best(self, count: int) -> NDArray[np.intp]:
        """Return the lines of the highest scores, best first; ties go to the lower line."""
        return np.argsort(-self.log10_lr, kind="stable")[:count]


class PhenotypeRanker:
    """Ranks the diseases of a knowledge base; build it once, ask it often."""

    def __init__(self, ontology: Ontology, diseases: Diseases, *, remember: int = 256) -> None:
        self.ontology = ontology
        self.listed: ListedDiseases = list_diseases(diseases)
        closure = Closure(ontology.ancestors_indptr, ontology.ancestors_indices)
        samples = annotation_samples(diseases, self.listed)
        self.profiles: Profiles = build_profiles(samples, closure, diseases=len(self.listed))
        self.matcher = TermMatcher(self.profiles, remember=remember)
        self._evidence = FindingEvidence(ontology, self.listed, self.profiles, self.matcher)

    def score(
        self,
        findings: Iterable[Finding],
        *,
        sex: Sex = Sex.UNKNOWN,  # noqa: ARG002 - part of the contract, used once modes of inheritance are weighed
        age_years: float | None = None,  # noqa: ARG002 - likewise
    ) -> PhenotypeScores:
        """Return the scores of all lines; without any observed finding every line scores 0."""
        terms = patient_terms(findings, self.ontology)
        total = np.zeros(len(self.listed), np.float64)
        for term in terms.observed:
            total += self.matcher.fit(term).log_lr
        scores = TEMPER * total / LN10
        found = posterior(scores, unlisted_log10=UNLISTED_LOG10)
        return PhenotypeScores(terms, scores, UNLISTED_LOG10, found.listed, found.unlisted)

    def explain(self, scores: PhenotypeScores, line: int) -> tuple[Evidence, ...]:
        """Return one Evidence per finding, strongest first; they sum to ``scores.log10_lr[line]``."""
        items = [
            self._evidence.of(term, line, log10_lr=TEMPER * float(self.matcher.fit(term).log_lr[line]) / LN10)
            for term in scores.terms.observed
        ]
        return tuple(sorted(items, key=lambda item: -item.log10_lr))
