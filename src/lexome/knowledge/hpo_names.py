"""Names of HPO terms: labels and synonyms with their kind, as columns for text recognition."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.columns import string_list
from lexome.formats.releases import Dataset, in_use

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Names:
    """Every name of every term: parallel columns, ordered by term, the label first.

    ``term`` is the ontology row; ``newer`` marks names that a later release added. ``scopes`` and ``types`` are the
    file's own words; ``kinds`` merges them as label, layperson, exact, broad, narrow or related.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("hpo_names")
        self.releases = dataset.releases("hpo_names")
        self._table = dataset.table("hpo_names")
        self.term: NDArray[np.int32] = self._table["term"].to_numpy()
        self.newer: NDArray[np.bool_] = self._table["newer"].to_numpy()

    def __len__(self) -> int:
        return len(self.term)

    @cached_property
    def texts(self) -> list[str]:
        """The names as written."""
        return string_list(self._table["text"])

    @cached_property
    def scopes(self) -> list[str]:
        """Label, exact, broad, narrow or related."""
        return string_list(self._table["scope"])

    @cached_property
    def types(self) -> list[str]:
        """Layperson, abbreviation, plural_form, uk_spelling, obsolete_synonym, or ''."""
        return string_list(self._table["type"])

    @cached_property
    def kinds(self) -> list[str]:
        """Layperson where the type says so, else the scope."""
        return [
            "layperson" if kind == "layperson" else scope for scope, kind in zip(self.scopes, self.types, strict=True)
        ]


def open_names(settings: Settings) -> Names:
    """Return the names in use."""
    return Names(in_use(settings, "hpo"))


plugin = Source(
    card=Card(
        title="HPO names",
        about="Labels and synonyms of HPO terms with scope and type (layperson, abbreviation, plural, UK spelling).",
        licence="HPO licence: free use, the release named, content not altered",
        reference="https://hpo.jax.org; doi:10.1093/nar/gkad1005",
        tables=("hpo_names",),
        limits="English. Other languages come with: lexome data import translations.",
    ),
    open=open_names,
)
