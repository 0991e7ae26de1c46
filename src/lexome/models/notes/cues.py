"""Tables of cue phrases, and where they stand among the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from lexome.models.notes.words import TABLES, fold


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase at words ``first`` to ``last`` (inclusive): what it does and in which direction it reaches."""

    first: int
    last: int
    what: str
    side: str


_END = ""


@cache
def cue_trie(file: str) -> dict[str, Any]:
    """Return the cue phrases of a table as nested dictionaries of words; the entry of an empty word ends a phrase."""
    trie: dict[str, Any] = {}
    for line in (TABLES / file).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        what, side, phrase = line.split("\t")
        for words in product(*map(_alternatives, phrase.split())):
            node = trie
            for word in map(fold, " ".join(words).replace("-", " ").split()):
                node = node.setdefault(word, {})
            node.setdefault(_END, (what, side))
    return trie


def begins_cue(word: str, file: str) -> bool:
    """Say whether a cue begins with this word."""
    return word in cue_trie(file)


def _alternatives(element: str) -> list[str]:
    words = element.removesuffix("?").split("|")
    return [*words, ""] if element.endswith("?") else words


def cues_in(words: Sequence[str], trie: dict[str, Any], *, joined: Sequence[bool]) -> Iterator[Cue]:
    """Yield the longest cue at each place, from left to right, none overlapping.

    ``joined[i]`` says whether word i follows its predecessor without punctuation.
    """
    done, count = 0, len(words)
    for at, word in enumerate(words):
        if word not in trie or at < done:
            continue
        node, best, row = trie[word], None, at
        while node is not None:
            if _END in node:
                best = Cue(at, row, *node[_END])
            row += 1
            node = node.get(words[row]) if row < count and joined[row] else None
        if best is not None:
            yield best
            done = best.last + 1
