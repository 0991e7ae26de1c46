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
    of excluded findings; ``union`` sums both, weighed by what all of them share; ``ratios`` has the log ratios of
    the observed findings, a row each. ``mix`` adds the first four as standard scores.
    """

    plain: NDArray[np.float32]
    weighed: NDArray[np.float32]
    cosine: NDArray[np.float32]
    asked: NDArray[np.float32]
    union: NDArray[np.float32]
    ratios: NDArray[np.float32]
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
        seen = len(query.observed)
        among_all = query.asked_weight
        ratios = self._ratios(query.observed)
        plain = ratios.sum(axis=0)
        weighed, union = np.stack([query.weight, among_all[:seen]]) @ ratios
        asked = np.zeros(self.profiles.diseases, np.float32)
        if len(query.excluded):
            positive = np.maximum(self._ratios(query.excluded), np.float32(0.0))
            asked = positive.sum(axis=0)
            union = union + np.float32(ASKED_RATIO) * (among_all[seen:] @ positive)
        cosine = self._cosine(query)
        mix = (
            _standard(plain, allowed)
            + _standard(weighed, allowed)
            + _standard(cosine, allowed)
            + ASKED_RATIO * _standard(asked, allowed)
        )
        if allowed is not None:
            mix = np.where(allowed, mix, -np.inf)
        return FirstPass(plain, weighed, cosine, asked, union, ratios, mix.astype(np.float32))

    def _ratios(self, terms: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the log ratios of several findings, a row each."""
        if not len(terms):
            return np.zeros((0, self.profiles.diseases), np.float32)
        return np.stack([self.matcher.log_lr(term) for term in terms.tolist()])

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
    if not counted.size:
        return np.zeros_like(scores)
    mean = np.float32(counted.mean())
    centred = scores - mean
    own = centred if allowed is None else centred[allowed]
    deviation = np.float32(np.sqrt(np.dot(own, own) / own.size))
    if deviation < 1e-6:
        return np.zeros_like(scores)
    centred /= deviation
    return centred
