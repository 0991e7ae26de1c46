"""Terms whose words are shared by a list: "short fingers and toes", "palmar and plantar pits"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.models.notes.compiled import Tier
from lexome.models.notes.mention import Mention
from lexome.models.notes.scanning import Gap, Kind, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lexome.models.notes.vocabulary import Vocabulary

LONGEST_PART = 4
"""Words that one member of a list lends or takes; longer members are clauses of their own."""
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class _Try:
    """A lookup: the sum of hashes of lent and own words, the words they span, and both stretches."""

    key: int
    first: int
    last: int
    weight: int
    own: tuple[int, int]
    lender: tuple[int, int]


def coordinated(tokens: Tokens, vocabulary: Vocabulary, plain: Sequence[Mention]) -> list[Mention]:
    """Return terms that only the shared words of a list complete.

    The member that lends its words must name a term with them (short fingers), and those of the other must not be
    part of a term already (toes): both are read from ``plain``, what stands without sharing.
    """
    spans = {(each.first, each.last) for each in plain}
    taken = {row for each in plain for row in range(each.first, each.last + 1)}
    found = []
    for tier, rule in ((Tier.STRICT, "shared words of a list"), (Tier.LOOSE, "variant of shared words of a list")):
        tries = [
            each
            for members in lists(tokens, tier)
            for each in _tries(tokens, members, tier)
            if taken.isdisjoint(range(each.own[0], each.own[1] + 1)) and _names(each.lender, spans)
        ]
        keys = vocabulary.keys[tier]
        wanted = np.array([each.key for each in tries], dtype=np.uint64)
        at = np.searchsorted(keys.key, wanted)
        hit = keys.key[np.minimum(at, len(keys.key) - 1)] == wanted
        for row in np.flatnonzero(hit).tolist():
            name, one = int(keys.name[at[row]]), tries[row]
            found.append(Mention(one.first, one.last, int(vocabulary.term_of_name[name]), name, one.weight, rule))
    return found


def _names(lender: tuple[int, int], spans: set[tuple[int, int]]) -> bool:
    return any(first <= lender[0] and lender[1] <= last for first, last in spans)


def lists(tokens: Tokens, tier: Tier) -> Iterator[list[list[int]]]:
    """Yield lists in the text as members, each the rows of its words that count."""
    dropped = int(Kind.STOP if tier is Tier.STRICT else Kind.STOP | Kind.LIGHT | Kind.EMPTY)
    known = int(Kind.STRICT if tier is Tier.STRICT else Kind.LOOSE)
    joins = np.flatnonzero(tokens.kind & int(Kind.JOIN))
    kind, gap = tokens.kind, tokens.gap
    done = -1
    for join in joins.tolist():
        if join <= done:
            continue
        first = _reach(kind, gap, join, step=-1, known=known | dropped)
        last = _reach(kind, gap, join, step=1, known=known | dropped)
        done = last
        members: list[list[int]] = [[]]
        for row in range(first, last + 1):
            if kind[row] & Kind.JOIN or (gap[row] == Gap.COMMA and row > first):
                members.append([])
            if not kind[row] & (dropped | Kind.JOIN):
                members[-1].append(row)
        members = [member for member in members if member]
        if len(members) > 1:
            yield members


def _reach(kind: np.ndarray, gap: np.ndarray, join: int, *, step: int, known: int) -> int:
    row, spent = join, 0
    while 0 <= row + step < len(kind) and spent < 4 * LONGEST_PART:
        barrier = row if step < 0 else row + step
        if gap[barrier] > Gap.COMMA or not kind[row + step] & (known | Kind.JOIN):
            break
        row += step
        spent += 1
    return row


def _tries(tokens: Tokens, members: list[list[int]], tier: Tier) -> Iterator[_Try]:
    hashes = tokens.hashes[tier]

    def made(rows: list[int], own: list[int], lender: list[int]) -> _Try:
        key = sum(int(hashes[row]) for row in rows) & _MASK
        return _Try(key, rows[0], rows[-1], len(rows), (own[0], own[-1]), (lender[0], lender[-1]))

    for at, member in enumerate(members):
        for length in range(1, min(len(member), LONGEST_PART) + 1):
            for lender in members[:at][-3:]:
                if len(members) == 2 and tokens.gap[member[0]] == Gap.COMMA:
                    continue
                for lent in range(1, min(len(lender), LONGEST_PART + 1)):
                    own = member[:length]
                    yield made(lender[:lent] + own, own, lender)
            for lender in members[at + 1 :][:3]:
                for lent in range(1, min(len(lender), LONGEST_PART + 1)):
                    own = member[-length:]
                    yield made(own + lender[-lent:], own, lender)
