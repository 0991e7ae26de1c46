"""Proposes, for phrases that no name explains, the term whose name a sentence encoder finds most alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lexome.formats.atomic import atomic
from lexome.models.notes.compiled import Language, content_words
from lexome.models.notes.mention import Mention
from lexome.models.notes.suggestions.phrases import phrases
from lexome.models.notes.vocabulary import PHENOTYPIC, Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.models.notes.scanning import Tokens
    from lexome.models.notes.suggestions.encoder import SentenceEncoder

SHOWN_FROM = 0.8
"""Likeness from which a term is proposed: on the development corpora one proposal in five is right there, and about one
is made per note (docs/decisions/0030-suggestions-are-never-counted.md)."""
LIKE = "like "
"""How the rule of a proposal begins."""
PART = 4096
"""Phrases compared with all names at once; bounds memory."""


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of phenotypic terms: rows of the vocabulary and their vectors."""

    row: NDArray[np.int64]
    vector: NDArray[np.float32]


class Suggester:
    """Compares phrases with every name; the names' vectors are computed once and kept in the cache folder."""

    def __init__(self, vocabulary: Vocabulary, language: Language, encoder: SentenceEncoder, cache_dir: Path) -> None:
        self._vocabulary, self._language, self._encoder = vocabulary, language, encoder
        self._names = self._open_names(cache_dir)

    def mentions(self, tokens: Tokens, known: Sequence[Mention]) -> list[Mention]:
        """Return proposals for the words that no known mention has, none overlapping, the most alike first choice."""
        taken = {row for each in known for row in range(each.first, each.last + 1)}
        places = list(phrases(tokens, taken))
        texts = [" ".join(tokens.words[first : last + 1]) for first, last in places]
        found, used = [], set[int]()
        for likeness, place, name in sorted(self._alike(texts), reverse=True):
            first, last = places[place]
            rows = range(first, last + 1)
            if used.isdisjoint(rows) and not self._says_less(texts[place], name):
                used.update(rows)
                rule = f"{LIKE}“{self._vocabulary.text(name)}” ({likeness:.2f})"
                found.append(Mention(first, last, int(self._vocabulary.term_of_name[name]), name, len(rows), rule))
        return sorted(found, key=lambda each: each.first)

    def _alike(self, texts: Sequence[str]) -> Iterator[tuple[float, int, int]]:
        """Yield likeness, row of the phrase and row of the name of every phrase that is alike enough."""
        each_once = sorted(set(texts))
        at = {text: row for row, text in enumerate(each_once)}
        best = np.empty(len(each_once), np.int64)
        likeness = np.empty(len(each_once), np.float32)
        for first in range(0, len(each_once), PART):
            part = slice(first, first + PART)
            products = self._encoder.vectors(each_once[part]) @ self._names.vector.T
            best[part] = products.argmax(axis=1)
            likeness[part] = products.max(axis=1)
        for place, text in enumerate(texts):
            row = at[text]
            if likeness[row] >= SHOWN_FROM:
                yield float(likeness[row]), place, int(self._names.row[best[row]])

    def _says_less(self, phrase: str, name: int) -> bool:
        """Say whether some name of the term has all words of the phrase and more: the phrase then lacks the finding.

        "glomerular filtration rate" says nothing of "Decreased glomerular filtration rate".
        """
        words = self._words(phrase)
        same_term = np.flatnonzero(self._vocabulary.term_of_name == self._vocabulary.term_of_name[name])
        return any(words < self._words(self._vocabulary.text(row)) for row in same_term.tolist())

    def _words(self, text: str) -> set[str]:
        return {self._language.loose(word) for word in content_words(text, self._language.table)}

    def _open_names(self, cache_dir: Path) -> _Names:
        terms = self._vocabulary.terms
        rows = np.flatnonzero(terms.branches[self._vocabulary.term_of_name] & PHENOTYPIC)
        texts = [self._vocabulary.text(row) for row in rows.tolist()]
        key = hashlib.sha256("\n".join([self._encoder.sha256, *texts]).encode()).hexdigest()[:24]
        path = cache_dir / f"sentences-{key}.npy"
        if path.exists():
            return _Names(rows, np.load(path).astype(np.float32))
        vectors = self._encoder.vectors(texts).astype(np.float16)
        with atomic(path) as stream:
            np.save(stream, vectors)
        return _Names(rows, vectors.astype(np.float32))
