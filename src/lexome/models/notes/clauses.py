"""A sentence with its mentions, and where its clauses begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lexome.models.notes.cues import Cue, cue_trie, cues_in
from lexome.models.notes.mention import Mention
from lexome.models.notes.scanning import Gap
from lexome.models.notes.words import TABLES


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words of one language that carry the structure of a sentence; see ``tables/grammar_en.tsv``."""

    language: str
    cues: dict[str, Any]
    people: dict[str, Any]
    groups: dict[str, frozenset[str]]

    def __getitem__(self, group: str) -> frozenset[str]:
        return self.groups.get(group, frozenset())


def open_grammar(language: str) -> Grammar:
    """Read the grammar of a language."""
    groups: dict[str, frozenset[str]] = {}
    for line in (TABLES / f"grammar_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group, words = line.split("\t")
            groups[group] = groups.get(group, frozenset()) | frozenset(words.split())
    return Grammar(language, cue_trie(f"context_{language}.tsv"), cue_trie(f"people_{language}.tsv"), groups)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words ``first`` to ``last`` (inclusive) of a block, folded; ``gap[i]`` stands before word ``first + i``."""

    first: int
    words: Sequence[str]
    gap: Sequence[Gap]
    mentions: Sequence[Mention]
    grammar: Grammar
    marks: Sequence[str] = field(default_factory=tuple)

    @property
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

    def gap_before(self, row: int) -> Gap:
        """Return what stands before a word."""
        return self.gap[row - self.first] if self.first < row <= self.last else Gap.STOP

    def gaps(self, first: int, last: int) -> list[Gap]:
        """Return what stands before the words after ``first`` up to ``last``."""
        return [self.gap_before(row) for row in range(first + 1, last + 1)]

    def quote(self, cue: Cue) -> str:
        """Return the words of a cue."""
        return " ".join(self.words[cue.first - self.first : cue.last - self.first + 1])

    def within_mention(self, row: int) -> bool:
        """Say whether a word belongs to a finding."""
        return any(each.first <= row <= each.last for each in self.mentions)

    def between(self, one: int, other: int) -> set[str]:
        """Return the words between two mentions."""
        return {self.word(row) for row in range(self.mentions[one].last + 1, self.mentions[other].first)}

    def listed(self, one: int, other: int) -> bool:
        """Say whether two mentions are members of one list: only joining and describing words between them."""
        first, last = self.mentions[one].last, self.mentions[other].first
        if any(gap >= Gap.CLAUSE for gap in self.gaps(first, last)):
            return False
        return self.between(one, other) <= self.grammar["in_list"]

    def cues(self, grammar: Grammar) -> list[Cue]:
        """Return the context cues outside findings, as rows of the block."""
        free = [word if not self.within_mention(self.first + at) else "\0" for at, word in enumerate(self.words)]
        joined = [gap < Gap.COMMA for gap in self.gap]
        return [
            Cue(cue.first + self.first, cue.last + self.first, cue.what, cue.side)
            for cue in cues_in(free, grammar.cues, joined=joined)
        ]


def clause_starts(sentence: Sentence, cues: Sequence[Cue], grammar: Grammar) -> list[int]:
    """Return the rows where a new clause begins, the first word of the sentence included."""
    starts = {sentence.first}
    starts.update(cue.first for cue in cues if cue.what == "ends")
    for row in range(sentence.first + 1, sentence.last + 1):
        gap = sentence.gap_before(row)
        joined = sentence.word(row - 1) in grammar["and"]
        if gap >= Gap.CLAUSE or ((joined or gap is Gap.COMMA) and _begins_clause(sentence, row, starts, grammar)):
            starts.add(row)
    return sorted(starts)


def _begins_clause(sentence: Sentence, row: int, starts: set[int], grammar: Grammar) -> bool:
    word = sentence.word(row)
    if word in grammar["and"] and sentence.gap_before(row) is Gap.COMMA:
        return _begins_clause(sentence, row + 1, starts, grammar)
    if word in grammar["subject"] or word in grammar["verb"]:
        return True
    if word in grammar["with"] and sentence.gap_before(row) is Gap.COMMA:
        return True
    if word in grammar["determiner"] and sentence.word(row + 1) in grammar["patient"]:
        return True
    return _is_subject_of_new_verb(sentence, row, starts, grammar)


def _is_subject_of_new_verb(sentence: Sentence, row: int, starts: set[int], grammar: Grammar) -> bool:
    """Say whether a finding that begins here has a verb of its own while the clause before has one already."""
    begun = max(start for start in starts if start <= row)
    if not any(sentence.word(at) in grammar["verb"] for at in range(begun, row)):
        return False
    for mention in sentence.mentions:
        if row <= mention.first <= row + 3:
            return sentence.word(mention.last + 1) in grammar["verb"]
    return False
