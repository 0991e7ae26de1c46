"""Phrases of a block in which no term was recognised though their words occur in names of terms."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from lexome.models.notes.scanning import Gap, Kind

if TYPE_CHECKING:
    from lexome.models.notes.scanning import Tokens

LONGEST = 6
"""Words of a phrase; of the labels of phenotypic terms nine in ten have no more."""
SHORTEST = 2
"""Words of a phrase: a single word that is no name is rarely a finding."""
_BREAKS = frozenset({"no", "not", "without", "never", "denies", "denied"})
"""Words that no phrase goes across: what follows them is said not to be there."""
_EDGE = int(Kind.STRICT | Kind.LOOSE)
_DULL = int(Kind.STOP | Kind.EMPTY)
_BREAK = int(Kind.BOUNDARY | Kind.JOIN)


def phrases(tokens: Tokens, taken: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of every phrase outside the words taken; both occur in names and carry meaning."""
    kind, gap = tokens.kind.tolist(), tokens.gap.tolist()
    edge = [bool(each & _EDGE) and not each & _DULL for each in kind]
    closed = [bool(each & _BREAK) or word.lower() in _BREAKS for each, word in zip(kind, tokens.words, strict=True)]
    for first in range(len(kind)):
        if not edge[first] or closed[first] or first in taken:
            continue
        for last in range(first + 1, min(first + LONGEST, len(kind))):
            if gap[last] > Gap.SOFT or closed[last] or last in taken:
                break
            if edge[last] and last - first + 1 >= SHORTEST:
                yield first, last
