"""Views from the company a disease keeps: others of its gene and its series, and what it may borrow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.first_pass import FirstPass
from lexome.reasoning.line_facts import Groups
from lexome.reasoning.query import Query
from lexome.reasoning.views_of_findings import Columns

FAR = 30.0
"""Gaps to the best score are cut at so many nats: beyond it a neighbour says nothing."""

BORROWED = 0.25
"""Share of its frequency at which a sign of a neighbour is expected where none is known: of two diseases of one gene
or series, one shows .23 (gene) and .44 (series) of the frequency that the other states (HPO annotations 2025-01-16,
signs of more than 2 nats, 3,000 pairs)."""

LARGEST = 40
"""Groups of more members lend nothing: 'deafness, autosomal recessive' is no one disease."""


@dataclass(frozen=True)
class Neighbours:
    """The other members of each line's groups, as CSR by line."""

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]

    @classmethod
    def of_groups(cls, *groups: Groups, lines: int, largest: int | None = None) -> Neighbours:
        """Join groups; those with more than ``largest`` members are left out."""
        keys = [np.zeros(0, np.int64)]
        for one in groups:
            for start, size in zip(one.start.tolist(), one.size.tolist(), strict=True):
                if 1 < size <= (largest or size):
                    members = one.line[start : start + size].astype(np.int64)
                    keys.append((members[:, None] * lines + members).ravel())
        key = np.unique(np.concatenate(keys))
        line, other = key // max(lines, 1), key % max(lines, 1)
        apart = line != other
        indptr = np.searchsorted(line[apart], np.arange(lines + 1))
        return cls(indptr, other[apart].astype(np.int32))

    def of(self, lines: NDArray[np.intp]) -> Company:
        """Return the neighbours of several lines."""
        counts = self.indptr[lines + 1] - self.indptr[lines]
        start = np.cumsum(counts) - counts
        place = np.arange(counts.sum()) + np.repeat(self.indptr[lines] - start, counts)
        return Company(self.indices[place], counts, start[counts > 0])


@dataclass(frozen=True, slots=True)
class Company:
    """Neighbours of several lines one after another: ``line``, how many each has, where each that has some starts."""

    line: NDArray[np.int32]
    counts: NDArray[np.int64]
    start: NDArray[np.int64]

    def best(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the highest score among the neighbours of each line, -inf where there is none."""
        best = np.full(len(self.counts), -np.inf, np.float32)
        if len(self.start):
            best[self.counts > 0] = np.maximum.reduceat(scores[self.line], self.start)
        return best

    def mean(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the mean of the finite scores among the neighbours, -inf where there is none."""
        mean = np.full(len(self.counts), -np.inf, np.float32)
        if len(self.start):
            own = scores[self.line]
            there = np.isfinite(own)
            count = np.add.reduceat(there.astype(np.float32), self.start)
            total = np.add.reduceat(np.where(there, own, np.float32(0.0)), self.start)
            mean[self.counts > 0] = np.where(count > 0, total / np.maximum(count, 1), -np.inf)
        return mean


@dataclass(frozen=True)
class NeighbourViews:
    """The neighbours of all lines: of the gene, of the series, and of both where groups are small."""

    gene: Neighbours
    series: Neighbours
    lending: Neighbours

    @classmethod
    def of_groups(cls, by_gene: Groups, by_series: Groups, *, lines: int) -> NeighbourViews:
        """Join the groups."""
        return cls(
            Neighbours.of_groups(by_gene, lines=lines),
            Neighbours.of_groups(by_series, lines=lines),
            Neighbours.of_groups(by_gene, by_series, lines=lines, largest=LARGEST),
        )

    def of(self, query: Query, first: FirstPass, candidates: NDArray[np.intp]) -> Columns:
        """Return the views of candidates."""
        allowed = np.isfinite(first.mix)
        gap = np.where(allowed, first.weighed - first.weighed[allowed].max(initial=0.0), -np.inf).astype(np.float32)
        series = self.series.of(candidates)
        borrowed = self._borrowed(query, first, candidates, allowed)
        return {
            "gene_neighbour": np.maximum(self.gene.of(candidates).best(gap), -FAR),
            "series_neighbour": np.maximum(series.best(gap), -FAR),
            "series_mean": np.maximum(series.mean(gap), -FAR),
            "borrowed": borrowed,
            "borrowed_gain": borrowed - first.weighed[candidates],
            "borrowed_gap": borrowed - borrowed.max(initial=-99.0),
        }

    def _borrowed(
        self, query: Query, first: FirstPass, candidates: NDArray[np.intp], allowed: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """Return the weighed sum in which each finding is read where it fits best: in the line or, at a share of its
        frequency, in a neighbour."""
        company = self.lending.of(candidates)
        best = first.ratios[:, candidates]
        if len(company.start):
            near = first.ratios[:, company.line]
            near[:, ~allowed[company.line]] = -np.inf
            lent = np.maximum.reduceat(near, company.start, axis=1) + np.float32(np.log(BORROWED))
            there = company.counts > 0
            best[:, there] = np.maximum(best[:, there], lent)
        total: NDArray[np.float32] = query.weight @ best
        return total
