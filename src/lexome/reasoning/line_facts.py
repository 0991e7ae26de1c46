"""What is known of a disease line before any patient: how it is described, its genes, its series, its inheritance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexome.core.hypothesis import Inheritance
from lexome.reasoning.annotation_rows import AnnotationRows
from lexome.reasoning.listed_diseases import ListedDiseases
from lexome.reasoning.profiles import Profiles

_NUMBER = re.compile(r"[\s,]+(type\s+)?(\d+[a-z]?|[ivx]+[a-z]?)([\s,].*)?$")
_TAIL = re.compile(r",? (autosomal|x-linked|susceptibility|somatic).*$")

MOST_GENES = 6
"""A line with more genes than this is a group of diseases, whose members are no neighbours."""


def series_name(name: str) -> str:
    """Return the name of the series a disease belongs to: its name without number and mode of inheritance.

    >>> series_name("Loeys-Dietz syndrome 3"), series_name("Robinow syndrome, autosomal dominant 2")
    ('loeys-dietz syndrome', 'robinow syndrome')
    """
    return _TAIL.sub("", _NUMBER.sub("", name.lower().strip("{}[]?").partition(";")[0]))


@dataclass(frozen=True)
class Groups:
    """Lines that share something (a gene, a series): pairs of ``line`` and ``group``, sorted by group."""

    line: NDArray[np.int32]
    group: NDArray[np.int32]

    @cached_property
    def start(self) -> NDArray[np.intp]:
        """First pair of each group."""
        return np.flatnonzero(np.append(True, self.group[1:] != self.group[:-1])) if len(self.group) else _NONE

    @cached_property
    def size(self) -> NDArray[np.intp]:
        """Number of pairs of each group."""
        return np.diff(np.append(self.start, len(self.group)))

    def others(self, score: NDArray[np.float32], *, lines: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return, per line, the best and the mean score among the other members of its groups (-inf where none)."""
        best = np.full(lines, -np.inf, np.float32)
        mean = np.full(lines, -np.inf, np.float32)
        if not len(self.line):
            return best, mean
        value = score[self.line]
        place = np.repeat(np.arange(len(self.start)), self.size)
        top = np.maximum.reduceat(value, self.start)
        is_top = value == top[place]
        second = np.maximum.reduceat(np.where(is_top, -np.inf, value), self.start)
        tied = np.add.reduceat(is_top.astype(np.int64), self.start) > 1
        np.maximum.at(best, self.line, np.where(is_top & ~tied[place], second[place], top[place]))
        there = np.isfinite(value)
        count = np.add.reduceat(there.astype(np.float32), self.start)[place] - there
        total = np.add.reduceat(np.where(there, value, 0.0), self.start)[place] - np.where(there, value, 0.0)
        np.maximum.at(mean, self.line, np.where(count > 0, total / np.maximum(count, 1), -np.inf))
        return best, mean


@dataclass(frozen=True)
class LineFacts:
    """Facts of every line: ``described`` are the columns named in ``NAMES``, float32 per line."""

    described: NDArray[np.float32]
    by_gene: Groups
    by_series: Groups
    x_linked: NDArray[np.bool_]

    NAMES = (
        "terms",
        "rows_omim",
        "rows_other",
        "papers_share",
        "papers",
        "mean_frequency",
        "most_patients",
        "genes",
        "is_omim",
        "series_size",
        "dominant",
        "recessive",
        "x_linked",
        "susceptibility",
        "information",
    )


def line_facts(listed: ListedDiseases, rows: AnnotationRows, profiles: Profiles) -> LineFacts:
    """Gather the facts of every line; a copy made for training has its own annotations and its origin's names."""
    genes = [listed.genes(line) for line in range(len(listed))]
    series = [series_name(listed.name_of(line)) for line in range(len(listed))]
    modes = [listed.inheritance(line) for line in range(len(listed))]
    by_gene = _groups((line, symbol) for line, own in enumerate(genes) if len(own) <= MOST_GENES for symbol in own)
    by_series = _groups(enumerate(series))
    sizes = np.zeros(len(listed), np.float32)
    sizes[by_series.line] = np.repeat(by_series.size, by_series.size) - 1
    named = np.stack(
        [
            np.array([len(own) for own in genes], np.float32),
            np.array([listed.id_of(line).startswith("OMIM:") for line in range(len(listed))], np.float32),
            sizes,
            np.array([any("dominant" in mode for mode in own) for own in modes], np.float32),
            np.array([any("recessive" in mode for mode in own) for own in modes], np.float32),
            np.array([any(mode in _X_LINKED for mode in own) for own in modes], np.float32),
            np.array(["suscept" in listed.name_of(line).lower() for line in range(len(listed))], np.float32),
        ],
        axis=1,
    )[rows.origin]
    information = np.repeat(profiles.information, np.diff(profiles.indptr))
    total = np.bincount(profiles.disease, information, minlength=rows.lines)
    described = np.column_stack([_annotation_counts(rows, profiles), named, total]).astype(np.float32)
    return LineFacts(
        described, _with_copies(by_gene, rows.origin), _with_copies(by_series, rows.origin), named[:, 5].astype(bool)
    )


def _annotation_counts(rows: AnnotationRows, profiles: Profiles) -> NDArray[np.float32]:
    diseases, lines = rows.diseases, rows.lines
    omim = np.array([one.startswith("OMIM:") for one in diseases.ids])[diseases.disease[rows.row]]
    reference = diseases.reference[rows.row]
    paper = np.array([one.startswith("PMID:") for one in diseases.references])[reference]
    width = len(diseases.references)
    papers = np.unique(rows.line[paper].astype(np.int64) * width + reference[paper]) // width
    own = np.bincount(profiles.own_disease, minlength=lines)
    patients = np.zeros(lines, np.float32)
    np.maximum.at(patients, profiles.own_disease, profiles.own_patients)
    from_omim, from_others = (
        np.bincount(rows.line[omim], minlength=lines),
        np.bincount(rows.line[~omim], minlength=lines),
    )
    return np.column_stack(
        [
            np.log1p(own),
            np.log1p(from_omim),
            np.log1p(from_others),
            np.bincount(rows.line[paper], minlength=lines) / np.maximum(from_omim + from_others, 1),
            np.log1p(np.bincount(papers, minlength=lines)),
            np.bincount(profiles.own_disease, profiles.own_probability, minlength=lines) / np.maximum(own, 1),
            np.log1p(patients),
        ]
    )


def _groups(pairs: Iterable[tuple[int, str]]) -> Groups:
    lines, keys = [], []
    codes: dict[str, int] = {}
    for line, key in pairs:
        lines.append(line)
        keys.append(codes.setdefault(key, len(codes)))
    member, group = np.array(lines, np.int32), np.array(keys, np.int32)
    order = np.argsort(group, kind="stable")
    return Groups(member[order], group[order])


def _with_copies(groups: Groups, origin: NDArray[np.int32]) -> Groups:
    """Enter each copy of a line into its origin's groups."""
    first = int(origin.max(initial=-1)) + 1
    copies = np.arange(first, len(origin), dtype=np.int32)
    order = np.argsort(groups.line, kind="stable")
    start: NDArray[np.intp] = np.searchsorted(groups.line[order], origin[copies])
    count: NDArray[np.intp] = np.searchsorted(groups.line[order], origin[copies], side="right") - start
    place = np.repeat(start, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    line = np.concatenate([groups.line, np.repeat(copies, count)])
    group = np.concatenate([groups.group, groups.group[order][place]])
    order = np.argsort(group, kind="stable")
    return Groups(line[order], group[order])


_NONE = np.zeros(0, np.intp)
_X_LINKED = frozenset({Inheritance.X_LINKED, Inheritance.X_LINKED_DOMINANT, Inheritance.X_LINKED_RECESSIVE})
