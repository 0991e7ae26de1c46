"""Every listed disease scored by a patient's findings, with the explanation that is the score."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexome.core.case import Finding, Sex
from lexome.core.errors import InternalMismatch
from lexome.core.evidence import Evidence
from lexome.knowledge.cases import CaseSigns
from lexome.knowledge.diseases import Diseases
from lexome.knowledge.hpo import Ontology
from lexome.models.phenotype_forest import RankingForest, open_forest
from lexome.reasoning.annotation_rows import AnnotationRows, listed_rows
from lexome.reasoning.calibrate import posterior
from lexome.reasoning.candidate_views import CandidateViews
from lexome.reasoning.case_samples import case_samples, joined
from lexome.reasoning.course_fit import CourseFit, Said
from lexome.reasoning.finding_evidence import CODE_FIT, FindingEvidence
from lexome.reasoning.first_pass import FirstPass, FirstPasser
from lexome.reasoning.learned_scores import Calibration, CandidateScores, over_all_lines, with_prior
from lexome.reasoning.line_facts import line_facts
from lexome.reasoning.listed_diseases import ListedDiseases, list_diseases
from lexome.reasoning.name_signs import name_samples
from lexome.reasoning.patient_terms import PatientTerms, patient_terms
from lexome.reasoning.profiles import Closure, Profiles, build_profiles
from lexome.reasoning.query import Query, prepare_query
from lexome.reasoning.term_match import TermMatcher

LN10 = float(np.log(10.0))

CANDIDATES = 100
"""Lines looked at closely. The right disease is among them in .86 of stratum C of the dev cases (.91 of 200), but of
diseases that the forest has never seen it ranks more in the top ten when it may move fewer: .639 of 75 candidates, .631
of 100, .624 of 200 (folds by disease)."""

TEMPER = 0.35
"""Findings are not independent: their log ratio counts as evidence at most so much. Where the findings of the first
line would still add up to more than its score, all are scaled down alike; 'overall fit' carries what remains."""


@dataclass(frozen=True, slots=True)
class PhenotypeScores:
    """Scores of all listed lines for one patient.

    ``log10_lr`` has one calibrated log10 likelihood ratio per line of ``ListedDiseases``, against a listed disease
    drawn at random: the mean of ``10**log10_lr`` is 1. With ``unlisted_log10`` it gives ``posterior`` through
    ``calibrate.posterior``. ``terms`` are the findings as used, ``query`` with their weights; ``said`` is what onset
    and inheritance added.
    """

    terms: PatientTerms
    query: Query
    log10_lr: NDArray[np.float64]
    unlisted_log10: float
    posterior: NDArray[np.float64]
    unlisted_posterior: float
    said: tuple[Said, ...] = ()

    def best(self, count: int) -> NDArray[np.intp]:
        """Return the lines of the highest scores, best first; ties go to the lower line."""
        return np.argsort(-self.log10_lr, kind="stable")[:count]


class PhenotypeRanker:
    """Ranks the diseases of a knowledge base; build it once, ask it often.

    ``cases`` adds imported solved cases to the annotations; ``learned`` False ranks by the plain sum of likelihood
    ratios alone, the baseline of every benchmark.
    """

    def __init__(
        self,
        ontology: Ontology,
        diseases: Diseases,
        *,
        forest: RankingForest | None = None,
        cases: CaseSigns | None = None,
        learned: bool = True,
        remember: int = 256,
    ) -> None:
        self.ontology = ontology
        self.listed: ListedDiseases = list_diseases(diseases)
        self.rows: AnnotationRows = listed_rows(diseases, self.listed)
        closure = Closure(ontology.ancestors_indptr, ontology.ancestors_indices)
        samples = joined(self.rows.samples(), name_samples(self.listed, ontology))
        if cases is not None and len(cases):
            samples = joined(samples, case_samples(cases, ontology, self.listed, self.rows))
        self.profiles: Profiles = build_profiles(samples, closure, diseases=len(self.listed))
        self.matcher = TermMatcher(self.profiles, remember=remember)
        self.passer = FirstPasser(self.profiles, self.matcher)
        self.learned = learned
        self._given = forest
        self._evidence = FindingEvidence(ontology, self.listed, self.profiles, self.matcher)
        self._explained: tuple[PhenotypeScores | None, dict[int, tuple[Evidence, ...]]] = (None, {})

    def prepare(self) -> None:
        """Compute what rests on the knowledge alone and would be computed at the first patient."""
        _ = self.course, self.matcher.dense
        self.listed.prepare()
        self.profiles.prepare()
        self.views.prepare()

    def with_forest(self, forest: RankingForest | None) -> PhenotypeRanker:
        """Return a ranker over the same knowledge with another forest; None ranks by the plain sum."""
        other = copy.copy(self)
        other.__dict__.pop("forest", None)
        other.__dict__.pop("calibration", None)
        other.learned, other._given = forest is not None, forest
        other._explained = (None, {})
        return other

    @cached_property
    def forest(self) -> RankingForest:
        """The forest in use, opened at the first patient."""
        return self._given or open_forest()

    @cached_property
    def calibration(self) -> Calibration:
        """The calibration stored with the forest."""
        return Calibration.named(self.forest.calibration)

    @cached_property
    def course(self) -> CourseFit:
        """Onset and inheritance of all lines."""
        return CourseFit.build(self.ontology, self.listed)

    @cached_property
    def views(self) -> CandidateViews:
        """The views of candidates over this knowledge base."""
        facts = line_facts(self.listed, self.rows, self.profiles)
        return CandidateViews(self.profiles, self.matcher, facts, self.rows)

    def score(
        self,
        findings: Iterable[Finding],
        *,
        sex: Sex = Sex.UNKNOWN,
        age_years: float | None = None,  # noqa: ARG002 - part of the contract; weighed, it cost more than it gave (0022)
    ) -> PhenotypeScores:
        """Return the scores of all lines; without any observed finding every line scores 0."""
        terms = patient_terms(findings, self.ontology)
        query = prepare_query(terms.observed, terms.excluded, self.profiles, sex=sex)
        if not len(query.observed):
            return _scores(terms, query, np.zeros(len(self.listed)), 0.0)
        if not self.learned:
            return _scores(terms, query, TEMPER * self.passer.run(query).plain.astype(np.float64), 0.0)
        weights, unlisted = self._learned(query)
        return _scores(terms, query, weights, unlisted, self.course.of(terms))

    def _learned(self, query: Query) -> tuple[NDArray[np.float64], float]:
        """Return log weights of all lines, and that of 'none of these' relative to all of them together."""
        first = self.passer.run(query)
        candidates = first.candidates(CANDIDATES)
        scores = self.candidate_scores(query, first, candidates)
        weights, unlisted = self.calibration.log_weights(scores)
        everyone = over_all_lines(weights, candidates, first.mix)
        return everyone, unlisted - float(np.log(np.exp(everyone).sum()))

    def candidate_scores(self, query: Query, first: FirstPass, candidates: NDArray[np.intp]) -> CandidateScores:
        """Return the forest's scores of candidates, with the views of the best."""
        views = self.views.of(query, first, candidates)
        if tuple(views) != self.forest.views:
            raise InternalMismatch("the forest was trained on other views; run: python tools/train_ranker.py")
        forest = self.forest.predict(np.column_stack(list(views.values())).astype(np.float32))
        score = with_prior(forest, views["mix_gap"])
        best = int(score.argmax())
        best_views = {name: float(column[best]) for name, column in views.items()}
        return CandidateScores(score, best_views, len(query.observed), len(query.excluded))

    def explain(self, scores: PhenotypeScores, lines: NDArray[np.intp]) -> dict[int, tuple[Evidence, ...]]:
        """Return the evidence of lines, strongest first: one item a finding, and what the whole says beyond them.

        The items of a line sum to ``scores.log10_lr[line]``. What was explained of the same scores is remembered.
        """
        if self._explained[0] is not scores:
            self._explained = (scores, {})
        known = self._explained[1]
        new = np.array([line for line in lines.tolist() if line not in known], np.intp)
        if len(new):
            known.update(zip(new.tolist(), self._explained_anew(scores, new), strict=True))
        return {line: known[line] for line in lines.tolist()}

    def _explained_anew(self, scores: PhenotypeScores, lines: NDArray[np.intp]) -> list[tuple[Evidence, ...]]:
        query = scores.query
        if not len(query.observed):
            return [()] * len(lines)
        share = self._share(scores)
        found = self._evidence.of(query, lines, scale=[share * weight for weight in query.weight.tolist()])
        explained = []
        for line, items in zip(lines.tolist(), found, strict=True):
            items += [one for said in scores.said if (one := self.course.evidence(said, line)) is not None]
            items.sort(key=lambda item: -item.log10_lr)
            rest = float(scores.log10_lr[line]) - sum(item.log10_lr for item in items)
            explained.append((*items, Evidence(CODE_FIT, rest, _FIT_BECAUSE)))
        return explained

    def _share(self, scores: PhenotypeScores) -> float:
        """Return the share of a finding's log ratio that is shown: the first line's findings add up to its score."""
        query = scores.query
        if not len(query.observed) or not self.learned:
            return TEMPER
        first = int(scores.log10_lr.argmax())
        ratios = [float(self.matcher.log_lr(term)[first]) for term in query.observed.tolist()]
        total = float(np.dot(query.weight, ratios)) / LN10
        return float(np.clip(scores.log10_lr[first] / total, 0.05, TEMPER)) if total > 0 else TEMPER


_FIT_BECAUSE = "beyond single findings: signs that are expected and missing, findings that say the same, close rivals"


def _scores(
    terms: PatientTerms, query: Query, weights: NDArray[np.float64], unlisted: float, said: tuple[Said, ...] = ()
) -> PhenotypeScores:
    """Scale log weights so that the mean likelihood ratio is 1; ``unlisted`` is relative to all lines together.

    What is ``said`` beside the findings multiplies the weight of lines that state onset or inheritance; 'none of
    these' and the other lines keep theirs.
    """
    before = _log_sum(weights)
    for one in said:
        weights = weights + one.log_lr
    after = _log_sum(weights)
    mean = after - float(np.log(max(len(weights), 1)))
    log10_lr = (weights - mean) / LN10
    unlisted_log10 = (unlisted + before - mean) / LN10
    found = posterior(log10_lr, unlisted_log10=unlisted_log10)
    return PhenotypeScores(terms, query, log10_lr, unlisted_log10, found.listed, found.unlisted, said)


def _log_sum(weights: NDArray[np.float64]) -> float:
    top = float(weights.max(initial=0.0))
    return top + float(np.log(np.exp(weights - top).sum())) if len(weights) else 0.0
