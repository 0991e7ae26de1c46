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
    shares with the others, so that correlated findings do not count twice. ``closure`` lists every ancestor of
    either, ascending; ``is_observed`` marks those of observed findings.
    """

    observed: NDArray[np.int64]
    excluded: NDArray[np.int64]
    weight: NDArray[np.float32]
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
    above = [profiles.closure.of(term) for term in kept.tolist()]
    above_absent = [profiles.closure.of(term) for term in absent.tolist()]
    shown = np.unique(np.concatenate(above)) if above else np.zeros(0, np.int32)
    closure = np.unique(np.concatenate([shown, *above_absent])) if above_absent else shown
    return Query(
        kept,
        absent,
        _weights(kept, above, profiles),
        closure.astype(np.int64),
        np.isin(closure, shown, assume_unique=True),
        sex,
    )


def _most_informative(terms: tuple[int, ...], profiles: Profiles, count: int) -> NDArray[np.int64]:
    rows = np.array(terms, np.int64)
    if len(rows) <= count:
        return rows
    best = np.argsort(-profiles.information[rows], kind="stable")[:count]
    return rows[np.sort(best)]


def _weights(terms: NDArray[np.int64], above: list[NDArray[np.int32]], profiles: Profiles) -> NDArray[np.float32]:
    """Return 1/sqrt of the effective number of findings that say the same as each.

    Two findings say the same to the degree of the information of their best shared ancestor over their own.
    """
    information = profiles.information
    member = np.zeros((len(terms), profiles.closure.terms), np.bool_)
    for at, ancestors in enumerate(above):
        member[at, ancestors] = True
    weight = np.ones(len(terms), np.float32)
    for at, ancestors in enumerate(above):
        shared = (member[:, ancestors] * information[ancestors]).max(axis=1)
        shared[at] = 0.0
        weight[at] = 1.0 / np.sqrt(1.0 + shared.sum() / max(float(information[terms[at]]), 0.1))
    return weight
