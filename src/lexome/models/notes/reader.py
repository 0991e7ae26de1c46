"""Reads the notes of one language that is written in words: recognition, then the context of each sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lexome.core.case import Finding, Span, Status
from lexome.models.notes.clauses import Grammar, Sentence
from lexome.models.notes.compiled import Language
from lexome.models.notes.context import Reading, marked, read_sentence
from lexome.models.notes.measurements import measured
from lexome.models.notes.mention import Mention
from lexome.models.notes.onset import onset_in
from lexome.models.notes.recognition import Recognizer
from lexome.models.notes.scanning import Gap, Kind, Scanner, Tokens
from lexome.models.notes.sentences import Section, blocks, sections
from lexome.models.notes.spelling import Speller
from lexome.models.notes.vocabulary import FINDING, MODIFIER, OF_THE_PREGNANCY, Vocabulary

LONGEST_SENTENCE = 300
"""Words; a longer stretch without a full stop is a list or hostile, and its cost would grow with the square."""


Propose = Callable[[Tokens, Sequence[Mention]], list[Mention]]
"""Returns mentions for words that the known ones leave."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of a note that is worked on at once, its words, and where in the note it begins."""

    text: str
    tokens: Tokens
    offset: int

    def span(self, start: int, end: int) -> Span:
        """Return characters of the block as a span of the note."""
        return Span(start + self.offset, end + self.offset, self.text[start:end])

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of words."""
        return int(self.tokens.start[first]), int(self.tokens.end[last])


class Reader:
    """Reads notes of one language; keeps no text between notes."""

    def __init__(self, vocabulary: Vocabulary, words: Language, grammar: Grammar) -> None:
        self.vocabulary = vocabulary
        self.language = words
        self._grammar = grammar
        speller = Speller(vocabulary.spellings, grammar.language)
        self._scanner = Scanner(words, vocabulary.words, grammar.language, grammar["join"], speller)
        self._recognizer = Recognizer(vocabulary, words, grammar.language)
        self._of_pregnancy = frozenset(map(vocabulary.terms.row, OF_THE_PREGNANCY))

    def findings(self, text: str) -> Iterator[Finding]:
        """Yield findings with offsets into the text."""
        for block, headed in self._blocks(text):
            mentions = self._with_measured(self._recognizer.mentions(block.tokens), block)
            yield from self._told(block, mentions, headed)

    def proposed(self, text: str, propose: Propose) -> Iterator[Finding]:
        """Yield what is proposed for words that no name explains, read in its context as findings are."""
        for block, headed in self._blocks(text):
            known = self._recognizer.mentions(block.tokens)
            new = propose(block.tokens, known)
            rules = {each.rule for each in new}
            mentions = sorted([*known, *new], key=lambda each: (each.first, each.last))
            for finding in self._told(block, mentions, headed):
                if finding.because.partition("; ")[0] in rules:
                    yield finding

    def _blocks(self, text: str) -> Iterator[tuple[_Block, list[Section]]]:
        """Yield the blocks of a text with the sections that begin in each or go on from before."""
        section = "patient"
        for start, part in blocks(text):
            headed = [Section(0, section), *sections(part, self._grammar.language)]
            block = _Block(part, self._scanner.scan(part), start)
            self._soften_abbreviations(block.tokens, part)
            yield block, headed
            section = headed[-1].kind

    def _told(self, block: _Block, mentions: list[Mention], headed: list[Section]) -> Iterator[Finding]:
        branches = self.vocabulary.terms.branches
        section_at = 0
        for sentence in self._sentences(block.tokens, mentions):
            start = int(block.tokens.start[sentence.first])
            while section_at + 1 < len(headed) and headed[section_at + 1].start <= start:
                section_at += 1
            told = [each for each in sentence.mentions if branches[each.term] & FINDING]
            others = [each for each in sentence.mentions if not branches[each.term] & FINDING]
            if told:
                section = headed[section_at].kind
                if others:
                    sentence = replace(sentence, mentions=told)
                yield from self._of_sentence(sentence, others, block, section)

    def _soften_abbreviations(self, tokens: Tokens, block: str) -> None:
        """Let a sentence go on past the full stop of an abbreviation: "Dr. Smith", "z. B.", "V.a."."""
        abbreviated = self._grammar["abbreviated"]
        for row in np.flatnonzero(tokens.gap == Gap.STOP).tolist():
            if row and tokens.words[row - 1].lower() in abbreviated:
                tokens.gap[row] = Gap.SOFT
        for row in np.flatnonzero(tokens.gap == Gap.HARD).tolist():
            if row and tokens.end[row - 1] - tokens.start[row - 1] == 1 and block[tokens.end[row - 1]] == ".":
                tokens.gap[row] = Gap.SOFT

    def _with_measured(self, mentions: list[Mention], block: _Block) -> list[Mention]:
        """Return the mentions and the values that are findings, in the order of the text."""
        values, tokens = [], block.tokens
        starts = tokens.start[(tokens.kind & int(Kind.QUANTITY)) != 0].tolist()
        for value in measured(block.text, starts, self._grammar.language):
            first, last = np.searchsorted(tokens.start, [value.start, value.end]).tolist()
            row = self.vocabulary.terms.row(value.hpo_id)
            values.append(Mention(first, max(first, last - 1), row, -1, 1, value.because))
        return sorted([*mentions, *values], key=lambda each: (each.first, each.last)) if values else mentions

    def _of_sentence(self, sentence: Sentence, others: list[Mention], block: _Block, section: str) -> Iterator[Finding]:
        """Yield the findings of a sentence; of a mother's "maternal diabetes" none: the term is of her child."""
        terms, text = self.vocabulary.terms, block.text
        spans = [block.chars(each.first, each.last) for each in sentence.mentions]
        signs = [marked(text[max(0, start - 2) : start], text[end : end + 6]) for start, end in spans]
        readings = read_sentence(sentence, self._grammar, section=section, signs=signs)
        onsets = self._onsets(sentence, block)
        for mention, reading, place in zip(sentence.mentions, readings, spans, strict=True):
            if reading is None or (reading.status is Status.FAMILY and mention.term in self._of_pregnancy):
                continue
            clause = bisect_right(sentence.starts, mention.first) - 1 if onsets else 0
            finding = Finding(
                terms.id(mention.term),
                terms.label(mention.term),
                status=reading.status,
                span=block.span(*place),
                onset=onsets.get(clause) if reading.status is Status.OBSERVED else None,
                relative=reading.relative,
                modifiers=tuple(dict.fromkeys(self._modifiers(mention, others, sentence))) if others else (),
                because=_because(mention, reading),
            )
            yield finding
            kind = mention.kind
            if kind is not None:
                yield replace(
                    finding,
                    hpo_id=terms.id(kind.term),
                    label=terms.label(kind.term),
                    span=block.span(*block.chars(kind.first, kind.last)),
                    because=_because(kind, reading),
                )

    def _onsets(self, sentence: Sentence, block: _Block) -> dict[int, str]:
        """Return the onset that each clause states, by the place of the clause in the sentence."""
        found: dict[int, str] = {}
        links = self._grammar["age"]
        if links.isdisjoint(sentence.words):
            return found
        ends = [*sentence.starts[1:], sentence.last + 1]
        for clause, (opens, closes) in enumerate(zip(sentence.starts, ends, strict=True)):
            if not links.isdisjoint(sentence.words[opens - sentence.first : closes - sentence.first]):
                start, end = block.chars(opens, closes - 1)
                onset = onset_in(block.text[start:end], self._grammar.language)
                if onset is not None:
                    found[clause] = onset
        return found

    def _modifiers(self, mention: Mention, others: list[Mention], sentence: Sentence) -> Iterator[str]:
        """Yield modifier terms that stand within or right before or after a finding."""
        for other in others:
            if not self.vocabulary.terms.branches[other.term] & MODIFIER:
                continue
            if mention.first <= other.first <= mention.last or self._adjoins(other, mention, sentence):
                yield self.vocabulary.terms.id(other.term)

    @staticmethod
    def _adjoins(other: Mention, mention: Mention, sentence: Sentence) -> bool:
        low, high = min(other.last, mention.last), max(other.first, mention.first)
        if high - low > 3 or any(gap != Gap.SOFT for gap in sentence.gaps(low, high)):
            return False
        between = {sentence.word(row) for row in range(low + 1, high)}
        return not between & (sentence.grammar["and"] | sentence.grammar["verb"])

    @staticmethod
    def _ends_of_sentences(tokens: Tokens) -> list[int]:
        """Return the rows at which sentences begin; text without full stops is cut after so many words."""
        stops: list[int] = [0]
        for row in [*np.flatnonzero(tokens.gap == Gap.STOP).tolist(), len(tokens.words)]:
            stops.extend(range(stops[-1] + LONGEST_SENTENCE, row, LONGEST_SENTENCE))
            stops.append(row)
        return stops

    def _sentences(self, tokens: Tokens, mentions: list[Mention]) -> Iterator[Sentence]:
        """Yield the sentences that have mentions."""
        stops = self._ends_of_sentences(tokens)
        at = 0
        while at < len(mentions):
            ahead = bisect_right(stops, mentions[at].first)
            first = stops[ahead - 1] if ahead else 0
            last = (stops[ahead] if ahead < len(stops) else len(tokens.words)) - 1
            here: list[Mention] = []
            while at < len(mentions) and mentions[at].first <= last:
                here.append(mentions[at])
                at += 1
            here = [each for each in here if each.last <= last]
            written = tokens.words[first : last + 1]
            gaps = tokens.gap[first : last + 1].tolist()
            yield Sentence(first, tokens.folded[first : last + 1], gaps, here, self._grammar, written)


def _because(mention: Mention, reading: Reading) -> str:
    return f"{mention.rule}; {reading.because}" if reading.because else mention.rule
