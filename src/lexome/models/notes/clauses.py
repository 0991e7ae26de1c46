"""A sentence with its mentions, and where its clauses begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lexome.models.notes.cues import Cue, cue_trie, cues_in
from lexome.models.notes.mention import Mention
from lexome.models.notes.scanning import Gap
from lexome.models.notes.words import TABLES, fold

_COMMA, _CLAUSE = int(Gap.COMMA), int(Gap.CLAUSE)
_OPEN, _CLOSE = int(Gap.OPEN), int(Gap.CLOSE)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words of one language that carry the structure of a sentence; see ``tables/grammar_en.tsv``."""

    language: str
    cues: dict[str, Any]
    people: dict[str, Any]
    groups: dict[str, frozenset[str]]

    def __getitem__(self, group: str) -> frozenset[str]:
        return self.groups.get(group, _NONE)


def open_grammar(language: str) -> Grammar:
    """Read the grammar of a language."""
    groups: dict[str, frozenset[str]] = {}
    for line in (TABLES / f"grammar_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group, words = line.split("\t")
            groups[group] = groups.get(group, _NONE) | frozenset(map(fold, words.split()))
    return Grammar(language, cue_trie(f"context_{language}.tsv"), cue_trie(f"people_{language}.tsv"), groups)


@dataclass(frozen=True)
class Sentence:
    """Words from row ``first`` of a block, folded; ``gap[i]`` (see Gap) stands before word ``first + i``."""

    first: int
    words: Sequence[str]
    gap: Sequence[int]
    mentions: Sequence[Mention]
    grammar: Grammar
    written: Sequence[str] = ()

    @cached_property
    def last(self) -> int:
        """Row of the last word."""
        return self.first + len(self.words) - 1

    @property
    def alternatives(self) -> frozenset[str]:
        """Words that join alternatives."""
        return self.grammar["or"]

    def word(self, row: int) -> str:
        """Return the folded word at a row of the block, empty outside the sentence."""
        return self.words[row - self.first] if self.first <= row <= self.last else ""

    def gap_before(self, row: int) -> int:
        """Return what stands before a word."""
        return self.gap[row - self.first] if self.first < row <= self.last else int(Gap.STOP)

    def gaps(self, first: int, last: int) -> Sequence[int]:
        """Return what stands before the words after ``first`` up to ``last``, both in the sentence."""
        return self.gap[first + 1 - self.first : last + 1 - self.first]

    def quote(self, cue: Cue) -> str:
        """Return the words of a cue."""
        return " ".join(self.words[cue.first - self.first : cue.last - self.first + 1])

    def closing(self, row: int) -> int:
        """Return the row after the parenthesis in which a word stands; past the sentence where it stands in none."""
        if _OPEN not in self.gap:
            return self.last + 1
        depth = [0]
        for at in range(self.first, self.last + 1):
            gap = self.gap_before(at)
            depth.append(max(0, depth[-1] + (gap == _OPEN) - (gap == _CLOSE)))
        inner = depth[row - self.first + 1]
        ahead = range(row + 1, self.last + 1) if inner else ()
        return next((at for at in ahead if depth[at - self.first + 1] < inner), self.last + 1)

    def aside(self, cue: Cue) -> bool:
        """Say whether a cue stands alone in parentheses: "seizures (no)"."""
        return self.gap_before(cue.first) == _OPEN and self.closing(cue.last) == cue.last + 1

    @cached_property
    def inside(self) -> frozenset[int]:
        """Rows of words that belong to a finding."""
        return frozenset(row for each in self.mentions for row in range(each.first, each.last + 1))

    def between(self, one: int, other: int) -> set[str]:
        """Return the words between two mentions."""
        return set(self.words[self.mentions[one].last + 1 - self.first : self.mentions[other].first - self.first])

    def listed(self, one: int, other: int) -> bool:
        """Say whether two mentions are members of one list: only joining and describing words between them."""
        first, last = self.mentions[one].last, self.mentions[other].first
        if any(gap >= _CLAUSE for gap in self.gaps(first, last)):
            return False
        return self.between(one, other) <= self.grammar["in_list"]

    @cached_property
    def cues(self) -> list[Cue]:
        """The context cues outside findings, as rows of the block."""
        free, first = list(self.words), self.first
        for row in self.inside:
            if 0 <= row - first < len(free):
                free[row - first] = "\0"
        joined = [gap < _COMMA for gap in self.gap]
        found = cues_in(free, self.grammar.cues, joined=joined)
        return [Cue(cue.first + first, cue.last + first, cue.what, cue.side) for cue in found]

    @cached_property
    def starts(self) -> list[int]:
        """Rows where a new clause begins, the first word of the sentence included."""
        starts = {self.first}
        starts.update(cue.first for cue in self.cues if cue.what == "ends")
        joins = self.grammar["and"]
        for at in range(1, len(self.words)):
            gap = self.gap[at]
            if gap >= _CLAUSE or (
                (gap == _COMMA or self.words[at - 1] in joins) and _begins_clause(self, self.first + at, starts)
            ):
                starts.add(self.first + at)
        return sorted(starts)


def _begins_clause(sentence: Sentence, row: int, starts: set[int]) -> bool:
    word, grammar = sentence.word(row), sentence.grammar
    if word in grammar["and"] and sentence.gap_before(row) == _COMMA:
        return _begins_clause(sentence, row + 1, starts)
    if word in grammar["subject"] or word in grammar["verb"]:
        return True
    if word in grammar["with"] and sentence.gap_before(row) == _COMMA:
        return True
    if word in grammar["determiner"] and sentence.word(row + 1) in grammar["patient"]:
        return True
    return _is_subject_of_new_verb(sentence, row, starts)


def _is_subject_of_new_verb(sentence: Sentence, row: int, starts: set[int]) -> bool:
    """Say whether a finding that begins here has a verb of its own while the clause before has one already."""
    verbs = sentence.grammar["verb"]
    for mention in sentence.mentions:
        if row <= mention.first <= row + 3:
            begun = max(start for start in starts if start <= row)
            before = sentence.words[begun - sentence.first : row - sentence.first]
            return sentence.word(mention.last + 1) in verbs and not verbs.isdisjoint(before)
    return False
