"""The annotations behind the evidence of some lines: which sign of a line a finding was read at, and its records."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from lexome.core.facts import Citation
from lexome.knowledge.hpo import Ontology
from lexome.reasoning.listed_diseases import ListedDiseases
from lexome.reasoning.profiles import Profiles


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """The signs and the annotation rows of some lines, line after line.

    The signs of line i are ``term`` and ``probability`` from ``start[i]`` on, ``counts[i]`` of them. ``key`` has line
    and term of every annotation row (line times ``terms`` plus term), ascending, and ``row`` the row; ``ids`` are those
    told so far.
    """

    ontology: Ontology
    listed: ListedDiseases
    profiles: Profiles
    start: NDArray[np.intp]
    counts: NDArray[np.intp]
    term: NDArray[np.int32]
    probability: NDArray[np.float32]
    key: NDArray[np.int64]
    row: NDArray[np.int64]
    ids: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ontology: Ontology, listed: ListedDiseases, profiles: Profiles, lines: NDArray[np.intp]) -> Annotated:
        """Gather the signs and annotation rows of lines."""
        begin = profiles.own_indptr[lines]
        counts = profiles.own_indptr[lines + 1] - begin
        start = np.cumsum(counts) - counts
        own = _runs(begin, counts)
        diseases = listed.diseases
        joined = [listed.rows(line) for line in lines.tolist()]
        disease = np.concatenate([*joined, np.zeros(0, np.intp)])
        first, last = diseases.indptr[disease], diseases.indptr[disease + 1]
        row = _runs(first, last - first)
        place = np.repeat(np.repeat(np.arange(len(lines)), [len(one) for one in joined]), last - first)
        key = place * profiles.closure.terms + diseases.term[row]
        order = np.argsort(key, kind="stable")
        return cls(
            ontology, listed, profiles, start, counts,
            profiles.own_term[own], profiles.own_probability[own], key[order], row[order],
        )  # fmt: skip

    def most_frequent_below(self, terms: NDArray[np.int_]) -> NDArray[np.int_]:
        """Return by line the most frequent sign at or below its term, else the term; -1 stays as it is."""
        found = terms.copy()
        below_start, below = self.profiles.closure.below
        for term in dict.fromkeys(terms[terms >= 0].tolist()):
            lines = np.flatnonzero((terms == term) & (self.counts > 0))
            under = np.zeros(self.profiles.closure.terms, np.bool_)
            under[below[below_start[term] : below_start[term + 1]]] = True
            counts = self.counts[lines]
            start = np.cumsum(counts) - counts
            sign = _runs(self.start[lines], counts)
            shown = np.where(under[self.term[sign]], self.probability[sign], np.float32(-1.0))
            if not len(shown):
                continue
            best = np.maximum.reduceat(shown, start)
            first = np.flatnonzero(shown == np.repeat(best, counts))
            chosen = sign[first[np.searchsorted(first, start)]]
            found[lines] = np.where(best >= 0, self.term[chosen], term)
        return found

    def citations(self, terms: NDArray[np.int_]) -> list[tuple[Citation, ...]]:
        """Cite by line every annotation row for its term (-1: none): the record, the paper and the frequency stated."""
        key = np.arange(len(terms)) * self.profiles.closure.terms + terms
        first = np.searchsorted(self.key, key)
        counts = np.where(terms >= 0, np.searchsorted(self.key, key, side="right") - first, 0)
        cited = iter(self._cited(self.row[_runs(first, counts)]))
        return [tuple(islice(cited, count)) for count in counts.tolist()]

    def _cited(self, rows: NDArray[np.int64]) -> Iterator[Citation]:
        """Yield the citation of each annotation row."""
        diseases = self.listed.diseases
        source, release = diseases.citation.source, diseases.citation.release
        columns = (
            diseases.disease, diseases.term, diseases.reference, diseases.numerator, diseases.denominator,
            diseases.present, diseases.frequency,
        )  # fmt: skip
        told = (column[rows].tolist() for column in columns)
        for disease, term, reference, numerator, denominator, present, fraction in zip(*told, strict=True):
            stated = ""
            if denominator > 0:
                stated = f" ({numerator} of {denominator})"
            elif not present:
                stated = " (absent)"
            elif not math.isnan(fraction):
                stated = f" (about {fraction:.0%})"
            record = f"{diseases.ids[disease]} {self._id_of(term)} {diseases.references[reference]}{stated}"
            yield Citation(source, release, record)

    def _id_of(self, term: int) -> str:
        if term not in self.ids:
            self.ids[term] = self.ontology.id_of(term)
        return self.ids[term]


def _runs(start: NDArray[np.intp], counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the places of several runs, one after another."""
    before = np.cumsum(counts) - counts
    places: NDArray[np.intp] = np.arange(int(counts.sum())) + np.repeat(start - before, counts)
    return places
