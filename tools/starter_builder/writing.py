"""Writes tables with their origin in schema and manifest, and enters the files of models there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
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
    _replace(manifest_path, manifest)
    return entries


def enter_model(name: str, files: Sequence[Path], *, folder: Path, origin: Mapping[str, str]) -> None:
    """Enter the files of a model, which stand in or below ``folder``, in its manifest, so that they are verified."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    hashed = {}
    for one in sorted(files):
        content = one.read_bytes()
        entry = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        hashed[one.relative_to(folder).as_posix()] = entry
    models = dict(sorted({**manifest.get("models", {}), name: {"files": hashed, **origin}}.items()))
    # models first: tables are added at the end, and two branches that add to both must merge
    _replace(path, {"models": models, **{key: value for key, value in manifest.items() if key != "models"}})


def _replace(path: Path, manifest: Mapping[str, Any]) -> None:
    beside = path.with_suffix(".partial")
    beside.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(path)
