"""Curation files: a line a decision, tab-separated with a header, or JSON lines with the same names."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from lexome.core.allele import Allele
from lexome.core.curation import Action, Decision
from lexome.core.evidence import Strength
from lexome.core.problem import Level, Problem

FIELDS = ("variant", "code", "action", "strength", "curator", "reason")
CODES = frozenset(
    [
        "PVS1",
        *(f"PS{number}" for number in range(1, 5)),
        *(f"PM{number}" for number in range(1, 7)),
        *(f"PP{number}" for number in range(1, 6)),
        "BA1",
        *(f"BS{number}" for number in range(1, 5)),
        *(f"BP{number}" for number in range(1, 8)),
    ]
)
"""The 28 criteria (Richards 2015, doi:10.1038/gim.2015.30)."""

_MAX_BYTES = 16 << 20


def read_curation(path: Path) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """Return the decisions of a file and everything that is wrong with it; a bad line is left out and named.

    Columns are ``variant`` (GRCh38:CONTIG:POS:REF:ALT), ``code``, ``action`` (accept, reject or add), ``strength``
    (required to add), ``curator`` and ``reason``.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            return (), (_problem(path, 0, "the file is larger than any curation file"),)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return (), (_problem(path, 0, f"the file cannot be read: {type(error).__name__}"),)
    decisions: list[Decision] = []
    problems: list[Problem] = []
    told: dict[tuple[str, str], Decision] = {}
    for line, row in _rows(text):
        made = _decision(row)
        if isinstance(made, str):
            problems.append(_problem(path, line, made))
            continue
        before = told.setdefault((made.variant, made.code), made)
        if before is not made:
            problems.append(_contradicts(path, line, before, made))
        told[made.variant, made.code] = made
        decisions.append(made)
    return tuple(decisions), tuple(problems)


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    lines = text.splitlines()
    if lines and lines[0].lstrip().startswith("{"):
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _json_row(line)
        return
    for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), start=2):
        yield number, {str(name): value or "" for name, value in row.items() if isinstance(value, str) or value is None}


def _json_row(line: str) -> Mapping[str, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return {name: str(value) for name, value in row.items() if value is not None} if isinstance(row, dict) else {}


def _decision(row: Mapping[str, str]) -> Decision | str:
    """Return the decision of a row, or what is wrong with it."""
    given = {name: row.get(name, "").strip() for name in FIELDS}
    missing = [name for name in ("variant", "code", "action", "curator", "reason") if not given[name]]
    if missing:
        return f"{', '.join(missing)} not given"
    if given["code"] not in CODES:
        return f"{given['code'][:20]!r} is none of the 28 criteria"
    if given["action"] not in set(Action):
        return f"{given['action'][:20]!r} is none of accept, reject and add"
    try:
        variant = str(Allele.parse(given["variant"]))
    except ValueError:
        return "the variant is not written GRCh38:CONTIG:POS:REF:ALT"
    action = Action(given["action"])
    strength = strength_of(given["code"], given["strength"]) if given["strength"] else None
    if isinstance(strength, str):
        return strength
    if action is Action.ADD and strength is None:
        return "a criterion that is added needs a strength"
    return Decision(variant, given["code"], action, given["curator"], given["reason"], strength)


def strength_of(code: str, word: str) -> Strength | str:
    """Return the strength of a code by its word ('strong', 'Very Strong'), or what is wrong with it.

    >>> strength_of("BS3", "Supporting")
    <Strength.BENIGN_SUPPORTING: -1>
    """
    name = word.strip().lower().replace("verystrong", "very_strong").replace(" ", "_").replace("-", "_")
    full = (f"benign_{name}" if code.startswith("B") else name).upper()
    return Strength[full] if full in Strength.__members__ else f"{word[:20]!r} is no strength of {code}"


def _contradicts(path: Path, line: int, before: Decision, made: Decision) -> Problem:
    message = f"{made.code} of {made.variant} was decided by {before.curator} and by {made.curator}; the last counts"
    remedy = "keep one decision a criterion"
    return Problem(Level.WARNING, "curation-twice", f"{path.name}, line {line}", message, remedy, line)


def _problem(path: Path, line: int, message: str) -> Problem:
    where = f"{path.name}, line {line}" if line else path.name
    remedy = f"write the columns {', '.join(FIELDS)}"
    return Problem(Level.ERROR, "curation-unusable", where, message, remedy, line or None)
