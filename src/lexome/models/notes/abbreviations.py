"""Abbreviations that stand for several terms, told apart by the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from lexome.models.notes.words import TABLES, fold

NEIGHBOURHOOD = 120
"""Words on either side in which the sense is looked for: about a paragraph."""


@cache
def senses(language: str) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Return, by abbreviation, its terms and the words that speak for each."""
    path = TABLES / f"abbreviations_{language}.tsv"
    found: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line and not line.startswith("#"):
            short, hpo_id, words = line.split("\t")
            found[short] = (*found.get(short, ()), (hpo_id, frozenset(words.split())))
    return found


def meant(short: str, row: int, words: Sequence[str], language: str) -> str | None:
    """Return the term that an abbreviation at word ``row`` stands for; None when the words around do not tell."""
    near = words[max(0, row - NEIGHBOURHOOD) : row + NEIGHBOURHOOD]
    around = [fold(word) for word in near]
    counts = sorted(
        ((sum(word in told for word in around), hpo_id) for hpo_id, told in senses(language)[short]), reverse=True
    )
    best = counts[0]
    if not best[0] or (len(counts) > 1 and counts[1][0] == best[0]):
        return None
    return best[1]
