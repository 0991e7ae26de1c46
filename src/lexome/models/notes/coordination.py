"""Terms whose words are shared by a list: "short fingers and toes", "palmar and plantar pits"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.models.notes.compiled import Tier
from lexome.models.notes.mention import Mention
from lexome.models.notes.scanning import Gap, Kind, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lexome.models.notes.vocabulary import Vocabulary

LONGEST_PART = 4
"""Words that one member of a list lends or takes; longer members are clauses of their own."""
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class _Try:
    """A lookup: the sum of hashes of two stretches of words, the words they span, and which words are own."""

    key: int
    first: int
    last: int
    weight: int


def coordinated(tokens: Tokens, vocabulary: Vocabulary) -> list[Mention]:
    """Return terms that only the shared words of a list complete; what a plain window reads is not repeated."""
    found = []
    for tier, rule in ((Tier.STRICT, "shared words of a list"), (Tier.LOOSE, "variant of shared words of a list")):
        tries = [each for members in lists(tokens, tier) for each in _tries(tokens, members, tier)]
        keys = vocabulary.keys[tier]
        wanted = np.array([each.key for each in tries], dtype=np.uint64)
        at = np.searchsorted(keys.key, wanted)
        hit = keys.key[np.minimum(at, len(keys.key) - 1)] == wanted
        for row in np.flatnonzero(hit).tolist():
            name = int(keys.name[at[row]])
            if vocabulary.rank_of_name[name] <= 1:
                one = tries[row]
                found.append(Mention(one.first, one.last, int(vocabulary.term_of_name[name]), name, one.weight, rule))
    return found


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

    def key(rows: list[int]) -> int:
        return sum(int(hashes[row]) for row in rows) & _MASK

    for at, member in enumerate(members):
        for own in range(1, min(len(member), LONGEST_PART) + 1):
            for lender in members[:at][-3:]:
                for lent in range(1, min(len(lender), LONGEST_PART + 1)):
                    rows = lender[:lent] + member[:own]
                    yield _Try(key(rows), rows[0], rows[-1], len(rows))
            for lender in members[at + 1 :][:3]:
                for lent in range(1, min(len(lender), LONGEST_PART + 1)):
                    rows = member[-own:] + lender[-lent:]
                    yield _Try(key(rows), rows[0], rows[-1], len(rows))
