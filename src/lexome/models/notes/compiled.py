"""Names of terms compiled to sorted keys: once for English by ``tools``, when imported for other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lexome.models.notes.spelling import SHORTEST
from lexome.models.notes.words import WordTable, fold, word_hash

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PREFIXES = [
    "hyper",
    "hypo",
    "micro",
    "macro",
    "mega",
    "non",
    "brachy",
    "poly",
    "oligo",
    "syn",
    "clino",
    "arachno",
    "campto",
    "neuro",
    "cardio",
    "hepato",
    "cranio",
    "dolicho",
    "plagio",
    "pre",
    "post",
    "intra",
    "mid",
    "hemi",
    "up",
    "down",
]
_AFTER_PREFIX = "|".join(rf"(?<=\b{prefix}-)" for prefix in _PREFIXES)
WORD_PATTERN = rf"[^\W_]+(?:-(?i:{_AFTER_PREFIX})[^\W_]+)?"
"""A word; a combining form and the word it is hyphenated to are one (hyper-reflexia, non-verbal)."""
WORD = re.compile(WORD_PATTERN)
SHORTEST_DERIVED = 5
DERIVED_ENDINGS = (
    "ic",
    "ia",
    "ical",
    "osis",
    "otic",
    "esis",
    "etic",
    "emic",
    "aly",
    "aphy",
    "ephaly",
    "ephalic",
    "dactyly",
    "oma",
    "omatous",
)
LONGEST = 12
"""Words of the longest window looked up; of 42,959 English names 0.2 % have more words that carry meaning."""
_MASK = (1 << 64) - 1


class Tier(IntEnum):
    """How closely a window must agree with a name: the same words, or words of the same stem or class."""

    STRICT = 0
    LOOSE = 1


class Language(Protocol):
    """Canonical forms of one language's words."""

    @property
    def table(self) -> WordTable:
        """The word table."""

    def strict(self, folded: str) -> str:
        """Return the inflection-free form."""

    def loose(self, folded: str) -> str:
        """Return the stem or class."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a term; ``rank`` 0 is the label, higher is further from it; ``term`` the row of the ontology."""

    text: str
    term: int
    rank: int


@dataclass(frozen=True, slots=True)
class Keys:
    """Sorted keys of one tier; ``name`` is the row of the name a key came from."""

    key: NDArray[np.uint64]
    name: NDArray[np.int32]


def content_words(text: str, table: WordTable) -> list[str]:
    """Return the folded words of a name that carry meaning."""
    return [word for word in map(fold, WORD.findall(text)) if word not in table.stops]


def strict_key(words: Sequence[str], language: Language) -> int:
    """Return the key of words whose inflection is folded."""
    return sum(word_hash(language.strict(word)) for word in words) & _MASK


def loose_key(words: Sequence[str], language: Language) -> int:
    """Return the key of words whose derivation is folded."""
    return sum(word_hash(language.loose(word)) for word in words) & _MASK


def compile_names(names: Iterable[Name], language: Language) -> dict[Tier, Keys]:
    """Return the keys of both tiers.

    A strict key that several terms claim goes to the name closest to its label. A loose key keeps every claimant,
    for the reader to choose by the words that stand in the text; names whose severity or side tells terms apart have
    no loose key, and neither have single words that derivation alone would bring together with a common word.
    """
    table = language.table
    strict: dict[int, tuple[int, int]] = {}
    loose: set[tuple[int, int]] = set()
    for row, name in enumerate(names):
        words = content_words(name.text, table)
        if not words or len(words) > LONGEST or (len(words) == 1 and len(WORD.findall(name.text)) > 1):
            continue
        key = strict_key(words, language)
        strict[key] = min(strict.get(key, (name.rank, row)), (name.rank, row))
        if not any(word in table.lights for word in words):
            told = [word for word in words if word not in table.empties]
            if len(told) > 1 or (told == words and derives(told[0])):
                loose.add((loose_key(told, language), row))
    chosen = sorted((key, row) for key, (_, row) in strict.items())
    return {Tier.STRICT: _keys(chosen), Tier.LOOSE: _keys(sorted(loose))}


def _keys(pairs: Sequence[tuple[int, int]]) -> Keys:
    return Keys(
        np.array([key for key, _ in pairs], dtype=np.uint64), np.array([row for _, row in pairs], dtype=np.int32)
    )


def derives(word: str) -> bool:
    """Say whether a single word may be recognised by its stem: only nouns and adjectives of medicine.

    The stem of a common word may be that of a term (collection, Collectionism); that of "hypotonic" is not.
    """
    return len(word) > SHORTEST_DERIVED and word.endswith(DERIVED_ENDINGS)


def word_hashes(names: Iterable[Name], language: Language) -> dict[Tier, NDArray[np.uint64]]:
    """Return the sorted hashes of every word that any name has, by tier."""
    words = {word for name in names for word in content_words(name.text, language.table)}
    return {
        Tier.STRICT: np.array(sorted({word_hash(language.strict(word)) for word in words}), dtype=np.uint64),
        Tier.LOOSE: np.array(sorted({word_hash(language.loose(word)) for word in words}), dtype=np.uint64),
    }


def spellings(names: Iterable[Name], language: Language) -> list[str]:
    """Return the long words of names as they are spelt, for correction."""
    words = {word for name in names for word in content_words(name.text, language.table)}
    return sorted(word for word in words if len(word) >= SHORTEST - 1 and word.isalpha() and word.isascii())
