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
from lexome.reasoning.views_of_neighbours import NeighbourViews
from lexome.reasoning.views_of_profile import OwnSigns, ReferenceIndex, profile_views, reference_views, set_views


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

    @cached_property
    def signs(self) -> OwnSigns:
        """What the annotated signs say before any patient."""
        return OwnSigns.of(self.profiles)

    @cached_property
    def neighbours(self) -> NeighbourViews:
        """Lines of the same gene and of the same series."""
        return NeighbourViews.of_groups(self.facts.by_gene, self.facts.by_series, lines=self.profiles.diseases)

    def prepare(self) -> None:
        """Compute what would be computed at the first patient."""
        _ = self.references, self.signs, self.neighbours

    def of(self, query: Query, first: FirstPass, candidates: NDArray[np.intp]) -> Columns:
        """Return the views of some lines, float32 per candidate, by name in a fixed order."""
        read = read_candidates(query, candidates, self.profiles, self.matcher.dense)
        views: Columns = {}
        views |= _score_views(query, first, candidates)
        views |= finding_views(query, read, first.ratios[:, candidates].T, self.profiles)
        views |= absent_views(query, read, self.profiles)
        views |= profile_views(query, candidates, self.profiles, self.signs)
        views |= set_views(query, read, self.profiles)
        views |= reference_views(query, candidates, self.references, self.profiles)
        views |= self.neighbours.of(query, first, candidates)
        views |= self._plain_views(query, candidates)
        return views

    def table(self, query: Query, first: FirstPass, candidates: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the views as one table, a row per candidate."""
        return np.column_stack(list(self.of(query, first, candidates).values())).astype(np.float32)

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
    everyone = bool(allowed.all())
    for name in ("plain", "weighed", "cosine", "asked", "union", "mix"):
        scores: NDArray[np.float32] = getattr(first, name)
        rising = np.sort(scores if everyone else scores[allowed])
        own = scores[candidates]
        views[name] = own
        views[f"{name}_gap"] = own - (rising[-1] if len(rising) else np.float32(0.0))
        views[f"{name}_rank"] = np.log1p(len(rising) - np.searchsorted(rising, own, side="right")).astype(np.float32)
    views["plain_mean"] = views["plain"] / np.float32(max(len(query.observed), 1))
    return views
