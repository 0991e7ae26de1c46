"""Compile the English names of HPO terms: ``PYTHONPATH=src:tools python tools/build_note_vocabulary.py``.

Reads ``hpo_names`` and ``hpo_terms`` of the starter and ``note_vocabulary_edits.tsv`` beside this file; writes
``note_names``, ``note_keys``, ``note_words`` and ``note_spellings``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from lexome.formats.columns import STARTER, open_table
from lexome.models.notes.compiled import (
    Name,
    Tier,
    compile_names,
    content_words,
    loose_key,
    spellings,
    strict_key,
    word_hashes,
)
from lexome.models.notes.words import English, fold
from starter_builder.writing import Built, write_part

EDITS = Path(__file__).with_name("note_vocabulary_edits.tsv")
RANK = {"label": 0, "exact": 1, "narrow": 2, "related": 3, "broad": 4}
GENERATED = 5
"""Rank of a name that is made from another: HPO's own names come before it."""
ASPECT = re.compile(r"(?:Abnormal|Abnormality of(?: the)?) (.+) (morphology|physiology)")
"""Labels that say which aspect is abnormal; a note says "metaphyseal abnormalities"."""
WEAKNESS = re.compile(r"(.+) muscle weakness", re.IGNORECASE)
"""A note says "proximal weakness" of muscles."""


def edits() -> tuple[set[str], list[tuple[str, str]]]:
    """Return names to leave out and (name, HPO id) to add."""
    dropped, added = set(), []
    with EDITS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            if row["what"] == "drop":
                dropped.add(fold(row["name"]))
            else:
                added.append((row["name"], row["hpo_id"]))
    return dropped, added


def names() -> list[Name]:
    """Return every name a note may use."""
    dropped, added = edits()
    table = open_table("hpo_names", columns=("text", "term", "scope"))
    row_of = {f"HP:{number:07d}": row for row, number in enumerate(open_table("hpo_terms")["number"].to_pylist())}
    told = zip(*(table[column].to_pylist() for column in ("text", "term", "scope")), strict=True)
    found = [Name(text, term, RANK[scope]) for text, term, scope in told if fold(text) not in dropped]
    found += [Name(text, row_of[hpo_id], 0) for text, hpo_id in added]
    return [*found, *(name for name in generated(found) if fold(name.text) not in dropped)]


def generated(told: Sequence[Name]) -> Iterator[Name]:
    """Yield names that follow from others by a rule and that no term has already, whatever their derivation."""
    language = English()

    def keys(text: str) -> tuple[int, int]:
        words = content_words(text, language.table)
        return strict_key(words, language), loose_key(
            [word for word in words if word not in language.table.empties], language
        )

    known = {key for name in told for key in keys(name.text)}
    for aspect in ("morphology", "physiology"):
        for name in told:
            shorter = _shorter(name.text, aspect)
            if shorter and known.isdisjoint(keys(shorter)):
                known.update(keys(shorter))
                yield Name(shorter, name.term, GENERATED)


def _shorter(text: str, aspect: str) -> str | None:
    """Return what a note says instead of a name, if there is a rule for it."""
    if (match := ASPECT.fullmatch(text)) and match[2] == aspect:
        return f"Abnormal {match[1]}"
    return f"{match[1]} weakness" if (match := WEAKNESS.fullmatch(text)) else None


def built() -> list[Built]:
    """Return the tables with their origin, that of the names."""
    language, told = English(), names()
    keys = compile_names(told, language)
    words = word_hashes(told, language)
    tables = {
        "note_names": pa.table(
            {
                "text": pa.array([name.text for name in told]),
                "term": pa.array([name.term for name in told], pa.int32()),
                "rank": pa.array([name.rank for name in told], pa.int8()),
            }
        ),
        "note_keys": pa.table(
            {
                "tier": np.concatenate([np.full(len(keys[tier].key), tier, np.uint8) for tier in Tier]),
                "key": np.concatenate([keys[tier].key for tier in Tier]),
                "name": np.concatenate([keys[tier].name for tier in Tier]),
            }
        ),
        "note_words": pa.table(
            {
                "tier": np.concatenate([np.full(len(words[tier]), tier, np.uint8) for tier in Tier]),
                "hash": np.concatenate([words[tier] for tier in Tier]),
            }
        ),
        "note_spellings": pa.table({"word": pa.array(spellings(told, language))}),
    }
    origin = {
        field: text.decode()
        for field, text in open_table("hpo_names").schema.metadata.items()
        for field in [field.decode()]
    }
    return [
        Built(name, table, *(origin[field] for field in ("source", "release", "licence", "reference", "artifact")))
        for name, table in tables.items()
    ]


def main() -> None:
    """Write the tables into the starter."""
    for entry in write_part(built(), folder=STARTER):
        print(f"{entry['file']:34} {entry['rows']:>9,} rows {entry['bytes']:>12,} bytes")


if __name__ == "__main__":
    main()
