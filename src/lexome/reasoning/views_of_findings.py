"""Views that go finding by finding: how each is matched, how much of it is lost, which stay unexplained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.dense_terms import DenseTerms
from lexome.reasoning.profiles import Profiles
from lexome.reasoning.query import Query

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


def read_candidates(query: Query, candidates: NDArray[np.intp], profiles: Profiles, dense: DenseTerms) -> Read:
    """Read the query's ancestors in the candidates: general terms from their rows, others from their postings."""
    table = np.zeros((len(query.closure), len(candidates)), np.float32)
    rows = dense.row_of[query.closure]
    general = rows >= 0
    table[general] = dense.probability[rows[general][:, None], candidates]
    rare = np.flatnonzero(~general)
    if len(rare) and len(candidates):
        start, stop = profiles.indptr[query.closure[rare]], profiles.indptr[query.closure[rare] + 1]
        disease = np.concatenate([profiles.disease[a:b] for a, b in zip(start.tolist(), stop.tolist(), strict=True)])
        shown = np.concatenate([profiles.probability[a:b] for a, b in zip(start.tolist(), stop.tolist(), strict=True)])
        column = np.full(profiles.diseases, -1, np.int32)
        column[candidates] = np.arange(len(candidates))
        at = column[disease]
        table[np.repeat(rare, stop - start)[at >= 0], at[at >= 0]] = shown[at >= 0]
    information, expected, length = profiles.totals
    return Read(table.T, information[candidates], expected[candidates], length[candidates])


def finding_views(query: Query, read: Read, ratio: NDArray[np.float32], profiles: Profiles) -> Columns:
    """Return the views over observed findings; ``ratio`` has their log ratios, a row per candidate."""
    shared, shown, exact = _by_finding(query, read, profiles)
    own = np.maximum(profiles.information[query.observed], np.float32(0.1))
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
    query: Query, read: Read, profiles: Profiles
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return (candidates, findings) tables: shared information, probability there, probability of the finding."""
    number = len(read.probability)
    if not len(query.observed):
        return (np.zeros((number, 0), np.float32),) * 3
    columns, information = _by_information(query, profiles)
    reached = read.probability[:, columns.ravel()].reshape(number, *columns.shape)
    first = (reached > 0).argmax(axis=2)
    shown = np.take_along_axis(reached, first[:, :, None], axis=2)[:, :, 0]
    shared = np.where(shown > 0, information[np.arange(len(columns)), first], np.float32(0.0))
    exact = read.probability[:, query.columns(query.observed.astype(np.int32))]
    return shared, np.where(shown > 0, shown, np.float32(1.0)), exact


def _by_information(query: Query, profiles: Profiles) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the places in the closure of each finding's ancestors and their information, the most informative first;
    shorter lists repeat their last."""
    ancestors = [profiles.closure.of(term) for term in query.observed.tolist()]
    longest = max(map(len, ancestors))
    columns = np.zeros((len(ancestors), longest), np.intp)
    information = np.zeros((len(ancestors), longest), np.float32)
    for at, own in enumerate(ancestors):
        falling = own[np.argsort(-profiles.information[own], kind="stable")]
        padded = np.concatenate([falling, np.repeat(falling[-1:], longest - len(own))])
        columns[at] = query.columns(padded)
        information[at] = profiles.information[padded]
    return columns, information


def _mean(table: NDArray[np.float32] | NDArray[np.bool_]) -> NDArray[np.float32]:
    """Mean over findings, 0 where there is none."""
    mean: NDArray[np.float32] = (table.sum(axis=1) / max(table.shape[1], 1)).astype(np.float32)
    return mean
