"""Names of HPO terms in other languages, from imported translation files."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.columns import dictionary_codes, string_list
from lexome.formats.releases import Dataset, imported

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Translations:
    """Parallel columns, sorted by language and term number; empty when nothing was imported.

    ``number`` is the number of the HPO id. ``english`` is the English label that was translated, '' where the file does
    not say: it differs from today's label where the term was renamed since. ``status`` is the file's word and no proof.
    """

    def __init__(self, dataset: Dataset | None) -> None:
        self._table = None if dataset is None else dataset.table("translations")
        self.releases = () if dataset is None else dataset.releases()
        self.citation = None if dataset is None else dataset.citation("translations")
        self.number: NDArray[np.int32] = np.empty(0, np.int32)
        self._language: NDArray[np.int32] = self.number
        self.languages: list[str] = []
        if self._table is not None:
            self.number = self._table["number"].to_numpy()
            self._language, self.languages = dictionary_codes(self._table["language"])

    def __len__(self) -> int:
        return len(self.number)

    def rows(self, language: str) -> slice:
        """Return the rows of a language ('es'), an empty slice where it was not imported."""
        if language not in self.languages:
            return slice(0, 0)
        at = np.flatnonzero(self._language == self.languages.index(language))
        return slice(int(at[0]), int(at[-1]) + 1)

    @cached_property
    def texts(self) -> list[str]:
        """The names."""
        return [] if self._table is None else string_list(self._table["text"])

    @cached_property
    def kinds(self) -> list[str]:
        """Label, exact, broad, narrow, related or layperson."""
        return [] if self._table is None else string_list(self._table["kind"])

    @cached_property
    def english(self) -> list[str]:
        """What was translated, '' where the file does not say."""
        return [] if self._table is None else string_list(self._table["english"])

    @cached_property
    def statuses(self) -> list[str]:
        """The file's word on the translation: OFFICIAL, CANDIDATE or ''."""
        return [] if self._table is None else string_list(self._table["status"])


def open_translations(settings: Settings) -> Translations:
    """Return the imported translations, or none."""
    found = imported(settings, "translations")
    return Translations(found[-1] if found else None)


plugin = Source(
    card=Card(
        title="HPO translations",
        about="Labels and synonyms of HPO terms in other languages, from files the user imports.",
        licence="HPO licence",
        reference="https://github.com/obophenotype/hpo-translations",
        limits="Not embedded: lexome data import translations hp-*.tsv --release R. 'OFFICIAL' is the file's own word.",
    ),
    open=open_translations,
)
