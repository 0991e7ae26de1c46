"""Reads notes of languages written without spaces, Japanese and Chinese: names found in the characters themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from lexome.core.case import Finding, Span, Status
from lexome.models.notes.compiled import Name
from lexome.models.notes.vocabulary import FINDING, Terms
from lexome.models.notes.words import TABLES

SHORTEST_NAME = 2
"""Characters of the shortest name read; a single character is part of too many words."""
_CLAUSE = re.compile(r"[。，；;！？!?\n]|、(?=[^、。]{12})|,")
_PARENTHESES = re.compile(r"[（(][^（）()]*[）)]")


class UnspacedReader:
    """Finds the longest name at every character and looks for cues in its clause."""

    def __init__(self, names: Iterable[Name], terms: Terms, code: str) -> None:
        self._terms = terms
        self._code = code
        self._row: dict[str, int] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in sorted(names, key=lambda each: each.rank):
            for text in {name.text.strip(), _PARENTHESES.sub("", name.text).strip()}:
                if len(text) >= SHORTEST_NAME and terms.branches[name.term] & FINDING:
                    self._row.setdefault(text, name.term)
                    lengths[text[0]].add(len(text))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def findings(self, text: str) -> Iterator[Finding]:
        """Yield findings with offsets into the text."""
        ends = [match.start() for match in _CLAUSE.finditer(text)]
        at = 0
        while at < len(text):
            found = self._longest(text, at)
            if found is None:
                at += 1
                continue
            end = at + len(found)
            clause = bisect_right(ends, at - 1)
            opens = ends[clause - 1] + 1 if clause else 0
            closes = next((each for each in ends[clause:] if each >= end), len(text))
            status, cue = self._status(text[opens:at], text[end : closes + 1])
            yield self._finding(self._row[found], Span(at, end, found), status, cue)
            at = end

    def _longest(self, text: str, at: int) -> str | None:
        for length in self._lengths.get(text[at], ()):
            if text[at : at + length] in self._row:
                return text[at : at + length]
        return None

    def _finding(self, row: int, span: Span, status: Status, cue: str) -> Finding:
        because = f"name; {status.value}: {cue}" if cue else "name"
        return Finding(self._terms.id(row), self._terms.label(row), status=status, span=span, because=because)

    def _status(self, before: str, after: str) -> tuple[Status, str]:
        """Return what the cues of the clause say; family first, and the longest cue where one holds another."""
        told = [
            (what != "family", -len(cue), what, cue)
            for what, side, cue in _cues(self._code)
            if cue in (before if side == "before" else after)
        ]
        return (Status(min(told)[2]), min(told)[3]) if told else (Status.OBSERVED, "")


@cache
def _cues(code: str) -> tuple[tuple[str, str, str], ...]:
    lines = (TABLES / f"context_{code}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((what, side, cue) for what, side, cue in rows)
