"""Vocabularies of other languages: imported translations, corrected by reviewed lists, compiled once and kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.formats.columns import open_table, write_table
from lexome.formats.releases import Dataset, imported
from lexome.models.notes import compiled
from lexome.models.notes.compiled import Keys, Language, Name, Tier
from lexome.models.notes.cues import begins_cue
from lexome.models.notes.language import UNSPACED
from lexome.models.notes.vocabulary import Terms, Vocabulary, open_terms
from lexome.models.notes.words import TABLES, fold

if TYPE_CHECKING:
    from lexome.core.settings import Settings

RANK = {"label": 0, "exact": 1, "layperson": 1, "narrow": 2, "related": 3, "broad": 4}
FEWEST_LETTERS = 2
COMPILER = "4"
"""Raised when keys are made otherwise, so that kept ones are made anew."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Names of one language; ``imported`` says whether translations were imported for it."""

    names: tuple[Name, ...]
    imported: bool


def foreign_names(code: str, settings: Settings, terms: Terms) -> Foreign:
    """Return the names of a language: those imported, without the wrong ones, and those the reviewed list adds."""
    dropped, added = _reviewed(code, terms)
    translations = _translations(code, settings)
    known = {int(number): row for row, number in enumerate(terms.number)}
    names = [
        Name(text, known[number], RANK.get(kind, 1))
        for number, text, kind in translations
        if number in known and (fold(text), known[number]) not in dropped and _could_name(text, code)
    ]
    return Foreign((*added, *names), bool(translations))


def _could_name(text: str, code: str) -> bool:
    """Say whether a translation can be a name: it has letters, and is not a word that decides a status."""
    letters = sum(letter.isalpha() for letter in text)
    return letters >= FEWEST_LETTERS and (code in UNSPACED or not begins_cue(fold(text), f"context_{code}.tsv"))


def _translations(code: str, settings: Settings) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    for dataset in imported(settings, "translations"):
        table = dataset.table("translations", columns=("language", "number", "text", "kind"))
        table = table.filter(_equals(table["language"], code))
        found.extend(zip(*(table[column].to_pylist() for column in ("number", "text", "kind")), strict=True))
    return found


def _equals(column: Any, value: str) -> Any:
    import pyarrow.compute as pc

    return pc.equal(column.cast("string"), value)


def _reviewed(code: str, terms: Terms) -> tuple[set[tuple[str, int]], list[Name]]:
    path = TABLES / f"names_{code}.tsv"
    dropped, added = set(), []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line and not line.startswith("#"):
            what, name, hpo_id, _ = line.split("\t")
            if what == "drop":
                dropped.add((fold(name), terms.row(hpo_id)))
            else:
                added.append(Name(name, terms.row(hpo_id), 0))
    return dropped, added


def open_foreign(code: str, language: Language, settings: Settings) -> tuple[Vocabulary, bool]:
    """Return a language's vocabulary and whether translations were imported; compiled keys are kept in the cache."""
    terms = open_terms()
    folder = settings.cache_dir / "notes"
    name = f"{code}-{_fingerprint(code, imported(settings, 'translations'))}"
    if not (folder / f"{name}.words.arrow").exists():
        _compile(foreign_names(code, settings, terms), language, folder, name)
    keys, names, words = (open_table(f"{name}.{part}", folder=folder) for part in ("keys", "names", "words"))
    tier, word_tier = keys["tier"].to_numpy(), words["tier"].to_numpy()
    vocabulary = Vocabulary(
        keys={each: Keys(keys["key"].to_numpy()[tier == each], keys["name"].to_numpy()[tier == each]) for each in Tier},
        words={each: words["hash"].to_numpy()[word_tier == each] for each in Tier},
        term_of_name=names["term"].to_numpy(),
        rank_of_name=names["rank"].to_numpy(),
        texts=names["text"].to_pylist(),
        terms=terms,
    )
    return vocabulary, names.schema.metadata[b"imported"] == b"yes"


def _fingerprint(code: str, datasets: tuple[Dataset, ...]) -> str:
    digest = hashlib.sha256(COMPILER.encode())
    for path in (TABLES / f"{table}_{code}.tsv" for table in ("names", "words", "context")):
        digest.update(path.read_bytes())
    for dataset in datasets:
        digest.update(repr([release.sha256 for release in dataset.releases()]).encode())
    return digest.hexdigest()[:12]


def _compile(foreign: Foreign, language: Language, folder: Path, name: str) -> None:
    import pyarrow as pa

    folder.mkdir(parents=True, exist_ok=True)
    keys = compiled.compile_names(foreign.names, language)
    words = compiled.word_hashes(foreign.names, language)
    tables = {
        "keys": pa.table(
            {
                "tier": np.concatenate([np.full(len(keys[tier].key), tier, np.uint8) for tier in Tier]),
                "key": np.concatenate([keys[tier].key for tier in Tier]),
                "name": np.concatenate([keys[tier].name for tier in Tier]),
            }
        ),
        "names": pa.table(
            {
                "text": pa.array([each.text for each in foreign.names], pa.string()),
                "term": pa.array([each.term for each in foreign.names], pa.int32()),
                "rank": pa.array([each.rank for each in foreign.names], pa.int8()),
            }
        ),
        "words": pa.table(
            {
                "tier": np.concatenate([np.full(len(words[tier]), tier, np.uint8) for tier in Tier]),
                "hash": np.concatenate([words[tier] for tier in Tier]),
            }
        ),
    }
    origin = {"imported": "yes" if foreign.imported else "no"}
    for part, table in tables.items():
        write_table(table, folder=folder, name=f"{name}.{part}", origin=origin)
