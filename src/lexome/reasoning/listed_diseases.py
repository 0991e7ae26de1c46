"""Diseases as they are listed: one line each, records of one disease in several catalogues joined through MONDO."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexome.core.hypothesis import Hypothesis, Inheritance
from lexome.formats.text_lists import TextLists
from lexome.knowledge.diseases import Diseases
from lexome.reasoning.disease_names import as_written

_ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")


def _abbreviated(name: str, known: set[str]) -> str:
    """Return a name with its abbreviations and gene symbols in capitals; the annotations write 'Charge syndrome'.

    >>> _abbreviated("Charge syndrome", {"CHARGE", "CHD7"})
    'CHARGE syndrome'
    """
    return re.sub(r"\w{3,}", lambda word: word[0].upper() if word[0].upper() in known else word[0], name)


@dataclass(frozen=True)
class ListedDiseases:
    """Lines of the differential over the rows of ``diseases``.

    ``line_of`` gives the line of each disease row; ``head`` the row that names each line. A line with an OMIM record
    bears its OMIM id, also when only an equivalent record is annotated (``renamed``).
    """

    diseases: Diseases
    line_of: NDArray[np.int32]
    head: NDArray[np.int32]
    renamed: dict[int, str]

    def __len__(self) -> int:
        return len(self.head)

    @cached_property
    def _rows(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        order = np.argsort(self.line_of, kind="stable")
        return order, np.searchsorted(self.line_of[order], np.arange(len(self) + 1))

    def rows(self, line: int) -> NDArray[np.intp]:
        """Return the disease rows joined in a line."""
        order, start = self._rows
        return order[start[line] : start[line + 1]]

    def id_of(self, line: int) -> str:
        """Return the id a line is listed by."""
        return self.renamed.get(line) or self.diseases.ids[int(self.head[line])]

    def name_of(self, line: int) -> str:
        """Return the name of the record that heads a line; abbreviations as an equivalent record writes them."""
        if line not in self._names:
            name = self.diseases.names[int(self.head[line])]
            others = " ".join(self.diseases.names[row] for row in self.rows(line).tolist())
            self._names[line] = _abbreviated(name, {*self.genes(line), *_ABBREVIATION.findall(others)})
        return self._names[line]

    def shown_name(self, line: int) -> str:
        """Return the name of a line for a reader."""
        return as_written(self.name_of(line))

    @cached_property
    def _names(self) -> dict[int, str]:
        """Names told so far: of 10,000 lines a few hundred are, over and over."""
        return {}

    def prepare(self) -> None:
        """Compute what would be computed when it is first asked for."""
        _ = self._rows, self.line_of_id, self._equivalents

    @cached_property
    def _equivalents(self) -> TextLists:
        return TextLists.of(self._equivalents_of(line) for line in range(len(self)))

    def equivalent_ids(self, line: int) -> tuple[str, ...]:
        """Return the ids of other records of the same disease, MONDO included."""
        return self._equivalents.at(line)

    def _equivalents_of(self, line: int) -> tuple[str, ...]:
        own = self.id_of(line)
        rows = self.rows(line).tolist()
        ids = [self.diseases.ids[row] for row in rows]
        ids += [other for row in rows for other in self.diseases.equivalents(row)]
        return tuple(one for one in dict.fromkeys(ids) if one != own)

    def genes(self, line: int) -> tuple[str, ...]:
        """Return the approved symbols of the genes of a line."""
        found = (symbol for row in self.rows(line).tolist() for symbol, _ in self.diseases.genes[row])
        return tuple(dict.fromkeys(found))

    def inheritance(self, line: int) -> tuple[Inheritance, ...]:
        """Return every mode of inheritance stated for a line."""
        found = (mode for row in self.rows(line).tolist() for mode in self.diseases.inheritance[row])
        return tuple(dict.fromkeys(found))

    def hypothesis(self, line: int) -> Hypothesis:
        """Return the hypothesis that the patient has this disease, no allele named."""
        modes = self.inheritance(line)
        return Hypothesis(
            disease_id=self.id_of(line),
            disease_name=self.shown_name(line),
            genes=self.genes(line),
            inheritance=modes[0] if len(modes) == 1 else Inheritance.UNKNOWN,
            equivalent_ids=self.equivalent_ids(line),
        )

    @cached_property
    def line_of_id(self) -> dict[str, int]:
        """Line of every id: the records joined, and equivalents through MONDO where only one line claims them."""
        lines = {disease_id: int(line) for disease_id, line in zip(self.diseases.ids, self.line_of, strict=True)}
        return {**{name: line for line, name in self.renamed.items()}, **lines}

    def lines_of_gene(self, symbol: str) -> tuple[int, ...]:
        """Return the lines of the diseases of a gene, by approved symbol."""
        return tuple(dict.fromkeys(int(self.line_of[row]) for row in self.diseases.diseases_of_gene(symbol)))


def list_diseases(diseases: Diseases) -> ListedDiseases:
    """Join the records that MONDO calls exactly the same disease under their OMIM record.

    A record of another catalogue joins the OMIM line when exactly one OMIM record of the same MONDO disease is
    annotated. When none is annotated, the line keeps its annotations and takes the OMIM id as its name, unless two
    OMIM records claim it.
    """
    head = np.arange(len(diseases.ids), dtype=np.int32)
    renamed_rows: dict[int, str] = {}
    claimed: set[str] = set()
    for row, disease_id in enumerate(diseases.ids):
        if disease_id.startswith("OMIM:"):
            continue
        omim = _omim_equivalents(diseases, disease_id)
        annotated = [diseases.index[one] for one in omim if one in diseases.index]
        if len(annotated) == 1:
            head[row] = annotated[0]
        elif len(omim) == 1 and omim[0] not in claimed:
            renamed_rows[row] = omim[0]
            claimed.add(omim[0])
    heads, line_of = np.unique(head, return_inverse=True)
    renamed = {int(line_of[row]): name for row, name in renamed_rows.items()}
    return ListedDiseases(diseases, line_of.astype(np.int32), heads.astype(np.int32), renamed)


def _omim_equivalents(diseases: Diseases, disease_id: str) -> Sequence[str]:
    others = (one for mondo in diseases.mondo_of(disease_id) for one in diseases.of_mondo(mondo))
    return tuple(dict.fromkeys(one for one in others if one.startswith("OMIM:")))
