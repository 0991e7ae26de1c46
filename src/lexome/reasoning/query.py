"""A patient's terms prepared for matching: ancestors, weights and membership."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.case import Sex
from lexome.reasoning.profiles import Profiles

MOST_EXCLUDED = 60
"""Excluded findings beyond the most informative so many are not looked at: questionnaires list hundreds."""

MOST_OBSERVED = 120
"""Observed findings beyond the most informative so many add time, not information."""


@dataclass(frozen=True, slots=True)
class Query:
    """The patient's terms and their ancestors.

    ``observed`` and ``excluded`` are ontology rows; ``weight`` of each observed one in (0, 1] falls with what it
    shares with the others, so that correlated findings do not count twice; ``asked_weight`` does the same over
    observed and excluded ones together, in this order. ``closure`` lists every ancestor of either, ascending;
    ``is_observed`` marks those of observed findings.
    """

    observed: NDArray[np.int64]
    excluded: NDArray[np.int64]
    weight: NDArray[np.float32]
    asked_weight: NDArray[np.float32]
    closure: NDArray[np.int64]
    is_observed: NDArray[np.bool_]
    sex: Sex

    def columns(self, terms: NDArray[np.int32]) -> NDArray[np.intp]:
        """Return the places of terms in ``closure``."""
        return np.searchsorted(self.closure, terms)


def prepare_query(
    observed: tuple[int, ...], excluded: tuple[int, ...], profiles: Profiles, *, sex: Sex = Sex.UNKNOWN
) -> Query:
    """Return the terms with ancestors and weights; the most informative come first when there are too many."""
    kept = _most_informative(observed, profiles, MOST_OBSERVED)
    absent = _most_informative(excluded, profiles, MOST_EXCLUDED)
    above = [profiles.closure.of(term) for term in (*kept.tolist(), *absent.tolist())]
    closure = np.unique(np.concatenate(above)) if above else np.zeros(0, np.int32)
    member = np.zeros((len(above), len(closure)), np.bool_)
    for at, ancestors in enumerate(above):
        member[at, np.searchsorted(closure, ancestors)] = True
    shared = _shared(member, profiles.information[closure])
    own = np.maximum(profiles.information[np.concatenate([kept, absent])], np.float32(0.1))
    seen = len(kept)
    is_observed: NDArray[np.bool_] = np.zeros(len(closure), np.bool_)
    np.any(member[:seen], axis=0, out=is_observed)
    return Query(
        kept,
        absent,
        _weights(shared[:seen, :seen], own[:seen]),
        _weights(shared, own),
        closure.astype(np.int64),
        is_observed,
        sex,
    )


def _most_informative(terms: tuple[int, ...], profiles: Profiles, count: int) -> NDArray[np.int64]:
    rows = np.array(terms, np.int64)
    if len(rows) <= count:
        return rows
    best = np.argsort(-profiles.information[rows], kind="stable")[:count]
    return rows[np.sort(best)]


def _shared(member: NDArray[np.bool_], information: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the information of the best ancestor that each pair of terms shares; 0 on the diagonal."""
    held = np.where(member, information, np.float32(0.0))
    shared = np.zeros((len(member), len(member)), np.float32)
    for at, own in enumerate(member):
        shared[at] = held[:, own].max(axis=1, initial=0.0)
    np.fill_diagonal(shared, 0.0)
    return shared


def _weights(shared: NDArray[np.float32], own: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return 1/sqrt of the effective number of findings that say the same as each.

    Two findings say the same to the degree of the information of their best shared ancestor over their own.
    """
    weight: NDArray[np.float32] = 1.0 / np.sqrt(1.0 + shared.sum(axis=1) / own)
    return weight.astype(np.float32)
