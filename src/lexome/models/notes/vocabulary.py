"""The compiled vocabulary of one language: what a key names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.formats.columns import open_table
from lexome.models.notes.compiled import Keys, Tier

if TYPE_CHECKING:
    from numpy.typing import NDArray

PHENOTYPIC, INHERITANCE, MODIFIER, ONSET = 1, 4, 8, 32
"""Bits of ``hpo_terms.branches``: below Phenotypic abnormality, Mode of inheritance, Clinical modifier, Onset."""
FINDING = PHENOTYPIC | INHERITANCE
"""What is told as a finding: a stated mode of inheritance is, beside phenotypes; its reader may leave it out."""
OF_THE_DISORDER = ("HP:0003812", "HP:0003828")
"""Phenotypic variability and variable expressivity: modifiers in the ontology, but said of a disorder in a family, as
incomplete penetrance is, which the ontology files under inheritance; told as that is."""

OF_THE_PREGNANCY = (
    "HP:0008071",
    "HP:0009800",
    "HP:0100602",
    "HP:0100601",
    "HP:0100603",
    "HP:0012188",
    "HP:0030244",
    "HP:0200067",
)
"""What befell the pregnancy that the patient was born of (maternal hypertension and diabetes, preeclampsia, eclampsia,
toxemia, hyperemesis, fever, recurrent loss): filed as past history, and a feature of 90 annotations of diseases."""
AGES_OF_DEATH = (
    "HP:0001522",
    "HP:0003811",
    "HP:0003819",
    "HP:0003826",
    "HP:0005268",
    "HP:0011421",
    "HP:0034241",
    "HP:0100613",
    "HP:0033764",
)
"""Stillbirth, miscarriage and the ages of death: filed as clinical course, and a feature of 600 annotations."""
STATED = (*OF_THE_DISORDER, *OF_THE_PREGNANCY, *AGES_OF_DEATH)
"""Terms outside the findings that are told as one; ranking says of each that it weighs nothing."""


class Ancestors:
    """Rows above a term, itself included; the column is read when first asked."""

    def __init__(self) -> None:
        self._column: Any = None

    def __getitem__(self, row: int) -> frozenset[int]:
        if self._column is None:
            self._column = open_table("hpo_terms", columns=("ancestors",))["ancestors"]
        return frozenset(self._column[row].as_py())


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of the ontology by row."""

    number: NDArray[np.int32]
    branches: NDArray[np.uint8]
    labels: Sequence[str]
    ancestors: Ancestors = field(default_factory=Ancestors)

    def id(self, row: int) -> str:
        """Return the CURIE of a term."""
        return f"HP:{self.number[row]:07d}"

    def row(self, hpo_id: str) -> int:
        """Return the row of a CURIE; rows are in the order of ids."""
        return int(np.searchsorted(self.number, int(hpo_id.removeprefix("HP:"))))

    def label(self, row: int) -> str:
        """Return the label of a term."""
        return self.labels[row]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Keys of a language and the names and terms behind them; ``words`` are the hashes any name has, by tier."""

    keys: dict[Tier, Keys]
    words: dict[Tier, NDArray[np.uint64]]
    term_of_name: NDArray[np.int32]
    rank_of_name: NDArray[np.int8]
    texts: Sequence[str]
    terms: Terms
    spellings: Iterable[str] = ()

    def text(self, name: int) -> str:
        """Return a name as the ontology writes it."""
        return self.texts[name]


class _Spellings:
    """Words of terms in letters, read when first needed."""

    def __iter__(self) -> Iterator[str]:
        return iter(open_table("note_spellings")["word"].to_pylist())


def open_terms() -> Terms:
    """Open the terms of the embedded ontology."""
    table = open_table("hpo_terms", columns=("number", "label", "branches"))
    terms = Terms(table["number"].to_numpy(), table["branches"].to_numpy().copy(), table["label"].to_pylist())
    terms.branches[[terms.row(hpo_id) for hpo_id in STATED]] = INHERITANCE
    return terms


def open_english() -> Vocabulary:
    """Open the embedded English vocabulary."""
    keys = open_table("note_keys")
    words = open_table("note_words")
    names = open_table("note_names")
    tier = keys["tier"].to_numpy()
    word_tier = words["tier"].to_numpy()
    return Vocabulary(
        keys={each: Keys(keys["key"].to_numpy()[tier == each], keys["name"].to_numpy()[tier == each]) for each in Tier},
        words={each: words["hash"].to_numpy()[word_tier == each] for each in Tier},
        term_of_name=names["term"].to_numpy(),
        rank_of_name=names["rank"].to_numpy(),
        texts=names["text"].to_pylist(),
        terms=open_terms(),
        spellings=_Spellings(),
    )
