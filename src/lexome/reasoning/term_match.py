"""How well one finding fits every disease: the likelihood ratio at the best ancestor they share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.profiles import Profiles

LOSS = 0.5
"""Nats of penalty per nat of information lost when a finding and a disease meet only at an ancestor. Chosen on dev
cases between .3 and 1 (top-10 of stratum C .50 at .5 and at .8)."""


@dataclass(frozen=True, slots=True)
class TermFit:
    """One finding against every disease, float32 per disease.

    ``log_lr`` is the natural log of the likelihood ratio; ``shared`` the information content of the most specific
    ancestor shared; ``shown`` the probability of that ancestor in the disease (1 where nothing is shared);
    ``exact`` the probability of the finding itself.
    """

    log_lr: NDArray[np.float32]
    shared: NDArray[np.float32]
    shown: NDArray[np.float32]
    exact: NDArray[np.float32]


@dataclass
class TermMatcher:
    """Fits of findings, remembered up to ``remember`` terms (the oldest is dropped)."""

    profiles: Profiles
    remember: int = 256
    _known: dict[int, TermFit] = field(default_factory=dict)

    def fit(self, term: int) -> TermFit:
        """Return one finding against every disease."""
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= self.remember:
                self._known.pop(next(iter(self._known)))
            found = self._known[term] = self._compute(term)
        return found

    def _compute(self, term: int) -> TermFit:
        """Ancestors go from general to specific, so that the last one written is the most informative."""
        profiles = self.profiles
        information, background = profiles.information, profiles.background
        ancestors = profiles.closure.of(term)
        ancestors = ancestors[np.argsort(information[ancestors], kind="stable")]
        own = information[term]
        log_lr = np.full(profiles.diseases, -LOSS * own, np.float32)
        shared = np.zeros(profiles.diseases, np.float32)
        shown = np.ones(profiles.diseases, np.float32)
        for ancestor in ancestors.tolist():
            disease, probability = profiles.postings(ancestor)
            ratio = np.log(probability / background[ancestor]) - LOSS * (own - information[ancestor])
            log_lr[disease] = np.maximum(log_lr[disease], ratio)
            shared[disease] = information[ancestor]
            shown[disease] = probability
        exact = np.zeros(profiles.diseases, np.float32)
        disease, probability = profiles.postings(term)
        exact[disease] = probability
        return TermFit(log_lr, shared, shown, exact)

    def best_ancestor(self, term: int, disease: int) -> tuple[int, float]:
        """Return the ancestor at which the likelihood ratio is read, and the disease's probability of it; (-1, 0.0)
        when nothing shared does better than sharing nothing."""
        profiles = self.profiles
        own = profiles.information[term]
        best, best_ratio, best_probability = -1, -LOSS * float(own), 0.0
        for ancestor in profiles.closure.of(term).tolist():
            lines, probability = profiles.postings(ancestor)
            at = int(np.searchsorted(lines, disease))
            if at < len(lines) and lines[at] == disease:
                lost = float(own - profiles.information[ancestor])
                ratio = float(np.log(probability[at] / profiles.background[ancestor])) - LOSS * lost
                if ratio > best_ratio:
                    best, best_ratio, best_probability = ancestor, ratio, float(probability[at])
        return best, best_probability
