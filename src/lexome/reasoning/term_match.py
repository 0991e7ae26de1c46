"""How well one finding fits every disease: the likelihood ratio at the best ancestor they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.dense_terms import DENSE, LOSS, DenseTerms
from lexome.reasoning.profiles import Profiles


@dataclass
class TermMatcher:
    """Natural log likelihood ratios of findings, remembered up to ``remember`` terms (the oldest is dropped).

    ``dense_from`` is how many diseases must show a term for it to be spread over all lines.
    """

    profiles: Profiles
    remember: int = 256
    dense_from: int = DENSE
    _known: dict[int, NDArray[np.float32]] = field(default_factory=dict)

    @cached_property
    def dense(self) -> DenseTerms:
        """General terms spread over all lines."""
        return DenseTerms.of(self.profiles, dense=self.dense_from)

    def log_lr(self, term: int) -> NDArray[np.float32]:
        """Return the log ratio of one finding for every line: the best over the ancestors shared."""
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= self.remember:
                self._known.pop(next(iter(self._known)))
            found = self._known[term] = self._compute(term)
        return found

    def forget(self) -> None:
        """Drop what is remembered."""
        self._known.clear()

    def floor(self, term: int) -> float:
        """Return the ratio of a disease that shares nothing: everything is lost."""
        return -LOSS * float(self.profiles.information[term])

    def _compute(self, term: int) -> NDArray[np.float32]:
        profiles, dense = self.profiles, self.dense
        best = np.zeros(profiles.diseases, np.float32)
        for row in dense.lowest(term, profiles.closure):
            np.maximum(best, dense.best[row], out=best)
        ancestors = profiles.closure.of(term)
        for ancestor in ancestors[dense.row_of[ancestors] < 0].tolist():
            part = slice(profiles.indptr[ancestor], profiles.indptr[ancestor + 1])
            disease = profiles.disease[part]
            best[disease] = np.maximum(best[disease], dense.posted[part])
        best += np.float32(self.floor(term))
        return best

    def best_ancestors(
        self, term: int, probability: NDArray[np.float32]
    ) -> tuple[NDArray[np.int_], NDArray[np.float32]]:
        """Return by line the ancestor at which the ratio is read, and the line's probability of it.

        ``probability`` has a row per line and a column per ancestor of the term. -1 where nothing shared does better
        than sharing nothing.
        """
        profiles = self.profiles
        ancestors = profiles.closure.of(term)
        added = LOSS * profiles.information[ancestors] - profiles.log_background[ancestors]
        reading = np.full(probability.shape, -np.inf)
        shown = probability > 0
        reading[shown] = np.log(probability[shown]) + np.broadcast_to(added, probability.shape)[shown]
        best = reading.argmax(axis=1)
        line = np.arange(len(best))
        nothing = reading[line, best] <= 0
        return np.where(nothing, -1, ancestors[best]), np.where(nothing, np.float32(0.0), probability[line, best])
