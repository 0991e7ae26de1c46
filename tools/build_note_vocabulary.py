"""Compile the English names of HPO terms: ``PYTHONPATH=src:tools python tools/build_note_vocabulary.py``.

Reads ``hpo_names`` and ``hpo_terms`` of the starter and ``note_vocabulary_edits.tsv`` beside this file; writes
``note_names``, ``note_keys``, ``note_words`` and ``note_spellings``.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa

from lexome.formats.columns import STARTER, open_table
from lexome.models.notes.compiled import Name, Tier, compile_names, spellings, word_hashes
from lexome.models.notes.words import English, fold
from note_variants import variants
from starter_builder.writing import Built, write_part

EDITS = Path(__file__).with_name("note_vocabulary_edits.tsv")
RANK = {"label": 0, "exact": 1, "narrow": 2, "related": 3, "broad": 4}


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
    return [*found, *(name for name in variants(found) if fold(name.text) not in dropped)]


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
