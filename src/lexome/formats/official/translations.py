"""HPO in other languages: the translation files of the HPO (babelon and synonym tables). Definitions are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lexome.formats.official.text import bad, read_rows

_LANGUAGE = re.compile(r"hp-([a-z]{2,3})\b", re.IGNORECASE)
_TAG = re.compile(r"@([a-z]{2,3})\b")
_TERM = re.compile(r"HP[:_](\d{7})")
_LABEL = ("rdfs:label", "http://www.w3.org/2000/01/rdf-schema#label")
_SYNONYM = re.compile(r"has(Exact|Broad|Narrow|Related)Synonym", re.IGNORECASE)

Row = tuple[str, int, str, str, str, str]
"""Language, HPO number, text, kind (label, exact, … or layperson), the English that was translated, status."""


def read_translations(paths: Sequence[Path]) -> Any:
    """Return one table of all names in these files, sorted by language and term, without doubles."""
    import pyarrow as pa

    rows: dict[tuple[str, int, str], Row] = {}
    for path in paths:
        found = list(_babelon_or_synonyms(path))
        if not found:
            message = "no names of HPO terms: neither a babelon nor a synonym table"
            raise bad(path, "not-translations", message, "give hp-LANG.babelon.tsv or hp-LANG.synonyms.tsv of the HPO")
        for row in found:
            rows.setdefault((row[0], row[1], row[2]), row)
    ordered = sorted(rows.values(), key=lambda row: (row[0], row[1], row[3] != "label", row[2]))
    language, number, text, kind, english, status = zip(*ordered, strict=True)
    return pa.table(
        {
            "language": pa.array(language, pa.string()).dictionary_encode(),
            "number": pa.array(number, pa.int32()),
            "text": pa.array(text, pa.string()),
            "kind": pa.array(kind, pa.string()).dictionary_encode(),
            "english": pa.array(english, pa.string()),
            "status": pa.array(status, pa.string()).dictionary_encode(),
        }
    )


def _babelon_or_synonyms(path: Path) -> Iterator[Row]:
    rows = read_rows(path)
    _, names = next(rows, (0, []))
    at = {name.strip().lstrip("?"): place for place, name in enumerate(names)}
    match = _LANGUAGE.match(path.name)
    language = match[1].lower() if match else "en"
    if "predicate_id" in at and "translation_value" in at:
        yield from _babelon(rows, at, language)
    elif "translation_value" in at and "subject_id" in at:
        yield from _synonyms(rows, at, language)
    elif "layperson" in at:
        for _, fields in rows:
            term = _TERM.search(fields[at["term"]])
            if term and len(fields) > at["layperson"]:
                yield "en", int(term[1]), fields[at["layperson"]].strip('"'), "layperson", "", ""


def _babelon(rows: Iterator[tuple[int, list[str]]], at: dict[str, int], language: str) -> Iterator[Row]:
    """Labels and synonyms of a babelon table; a row without a translation is passed over."""
    for _, fields in rows:
        get = {name: fields[place].strip() if place < len(fields) else "" for name, place in at.items()}
        term, text = _TERM.search(get["subject_id"]), get["translation_value"]
        synonym = _SYNONYM.search(get["predicate_id"])
        kind = "label" if get["predicate_id"] in _LABEL else synonym[1].lower() if synonym else ""
        if term and text and kind:
            tongue = get.get("translation_language", "").lower() or language
            yield tongue, int(term[1]), text, kind, get.get("source_value", ""), get.get("translation_status", "")


def _synonyms(rows: Iterator[tuple[int, list[str]]], at: dict[str, int], language: str) -> Iterator[Row]:
    """Exact synonyms, split at '|'; the file's second line is a template that names the language."""
    for _, fields in rows:
        get = {name: fields[place].strip() if place < len(fields) else "" for name, place in at.items()}
        if get["subject_id"] == "ID":
            tag = _TAG.search(get["translation_value"])
            language = tag[1] if tag else language
            continue
        term = _TERM.search(get["subject_id"])
        kind = "layperson" if get.get("synonym_type", "").endswith("layperson") else "exact"
        status = get.get("Status", "") or get.get("comment", "")
        for text in get["translation_value"].split("|") if term else ():
            if term and text.strip():
                yield language, int(term[1]), text.strip(), kind, "", status if status.isupper() else ""
