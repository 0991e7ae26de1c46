"""Views from the disease's side: which of its signs the patient has, lacks, or was never asked about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.annotation_rows import AnnotationRows
from lexome.reasoning.first_pass import ASKED
from lexome.reasoning.profiles import Profiles
from lexome.reasoning.query import Query
from lexome.reasoning.views_of_findings import Columns, Read

NOTHING = 1e-3
"""Terms that tell less than so many nats are not looked at: every disease has them."""

FREQUENT = 0.6
"""A sign more probable than this is expected in the patient."""


@dataclass(frozen=True)
class OwnSigns:
    """What does not depend on the patient: per annotated sign its term and information, what missing it says, its
    expected information (``weight``, and the same of frequent signs), and the sums of the last two per line."""

    term: NDArray[np.intp]
    information: NDArray[np.float32]
    miss: NDArray[np.float32]
    weight: NDArray[np.float32]
    frequent: NDArray[np.float32]
    expected: NDArray[np.float32]
    expected_frequent: NDArray[np.float32]

    @classmethod
    def of(cls, profiles: Profiles) -> OwnSigns:
        """Compute them once."""
        probability = profiles.own_probability
        information = profiles.information[profiles.own_term]
        weight = probability * information
        frequent = (probability > FREQUENT) * weight
        expected, expected_frequent = (
            np.bincount(profiles.own_disease, values, minlength=profiles.diseases).astype(np.float32) + np.float32(1e-6)
            for values in (weight, frequent)
        )
        miss = np.log1p(-np.minimum(probability, np.float32(0.95)))
        return cls(profiles.own_term.astype(np.intp), information, miss, weight, frequent, expected, expected_frequent)


def profile_views(query: Query, candidates: NDArray[np.intp], profiles: Profiles, signs: OwnSigns) -> Columns:
    """Return how much of each candidate's own signs the patient shows, by information and probability."""
    start = profiles.own_indptr[candidates]
    counts = profiles.own_indptr[candidates + 1] - start
    first = np.cumsum(counts) - counts
    place = np.arange(counts.sum()) + np.repeat(start - first, counts)
    term, own, miss = signs.term[place], signs.information[place], signs.miss[place]
    probability, weight = profiles.own_probability[place], signs.weight[place]
    shown = _best_shared(query.closure[query.is_observed], profiles)[term]
    asked = _best_shared(query.closure, profiles)[term] if len(query.excluded) else shown
    far, unasked = shown < 0.5 * own, asked < 0.5 * own
    frequent = (probability > FREQUENT) * probability
    rows = np.empty((9, len(place)), np.float32)
    rows[0], rows[1], rows[2], rows[3] = probability * shown, shown, frequent * shown, probability * asked
    rows[4], rows[5], rows[6] = far * miss, far * weight, unasked * miss
    rows[7], rows[8] = shown >= own - 1e-4, asked >= own - 1e-4
    total = np.zeros((9, len(candidates)), np.float32)
    there = counts > 0
    if there.any():
        total[:, there] = np.add.reduceat(rows, first[there], axis=1)
    number = np.maximum(counts, 1).astype(np.float32)
    expected = signs.expected[candidates]
    return {
        "reverse": total[0] / expected,
        "reverse_mean": total[1] / number,
        "reverse_frequent": total[2] / signs.expected_frequent[candidates],
        "reverse_asked": total[3] / expected,
        "missing": total[4],
        "missing_information": total[5],
        "missing_unasked": total[6],
        "hits": total[7],
        "hit_share": total[7] / number,
        "asked_share": total[8] / number,
    }


def _best_shared(closure: NDArray[np.int64], profiles: Profiles) -> NDArray[np.float32]:
    """Return, for every term, the information of its most informative ancestor within a closure.

    From general to specific, so that the last value written to a term is the highest.
    """
    start, below = profiles.closure.below
    best = np.zeros(profiles.closure.terms, np.float32)
    information = profiles.information[closure]
    for at in np.argsort(information, kind="stable").tolist():
        if information[at] < NOTHING:
            continue
        term = closure[at]
        best[below[start[term] : start[term + 1]]] = information[at]
    return best


def set_views(query: Query, read: Read, profiles: Profiles) -> Columns:
    """Return overlaps of the two sets of ancestors, weighted by information."""
    information = profiles.information[query.closure]
    observed = information * query.is_observed
    asked = information * np.where(query.is_observed, 1.0, ASKED).astype(np.float32)
    held = (read.probability > 0).astype(np.float32)
    overlap, expected = held @ observed, read.probability @ observed
    total = observed.sum() + 1e-6
    lengths = read.length * (np.linalg.norm(observed) + 1e-6)
    asked_lengths = read.length * (np.linalg.norm(asked) + 1e-6)
    overlap_asked = held @ information
    return {
        "overlap": overlap / (total + read.information - overlap + 1e-6),
        "overlap_of_patient": overlap / total,
        "overlap_of_disease": overlap / (read.information + 1e-6),
        "overlap_expected": expected / (total + read.expected - expected + 1e-6),
        "overlap_asked": overlap_asked / (information.sum() + read.information - overlap_asked + 1e-6),
        "cosine_observed": read.probability @ (information * observed) / lengths,
        "cosine_asked": read.probability @ (information * asked) / asked_lengths,
    }


@dataclass(frozen=True, slots=True)
class ReferenceIndex:
    """Positive annotation rows by term: line and reference, so that one paper's description can be compared."""

    indptr: NDArray[np.int64]
    line: NDArray[np.int32]
    reference: NDArray[np.int32]
    width: int

    @classmethod
    def build(cls, rows: AnnotationRows, profiles: Profiles) -> ReferenceIndex:
        """Sort the rows that state presence by term."""
        diseases = rows.diseases
        stated = diseases.present[rows.row] & ~(diseases.numerator[rows.row] == 0)
        term = rows.term()[stated]
        order = np.argsort(term, kind="stable")
        indptr = np.searchsorted(term[order], np.arange(profiles.closure.terms + 1))
        reference = diseases.reference[rows.row[stated]][order]
        return cls(indptr, rows.line[stated][order], reference, len(diseases.references))


def reference_views(query: Query, candidates: NDArray[np.intp], index: ReferenceIndex, profiles: Profiles) -> Columns:
    """Return how much of the patient the best single reference of each candidate describes word for word."""
    place = np.full(profiles.diseases, -1, np.int64)
    place[candidates] = np.arange(len(candidates))
    number = max(len(query.observed), 1)
    keys = [np.zeros(0, np.int64)]
    for which, term in enumerate(query.observed.tolist()):
        part = slice(index.indptr[term], index.indptr[term + 1])
        at = place[index.line[part]]
        there = at >= 0
        keys.append((at[there] * index.width + index.reference[part][there]) * number + which)
    count, covered = np.zeros(len(candidates), np.float32), np.zeros(len(candidates), np.float32)
    described = np.unique(np.concatenate(keys))
    if len(described):
        key, finding = described // number, described % number
        start = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
        owner = key[start] // index.width
        first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        per_paper = np.diff(np.append(start, len(key))).astype(np.float32)
        information = np.add.reduceat(profiles.information[query.observed][finding], start)
        count[owner[first]] = np.maximum.reduceat(per_paper, first)
        covered[owner[first]] = np.maximum.reduceat(information, first)
    total = float(profiles.information[query.observed].sum()) + 1e-6
    return {
        "reference_covered": covered / np.float32(total),
        "reference_findings": count,
        "reference_share": count / np.float32(max(len(query.observed), 1)),
    }
