"""Phenotype profiles: for every disease, how probable each HPO term and each of its ancestors is in a patient.

An annotation row counts as a small sample (``hits`` of ``trials`` patients); rows of one disease and term add up and
are shrunk towards a prior, so that 1 of 2 is not 50 of 100. A disease that shows a term shows every ancestor of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

PRIOR_MEAN = 0.55
PRIOR_WEIGHT = 2.0
"""Beta prior of a frequency once a term is annotated at all: where two papers give the frequency of one term in one
disease, the second averages .55 when the first states none, and .62 to .68 when the first saw 1 of 1 or 2 of 2
(HPO annotations 2025-01-16, rows with denominators)."""

COEXISTENCE = 0.5
"""How far signs below one ancestor count as independent when its probability is formed: 0 takes the most frequent
one alone, 1 takes a noisy or of all. Chosen on dev cases between 0, .25, .5 and 1."""

_BITS = 10
_SCALE = (1 << _BITS) - 1


@dataclass(frozen=True, slots=True)
class Annotations:
    """Annotation rows as samples: ``hits`` of ``trials`` patients of ``disease`` showed ``term``."""

    disease: NDArray[np.int32]
    term: NDArray[np.int32]
    hits: NDArray[np.float32]
    trials: NDArray[np.float32]


@dataclass(frozen=True)
class Closure:
    """Ancestors of every term, itself included, as CSR."""

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]

    @property
    def terms(self) -> int:
        """Number of terms."""
        return len(self.indptr) - 1

    def of(self, term: int) -> NDArray[np.int32]:
        """Return the ancestors of one term, itself included."""
        return self.indices[self.indptr[term] : self.indptr[term + 1]]

    @cached_property
    def below(self) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        """The closure turned round: (indptr, terms at or below each term), ready to index with."""
        term = np.repeat(np.arange(self.terms), np.diff(self.indptr))
        order = np.argsort(self.indices, kind="stable")
        return np.searchsorted(self.indices[order], np.arange(self.terms + 1)), term[order]

    def expand(self, terms: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return (position in ``terms``, ancestor) for every ancestor of every term."""
        counts = self.indptr[terms + 1] - self.indptr[terms]
        position = np.repeat(np.arange(len(terms)), counts)
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return position, self.indices[self.indptr[terms][position] + offset]


@dataclass(frozen=True)
class Profiles:
    """Probability of each term in a patient of each disease.

    ``own_*`` are the terms annotated as such, sorted by disease, with pooled ``own_probability`` and the number of
    patients behind it. Only the first ``counted`` diseases enter background and information: those after them are
    copies made for training. The postings (``indptr`` by term) hold ``disease`` and ``probability`` for every term
    and ancestor that a disease shows.
    """

    closure: Closure
    diseases: int
    counted: int
    own_disease: NDArray[np.int32]
    own_term: NDArray[np.int32]
    own_probability: NDArray[np.float32]
    own_patients: NDArray[np.float32]
    indptr: NDArray[np.int64]
    disease: NDArray[np.int32]
    probability: NDArray[np.float32]

    def prepare(self) -> None:
        """Compute what would be computed when it is first asked for."""
        _ = self.closure.below, self.by_disease, self.totals, self.own_indptr
        _ = self.background, self.log_background, self.information, self.log_probability

    def postings(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the diseases that show a term and with what probability."""
        part = slice(self.indptr[term], self.indptr[term + 1])
        return self.disease[part], self.probability[part]

    def probability_of(self, term: int, disease: int) -> float:
        """Return the probability of one term in one disease, 0.0 when it is not shown."""
        diseases, probability = self.postings(term)
        at = int(np.searchsorted(diseases, disease))
        return float(probability[at]) if at < len(diseases) and diseases[at] == disease else 0.0

    def probabilities(self, disease: int, terms: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the probability of several terms in one disease, 0.0 where not shown."""
        indptr, posted, probability = self.by_disease
        part = slice(indptr[disease], indptr[disease + 1])
        own = posted[part]
        if not len(own):
            return np.zeros(len(terms), np.float32)
        at = np.minimum(np.searchsorted(own, terms), len(own) - 1)
        return np.where(own[at] == terms, probability[part][at], np.float32(0.0))

    @cached_property
    def log_probability(self) -> NDArray[np.float32]:
        """Natural log of the postings' probability."""
        return np.log(self.probability)

    @cached_property
    def log_background(self) -> NDArray[np.float32]:
        """Natural log of ``background``."""
        return np.log(self.background)

    @cached_property
    def own_indptr(self) -> NDArray[np.int64]:
        """Start of each disease in the ``own_*`` columns."""
        return np.searchsorted(self.own_disease, np.arange(self.diseases + 1))

    @cached_property
    def background(self) -> NDArray[np.float32]:
        """Probability of each term in a patient of a disease drawn at random."""
        counted = np.where(self.disease < self.counted, self.probability, 0.0)
        sums = np.concatenate(([0.0], np.cumsum(counted, dtype=np.float64)))
        return ((np.diff(sums[self.indptr]) + 0.5) / (self.counted + 1)).astype(np.float32)

    @cached_property
    def information(self) -> NDArray[np.float32]:
        """Information content of each term in nats: -log of the fraction of diseases that show it."""
        sums = np.concatenate(([0], np.cumsum(self.disease < self.counted)))
        count = np.maximum(np.diff(sums[self.indptr]), 0.5)
        return np.minimum(-np.log(count / self.counted), np.log(self.counted)).astype(np.float32)

    @cached_property
    def totals(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Of each disease's whole profile: the sum of information, the same weighed by probability, and the Euclidean
        length of what is summed there."""
        information = np.repeat(self.information, np.diff(self.indptr))
        weighed = information * self.probability
        whole, expected, squares = (
            np.bincount(self.disease, values, minlength=self.diseases).astype(np.float32)
            for values in (information, weighed, np.square(weighed))
        )
        return whole, expected, np.sqrt(squares) + np.float32(1e-6)

    @cached_property
    def by_disease(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
        """The postings turned round: (indptr by disease, term, probability)."""
        order = np.argsort(self.disease, kind="stable")
        term = np.repeat(np.arange(self.closure.terms, dtype=np.int32), np.diff(self.indptr))
        indptr = np.concatenate(([0], np.cumsum(np.bincount(self.disease, minlength=self.diseases))))
        return indptr, term[order], self.probability[order]


def build_profiles(
    annotations: Annotations, closure: Closure, *, diseases: int, counted: int | None = None
) -> Profiles:
    """Pool the rows of each disease and term, shrink, and carry every term up to its ancestors."""
    key = annotations.disease.astype(np.int64) * closure.terms + annotations.term
    keys, where = np.unique(key, return_inverse=True)
    hits = np.bincount(where, annotations.hits, minlength=len(keys))
    trials = np.bincount(where, annotations.trials, minlength=len(keys))
    probability = (hits + PRIOR_MEAN * PRIOR_WEIGHT) / (trials + PRIOR_WEIGHT)
    # looked for and never seen: half a patient among those examined, not the prior of an annotated sign
    probability = np.where(hits == 0, np.minimum(probability, 0.5 / (trials + 1)), probability).astype(np.float32)
    disease, term = (keys // closure.terms).astype(np.int32), (keys % closure.terms).astype(np.int32)
    indptr, posted, carried = _carry_up(disease, term, probability, closure, diseases)
    counted = diseases if counted is None else counted
    patients = trials.astype(np.float32)
    return Profiles(closure, diseases, counted, disease, term, probability, patients, indptr, posted, carried)


def _carry_up(
    disease: NDArray[np.int32],
    term: NDArray[np.int32],
    probability: NDArray[np.float32],
    closure: Closure,
    diseases: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Return postings by term: the most frequent sign below, and part of what the others add.

    One sort of (ancestor, disease, probability in 10 bits) packed into an integer puts the largest last in each run.
    """
    shown = probability > _ABSENT
    disease, term, probability = disease[shown], term[shown], probability[shown]
    position, ancestor = closure.expand(term)
    packed = ancestor.astype(np.int64) * diseases + disease[position]
    packed = (packed << _BITS) | (np.minimum(probability, 0.995) * _SCALE).astype(np.int64)[position]
    packed.sort()
    key, below = packed >> _BITS, _LOG_MISS[packed & _SCALE]
    last = np.flatnonzero(np.append(key[1:] != key[:-1], True)) if len(key) else np.zeros(0, np.intp)
    first = np.concatenate(([0], last[:-1] + 1)) if len(key) else last
    total = np.add.reduceat(below, first) if len(key) else below
    miss = below[last] + COEXISTENCE * (total - below[last])
    indptr = np.searchsorted(key[last], np.arange(closure.terms + 1) * diseases)
    return indptr, (key[last] % diseases).astype(np.int32), (-np.expm1(miss)).astype(np.float32)


_ABSENT = 0.02
_LOG_MISS = np.log1p(-np.minimum(np.arange(_SCALE + 1) / _SCALE, 0.995)).astype(np.float32)
