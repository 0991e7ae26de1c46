"""Terms whose words are shared by a list: "short fingers and toes", "palmar/plantar pits"."""

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
_SINGULAR = ("ss", "us", "is", "ons")
"""Endings in s of nouns and adjectives that are no plurals: pelvis, sinus, nervous, pons."""
_FARTHEST = 4 * LONGEST_PART
"""Words on either side of a joining word that may belong to its list."""
_MASK = (1 << 64) - 1
_COMMA, _SLASH = int(Gap.COMMA), int(Gap.SLASH)
_JOIN, _END = int(Kind.JOIN), int(Kind.EMPTY | Kind.BOUNDARY)
_DROPPED = {Tier.STRICT: int(Kind.STOP), Tier.LOOSE: int(Kind.STOP | Kind.LIGHT | Kind.EMPTY)}
_KNOWN = {Tier.STRICT: int(Kind.STRICT), Tier.LOOSE: int(Kind.LOOSE)}


@dataclass(frozen=True, slots=True)
class _Try:
    """A lookup: the sum of hashes of lent and own words, and the words they span; ``edge`` is its word at the joint."""

    key: int
    first: int
    last: int
    weight: int
    edge: int


def coordinated(tokens: Tokens, vocabulary: Vocabulary, plain: Sequence[Mention]) -> list[Mention]:
    """Return terms that only the shared words of a list complete.

    The member that lends its words must name a term with them (short fingers), and those of the other must not be
    part of a term already (toes): both are read from ``plain``, what stands without sharing.
    """
    owner = {row: at for at, each in enumerate(plain) for row in range(each.first, each.last + 1)}
    best: dict[int, tuple[_Try, int, str]] = {}
    for tier, rule in ((Tier.STRICT, "shared words of a list"), (Tier.LOOSE, "variant of shared words of a list")):
        hashes = tokens.hashes[tier].tolist()
        tries = [each for members in _lists(tokens, tier, owner) for each in _tries(tokens, members, hashes, owner)]
        keys = vocabulary.keys[tier]
        wanted = np.array([each.key for each in tries], dtype=np.uint64)
        at = np.searchsorted(keys.key, wanted)
        hit = keys.key[np.minimum(at, len(keys.key) - 1)] == wanted
        for row in np.flatnonzero(hit).tolist():
            one = tries[row]
            if one.edge not in best or best[one.edge][0].weight < one.weight:
                best[one.edge] = (one, int(keys.name[at[row]]), rule)
    shared = [
        Mention(one.first, one.last, int(vocabulary.term_of_name[name]), name, one.weight, rule)
        for one, name, rule in best.values()
    ]
    return [each for each in shared if not _implied(each, plain, vocabulary)]


def _implied(shared: Mention, plain: Sequence[Mention], vocabulary: Vocabulary) -> bool:
    """Say whether a term named within the list says as much: "deformity and bowing of the legs"."""
    within = (each.term for each in plain if shared.first <= each.first and each.last <= shared.last)
    return any(shared.term in vocabulary.terms.ancestors[term] for term in within)


def _lists(tokens: Tokens, tier: Tier, owner: dict[int, int]) -> Iterator[list[list[int]]]:
    """Yield lists in the text as members, each the rows of its words that count; a list without a term is none."""
    dropped = _DROPPED[tier]
    known = _KNOWN[tier] | dropped | _JOIN
    kind, gap = tokens.kind.tolist(), tokens.gap.tolist()
    done = -1
    for join in _joins(tokens, owner):
        if join <= done:
            continue
        first = _reach(kind, gap, join, step=-1, known=known)
        last = _reach(kind, gap, join, step=1, known=known)
        done = last
        if not any(row in owner for row in range(first, last + 1)):
            continue
        members: list[list[int]] = [[]]
        for row in range(first, last + 1):
            if kind[row] & _JOIN or (gap[row] in (_COMMA, _SLASH) and row > first):
                members.append([])
            if not kind[row] & (dropped | _JOIN):
                members[-1].append(row)
        members = [member for member in members if member]
        if len(members) > 1:
            yield members


def _joins(tokens: Tokens, owner: dict[int, int]) -> list[int]:
    """Return the joining words and slashes within the reach of which a term is named."""
    named = np.zeros(len(tokens.words) + 1, dtype=np.int64)
    named[np.fromiter(owner, np.int64, len(owner)) + 1] = 1
    named = np.cumsum(named)
    joins = np.flatnonzero(((tokens.kind & _JOIN) != 0) | (tokens.gap == _SLASH))
    near = named[np.minimum(joins + _FARTHEST + 1, len(named) - 1)] > named[np.maximum(joins - _FARTHEST, 0)]
    return list(joins[near].tolist())


def _reach(kind: list[int], gap: list[int], join: int, *, step: int, known: int) -> int:
    """Return how far the list around a joining word extends in one direction."""
    row, comma = join, int(Gap.COMMA)
    for _ in range(_FARTHEST):
        ahead = row + step
        if not 0 <= ahead < len(kind) or gap[row if step < 0 else ahead] > comma or not kind[ahead] & known:
            break
        row = ahead
    return row


def _tries(tokens: Tokens, members: list[list[int]], hashes: list[int], owner: dict[int, int]) -> Iterator[_Try]:
    """Yield every way in which a member without a term may borrow from the nearest that names one."""
    edges = {row in owner for member in members for row in (member[0], member[-1])}
    if len(edges) < 2:
        return
    if len(members) == 2 and tokens.gap[members[1][0]] == _COMMA:
        return
    tails = [_of_one_term(member, member[-1], owner) for member in members]
    heads = [_of_one_term(member, member[0], owner) for member in members]

    def made(rows: list[int], edge: int) -> _Try:
        return _Try(sum(map(hashes.__getitem__, rows)) & _MASK, rows[0], rows[-1], len(rows), edge)

    for at, member in enumerate(members):
        before = _nearest(tails[:at][::-1]) if member[0] not in owner else ()
        after = _nearest(heads[at + 1 :]) if member[-1] not in owner else ()
        for length in range(1, min(len(member), LONGEST_PART) + 1):
            own = member[:length]
            whole = length == len(member) or member[length] > own[-1] + 1 or tokens.kind[member[length]] & _END
            if before and whole and owner.keys().isdisjoint(own):
                for lent in range(1, min(len(before), LONGEST_PART + 1)):
                    yield made(before[:lent] + own, own[0])
            own = member[-length:]
            if after and owner.keys().isdisjoint(own) and not _apart(tokens, own[-1], after[-1]):
                for lent in range(1, min(len(after), LONGEST_PART + 1)):
                    yield made(own + after[-lent:], own[-1])


def _apart(tokens: Tokens, own: int, lent: int) -> bool:
    """Say whether an English plural stands before a noun: it is no part of a compound ("metatarsals and deformity").

    Before a verb it may share what is said of both: "fingers and toes were short".
    """
    word = tokens.words[own]
    plural = word.endswith("s") and not word.endswith(_SINGULAR)
    return plural and not (tokens.kind[own:lent] & int(Kind.EMPTY)).any()


def _nearest(lenders: list[list[int]]) -> list[int]:
    """Return the words of the first member that names a term: one beyond it does not lend."""
    return next((lender for lender in lenders if lender), [])


def _of_one_term(member: list[int], row: int, owner: dict[int, int]) -> list[int]:
    """Return the words of a member that belong to the same term as one of them."""
    term = owner.get(row)
    return [] if term is None else [each for each in member if owner.get(each) == term]
