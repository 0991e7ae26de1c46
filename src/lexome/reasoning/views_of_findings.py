"""Views that go finding by finding: how each is matched, how much of it is lost, which stay unexplained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.profiles import Profiles
from lexome.reasoning.query import Query
from lexome.reasoning.term_match import TermMatcher

Columns = dict[str, NDArray[np.float32]]

UNEXPLAINED = 0.5
"""A finding of which less than this fraction of the information is shared counts as unexplained."""


@dataclass(frozen=True, slots=True)
class Read:
    """Probabilities of the query's ancestors in the candidates: shape (candidates, len(query.closure)).

    ``information`` is the sum of the information of each candidate's whole profile, ``expected`` the same weighted by
    probability, ``length`` its Euclidean length.
    """

    probability: NDArray[np.float32]
    information: NDArray[np.float32]
    expected: NDArray[np.float32]
    length: NDArray[np.float32]


def read_candidates(query: Query, candidates: NDArray[np.intp], profiles: Profiles) -> Read:
    """Read the profiles of the candidates once."""
    indptr, terms, probabilities = profiles.by_disease
    counts = indptr[candidates + 1] - indptr[candidates]
    owner = np.repeat(np.arange(len(candidates)), counts)
    place = np.arange(counts.sum()) + np.repeat(indptr[candidates] - (np.cumsum(counts) - counts), counts)
    term, probability = terms[place], probabilities[place]
    column = np.full(profiles.closure.terms, -1, np.int32)
    column[query.closure] = np.arange(len(query.closure))
    at = column[term]
    table = np.zeros((len(candidates), len(query.closure)), np.float32)
    table[owner[at >= 0], at[at >= 0]] = probability[at >= 0]
    information = profiles.information[term]
    weighed = information * probability

    def total(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.bincount(owner, values, minlength=len(candidates)).astype(np.float32)

    return Read(table, total(information), total(weighed), np.sqrt(total(np.square(weighed))) + np.float32(1e-6))


def finding_views(query: Query, read: Read, matcher: TermMatcher) -> Columns:
    """Return the views over observed findings."""
    ratio, shared, shown, exact = _by_finding(query, read, matcher)
    own = np.maximum(matcher.profiles.information[query.observed], 0.1)
    all_own = own.sum() + 1e-6
    covered = shared / own
    weight = query.weight
    return {
        "best_finding": ratio.max(axis=1, initial=-99.0),
        "worst_finding": ratio.min(axis=1, initial=99.0),
        "ratio_for": np.maximum(ratio, 0).sum(axis=1),
        "ratio_against": np.minimum(ratio, 0).sum(axis=1),
        "share_against": _mean(ratio < 0),
        "covered": shared.sum(axis=1) / all_own,
        "covered_expected": (shared * shown).sum(axis=1) / all_own,
        "covered_weighed": shared @ weight / (weight @ own + 1e-6),
        "exact": _mean(exact > 0),
        "exact_information": (exact > 0) @ own / all_own,
        "exact_expected": _mean(exact),
        "exact_count": (exact > 0).sum(axis=1),
        "unexplained": _mean(covered < UNEXPLAINED),
        "unexplained_information": ((covered < UNEXPLAINED) * (own - shared)).sum(axis=1),
        "lost": (own - shared).sum(axis=1),
        "lost_most": (own - shared).max(axis=1, initial=0.0),
        "shared": shared.sum(axis=1),
        "log_shown": np.log(np.maximum(shown, 1e-3)).sum(axis=1),
    }


def absent_views(query: Query, read: Read, profiles: Profiles) -> Columns:
    """Return the views over excluded findings; -1 in ``absent_known`` where none was excluded."""
    columns = query.columns(query.excluded.astype(np.int32))
    expected = read.probability[:, columns]
    background = profiles.background[query.excluded]
    missed = np.log1p(-np.minimum(expected, 0.98))
    return {
        "absent_miss": missed.sum(axis=1),
        "absent_miss_relative": (missed - np.log1p(-np.minimum(background, 0.98))).sum(axis=1),
        "absent_most_expected": expected.max(axis=1, initial=0.0),
        "absent_mean_expected": _mean(expected),
        "absent_expected_count": (expected > 0.3).sum(axis=1),
        "absent_known": _mean(expected > 0) if len(columns) else np.full(len(expected), -1.0),
    }


def _by_finding(
    query: Query, read: Read, matcher: TermMatcher
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return (candidates, findings) tables: log ratio, shared information, probability there, probability itself."""
    shape = (len(read.probability), len(query.observed))
    ratio, shared = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    shown, exact = np.ones(shape, np.float32), np.zeros(shape, np.float32)
    with np.errstate(divide="ignore"):
        logs = np.log(read.probability)
    for at, term in enumerate(query.observed.tolist()):
        ancestors = matcher.profiles.closure.of(term)
        columns = query.columns(ancestors)
        ratio[:, at] = np.maximum((logs[:, columns] + matcher.offset(term, ancestors)).max(axis=1), matcher.floor(term))
        held = (read.probability[:, columns] > 0) * matcher.profiles.information[ancestors]
        best = held.argmax(axis=1)
        shared[:, at] = held[np.arange(shape[0]), best]
        reached = read.probability[np.arange(shape[0]), columns[best]]
        shown[:, at] = np.where(reached > 0, reached, 1.0)
        exact[:, at] = read.probability[:, query.columns(np.array([term], np.int32))[0]]
    return ratio, shared, shown, exact


def _mean(table: NDArray[np.float32] | NDArray[np.bool_]) -> NDArray[np.float32]:
    """Mean over findings, 0 where there is none."""
    mean: NDArray[np.float32] = (table.sum(axis=1) / max(table.shape[1], 1)).astype(np.float32)
    return mean
