"""Many views of how well each candidate fits the patient: the columns a learned ranking weighs.

Every view is a plain number a person could check: a sum of likelihood ratios, a fraction covered, a count. None of
them names a disease, so what is learned on some diseases holds for others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexome.core.case import Sex
from lexome.reasoning.annotation_rows import AnnotationRows
from lexome.reasoning.first_pass import FirstPass
from lexome.reasoning.line_facts import LineFacts
from lexome.reasoning.profiles import Profiles
from lexome.reasoning.query import Query
from lexome.reasoning.term_match import TermMatcher
from lexome.reasoning.views_of_findings import Columns, absent_views, finding_views, read_candidates
from lexome.reasoning.views_of_profile import ReferenceIndex, profile_views, reference_views, set_views

FAR = 30.0
"""Gaps to the best score are cut at so many nats: beyond it a neighbour says nothing."""


@dataclass(frozen=True)
class CandidateViews:
    """Computes the views of candidates over one set of profiles."""

    profiles: Profiles
    matcher: TermMatcher
    facts: LineFacts
    rows: AnnotationRows

    @cached_property
    def references(self) -> ReferenceIndex:
        """Annotation rows by term, to ask how well a single paper describes the patient."""
        return ReferenceIndex.build(self.rows, self.profiles)

    def of(self, query: Query, first: FirstPass, candidates: NDArray[np.intp]) -> Columns:
        """Return the views of some lines, float32 per candidate, by name in a fixed order."""
        read = read_candidates(query, candidates, self.profiles)
        views: Columns = {}
        views |= _score_views(query, first, candidates)
        views |= finding_views(query, read, self.matcher)
        views |= absent_views(query, read, self.profiles)
        views |= profile_views(query, candidates, self.profiles)
        views |= set_views(query, read, self.profiles)
        views |= reference_views(query, candidates, self.references, self.profiles)
        views |= self._neighbour_views(first, candidates)
        views |= self._plain_views(query, candidates)
        return views

    def table(self, query: Query, first: FirstPass, candidates: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the views as one table, a row per candidate."""
        return np.column_stack(list(self.of(query, first, candidates).values())).astype(np.float32)

    def _neighbour_views(self, first: FirstPass, candidates: NDArray[np.intp]) -> Columns:
        lines = self.profiles.diseases
        allowed = np.isfinite(first.mix)
        gap = np.where(allowed, first.weighed - first.weighed[allowed].max(initial=0.0), -np.inf).astype(np.float32)
        gene, _ = self.facts.by_gene.others(gap, lines=lines)
        series, series_mean = self.facts.by_series.others(gap, lines=lines)
        return {
            "gene_neighbour": np.maximum(gene[candidates], -FAR),
            "series_neighbour": np.maximum(series[candidates], -FAR),
            "series_mean": np.maximum(series_mean[candidates], -FAR),
        }

    def _plain_views(self, query: Query, candidates: NDArray[np.intp]) -> Columns:
        one = np.ones(len(candidates), np.float32)
        information = self.profiles.information[query.observed]
        x_linked = self.facts.x_linked[candidates]
        described = dict(zip(LineFacts.NAMES, self.facts.described[candidates].T, strict=True))
        return {
            **{f"disease_{name}": column for name, column in described.items()},
            "findings": one * len(query.observed),
            "findings_absent": one * len(query.excluded),
            "findings_information": one * information.sum(),
            "findings_mean_information": one * (information.mean() if len(information) else 0.0),
            "x_linked_in_girl": x_linked * (query.sex is Sex.FEMALE) * one,
            "x_linked_in_boy": x_linked * (query.sex is Sex.MALE) * one,
        }


def _score_views(query: Query, first: FirstPass, candidates: NDArray[np.intp]) -> Columns:
    """Sums of the first pass, how far each stands behind the best, and at what rank."""
    views: Columns = {}
    allowed = np.isfinite(first.mix)
    for name in ("plain", "weighed", "cosine", "asked", "mix"):
        scores: NDArray[np.float32] = getattr(first, name)
        falling: NDArray[np.float32] = -np.sort(-scores[allowed])
        views[name] = scores[candidates]
        views[f"{name}_gap"] = scores[candidates] - (falling[0] if len(falling) else 0.0)
        before = np.searchsorted(-falling, -scores[candidates])
        views[f"{name}_rank"] = np.log1p(before).astype(np.float32)
    views["plain_mean"] = views["plain"] / np.float32(max(len(query.observed), 1))
    return views
