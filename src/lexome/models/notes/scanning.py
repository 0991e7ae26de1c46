"""A block of text as columns of words: where they stand, what they hash to, what separates them."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from lexome.models.notes.abbreviations import senses
from lexome.models.notes.compiled import WORD_PATTERN, Language, Tier
from lexome.models.notes.measurements import quantity_words
from lexome.models.notes.spelling import Speller
from lexome.models.notes.words import fold, word_hash

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PARTS = re.compile(rf"{WORD_PATTERN}|[\W_]+")
_WORD = re.compile(r"[^\W_]")
REMEMBERED = 200_000
"""Distinct words kept with their forms; a hostile text of ever new words must not fill the memory."""


class Gap(IntEnum):
    """What stands before a word, by how strongly it separates."""

    SOFT = 0
    SLASH = 1
    COMMA = 2
    LINE = 3
    HARD = 4
    OPEN = 5
    CLOSE = 6
    CLAUSE = 7
    STOP = 8


class Kind(IntFlag):
    """What a word is to the vocabulary."""

    STOP = 1
    LIGHT = 2
    EMPTY = 4
    STRICT = 8
    LOOSE = 16
    JOIN = 32
    MISSPELT = 64
    BOUNDARY = 128
    QUANTITY = 256
    SENSES = 512


_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*")
_STOP = re.compile(r"[.?!][\s)\"'”’\]]+(?=\S|\Z)|[.?!]\s|\n\s*\n|\n\s*[-–•·*#]|[。？！]")
_CLAUSE = re.compile(r"[;；]")
_HARD = re.compile(r"[.:?!()\[\]{}|<>=\n•·*…、，：]|\s[-–—]+\s|--|—")


class _Gaps(dict[str, int]):
    def __missing__(self, gap: str) -> int:
        if _LINE.fullmatch(gap):
            kind = Gap.LINE
        elif _STOP.search(gap):
            kind = Gap.STOP
        elif _CLAUSE.search(gap):
            kind = Gap.CLAUSE
        elif _HARD.search(gap):
            kind = Gap.CLOSE if gap[0] in ")]" else Gap.OPEN if gap[-1] in "([" else Gap.HARD
        elif "," in gap:
            kind = Gap.COMMA
        elif "/" in gap:
            kind = Gap.SLASH
        else:
            kind = Gap.SOFT
        if len(self) > REMEMBERED:
            self.clear()
        self[gap] = kind
        return kind


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of a block, where they stand, what they fold to; ``gap`` stands before each word."""

    words: list[str]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    gap: NDArray[np.int8]
    kind: NDArray[np.uint16]
    hashes: dict[Tier, NDArray[np.uint64]]
    aside: NDArray[np.int64]
    misspelt: frozenset[int]
    folded: list[str]


_ASIDE = re.compile(r"(?<=\w )\(([A-Z][A-Za-z0-9]{1,6})\)(?=[ \w])")


class Scanner:
    """Cuts text into words of one language; remembers the forms of words it has seen."""

    def __init__(
        self,
        language: Language,
        known: dict[Tier, NDArray[np.uint64]],
        code: str,
        joins: frozenset[str],
        speller: Speller,
    ) -> None:
        self._quantities = quantity_words(code)
        self._senses = senses(code)
        self._speller = speller
        self._language = language
        self._known = known
        self._joins = joins
        self._gaps = _Gaps()
        self._forget()

    def scan(self, text: str) -> Tokens:
        """Return the words of a block."""
        parts = _PARTS.findall(text)
        offset = 0 if not parts or _WORD.match(parts[0]) else 1
        words, gaps = parts[offset::2], parts[1 - offset :: 2]
        bounds = np.fromiter(accumulate(map(len, parts), initial=0), dtype=np.int64, count=len(parts) + 1)
        start = bounds[offset:-1:2]
        if len(self._ids) > REMEMBERED:
            self._forget()
        ids = self._ids
        rows = np.fromiter((ids[word] if word in ids else self._learn(word) for word in words), np.int64, len(words))
        kinds = map(self._gaps.__getitem__, gaps)
        gap = np.zeros(len(words), dtype=np.int8)
        if offset:
            before = np.fromiter(kinds, np.int8, len(gaps))
            gap[:] = before[: len(words)]
        elif len(words):
            after = np.fromiter(kinds, np.int8, len(gaps))
            gap[1:] = after[: len(words) - 1]
            gap[0] = Gap.STOP
        self._soften_wrapped_lines(gap, words)
        kind = np.frombuffer(self._kind, dtype=np.uint16)[rows]
        aside = self._set_aside(text, start, gap, kind)
        return Tokens(
            words,
            start,
            bounds[offset + 1 :: 2],
            gap,
            kind,
            {tier: np.frombuffer(self._hash[tier], dtype=np.uint64)[rows] for tier in Tier},
            aside,
            frozenset(np.flatnonzero(kind & int(Kind.MISSPELT)).tolist()),
            list(map(self._folded.__getitem__, rows.tolist())),
        )

    @staticmethod
    def _set_aside(
        text: str, start: NDArray[np.int64], gap: NDArray[np.int8], kind: NDArray[np.uint16]
    ) -> NDArray[np.int64]:
        """Let a phrase go on past an abbreviation in parentheses; return the rows of such words."""
        rows = np.searchsorted(start, [match.start(1) for match in _ASIDE.finditer(text)]).astype(np.int64)
        kind[rows] |= int(Kind.STOP)
        gap[rows] = Gap.SOFT
        gap[np.minimum(rows + 1, len(gap) - 1)] = Gap.SOFT
        return rows

    @staticmethod
    def _soften_wrapped_lines(gap: NDArray[np.int8], words: list[str]) -> None:
        for row in np.flatnonzero(gap == Gap.LINE):
            gap[row] = Gap.SOFT if words[row][0].islower() else Gap.STOP

    def _forget(self) -> None:
        self._ids: dict[str, int] = {}
        self._kind = array("H", [0])
        self._folded = [""]
        self._hash = {tier: array("Q", [0]) for tier in Tier}

    def _learn(self, word: str) -> int:
        folded, table, kind = fold(word), self._language.table, Kind(0)
        if not self._is_known(folded):
            corrected = self._speller.correct(folded)
            if corrected:
                folded, kind = corrected, Kind.MISSPELT
        forms = {Tier.STRICT: self._language.strict(folded), Tier.LOOSE: self._language.loose(folded)}
        groups = (
            (table.stops, Kind.STOP),
            (table.lights, Kind.LIGHT),
            (table.empties, Kind.EMPTY),
            (table.boundaries, Kind.BOUNDARY),
        )
        for words, flag in groups:
            if folded in words:
                kind |= flag
        if folded in self._joins:
            kind |= Kind.JOIN
        if folded in self._quantities:
            kind |= Kind.QUANTITY
        if word in self._senses:
            kind |= Kind.SENSES
        for tier, flag in ((Tier.STRICT, Kind.STRICT), (Tier.LOOSE, Kind.LOOSE)):
            hashed = word_hash(forms[tier])
            if self._has(tier, hashed):
                kind |= flag
            self._hash[tier].append(hashed)
        self._kind.append(int(kind))
        self._folded.append(fold(word))
        self._ids[word] = len(self._kind) - 1
        return self._ids[word]

    def _is_known(self, folded: str) -> bool:
        if folded in self._language.table.stops:
            return True
        strict, loose = self._language.strict(folded), self._language.loose(folded)
        return self._has(Tier.STRICT, word_hash(strict)) or self._has(Tier.LOOSE, word_hash(loose))

    def _has(self, tier: Tier, hashed: int) -> bool:
        known = self._known[tier]
        at = int(np.searchsorted(known, np.uint64(hashed)))
        return at < len(known) and int(known[at]) == hashed
