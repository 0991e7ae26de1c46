"""Writes tables with their origin in schema and manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexome.formats.columns import write_table


@dataclass(frozen=True, slots=True)
class Built:
    """A table ready to be written, and where it came from."""

    name: str
    table: Any
    source: str
    release: str
    licence: str
    reference: str
    artifact: str


def write_part(built: Iterable[Built], *, folder: Path) -> list[dict[str, Any]]:
    """Write tables and bring ``manifest.json`` up to date; return their manifest entries."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest_path = folder / "manifest.json"
    manifest = json.loads(manifest_path.read_text(encoding="utf-8")) if manifest_path.exists() else {"tables": {}}
    entries = []
    for one in built:
        origin = {
            "source": one.source,
            "release": one.release,
            "licence": one.licence,
            "reference": one.reference,
            "artifact": one.artifact,
        }
        entry = write_table(one.table, folder=folder, name=one.name, origin=origin)
        manifest["tables"][one.name] = entry
        entries.append(entry)
    manifest["tables"] = dict(sorted(manifest["tables"].items()))
    beside = manifest_path.with_suffix(".partial")
    beside.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(manifest_path)
    return entries
