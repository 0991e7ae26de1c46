"""The Human Phenotype Ontology: terms, graph with its closure, replaced ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.facts import Citation
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.columns import list_columns, string_list
from lexome.formats.releases import Dataset, in_use

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ID = re.compile(r"\s*HP[:_]?(\d{7})\s*", re.IGNORECASE)
_PHENOTYPIC, _ONSET, _INHERITANCE, _MODIFIER, _FREQUENCY, _COURSE, _HISTORY = (1 << bit for bit in range(7))


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an HPO id stands for: ``index`` is its row, None when it is no term.

    ``replaced`` is True when the id was an alternative or obsolete one and another term stands in its place;
    ``message`` says so in a sentence, "" when there is nothing to say.
    """

    index: int | None
    replaced: bool = False
    message: str = ""


class Ontology:
    """Terms in rows, ascending by id; relations as CSR arrays of rows (``indices[indptr[i]:indptr[i + 1]]``).

    ``ancestors`` is the closure over is_a, the term itself included. ``newer`` marks terms that a later release of
    the HPO added, known by id, label and place only.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.citation: Citation = dataset.citation("hpo_terms")
        self.releases = dataset.releases("hpo_terms", "hpo_replaced")
        terms = dataset.table("hpo_terms")
        self._dataset = dataset
        self._label_column = terms["label"]
        self.numbers: NDArray[np.int32] = terms["number"].to_numpy()
        self.newer: NDArray[np.bool_] = terms["newer"].to_numpy()
        self.branches: NDArray[np.uint8] = terms["branches"].to_numpy()
        self.parents_indices: NDArray[np.int32]
        self.ancestors_indices: NDArray[np.int32]
        self.parents_indptr, self.parents_indices = list_columns(terms["parents"])
        self.ancestors_indptr, self.ancestors_indices = list_columns(terms["ancestors"])
        self.is_phenotypic = (self.branches & _PHENOTYPIC).astype(bool)
        self.is_onset = (self.branches & _ONSET).astype(bool)
        self.is_inheritance = (self.branches & _INHERITANCE).astype(bool)
        self.is_modifier = (self.branches & _MODIFIER).astype(bool)
        self.is_frequency = (self.branches & _FREQUENCY).astype(bool)

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def ids(self) -> list[str]:
        """CURIE of each row."""
        return [f"HP:{number:07d}" for number in self.numbers.tolist()]

    @cached_property
    def labels(self) -> list[str]:
        """Label of each row."""
        return string_list(self._label_column)

    @cached_property
    def exact_names(self) -> tuple[list[str], list[int]]:
        """Labels and exact synonyms with their rows, labels first."""
        table = self._dataset.table("hpo_names", columns=("text", "term", "scope"))
        scopes = table["scope"].to_pylist()
        texts, rows = table["text"].to_pylist(), table["term"].to_pylist()
        order = [at for scope in ("label", "exact") for at, one in enumerate(scopes) if one == scope]
        return [texts[at] for at in order], [rows[at] for at in order]

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of every id, alternative and replaced ids included."""
        rows = {hpo_id: row for row, hpo_id in enumerate(self.ids)}
        for number, (kind, _, to) in self._former.items():
            if kind in ("alternative", "replaced"):
                rows.setdefault(f"HP:{number:07d}", to[0])
        return rows

    @cached_property
    def _former(self) -> dict[int, tuple[str, str, list[int]]]:
        table = self._dataset.table("hpo_replaced")
        columns = (table[name].to_pylist() for name in ("number", "kind", "label", "terms"))
        return {number: (kind, label, to) for number, kind, label, to in zip(*columns, strict=True)}

    @cached_property
    def _children(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        child = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.parents_indptr))
        order = np.argsort(self.parents_indices, kind="stable")
        counts = np.bincount(self.parents_indices, minlength=len(self))
        return np.concatenate(([0], np.cumsum(counts))), child[order]

    @property
    def children_indptr(self) -> NDArray[np.int64]:
        """Start of each row's children in ``children_indices``."""
        return self._children[0]

    @property
    def children_indices(self) -> NDArray[np.int32]:
        """Rows of children, by parent."""
        return self._children[1]

    def id_of(self, row: int) -> str:
        """Return the CURIE of a row."""
        return f"HP:{self.numbers[row]:07d}"

    def label_of(self, row: int) -> str:
        """Return the label of a row without building the whole list."""
        label: str = self._label_column[row].as_py()
        return label

    def ancestors(self, row: int) -> NDArray[np.int32]:
        """Return the rows of a term and all terms above it, ascending."""
        return self.ancestors_indices[self.ancestors_indptr[row] : self.ancestors_indptr[row + 1]]

    def descendants(self, row: int) -> NDArray[np.int64]:
        """Return the rows of a term and all terms below it, ascending."""
        places = np.flatnonzero(self.ancestors_indices == row)
        return np.searchsorted(self.ancestors_indptr, places, side="right") - 1

    def parents(self, row: int) -> NDArray[np.int32]:
        """Return the rows of the terms directly above."""
        return self.parents_indices[self.parents_indptr[row] : self.parents_indptr[row + 1]]

    def children(self, row: int) -> NDArray[np.int32]:
        """Return the rows of the terms directly below."""
        return self.children_indices[self.children_indptr[row] : self.children_indptr[row + 1]]

    def resolve(self, hpo_id: str) -> Resolved:
        """Return the row an id stands for; ``HP_0001250`` and missing zeros are understood."""
        match = _ID.fullmatch(hpo_id)
        if match is None:
            return Resolved(None, message=f"{hpo_id[:40]!r} is not an HPO id (HP: and seven digits)")
        number = int(match[1])
        row = int(np.searchsorted(self.numbers, number))
        if row < len(self) and self.numbers[row] == number:
            return Resolved(row)
        written = f"HP:{number:07d}"
        kind, label, to = self._former.get(number, ("", "", []))
        if kind in ("alternative", "replaced"):
            now = f"{self.id_of(to[0])} ({self.label_of(to[0])})"
            return Resolved(to[0], replaced=True, message=f"{written} is now {now}")
        if kind:
            choices = " or ".join(f"{self.id_of(one)} ({self.label_of(one)})" for one in to)
            hint = f"; consider {choices}" if choices else ""
            return Resolved(None, message=f"{written} ({label}) is obsolete{hint}")
        return Resolved(None, message=f"{written} is not a term of the HPO {self.citation.release}")

    def near(self, text: str, k: int = 3) -> list[tuple[str, str]]:
        """Return up to ``k`` terms, id and label, that a misspelt id or label may have meant; best first."""
        match = re.fullmatch(r"\s*HP\W?(\d{5,9})\s*", text, re.IGNORECASE)
        rows = self._near_numbers(match[1]) if match else self._near_labels(text)
        return [(self.id_of(row), self.label_of(row)) for row in rows[:k]]

    def _near_numbers(self, digits: str) -> list[int]:
        """Rows whose number is one slip away: a digit changed, dropped, doubled or swapped with its neighbour."""
        slips: dict[str, None] = {}
        for at in range(len(digits)):
            slips[digits[:at] + digits[at + 1 : at + 2] + digits[at : at + 1] + digits[at + 2 :]] = None
            slips[digits[:at] + digits[at + 1 :]] = None
        for at in range(len(digits) + 1):
            for digit in "0123456789":
                slips[digits[:at] + digit + digits[at + 1 :]] = None
                slips[digits[:at] + digit + digits[at:]] = None
        wanted = (int(slip) for slip in slips if len(slip) == 7)
        return [row for row in map(self._row_of_number, wanted) if row is not None and self.is_phenotypic[row]]

    def _row_of_number(self, number: int) -> int | None:
        row = int(np.searchsorted(self.numbers, number))
        return row if row < len(self) and self.numbers[row] == number else None

    def _near_labels(self, text: str) -> list[int]:
        """Rows by Dice coefficient of letter trigrams, the better half at least."""
        wanted = _trigrams(text)
        scores = []
        for row, label in enumerate(self.labels):
            found = _trigrams(label)
            score = 2 * len(wanted & found) / (len(wanted) + len(found))
            if score >= 0.4:
                scores.append((-score, row))
        return [row for _, row in sorted(scores)]

    def with_ancestors(self, rows: Iterable[int]) -> NDArray[np.int32]:
        """Return the union of the ancestors of several rows, ascending."""
        found = [self.ancestors(row) for row in rows]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int32)


def _trigrams(text: str) -> set[str]:
    padded = f"  {text.casefold()} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def open_ontology(settings: Settings) -> Ontology:
    """Return the ontology in use."""
    return Ontology(in_use(settings, "hpo"))


plugin = Source(
    card=Card(
        title="Human Phenotype Ontology",
        about="Terms of human phenotype, their hierarchy, alternative and obsolete ids.",
        licence="HPO licence: free use, the release named, content not altered",
        reference="https://hpo.jax.org; doi:10.1093/nar/gkad1005",
        tables=("hpo_terms", "hpo_replaced"),
        limits="Terms added after the base release are known by id, label, synonyms and place only: no disease is "
        "annotated with them. Definitions are not carried.",
    ),
    open=open_ontology,
)
