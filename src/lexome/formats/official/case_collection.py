"""Solved cases (GA4GH phenopackets) counted per disease, paper and sign: how a laboratory teaches its own cases."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

_HPO = re.compile(r"HP:(\d{7})")
_Signs = dict[tuple[str, str], dict[int, list[int]]]
_DISEASE = re.compile(r"(OMIM|ORPHA|DECIPHER):\d+")


def build(paths: Sequence[Path]) -> tuple[dict[str, tuple[Any, None]], int]:
    """Return the table ``case_signs`` and the number of packets passed over: no disease, or no sign.

    A row says that of ``trials`` patients of one disease and paper in whom a sign was looked for, ``hits`` had it.

    Raises
    ------
    BadInput
        when a file is no JSON, or no packet at all could be used.
    """
    signs, skipped = _counted(paths)
    if not signs:
        remedy = "each packet needs a disease and phenotypic features"
        raise BadInput([Problem(Level.ERROR, "no-solved-case", "cases", "no packet names a disease", remedy)])
    return {"case_signs": (_table(signs), None)}, skipped


def _counted(paths: Sequence[Path]) -> tuple[_Signs, int]:
    signs: _Signs = defaultdict(dict)
    skipped, problems = 0, list[Problem]()
    for path in files_of(paths):
        try:
            packets = list(_packets(path))
        except (ValueError, OSError):
            remedy = "give GA4GH phenopackets, one a file or one a line"
            problems.append(Problem(Level.ERROR, "no-phenopacket", path.name, "is not JSON", remedy))
            continue
        for key, own in map(_read, packets):
            if not key or not own:
                skipped += 1
                continue
            for number, observed in own.items():
                count = signs[key].setdefault(number, [0, 0])
                count[0] += observed
                count[1] += 1
    if problems:
        raise BadInput(problems)
    return signs, skipped


def _table(signs: _Signs) -> Any:
    import pyarrow as pa

    rows = [
        (disease, paper, number, hits, trials)
        for (disease, paper), own in sorted(signs.items())
        for number, (hits, trials) in sorted(own.items())
    ]
    disease, paper, number, hits, trials = zip(*rows, strict=True)
    return pa.table(
        {
            "disease_id": pa.array(disease, pa.string()).dictionary_encode(),
            "paper": pa.array(paper, pa.string()).dictionary_encode(),
            "number": pa.array(number, pa.int32()),
            "hits": pa.array(hits, pa.int32()),
            "trials": pa.array(trials, pa.int32()),
        }
    )


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """Return the JSON and JSON-lines files given, and those in the folders given, in order of name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*.json*") if one.is_file())
        else:
            yield path


def _packets(path: Path) -> Iterator[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    documents = [json.loads(line) for line in text.splitlines() if line.strip()] if "jsonl" in path.suffix else None
    for document in documents if documents is not None else [json.loads(text)]:
        if isinstance(document, dict):
            yield document


def _read(packet: dict[str, Any]) -> tuple[tuple[str, str] | None, dict[int, bool]]:
    """Return (disease, paper) and the signs by HPO number, observed winning over excluded."""
    disease = next(_diseases(packet), None)
    references = _dicts(_dict(packet.get("metaData")).get("externalReferences"))
    paper = next((str(one["id"]) for one in references if str(one.get("id", "")).startswith("PMID:")), "")
    signs: dict[int, bool] = {}
    for feature in _dicts(packet.get("phenotypicFeatures")):
        match = _HPO.fullmatch(str(_dict(feature.get("type")).get("id", "")))
        if match:
            number = int(match[1])
            signs[number] = signs.get(number, False) or not feature.get("excluded", False)
    return ((disease, paper) if disease else None), signs


def _diseases(packet: dict[str, Any]) -> Iterator[str]:
    for one in _dicts(packet.get("interpretations")):
        yield from _id(_dict(_dict(one.get("diagnosis")).get("disease")))
    for one in _dicts(packet.get("diseases")):
        if not one.get("excluded", False):
            yield from _id(_dict(one.get("term")))


def _id(term: dict[str, Any]) -> Iterator[str]:
    written = str(term.get("id", "")).replace("Orphanet:", "ORPHA:")
    if _DISEASE.fullmatch(written):
        yield written


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
