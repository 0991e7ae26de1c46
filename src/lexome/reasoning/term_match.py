"""How well one finding fits every disease: the likelihood ratio at the best ancestor they share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.profiles import Profiles

LOSS = 0.5
"""Nats of penalty per nat of information lost when a finding and a disease meet only at an ancestor. Chosen on dev
cases between .3 and 1 (top-10 of stratum C .50 at .5 and at .8)."""

DENSE = 600
"""From so many diseases on, adding over all lines is faster than picking those that show the term (measured)."""

SPREADS = 512
"""General terms kept spread over all lines: they are ancestors of many findings."""


@dataclass
class TermMatcher:
    """Natural log likelihood ratios of findings, remembered up to ``remember`` terms (the oldest is dropped)."""

    profiles: Profiles
    remember: int = 256
    _known: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    _spreads: dict[int, NDArray[np.float32]] = field(default_factory=dict)

    def log_lr(self, term: int) -> NDArray[np.float32]:
        """Return the log ratio of one finding for every line: the best over the ancestors shared."""
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= self.remember:
                self._known.pop(next(iter(self._known)))
            found = self._known[term] = self._compute(term)
        return found

    def offset(self, term: int, ancestors: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return what is added to the log probability of each ancestor to give the ratio read there."""
        information = self.profiles.information
        added: NDArray[np.float32] = (
            LOSS * (information[ancestors] - information[term]) - self.profiles.log_background[ancestors]
        )
        return added

    def floor(self, term: int) -> float:
        """Return the ratio of a disease that shares nothing: everything is lost."""
        return -LOSS * float(self.profiles.information[term])

    def _compute(self, term: int) -> NDArray[np.float32]:
        profiles = self.profiles
        best = np.full(profiles.diseases, self.floor(term), np.float32)
        ancestors = profiles.closure.of(term)
        for ancestor, offset in zip(ancestors.tolist(), self.offset(term, ancestors), strict=True):
            spread = self.spread(ancestor)
            if spread is not None:
                np.maximum(best, spread + offset, out=best)
            else:
                part = slice(profiles.indptr[ancestor], profiles.indptr[ancestor + 1])
                disease = profiles.disease[part]
                best[disease] = np.maximum(best[disease], profiles.log_probability[part] + offset)
        return best

    def spread(self, term: int) -> NDArray[np.float32] | None:
        """Return the log probability of a general term in every disease, -inf where it is not shown; None for a term
        that few diseases show."""
        part = slice(self.profiles.indptr[term], self.profiles.indptr[term + 1])
        if part.stop - part.start < DENSE:
            return None
        found = self._spreads.get(term)
        if found is None:
            if len(self._spreads) >= SPREADS:
                self._spreads.pop(next(iter(self._spreads)))
            found = np.full(self.profiles.diseases, -np.inf, np.float32)
            found[self.profiles.disease[part]] = self.profiles.log_probability[part]
            self._spreads[term] = found
        return found

    def best_ancestor(self, term: int, line: int) -> tuple[int, float]:
        """Return the ancestor at which the ratio is read, and the line's probability of it; (-1, 0.0) when nothing
        shared does better than sharing nothing."""
        ancestors = self.profiles.closure.of(term)
        probability = self.profiles.probabilities(line, ancestors)
        ratio = np.full(len(ancestors), -np.inf)
        shown = probability > 0
        ratio[shown] = np.log(probability[shown]) + self.offset(term, ancestors[shown])
        best = int(ratio.argmax())
        if ratio[best] <= self.floor(term):
            return -1, 0.0
        return int(ancestors[best]), float(probability[best])
