"""Finds the names of terms among the words of a block."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.models.notes.abbreviations import meant, senses
from lexome.models.notes.compiled import LONGEST, Language, Tier, content_words, derives
from lexome.models.notes.coordination import coordinated
from lexome.models.notes.mention import KIND_OF_TUMOR, Mention
from lexome.models.notes.otherwise import beside
from lexome.models.notes.scanning import Gap, Kind, Tokens
from lexome.models.notes.vocabulary import MODIFIER, ONSET
from lexome.models.notes.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from lexome.models.notes.vocabulary import Vocabulary


TUMOR = "HP:0002664"
NEVUS = "HP:0003764"
LONGEST_ABBREVIATION = 6
"""Letters of the longest name taken for an abbreviation (PVL, ADHD, CFEOM); longer ones are unlike any word."""


@dataclass(frozen=True, slots=True)
class View:
    """The words of a block that count in one tier: their rows, hashes, and how many follow without a break."""

    rows: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    run: NDArray[np.int64]


def view(tokens: Tokens, tier: Tier) -> View:
    """Return the words that count; a break is a hard gap, a comma or a word no name has."""
    if tier is Tier.STRICT:
        dropped, known = Kind.STOP, Kind.STRICT
    else:
        dropped, known = Kind.STOP | Kind.LIGHT | Kind.EMPTY, Kind.LOOSE
    stays = (tokens.kind & int(dropped)) == 0
    rows = np.flatnonzero(stays)
    foreign = (tokens.kind[rows] & int(known)) == 0
    breaks = np.cumsum(tokens.gap >= Gap.COMMA)[rows]
    run = np.ones(len(rows), dtype=np.int64)
    ends = np.flatnonzero(np.append((np.diff(breaks) > 0) | foreign[1:], True)) if len(rows) else rows
    run = ends[np.searchsorted(ends, np.arange(len(rows)))] - np.arange(len(rows)) + 1
    run[foreign] = 0
    return View(rows, tokens.hashes[tier][rows], run)


def windows(seen: View, vocabulary: Vocabulary, tier: Tier) -> Iterator[tuple[int, int, int, int]]:
    """Yield (first word, last word, words, row of the key table) of every window whose key names a term."""
    keys = vocabulary.keys[tier].key
    total = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(seen.hashes, dtype=np.uint64)])
    for length in range(1, LONGEST + 1):
        starts = np.flatnonzero(seen.run >= length)
        if not len(starts):
            return
        wanted = total[starts + length] - total[starts]
        at = np.searchsorted(keys, wanted)
        hit = keys[np.minimum(at, len(keys) - 1)] == wanted
        for start, key in zip(starts[hit].tolist(), at[hit].tolist(), strict=True):
            yield int(seen.rows[start]), int(seen.rows[start + length - 1]), length, key


def longest_first(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions that stand when the longest, then the leftmost, takes its words."""
    taken: set[int] = set()
    kept = []
    for mention in sorted(mentions, key=lambda each: (-each.weight, each.rule, each.first)):
        words = range(mention.first, mention.last + 1)
        if taken.isdisjoint(words):
            taken.update(words)
            kept.append(mention)
    return sorted(kept, key=lambda each: each.first)


class Recognizer:
    """Finds terms of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, language: Language, code: str) -> None:
        self._vocabulary = vocabulary
        self._language = language
        self._code = code
        self._senses = senses(code)
        self._forms: dict[int, frozenset[str]] = {}
        self._beside = beside(code)
        self._tumor = vocabulary.terms.row(TUMOR)
        self._kinds = frozenset({self._tumor, vocabulary.terms.row(NEVUS)})

    def mentions(self, tokens: Tokens) -> list[Mention]:
        """Return the terms named in a block, the longest name where several overlap, in order."""
        strict = [*self._strict(tokens), *self._abbreviated(tokens)]
        branches = self._vocabulary.terms.branches
        done = {(each.first, each.last) for each in strict if not branches[each.term] & (MODIFIER | ONSET)}
        loose = [each for each in self._loose(tokens, done) if not self._said_absent(tokens, each, strict)]
        named = [*strict, *loose]
        plain = longest_first([each for each in named if not branches[each.term] & (MODIFIER | ONSET)])
        plain = self._with_kinds(plain, strict)
        if self._beside is not None:
            plain = [each for each in plain if self._beside.meant(each, tokens)]
        told = {row for each in plain for row in range(each.first, each.last + 1)}
        others = longest_first([each for each in named if branches[each.term] & (MODIFIER | ONSET)])
        apart = [each for each in others if told.isdisjoint(range(each.first, each.last + 1))]
        shared = coordinated(tokens, self._vocabulary, plain)
        return sorted([*plain, *apart, *shared], key=lambda each: (each.first, each.last))

    def _with_kinds(self, plain: list[Mention], strict: list[Mention]) -> list[Mention]:
        """Give a tumor the kind its name ends with: basal cell carcinoma is a carcinoma, basal cell nevus a nevus.

        The ontology keeps where tumours are and what they are made of on separate branches and seldom joins them, so
        the kind says something that the longer term does not imply.
        """
        terms = self._vocabulary.terms
        longer = {each.last: at for at, each in enumerate(plain) if each.first < each.last}
        kept = list(plain)
        for each in strict:
            at = longer.get(each.last)
            if at is None or plain[at].first >= each.first:
                continue
            above = terms.ancestors[plain[at].term]
            if self._tumor in above and each.term not in above and self._kinds & terms.ancestors[each.term]:
                kept[at] = replace(plain[at], kind=replace(each, rule=KIND_OF_TUMOR))
        return kept

    @staticmethod
    def _said_absent(tokens: Tokens, loose: Mention, strict: list[Mention]) -> bool:
        """Say whether "absent" after a name denies it ("seizures absent") rather than being part of one."""
        if tokens.words[loose.last].lower() != "absent":
            return False
        return any(each.first == loose.first and each.last < loose.last for each in strict)

    def _strict(self, tokens: Tokens) -> Iterator[Mention]:
        keys = self._vocabulary.keys[Tier.STRICT]
        found = windows(view(tokens, Tier.STRICT), self._vocabulary, Tier.STRICT)
        for first, last, length, key in (*found, *self._aside(tokens)):
            yield from self._mention(tokens, (first, last), int(keys.name[key]), length, "name")

    def _aside(self, tokens: Tokens) -> Iterator[tuple[int, int, int, int]]:
        """Yield abbreviations in parentheses, which a phrase around them passes over."""
        if len(tokens.aside):
            keys = self._vocabulary.keys[Tier.STRICT].key
            wanted = tokens.hashes[Tier.STRICT][tokens.aside]
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            for row, key in zip(
                tokens.aside[keys[at] == wanted].tolist(), at[keys[at] == wanted].tolist(), strict=True
            ):
                yield row, row, 1, key

    def _loose(self, tokens: Tokens, done: set[tuple[int, int]]) -> Iterator[Mention]:
        """Yield variants of names; those of words that name a finding as they stand would never be told."""
        keys = self._vocabulary.keys[Tier.LOOSE]
        for first, last, length, key in windows(view(tokens, Tier.LOOSE), self._vocabulary, Tier.LOOSE):
            if (first, last) in done or (length == 1 and not derives(fold(tokens.words[first]))):
                continue
            names = [int(keys.name[key])]
            while key + 1 < len(keys.key) and keys.key[key + 1] == keys.key[key]:
                key += 1
                names.append(int(keys.name[key]))
            name = self._closest(tokens, first, last, names)
            yield from self._mention(tokens, (first, last), name, length, "variant of name")

    def _mention(self, tokens: Tokens, place: tuple[int, int], name: int, weight: int, rule: str) -> Iterator[Mention]:
        first, last = place
        if first == last and not self._written_as_meant(tokens.words[first], self._vocabulary.text(name)):
            return
        if tokens.misspelt and not tokens.misspelt.isdisjoint(range(first, last + 1)):
            rule += ", misspelt"
        yield Mention(first, last, int(self._vocabulary.term_of_name[name]), name, weight, rule)

    def _abbreviated(self, tokens: Tokens) -> Iterator[Mention]:
        """Yield abbreviations with several meanings where the words around tell which is meant."""
        for row in np.flatnonzero(tokens.kind & int(Kind.SENSES)).tolist():
            word = tokens.words[row]
            hpo_id = meant(word, row, tokens.words, self._code)
            if hpo_id is not None:
                term = self._vocabulary.terms.row(hpo_id)
                yield Mention(row, row, term, -1, 1, f"abbreviation {word} in context")

    def _closest(self, tokens: Tokens, first: int, last: int, names: list[int]) -> int:
        if len(names) == 1:
            return names[0]
        here = {self._language.strict(fold(word)) for word in tokens.words[first : last + 1]}

        def distance(name: int) -> tuple[int, int, int]:
            return -len(here & self._words_of(name)), int(self._vocabulary.rank_of_name[name]), name

        return min(names, key=distance)

    def _words_of(self, name: int) -> frozenset[str]:
        if name not in self._forms:
            words = content_words(self._vocabulary.text(name), self._language.table)
            self._forms[name] = frozenset(map(self._language.strict, words))
        return self._forms[name]

    def _written_as_meant(self, word: str, name: str) -> bool:
        """Say whether a short name in capitals also stands in capitals in the text, and has one meaning."""
        if word in self._senses:
            return False
        return not is_abbreviation(name) or word.removesuffix("s") == name.removesuffix("s")


def is_abbreviation(name: str) -> bool:
    """Say whether a name is one word of capitals, which in lower case may be another word."""
    return len(name) <= LONGEST_ABBREVIATION and sum(letter.isupper() for letter in name) > 1 and " " not in name
