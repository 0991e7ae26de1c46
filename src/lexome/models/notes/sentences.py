"""Sentences, sections and blocks of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lexome.models.notes.words import TABLES

BLOCK = 60_000
"""Characters worked on at once: bounds the memory of a long note, and is more than any paragraph."""

_BREAK = re.compile(r"\n\s*\n|\n|[.。!?]\s|\s")

_END = re.compile(r"\S[^\S\n]*\n[^\S\n]*\n")
"""The end of a paragraph that says something."""


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield (start, block) of a text, cut between paragraphs, else lines, else sentences, else words."""
    start = 0
    while len(text) - start > BLOCK:
        piece = text[start + BLOCK // 2 : start + BLOCK]
        cut = BLOCK
        for separator in ("\n\n", "\n", ". ", " "):
            found = piece.rfind(separator)
            if found >= 0:
                cut = BLOCK // 2 + found + len(separator)
                break
        yield start, text[start : start + cut]
        start += cut
    yield start, text[start:]


@dataclass(frozen=True, slots=True)
class Section:
    """A section whose heading begins at character ``start`` of a block: 'patient', 'family' or 'plan'."""

    start: int
    kind: str


@cache
def _headings(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    kinds: dict[str, str] = {}
    for line in (TABLES / f"sections_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, headings = line.split("\t")
            kinds.update(dict.fromkeys(headings.split("|"), kind))
    names = "|".join(re.escape(name) for name in sorted(kinds, key=len, reverse=True))
    pattern = rf"(?:\A|[\n.;])[ \t#*•-]*({names})[ \t*]*(?::|(?=\n)|\Z)"
    return re.compile(pattern, re.IGNORECASE), kinds


def sections(block: str, language: str) -> list[Section]:
    """Return the headed sections of a block in order; what stands before the first belongs to the one before.

    A family history ends with its paragraph: what follows under a heading that is not known must not be taken for it.
    """
    pattern, kinds = _headings(language)
    found: list[Section] = []
    for match in pattern.finditer(block):
        kind = kinds[match.group(1).lower()]
        found.append(Section(match.start(1), kind))
        ends = _END.search(block, match.end()) if kind == "family" else None
        if ends:
            found.append(Section(ends.end(), "patient"))
    return sorted(found, key=lambda each: each.start)
