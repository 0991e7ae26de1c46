"""When a finding began: phrases of age read as an HPO onset term or an ISO 8601 duration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lexome.models.notes.words import TABLES


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Patterns of one language; ``any`` has a group for each of ``terms``, in their order, and none for verbs."""

    terms: tuple[str, ...]
    began: re.Pattern[str]
    age: re.Pattern[str]
    any: re.Pattern[str]
    units: dict[str, str]
    numbers: dict[str, str]


@cache
def _phrases(language: str) -> _Phrases:
    told: dict[str, list[tuple[str, str]]] = {"term": [], "began": [], "link": [], "unit": [], "number": []}
    for line in (TABLES / f"onset_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, value, words = line.split("\t")
            told[kind].append((value, words))
    numbers = {words: value for value, words in told["number"]}
    units = "|".join(f"(?P<{value}>{words})" for value, words in told["unit"])
    number = "|".join(sorted(numbers, key=len, reverse=True))
    link = "|".join(words for _, words in told["link"])
    began = "|".join(words for _, words in told["began"])
    return _Phrases(
        tuple(value for value, _ in told["term"]),
        _whole_words(began),
        re.compile(rf"\b(?:{link})(?P<number>\d{{1,3}}|{number})\b[\s-]*(?:{units})\b"),
        _whole_words("|".join((*(f"({_ungrouped(words)})" for _, words in told["term"]), _ungrouped(began)))),
        {value: value for value, _ in told["unit"]},
        numbers,
    )


def _ungrouped(words: str) -> str:
    return re.sub(r"\((?!\?)", "(?:", words)


def _whole_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


def onset_in(clause: str, language: str = "en") -> str | None:
    """Return the onset that a clause states: an HPO onset term, an ISO 8601 duration, or None.

    >>> onset_in("Seizures began at 3 months of age"), onset_in("hypotonia since birth"), onset_in("seen at 4 years")
    ('P3M', 'HP:0003577', None)
    """
    phrases, clause = _phrases(language), clause.lower()
    found = [match.lastindex or 0 for match in phrases.any.finditer(clause)]
    if not found:
        return None
    if max(found):
        return phrases.terms[min(row for row in found if row) - 1]
    if not phrases.began.search(clause):
        return None
    match = phrases.age.search(clause)
    if match is None:
        return None
    number = match["number"]
    unit = next(value for value in phrases.units if match[value])
    return f"P{phrases.numbers.get(number, number)}{unit}"
