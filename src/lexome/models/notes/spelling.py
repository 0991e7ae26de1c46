"""Misspelt words of terms, corrected only where nothing else could be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from lexome.models.notes.words import TABLES

SHORTEST = 8
"""Letters below which a near word is often another word (ptosis, tosis); English misspellings of long words keep one
letter wrong in about nine of ten (Damerau 1964, doi:10.1145/363958.363994)."""
KEPT = 5
"""Leading letters that must agree: a prefix decides the meaning (micro-, macro-; ab-, adduction)."""


class Speller:
    """Corrects words one edit away from exactly one known word; its index is built when first asked."""

    def __init__(self, known: Iterable[str], language: str) -> None:
        self._known = known
        self._real = _real_words(language)
        self._by_deletion: dict[str, set[str]] | None = None

    def correct(self, word: str) -> str | None:
        """Return the known word that was meant, or None."""
        if len(word) < SHORTEST or not word.isalpha() or not word.isascii() or word in self._real:
            return None
        if self._by_deletion is None:
            self._by_deletion = self._index()
        near = {
            known
            for form in (word, *_deletions(word))
            for known in self._by_deletion.get(form, ())
            if known[:KEPT] == word[:KEPT] and _one_edit(word, known)
        }
        return near.pop() if len(near) == 1 else None

    def _index(self) -> dict[str, set[str]]:
        index: dict[str, set[str]] = {}
        for word in self._known:
            for form in (word, *_deletions(word)):
                index.setdefault(form, set()).add(word)
        return index


def _deletions(word: str) -> Iterator[str]:
    for at in range(KEPT, len(word)):
        yield word[:at] + word[at + 1 :]


def _one_edit(one: str, other: str) -> bool:
    """Say whether one insertion, deletion, substitution or swap of neighbours makes one word of the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


@cache
def _real_words(language: str) -> frozenset[str]:
    path = TABLES / f"real_words_{language}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
