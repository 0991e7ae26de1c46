"""Names that follow from others by a rule: what a note says where the ontology's name is longer, or written apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lexome.models.notes.compiled import Name, content_words, loose_key, strict_key
from lexome.models.notes.words import English

GENERATED = 5
"""Rank of a name that is made from another: the ontology's own names come before it."""

_COMPOUNDS = (
    ("brain", "stem"),
    ("hind", "brain"),
    ("mid", "brain"),
    ("fore", "arm"),
    ("arm", "pit"),
    ("back", "bone"),
    ("breast", "bone"),
    ("cheek", "bone"),
    ("collar", "bone"),
    ("ear", "lobe"),
    ("eye", "ball"),
    ("eye", "brow"),
    ("eye", "lash"),
    ("eye", "lid"),
    ("finger", "nail"),
    ("finger", "tip"),
    ("hair", "line"),
    ("toe", "nail"),
)
"""Words of anatomy that notes also write apart."""
_APART = [(re.compile(rf"\b{first}{second}", re.IGNORECASE), f"{first} {second}") for first, second in _COMPOUNDS]
_RULES = (
    (re.compile(r"(?:Abnormal|Abnormality of(?: the)?) (.+) morphology"), ("Abnormal {}",)),
    (re.compile(r"(?:Abnormal|Abnormality of(?: the)?) (.+) physiology"), ("Abnormal {}",)),
    (re.compile(r"(.+) muscle weakness", re.IGNORECASE), ("{} weakness",)),
    (re.compile(r"(.+) deep (tendon reflexes.*)", re.IGNORECASE), ("{} {}",)),
    (re.compile(r"Recurrent (.+)", re.IGNORECASE), ("Recurrent episodes of {}", "Recurrent attacks of {}")),
    (re.compile(r"Aplasia/Hypoplasia of (?:the )?(.+)"), ("Hypoplasia of {}", "Aplasia of {}")),
    (re.compile(r"(?:Neoplasm of (?:the )?)(.+)"), ("Cancer of {}",)),
    (re.compile(r"(.+) neoplasm"), ("{} cancer",)),
)
"""Abnormal in an aspect (a note says "metaphyseal abnormalities"), weak of muscle, tendon reflexes (which are the deep
ones), what recurs in episodes, what is small or absent, and what is a tumor of a place; each in the order told."""


def variants(told: Sequence[Name]) -> Iterator[Name]:
    """Yield names that follow from others and that no term has already, whatever their derivation."""
    language = English()

    def keys(text: str) -> tuple[int, int]:
        words = content_words(text, language.table)
        meant = [word for word in words if word not in language.table.empties]
        return strict_key(words, language), loose_key(meant, language)

    known = {key for name in told for key in keys(name.text)}
    for rule in _rules():
        for name in told:
            for text in rule(name.text):
                found = keys(text)
                if known.isdisjoint(found):
                    known.update(found)
                    yield Name(text, name.term, GENERATED)


def _rules() -> Iterator[Callable[[str], Iterator[str]]]:
    for pattern, forms in _RULES:

        def shortened(text: str, pattern: re.Pattern[str] = pattern, forms: tuple[str, ...] = forms) -> Iterator[str]:
            match = pattern.fullmatch(text)
            if match:
                yield from (form.format(*match.groups()) for form in forms)

        yield shortened
    yield _written_apart


def _written_apart(text: str) -> Iterator[str]:
    apart = text
    for pattern, words in _APART:
        apart = pattern.sub(words, apart)
    if apart != text:
        yield apart
