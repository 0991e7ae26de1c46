"""What one finding says of one disease, in words, with the annotation it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.evidence import Evidence
from lexome.knowledge.hpo import Ontology
from lexome.reasoning.annotations_cited import Annotated
from lexome.reasoning.listed_diseases import ListedDiseases
from lexome.reasoning.profiles import Profiles
from lexome.reasoning.query import Query
from lexome.reasoning.term_match import TermMatcher
from lexome.reasoning.views_of_findings import read_candidates

CODE_FINDING = "phenotype"
CODE_EXCLUDED = "phenotype-excluded"
CODE_FIT = "overall fit"

EXCLUDED_WEIGHT = 0.15
"""Share of an excluded finding's log ratio that counts: published cases lack signs of their own disease more often
than its frequencies say, since papers tabulate what other patients had (dev cases; .15 loses least of 0.15, .4)."""

CERTAIN = 0.98
"""No frequency is taken as more certain than this when a sign is missing."""

LN10 = math.log(10.0)
_ROOTS = ("HP:0000001", "HP:0000118")


@dataclass(frozen=True)
class FindingEvidence:
    """Puts the numbers of the matcher into sentences with citations, finding by finding for many lines together."""

    ontology: Ontology
    listed: ListedDiseases
    profiles: Profiles
    matcher: TermMatcher

    def of(self, query: Query, lines: NDArray[np.intp], *, scale: Sequence[float]) -> list[list[Evidence]]:
        """Return by line the evidence of every observed finding, then of every excluded one.

        ``scale`` is how much of the natural log ratio of each observed finding is shown.
        """
        read = read_candidates(query, lines, self.profiles, self.matcher.dense).probability
        annotated = Annotated.of(self.ontology, self.listed, self.profiles, lines)
        columns = [
            self._observed(term, lines, read[:, query.columns(self.profiles.closure.of(term))], annotated, scale=share)
            for term, share in zip(query.observed.tolist(), scale, strict=True)
        ]
        absent = query.columns(query.excluded.astype(np.int32))
        columns += [
            self._excluded(term, read[:, column], annotated)
            for term, column in zip(query.excluded.tolist(), absent.tolist(), strict=True)
        ]
        return [list(items) for items in zip(*columns, strict=True)] if columns else [[] for _ in lines]

    def _observed(
        self, term: int, lines: NDArray[np.intp], read: NDArray[np.float32], annotated: Annotated, *, scale: float
    ) -> list[Evidence]:
        """Return the evidence of an observed finding; ``read`` has the probability of its ancestors by line."""
        name, about = self.ontology.label_of(term), self.ontology.id_of(term)
        ancestors, probabilities = self.matcher.best_ancestors(term, read)
        signs = annotated.most_frequent_below(ancestors)
        said: dict[int, tuple[str, str]] = {}
        items = []
        told = (ancestors, probabilities, signs, self.matcher.log_lr(term)[lines])
        cited_by_line = annotated.citations(signs)
        for ancestor, probability, sign, log_lr, cited in zip(
            *(one.tolist() for one in told), cited_by_line, strict=True
        ):
            log10_lr = scale * log_lr / LN10
            if ancestor < 0:
                items.append(Evidence(CODE_FINDING, log10_lr, f"{name} is not known in this disease", about=about))
                continue
            if ancestor not in said:
                said[ancestor] = self._fit(term, name, ancestor)
            before, after = said[ancestor]
            because = f"{before}{probability:.0%}{after}" if after else before
            if after and ancestor == term and sign != term:
                because = f"{because} (listed as {self.ontology.label_of(sign)})"
            items.append(Evidence(CODE_FINDING, log10_lr, because, citations=cited, about=about))
        return items

    def _fit(self, term: int, name: str, ancestor: int) -> tuple[str, str]:
        """Return what is said of a fit at an ancestor before the probability there, and after it."""
        if self.ontology.id_of(ancestor) in _ROOTS:
            return f"{name} is not listed, nor anything like it", ""
        seen = f"{self.ontology.label_of(ancestor)}: in "
        elsewhere = f" of patients against {float(self.profiles.background[ancestor]):.2%} elsewhere"
        return (seen if ancestor == term else f"{name} is not listed, but fits {seen}"), elsewhere

    def _excluded(self, term: int, read: NDArray[np.float32], annotated: Annotated) -> list[Evidence]:
        """Return the evidence of an excluded finding: the odds of missing it here and elsewhere."""
        name, about = self.ontology.label_of(term), self.ontology.id_of(term)
        signs = annotated.most_frequent_below(np.where(read > 0, term, -1))
        missed_elsewhere = math.log1p(-min(float(self.profiles.background[term]), CERTAIN))
        items = []
        for probability, cited in zip(read.tolist(), annotated.citations(signs), strict=True):
            log10_lr = EXCLUDED_WEIGHT * (math.log1p(-min(probability, CERTAIN)) - missed_elsewhere) / math.log(10)
            because = f"{name} is absent, and is not known in this disease"
            if probability:
                because = f"{name} is absent, though expected in {probability:.0%} of patients"
            items.append(Evidence(CODE_EXCLUDED, log10_lr, because, citations=cited, about=about))
        return items
