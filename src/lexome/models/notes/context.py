"""Whether a finding holds and for whom: cues, their reach, and the people a sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexome.core.case import Status
from lexome.models.notes.clauses import Grammar, Sentence
from lexome.models.notes.cues import Cue
from lexome.models.notes.people import relatives_of
from lexome.models.notes.scanning import Gap

FARTHEST_NOT = 8
"""Words between "not" and a finding beyond which another verb has taken the "not"."""
NEAREST = 3
"""Words from a cue to a finding it stands before, articles and adjectives between."""
_SAYS = ("excluded", "uncertain", "family", "holds")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the context says of one mention; ``because`` names the cue."""

    status: Status
    relative: str | None
    because: str


@dataclass(slots=True)
class _Said:
    excluded: str = ""
    uncertain: str = ""
    family: str = ""
    holds: str = ""
    relative: str | None = None


def read_sentence(
    sentence: Sentence, grammar: Grammar, *, section: str, signs: Sequence[tuple[str, str] | None] = ()
) -> list[Reading | None]:
    """Return what holds for each mention of a sentence; None for what is excluded in a relative."""
    said = [_Said() for _ in sentence.mentions]
    starts = sentence.starts
    for cue in sentence.cues:
        for row in _reached(cue, sentence, starts, said):
            setattr(said[row], cue.what, getattr(said[row], cue.what) or sentence.quote(cue))
    for each in said:
        each.excluded = "" if each.holds else each.excluded
    for row, relative in relatives_of(sentence, starts, grammar):
        said[row].family = said[row].family or relative
        said[row].relative = relative
    for row, sign in enumerate(signs):
        if sign is not None:
            setattr(said[row], *sign)
    if section == "family":
        for each in said:
            each.family = each.family or "section family history"
    return [_reading(each) for each in said]


_SIGNS = frozenset("?-–−")
_BEFORE = re.compile(r"\?\s?\Z")
_AFTER = (
    ("uncertain", re.compile(r"\s?\(?\?")),
    ("excluded", re.compile(r"\s?[:(]?\s?[-–−](?=\s*(?:[).,;]|\n|\Z))")),
)


def marked(before: str, after: str) -> tuple[str, str] | None:
    """Return what a sign beside a finding says: "?seizures", "seizures?", "seizures (-)".

    >>> marked("has ?", " or"), marked("", " (-)."), marked("", " - none")
    (('uncertain', '?'), ('excluded', '-'), None)
    """
    if "?" in before and _BEFORE.search(before):
        return "uncertain", "?"
    if _SIGNS.isdisjoint(after):
        return None
    for what, pattern in _AFTER:
        if pattern.match(after):
            return what, "?" if what == "uncertain" else "-"
    return None


def _reading(said: _Said) -> Reading | None:
    if said.family:
        if said.excluded:
            return None
        return Reading(Status.FAMILY, said.relative, f"family: {said.family}")
    if said.excluded:
        return Reading(Status.EXCLUDED, None, f"excluded: {said.excluded}")
    if said.uncertain:
        return Reading(Status.UNCERTAIN, None, f"uncertain: {said.uncertain}")
    return Reading(Status.OBSERVED, None, "")


def _reached(cue: Cue, sentence: Sentence, starts: Sequence[int], said: Sequence[_Said]) -> list[int]:
    """Return the mentions a cue speaks of."""
    if cue.what not in _SAYS:
        return []
    if cue.side == "after":
        return _back(cue, sentence, starts) or _next(cue, sentence, starts, said)
    if cue.side == "both":
        return [*_back(cue, sentence, starts), *_ahead(cue, sentence, starts, said)]
    return _ahead(cue, sentence, starts, said)


def _next(cue: Cue, sentence: Sentence, starts: Sequence[int], said: Sequence[_Said]) -> list[int]:
    """Return the list that begins right after a cue which found nothing behind it: "absent: ptosis and strabismus"."""
    ahead = _ahead(cue, sentence, starts, said)
    if not ahead or sentence.mentions[ahead[0]].first - cue.last > NEAREST:
        return []
    kept = ahead[:1]
    for row in ahead[1:]:
        if not sentence.listed(row - 1, row):
            break
        kept.append(row)
    return kept


def _ahead(cue: Cue, sentence: Sentence, starts: Sequence[int], said: Sequence[_Said]) -> list[int]:
    """Return the mentions after a cue that it reaches: to the end of the clause, or one item of a list."""
    end = min((start for start in starts if start > cue.last), default=sentence.last + 1)
    end = min(end, sentence.closing(cue.last), _verb_after(cue, sentence))
    ahead = [row for row, each in enumerate(sentence.mentions) if cue.last < each.first < end]
    if not ahead:
        apart = sentence.gap_before(cue.first) in {Gap.HARD, Gap.CLOSE} or sentence.aside(cue)
        return _back(cue, sentence, starts) if apart or cue.side == "item" else []
    if cue.side == "item":
        return _item(ahead, sentence, joins=sentence.alternatives)
    if (
        sentence.word(cue.last) in sentence.grammar["not"]
        and sentence.mentions[ahead[0]].first - cue.last > FARTHEST_NOT
    ):
        return []
    inner = sentence.word(cue.first) in sentence.grammar["without"] and cue.first > sentence.first
    inner = inner or (cue.what == "excluded" and _in_midst_of_list(cue, sentence, starts, said))
    if inner and not _offers_choice(ahead, sentence):
        if Gap.COMMA in sentence.gaps(cue.last, sentence.mentions[ahead[0]].first):
            return []
        return _item(ahead, sentence, joins=sentence.alternatives)
    return ahead


def _verb_after(cue: Cue, sentence: Sentence) -> int:
    """Return the row at which the noun phrase that a cue asks for ends: "absence of seizures *was* noted"."""
    grammar = sentence.grammar
    if sentence.word(cue.last) not in grammar["noun_after"]:
        return sentence.last + 1
    ahead = range(cue.last + 1, sentence.last + 1)
    return next((row for row in ahead if sentence.word(row) in grammar["finite"]), sentence.last + 1)


def _item(ahead: list[int], sentence: Sentence, *, joins: frozenset[str]) -> list[int]:
    """Return the first mention ahead and those joined to it as alternatives."""
    kept = ahead[:1]
    for row in ahead[1:]:
        if not sentence.listed(row - 1, row) or not joins & sentence.between(row - 1, row):
            break
        kept.append(row)
    return kept


def _offers_choice(ahead: list[int], sentence: Sentence) -> bool:
    """Say whether the list ahead ends in "or": then the cue before it speaks of all members."""
    for before, after in pairwise(ahead):
        if not sentence.listed(before, after):
            return False
        if sentence.alternatives & sentence.between(before, after):
            return True
    return False


def _in_midst_of_list(cue: Cue, sentence: Sentence, starts: Sequence[int], said: Sequence[_Said]) -> bool:
    """Say whether findings that hold stand before the cue in its own clause."""
    start = max((start for start in starts if start <= cue.first), default=sentence.first)
    return any(start <= each.first < cue.first and not said[row].excluded for row, each in enumerate(sentence.mentions))


def _subject_before(cue: Cue, sentence: Sentence) -> bool:
    """Say whether a cue has a subject of its own: "hearing loss (he did not appear to …)"."""
    return sentence.word(cue.first - 1) in sentence.grammar["subject"]


def _back(cue: Cue, sentence: Sentence, starts: Sequence[int]) -> list[int]:
    start = max((start for start in starts if start <= cue.first), default=sentence.first)
    behind = [row for row, each in enumerate(sentence.mentions) if start <= each.first and each.last < cue.first]
    if not behind:
        return []
    nearest = behind[-1]
    if cue.first == cue.last and sentence.mentions[nearest].last + 1 != cue.first:
        return []
    gaps = sentence.gaps(sentence.mentions[nearest].last, cue.first)
    if Gap.COMMA in gaps or (Gap.OPEN in gaps and _subject_before(cue, sentence)):
        return []
    kept = [nearest]
    one = sentence.word(cue.first) in sentence.grammar["singular"]
    for row in reversed(behind[:-1]):
        if not sentence.listed(row, row + 1):
            break
        if one and not (sentence.grammar["and"] & sentence.between(row, row + 1)):
            break
        kept.append(row)
    return kept
