"""Which release of a source is in use: one the user imported into the data folder, else the embedded starter.

An imported data set lies in ``DATA_DIR/KIND/NAME/`` with a ``manifest.json`` of the starter's form; ``DATA_DIR/KIND/
current.json`` names the folders in use. Both are replaced by renames, so a reader sees the old state or the new one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexome.core.errors import BrokenKnowledge
from lexome.core.facts import Citation
from lexome.core.provenance import DataRelease
from lexome.core.settings import Settings
from lexome.formats.columns import STARTER, open_table


@dataclass(frozen=True, slots=True)
class Dataset:
    """A folder of tables or stores of one release; ``manifest`` as its file says."""

    folder: Path
    manifest: dict[str, Any]

    def releases(self, *tables: str) -> tuple[DataRelease, ...]:
        """Return the provenance of these tables, or of all."""
        entries = self.manifest["tables"]
        return tuple(
            DataRelease(name, one["source"], one["release"], one["licence"], one["sha256"])
            for name, one in ((name, entries[name]) for name in (tables or sorted(entries)))
        )

    def citation(self, table: str) -> Citation:
        """Return the source and release of a table."""
        entry = self.manifest["tables"][table]
        return Citation(entry["source"], entry["release"])

    def table(self, name: str, *, columns: tuple[str, ...] | None = None) -> Any:
        """Return one table as ``open_table`` does."""
        return open_table(name, folder=self.folder, columns=columns)


def starter() -> Dataset:
    """Return the embedded knowledge."""
    return Dataset(STARTER, _read_json(STARTER / "manifest.json"))


def imported(settings: Settings, kind: str) -> tuple[Dataset, ...]:
    """Return the imported data sets of a kind that are in use, by name; empty when there is none."""
    current = settings.data_dir / kind / "current.json"
    if not current.exists():
        return ()
    folders = [settings.data_dir / kind / str(name) for _, name in sorted(_read_json(current)["in_use"].items())]
    return tuple(Dataset(folder, _read_json(folder / "manifest.json")) for folder in folders)


def imported_kinds(settings: Settings) -> dict[str, tuple[Dataset, ...]]:
    """Return every imported data set in use, by kind."""
    if not settings.data_dir.is_dir():
        return {}
    kinds = sorted(path.parent.name for path in settings.data_dir.glob("*/current.json"))
    return {kind: imported(settings, kind) for kind in kinds}


def in_use(settings: Settings, kind: str) -> Dataset:
    """Return the imported data set of a kind that has only one, else the starter."""
    found = imported(settings, kind)
    return found[-1] if found else starter()


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenKnowledge(f"{path}: {error}; run: lexome data verify") from error
    return content
