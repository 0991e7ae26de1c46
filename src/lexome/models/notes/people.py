"""Which findings belong to a relative, and to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lexome.models.notes.clauses import Grammar, Sentence
from lexome.models.notes.cues import cues_in
from lexome.models.notes.scanning import Gap

SHORTEST_PLURAL = 3
FARTHEST_BIRTH = 12
"""Words from "born" to the parent: "born at full term via caesarean section to a G2P1 30 years old mother"."""


@dataclass(frozen=True, slots=True)
class _Person:
    first: int
    last: int
    what: str


def relatives_of(sentence: Sentence, starts: Sequence[int], grammar: Grammar) -> Iterator[tuple[int, str]]:
    """Yield (row of mention, relative) for findings that a relative has."""
    if grammar.people.keys().isdisjoint(sentence.words):
        return
    people = [
        _Person(cue.first + sentence.first, cue.last + sentence.first, cue.what)
        for cue in cues_in(sentence.words, grammar.people, joined=[gap < Gap.COMMA for gap in sentence.gap])
        if cue.first + sentence.first not in sentence.inside
    ]
    if not any(person.what == "relative" for person in people):
        return
    holder: _Person | None = None
    until = sentence.last + 1
    events = sorted([(person.first, 0, person) for person in people] + [(row, 1, None) for row in starts])
    ahead: dict[int, _Person] = {}
    for at, (row, _, person) in enumerate(events):
        if row >= until:
            holder, until = None, sentence.last + 1
        if person is not None:
            holder, until = _holder(person, holder, until, sentence, grammar)
            if holder is person:
                behind = _behind(person, sentence, starts, grammar)
                yield from ((each, relation(person, sentence)) for each in behind)
                if behind:
                    holder = None
        elif sentence.word(row) in grammar["presenting"]:
            holder = None
        stop = min(events[at + 1][0] if at + 1 < len(events) else sentence.last + 1, until)
        for each, mention in enumerate(sentence.mentions):
            if holder is not None and row <= mention.first < stop:
                ahead[each] = holder
    yield from ((each, relation(person, sentence)) for each, person in ahead.items())


def relation(person: _Person, sentence: Sentence) -> str:
    """Return the relative's name in the singular."""
    written = sentence.written or sentence.words
    words = [word.lower() for word in written[person.first - sentence.first : person.last + 1 - sentence.first]]
    words = words[1:] if words[0] == "twin" else words
    if sentence.word(person.last) not in sentence.grammar["plural_relative"]:
        words = [word.removesuffix("s") if len(word) > SHORTEST_PLURAL else word for word in words]
    return (
        " ".join(words)
        .replace("half ", "half-")
        .replace("great ", "great-")
        .replace("grand m", "grand-m")
        .replace("grand p", "grand-p")
    )


def _holder(
    person: _Person, before: _Person | None, until: int, sentence: Sentence, grammar: Grammar
) -> tuple[_Person | None, int]:
    """Return who holds the findings from here on, and up to which word."""
    end = sentence.last + 1
    if before is not None and _another_child(person, sentence):
        return person, end
    if person.what == "patient":
        whose = _of_patient(person, sentence) and not _of_patients_with(person, sentence)
        return (before, until) if whose else (None, end)
    if _plain(person, sentence, grammar):
        return None, end
    if sentence.word(person.last + 1) == "who" and sentence.gap_before(person.last + 1) == Gap.COMMA:
        commas = [row for row in range(person.last + 2, end) if sentence.gap_before(row) == Gap.COMMA]
        return person, min(commas, default=end)
    return person, end


def _another_child(person: _Person, sentence: Sentence) -> bool:
    """Say whether a daughter or son is named beside relatives: "her sister had …, and her daughter …"."""
    named, before = sentence.word(person.first), sentence.word(person.first - 1)
    return named in sentence.grammar["offspring"] and before in sentence.grammar["possessive"]


def _of_patient(person: _Person, sentence: Sentence) -> bool:
    """Say whether the patient is named only as whose relative is meant ("the patient's sister", "hermana del niño")."""
    before = {sentence.word(person.first - step) for step in (1, 2)}
    return sentence.word(person.last + 1) == "s" or bool(before & sentence.grammar["genitive"])


def _of_patients_with(person: _Person, sentence: Sentence) -> bool:
    """Say whether what follows is of the patients named: "siblings of patients with"."""
    grammar = sentence.grammar
    return sentence.word(person.last) in grammar["patients"] and sentence.word(person.last + 1) in grammar["with"]


def _plain(person: _Person, sentence: Sentence, grammar: Grammar) -> bool:
    """Say whether the relative tells, is compared with, or is said to be well, rather than having a finding."""
    after = [sentence.word(person.last + step) for step in (1, 2, 3, 4)]
    before = [sentence.word(person.first - step) for step in (1, 2, 3)]
    if grammar["own"] & {sentence.word(row) for row in range(person.last + 1, sentence.last + 1)}:
        return False
    if _reports(person, sentence, grammar) or _parent_of_birth(person, sentence, grammar):
        return True
    if after[0] in grammar["copula"] and grammar["plain_after"] & set(after[1:]):
        return True
    if before[0] in grammar["plain_before"] or after[0] in grammar["plain_before"] or "according" in before:
        return True
    if before[0] in grammar["told_by"] or (before[0] in grammar["possessive"] and before[1] in grammar["told_by"]):
        return True
    return _are_the_patients(person, before, sentence, grammar)


def _reports(person: _Person, sentence: Sentence, grammar: Grammar) -> bool:
    """Say whether the relative tells: "mother first noticed", "were worried about", not "was reported to have"."""
    for row in range(person.last + 1, min(person.last + 4, sentence.last + 1)):
        if row in sentence.inside:
            return False
        if sentence.word(row) in grammar["reporter"]:
            passive = sentence.word(person.last + 1) in grammar["copula"] and row > person.last + 1
            return not (passive and sentence.word(row + 1) in grammar["passive_after"])
    return False


def _parent_of_birth(person: _Person, sentence: Sentence, grammar: Grammar) -> bool:
    """Say whether the relative is only told as the parent the patient was born to ("born to first cousin parents")."""
    if sentence.word(person.last + 1) in grammar["with"]:
        return False
    before = [sentence.word(row) for row in range(max(sentence.first, person.first - FARTHEST_BIRTH), person.first)]
    born = next((at for at, word in enumerate(before) if word in grammar["born"]), len(before))
    return "to" in before[born:] and not grammar["verb"] & set(before[born:])


def _are_the_patients(person: _Person, before: list[str], sentence: Sentence, grammar: Grammar) -> bool:
    """Say whether "two sisters with…", "a father and son with…" are the patients of a report themselves."""
    if grammar["side"] & {sentence.word(row) for row in range(person.first, person.last + 1)}:
        return False
    joined = sentence.word(person.last + 1) in grammar["and"] and before[0] not in grammar["possessive"]
    if joined and any(sentence.word(person.last + step) in grammar["patient"] for step in (2, 3, 4)):
        return True
    counted = before[0] in grammar["numeral"] or (before[0] == "affected" and before[1] in grammar["numeral"])
    return counted and sentence.word(person.last) not in grammar["plural_relative"]


def _behind(person: _Person, sentence: Sentence, starts: Sequence[int], grammar: Grammar) -> list[int]:
    """Return the findings before "in the mother", "affected one sister"."""
    start = max((start for start in starts if start <= person.first), default=sentence.first)
    row = person.first - 1
    if sentence.word(row) == "s" and sentence.word(row - 1) in grammar["patient"]:
        row -= 2
    passed = grammar["possessive"] | grammar["numeral"] | grammar["one_of"] | grammar["determiner"]
    row -= sentence.word(row) in passed
    linked = sentence.word(row) in grammar["affected_of"]
    if not linked or (sentence.word(person.last + 1) in grammar["with"]):
        return []
    behind = [at for at, each in enumerate(sentence.mentions) if start <= each.first and each.last < person.first]
    return [at for at in behind if not _of_patient_too(sentence.mentions[at].last, row, sentence)]


def _of_patient_too(last: int, row: int, sentence: Sentence) -> bool:
    """Say whether the patient is named between a finding and the relative, or the relative only in parentheses."""
    between = range(last + 1, row)
    if any(sentence.word(each) in sentence.grammar["patient"] for each in between):
        return True
    gaps = sentence.gaps(last, row)
    return Gap.OPEN in gaps and Gap.CLOSE not in gaps
