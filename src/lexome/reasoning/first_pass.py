"""All diseases scored at once by four simple views, to choose the candidates that are looked at closely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.profiles import Profiles
from lexome.reasoning.query import Query
from lexome.reasoning.term_match import TermMatcher

ASKED = 0.6
"""Weight of ancestors of excluded findings in the cosine: what was looked for tells what was suspected. Chosen on
dev cases between 0, .3 and .6."""

ASKED_RATIO = 0.5
"""Weight of the (positive) likelihood ratios of excluded findings beside the other views, chosen likewise."""


@dataclass(frozen=True, slots=True)
class FirstPass:
    """Scores of all lines, float32 each; lines that are not allowed have -inf in ``mix``.

    ``plain`` sums the log likelihood ratios of the observed findings; ``weighed`` does so with weights that fall with
    redundancy; ``cosine`` compares the ancestors asked about with the profile; ``asked`` sums the positive log ratios
    of excluded findings; ``union`` sums both, weighed by what all of them share. ``mix`` adds the first four as
    standard scores.
    """

    plain: NDArray[np.float32]
    weighed: NDArray[np.float32]
    cosine: NDArray[np.float32]
    asked: NDArray[np.float32]
    union: NDArray[np.float32]
    mix: NDArray[np.float32]

    def candidates(self, count: int) -> NDArray[np.intp]:
        """Return the lines with the highest mix, best first; ties go to the lower line."""
        count = min(count, int(np.isfinite(self.mix).sum()))
        if count <= 0:
            return np.zeros(0, np.intp)
        kept = np.argpartition(-self.mix, count - 1)[:count]
        return kept[np.lexsort((kept, -self.mix[kept]))]


@dataclass(frozen=True)
class FirstPasser:
    """Runs first passes over one set of profiles."""

    profiles: Profiles
    matcher: TermMatcher

    def run(self, query: Query, allowed: NDArray[np.bool_] | None = None) -> FirstPass:
        """Return the scores of every line, standardised over those allowed."""
        lines = self.profiles.diseases
        plain, weighed, asked, union = (np.zeros(lines, np.float32) for _ in range(4))
        seen = len(query.observed)
        for term, weight, among_all in zip(
            query.observed.tolist(), query.weight.tolist(), query.asked_weight[:seen].tolist(), strict=True
        ):
            ratio = self.matcher.log_lr(term)
            plain += ratio
            weighed += weight * ratio
            union += among_all * ratio
        for term, among_all in zip(query.excluded.tolist(), query.asked_weight[seen:].tolist(), strict=True):
            ratio = np.maximum(self.matcher.log_lr(term), 0.0)
            asked += ratio
            union += ASKED_RATIO * among_all * ratio
        cosine = self._cosine(query)
        mix = (
            _standard(plain, allowed)
            + _standard(weighed, allowed)
            + _standard(cosine, allowed)
            + ASKED_RATIO * _standard(asked, allowed)
        )
        if allowed is not None:
            mix = np.where(allowed, mix, -np.inf)
        return FirstPass(plain, weighed, cosine, asked, union, mix.astype(np.float32))

    def _cosine(self, query: Query) -> NDArray[np.float32]:
        """Return the cosine up to a factor common to all lines."""
        profiles = self.profiles
        scale = np.square(profiles.information[query.closure]) * np.where(query.is_observed, 1.0, ASKED)
        scale = scale.astype(np.float32)
        dense = self.matcher.dense
        rows = dense.row_of[query.closure]
        general = rows >= 0
        total: NDArray[np.float32] = scale[general] @ dense.probability[rows[general]]
        where, what = [], []
        for term, factor in zip(query.closure[~general].tolist(), scale[~general], strict=True):
            disease, probability = profiles.postings(term)
            where.append(disease)
            what.append(probability * factor)
        if where:
            total += np.bincount(np.concatenate(where), np.concatenate(what), minlength=profiles.diseases)
        return total / profiles.totals[2]


def _standard(scores: NDArray[np.float32], allowed: NDArray[np.bool_] | None) -> NDArray[np.float32]:
    """Return scores less their mean over their deviation; zeros where all are alike."""
    counted = scores if allowed is None else scores[allowed]
    deviation = float(counted.std()) if counted.size else 0.0
    if deviation < 1e-6:
        return np.zeros_like(scores)
    standard: NDArray[np.float32] = (scores - counted.mean()) / np.float32(deviation)
    return standard
