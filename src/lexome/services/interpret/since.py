"""What changed since an earlier result: the class, and the facts that changed it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.report.variant_changes import variant_reasons
from lexome.services.interpret.question import ChangeRecord, VariantLine


def read_earlier(path: Path) -> dict[str, Mapping[str, Any]]:
    """Return the variants of an earlier result by key: lines of ``interpret`` or a ``report.json``."""
    if not path.is_file():
        remedy = "give the FILE of --out or DIR/report.json of the earlier run"
        raise BadInput([Problem(Level.ERROR, "earlier-unreadable", path.name, "there is no such file", remedy)])
    try:
        text = path.read_text(encoding="utf-8")
        found = {str(record["variant"]): record for record in _records(text)}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"it is neither lines of interpret nor a report.json ({type(error).__name__})"
        problem = Problem(
            Level.ERROR, "earlier-unreadable", path.name, message, "give the FILE of --out or DIR/report.json"
        )
        raise BadInput([problem]) from error
    return found


def _records(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
        return
    yield from document.get("variants", [document])


def with_change(line: VariantLine, earlier: Mapping[str, Mapping[str, Any]]) -> VariantLine:
    """Return the line with what differs from the earlier result, or as it is when nothing does."""
    before = earlier.get(line.variant)
    if before is None:
        change = ChangeRecord(before=None, after=line.classification, because=("not in the earlier result",))
        return line.model_copy(update={"change": change})
    reasons = tuple(variant_reasons(before, line))
    if before.get("classification") == line.classification and not reasons:
        return line
    change = ChangeRecord(before=before.get("classification"), after=line.classification, because=reasons)
    return line.model_copy(update={"change": change})
