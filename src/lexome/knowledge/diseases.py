"""Rare diseases and what the HPO says of each: phenotypes with frequency, onset, inheritance, genes, equivalents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.facts import Citation
from lexome.core.hypothesis import Inheritance
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.columns import RowsAsAsked, dictionary_codes, list_columns, string_list
from lexome.formats.releases import Dataset, in_use, starter

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ANNOTATION_COLUMNS = (
    "disease",
    "term",
    "present",
    "frequency_kind",
    "frequency",
    "numerator",
    "denominator",
    "onset",
    "sex",
    "reference",
    "evidence",
    "aspect",
)


class Diseases:
    """Diseases in rows (OMIM, then ORPHA, then DECIPHER, by number) and their annotations as parallel columns.

    The columns hold the phenotype rows (aspect P), sorted by disease: ``disease`` and ``term`` are rows of this table
    and of the ontology; ``present`` is False for a NOT-annotation; ``frequency`` is a fraction, NaN when unstated, the
    middle of the bounds for a category; ``frequency_kind`` is 0 unstated, 1 ratio (then ``numerator`` of
    ``denominator`` people, else -1), 2 percentage, 3 category; ``onset`` is an ontology row or -1; ``sex`` is 0 any,
    1 female, 2 male; ``reference`` and ``evidence`` are codes into ``references`` and ``evidence_codes`` (IEA inferred,
    TAS traceable author statement, PCS published study). The rows of clinical course (onset and death of the disease
    itself) stand in ``course_disease`` and ``course_term``.
    """

    def __init__(self, dataset: Dataset, equivalents: Dataset) -> None:
        self.citation: Citation = dataset.citation("disease_annotations")
        self.equivalents_citation: Citation = equivalents.citation("disease_equivalents")
        self.releases = (
            *dataset.releases("diseases", "disease_annotations"),
            *equivalents.releases("disease_equivalents"),
        )
        self._dataset, self._equivalents_dataset = dataset, equivalents
        self._table = dataset.table("diseases", columns=("id", "name", "inheritance", "genes", "association"))
        table = dataset.table("disease_annotations", columns=_ANNOTATION_COLUMNS)
        aspects, letters = dictionary_codes(table["aspect"])
        codes = {letter: code for code, letter in enumerate(letters)}
        phenotype = int(np.count_nonzero(aspects == codes.get("P", -1)))  # the table is sorted with P first
        rows = {
            name: table[name].to_numpy()
            for name in _ANNOTATION_COLUMNS
            if name not in ("reference", "evidence", "aspect")
        }
        self.disease: NDArray[np.int32] = rows["disease"][:phenotype]
        self.term: NDArray[np.int32] = rows["term"][:phenotype]
        self.present: NDArray[np.bool_] = rows["present"][:phenotype]
        self.frequency_kind: NDArray[np.uint8] = rows["frequency_kind"][:phenotype]
        self.frequency: NDArray[np.float32] = rows["frequency"][:phenotype]
        self.numerator: NDArray[np.int32] = rows["numerator"][:phenotype]
        self.denominator: NDArray[np.int32] = rows["denominator"][:phenotype]
        self.onset: NDArray[np.int32] = rows["onset"][:phenotype]
        self.sex: NDArray[np.uint8] = rows["sex"][:phenotype]
        self._reference_column = table["reference"]
        self.reference: NDArray[np.int32] = table["reference"].chunk(0).indices.to_numpy()[:phenotype]
        self.evidence: NDArray[np.int32]
        self.evidence, self.evidence_codes = dictionary_codes(table["evidence"])
        self.evidence = self.evidence[:phenotype]
        course = aspects == codes.get("C", -1)
        self.course_disease: NDArray[np.int32] = rows["disease"][course]
        self.course_term: NDArray[np.int32] = rows["term"][course]
        self.indptr: NDArray[np.int64] = np.searchsorted(self.disease, np.arange(len(self) + 1))

    def __len__(self) -> int:
        return int(self._table.num_rows)

    @cached_property
    def ids(self) -> list[str]:
        """CURIE of each disease."""
        return string_list(self._table["id"])

    @cached_property
    def names(self) -> list[str]:
        """Name of each disease."""
        return string_list(self._table["name"])

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of each disease id."""
        return {disease_id: row for row, disease_id in enumerate(self.ids)}

    @cached_property
    def references(self) -> list[str]:
        """What reference codes stand for; several references of one row are joined by ';'."""
        return dictionary_codes(self._reference_column)[1]

    @cached_property
    def inheritance(self) -> Sequence[tuple[Inheritance, ...]]:
        """Modes of inheritance of each disease, empty where none is stated."""
        return RowsAsAsked((self._table["inheritance"],), lambda modes: tuple(map(Inheritance, modes)))

    @cached_property
    def genes(self) -> Sequence[tuple[tuple[str, str], ...]]:
        """Approved symbol and kind of association of each gene of each disease."""
        columns = (self._table["genes"], self._table["association"])
        return RowsAsAsked(columns, lambda symbols, kinds: tuple(zip(symbols, kinds, strict=True)))

    @cached_property
    def _of_gene(self) -> tuple[list[str], list[int]]:
        """Symbol and disease row of each gene of each disease, by symbol."""
        indptr, symbols = (part.tolist() for part in list_columns(self._table["genes"]))
        row = np.repeat(np.arange(len(self)), np.diff(indptr)).tolist()
        order = sorted(range(len(symbols)), key=symbols.__getitem__)
        return [symbols[at] for at in order], [row[at] for at in order]

    def diseases_of_gene(self, symbol: str) -> tuple[int, ...]:
        """Return the rows of the diseases of a gene, by approved symbol."""
        symbols, rows = self._of_gene
        return tuple(rows[bisect_left(symbols, symbol) : bisect_right(symbols, symbol)])

    def annotations(self, row: int) -> slice:
        """Return the slice of the annotation columns that belongs to a disease."""
        return slice(int(self.indptr[row]), int(self.indptr[row + 1]))

    def modifiers(self, annotation: int) -> tuple[int, ...]:
        """Return the ontology rows of the modifiers of one annotation row."""
        return tuple(self._modifiers[annotation].as_py())

    @cached_property
    def _modifiers(self) -> Any:
        return self._dataset.table("disease_annotations", columns=("modifiers",))["modifiers"]

    @cached_property
    def inheritance_terms(self) -> list[list[int]]:
        """Ontology rows of the inheritance terms of each disease, as annotated."""
        column = self._dataset.table("diseases", columns=("inheritance_terms",))["inheritance_terms"]
        terms: list[list[int]] = column.to_pylist()
        return terms

    @cached_property
    def _mondo(self) -> tuple[dict[str, list[int]], dict[int, list[str]]]:
        table = self._equivalents_dataset.table("disease_equivalents", columns=("mondo", "disease_id"))
        of_disease, of_mondo = defaultdict(list), defaultdict(list)
        for mondo, disease_id in zip(table["mondo"].to_pylist(), table["disease_id"].to_pylist(), strict=True):
            of_disease[disease_id].append(mondo)
            of_mondo[mondo].append(disease_id)
        return dict(of_disease), dict(of_mondo)

    def mondo_of(self, disease_id: str) -> tuple[str, ...]:
        """Return the MONDO ids that exactly match an OMIM, ORPHA or DECIPHER id."""
        return tuple(f"MONDO:{mondo:07d}" for mondo in self._mondo[0].get(disease_id, ()))

    def of_mondo(self, mondo_id: str) -> tuple[str, ...]:
        """Return the OMIM, ORPHA and DECIPHER ids that exactly match a MONDO id."""
        number = mondo_id.rpartition(":")[2]
        return tuple(self._mondo[1].get(int(number), ())) if number.isdecimal() else ()

    def equivalents(self, row: int) -> tuple[str, ...]:
        """Return ids of the same disease elsewhere: its MONDO ids and what else matches those exactly."""
        own = self.ids[row]
        mondo = self.mondo_of(own)
        others = (other for one in mondo for other in self.of_mondo(one) if other != own)
        return tuple(dict.fromkeys((*others, *mondo)))


def open_diseases(settings: Settings) -> Diseases:
    """Return the diseases in use; the equivalences always come from the starter's MONDO."""
    return Diseases(in_use(settings, "hpo"), starter())


plugin = Source(
    card=Card(
        title="HPO disease annotations",
        about="OMIM, Orphanet and DECIPHER diseases with phenotypes, frequency, onset, sex, inheritance, genes, and "
        "exact equivalents by MONDO.",
        licence="HPO licence: free use, the release named; MONDO CC BY 4.0",
        reference="https://hpo.jax.org; doi:10.1093/nar/gkad1005; https://mondo.monarchinitiative.org",
        tables=("diseases", "disease_annotations", "disease_equivalents"),
        limits="Gene–disease association kinds are not stated in the source used. A frequency category is its middle.",
    ),
    open=open_diseases,
)
