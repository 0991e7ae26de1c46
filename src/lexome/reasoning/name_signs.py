"""Signs that a disease is named for: 'Cataract 19' says more of cataract than its annotation rows do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from lexome.knowledge.hpo import Ontology
from lexome.reasoning.listed_diseases import ListedDiseases
from lexome.reasoning.profiles import Annotations

NAMED_FREQUENCY = 0.9
"""Share of patients with a sign that stands in the name of their disease: mean over 1,992 pairs of disease and sign
whose rows count patients (HPO annotations 2025-01-16)."""

NAMED_PATIENTS = 4.0
"""Weight of a name, as of a frequency category: rows that count patients outweigh it."""

LONGEST = 6
"""Words of the longest name of a sign that is looked for."""

_DENYING = frozenset({"without", "no", "non", "susceptibility"})
"""Words after which nothing is read: 'with or without anosmia' names no sign."""


def _plain(texts: Iterable[str]) -> list[str]:
    """Return lower-case words without punctuation; all texts at once, since there are tens of thousands."""
    joined = "\n".join(texts).lower().replace("'s", "s")
    return [" ".join(line.split()) for line in re.sub("[^a-z0-9 \n]", " ", joined).split("\n")]


def signs_in_names(names: Sequence[tuple[int, str]], ontology: Ontology) -> list[tuple[int, int]]:
    """Return (place, ontology row) of every sign in names given with their place; the longest sign is taken."""
    texts, rows = ontology.exact_names
    known: dict[str, int] = {}
    for text, row in zip(_plain(texts), rows, strict=True):
        if ontology.is_phenotypic[row]:
            known.setdefault(text, row)
    openings = {text.partition(" ")[0] for text in known} - {""}
    found: dict[tuple[int, int], None] = {}
    for (place, _), text in zip(names, _plain(name for _, name in names), strict=True):
        for row in _signs(text.split(), known, openings):
            found[place, row] = None
    return sorted(found)


def _signs(words: list[str], known: dict[str, int], openings: set[str]) -> Iterable[int]:
    at = 0
    while at < len(words) and words[at] not in _DENYING:
        step = 1
        if words[at] in openings:
            for end in range(min(len(words), at + LONGEST), at, -1):
                row = known.get(" ".join(words[at:end]))
                if row is not None:
                    yield row
                    step = end - at
                    break
        at += step


def name_samples(listed: ListedDiseases, ontology: Ontology, origin: NDArray[np.int32] | None = None) -> Annotations:
    """Return the signs in the names of every line as samples; ``origin`` adds copies of lines."""
    names = list(zip(listed.line_of.tolist(), listed.diseases.names, strict=True))
    pairs = np.array(signs_in_names(names, ontology), np.int32).reshape(-1, 2)
    if origin is not None:
        copies = [(copy, row) for copy in range(len(listed), len(origin)) for row in _of(pairs, int(origin[copy]))]
        pairs = np.concatenate([pairs, np.array(copies, np.int32).reshape(-1, 2)])
    trials = np.full(len(pairs), NAMED_PATIENTS, np.float32)
    return Annotations(pairs[:, 0], pairs[:, 1], trials * np.float32(NAMED_FREQUENCY), trials)


def _of(pairs: NDArray[np.int32], line: int) -> list[int]:
    """Return the signs of one line; pairs ascend by line."""
    part = slice(*np.searchsorted(pairs[:, 0], [line, line + 1]))
    rows: list[int] = pairs[part, 1].tolist()
    return rows
