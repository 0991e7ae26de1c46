"""Putting an imported release into the data folder: prepared aside, hashed, then taken into use by renames.

::

    DATA_DIR/KIND/current.json                 {"in_use": {NAME: FOLDER}}
    DATA_DIR/KIND/FOLDER/manifest.json         as the starter's, with the sha256 of every file
    DATA_DIR/KIND/.partial-NAME/               what an import is preparing; a later import takes it up

Whatever moment an import is killed at, ``current.json`` names a folder that is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.columns import file_sha256
from lexome.formats.store_writer import write_whole

_VERSION = re.compile(r"[vr]?\d[\w.\-]*", re.IGNORECASE)


def dataset_name(release: str, *, default: str) -> str:
    """Return the name of the data set a release is one of: its words without version numbers and dates.

    >>> dataset_name("gnomAD v4.1 exomes", default="population"), dataset_name("2026-02-01", default="clinvar")
    ('gnomad-exomes', 'clinvar')
    """
    words = [word for word in re.split(r"[^\w.\-]+", release) if word and not _VERSION.fullmatch(word)]
    return "-".join(re.sub(r"[^a-z0-9]+", "", word.lower()) for word in words).strip("-") or default


def partial_folder(data_dir: Path, kind: str, name: str) -> Path:
    """Return the folder in which an import prepares a data set."""
    return data_dir / kind / f".partial-{name}"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process dies, however that happens."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = folder.with_name(folder.name + ".lock")
    with lock.open("w") as stream:
        try:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # Windows: no advisory locks; two imports of one data set at once are on the user
            pass
        except OSError as error:
            message, remedy = "another import of this data set is running", "wait for it, or stop it, and try again"
            raise BadInput([Problem(Level.ERROR, "import-running", str(folder.parent), message, remedy)]) from error
        yield


def file_entries(folder: Path) -> dict[str, dict[str, Any]]:
    """Return size and sha256 of every file of a folder but its manifest, by relative path.

    What an earlier attempt had half written goes first.
    """
    for path in [*folder.rglob("*.partial"), folder / "manifest.json"]:
        path.unlink(missing_ok=True)
    return {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": file_sha256(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def combined_sha256(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """Return one hash for many files: of the lines of hash and path, in order of path."""
    lines = "".join(f"{entry['sha256']}  {path}\n" for path, entry in sorted(entries.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def take_into_use(partial: Path, *, kind: str, name: str, manifest: Mapping[str, Any]) -> Path:
    """Rename a prepared folder into place, make it the one in use, then remove the one it replaces."""
    write_whole(partial / "manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False).encode())
    home = partial.parent
    digest = combined_sha256(manifest["files"])[:12]
    final = home / f"{name}-{digest}"
    if final.exists():
        shutil.rmtree(partial)
    else:
        partial.replace(final)
    current = home / "current.json"
    in_use = json.loads(current.read_text(encoding="utf-8"))["in_use"] if current.exists() else {}
    before = in_use.get(name)
    write_whole(current, json.dumps({"kind": kind, "in_use": {**in_use, name: final.name}}, indent=1).encode())
    if before and before != final.name:
        shutil.rmtree(home / before, ignore_errors=True)
    _sync_folder(home)
    return final


def _sync_folder(folder: Path) -> None:
    """Have the renames on disk before success is reported."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
