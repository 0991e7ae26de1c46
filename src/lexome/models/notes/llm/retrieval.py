"""Candidate terms for a stretch of text: those read from it by rules, and those that share its words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from lexome.models.notes.compiled import Language, content_words
from lexome.models.notes.vocabulary import PHENOTYPIC, Vocabulary

CANDIDATES = 80
"""Terms offered for one stretch: more would not fit the context of a small local model beside the text."""


class Candidates:
    """An index from words to terms of the vocabulary, made when a language model is first asked."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        self._vocabulary = vocabulary
        self._language = language
        self._terms_of: dict[str, set[int]] = defaultdict(set)
        self._words_of: dict[int, int] = {}
        for text, term in zip(vocabulary.texts, vocabulary.term_of_name.tolist(), strict=True):
            if vocabulary.terms.branches[term] & PHENOTYPIC:
                words = {language.loose(word) for word in content_words(text, language.table)}
                self._words_of[term] = max(self._words_of.get(term, 0), len(words))
                for word in words:
                    self._terms_of[word].add(term)

    def of(self, text: str, read: Iterable[str]) -> dict[str, str]:
        """Return id and label of the candidates for a text, those already read first."""
        terms = self._vocabulary.terms
        scores: dict[int, float] = defaultdict(float)
        for word in {self._language.loose(word) for word in content_words(text, self._language.table)}:
            sharing = self._terms_of.get(word, ())
            for term in sharing:
                scores[term] += math.log(len(self._words_of) / len(sharing)) / math.sqrt(self._words_of[term])
        best = sorted(scores, key=lambda term: (-scores[term], term))[:CANDIDATES]
        rows = dict.fromkeys((*(terms.row(hpo_id) for hpo_id in read), *best))
        return {terms.id(row): terms.label(row) for row in rows}
