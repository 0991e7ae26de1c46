"""A folder that only its owner reads, of files that change together: the manifest, renamed last, names the others.

Every file but the manifest carries a part of its hash in its name. A reader takes the manifest and what it names, so
it sees the old state whole or the new state whole, whatever happens while the folder is written.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.atomic import cannot_write

MANIFEST = "case.json"
MAX_MANIFEST = 64 << 20
"""Bytes; the manifest of a case is some kilobytes."""


def write_private(folder: Path, manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Write a folder with mode 700 and files with mode 600; what an earlier manifest named is removed afterwards.

    Raises
    ------
    BadInput
        when the folder cannot be written, or holds files that are not a case's.
    """
    _refuse_foreign(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        named: dict[str, dict[str, Any]] = {}
        for name, content in files.items():
            digest = hashlib.sha256(content).hexdigest()
            stem, dot, ending = name.partition(".")
            own = f"{stem}-{digest[:16]}{dot}{ending}"
            _write(folder / own, content)
            named[name] = {"file": own, "sha256": digest, "bytes": len(content)}
        text = json.dumps({**manifest, "files": named}, indent=1, ensure_ascii=False)
        _write(folder / MANIFEST, text.encode())
        _remove_others(folder, {MANIFEST, *(str(entry["file"]) for entry in named.values())})
    except OSError as error:
        raise BadInput([cannot_write(folder, error)]) from error


def read_private(folder: Path) -> tuple[dict[str, Any], dict[str, Path]]:
    """Return the manifest of a folder and the files it names, each checked against its hash.

    Raises
    ------
    BadInput
        when the folder is not a case's, or a file is not what it was.
    """
    try:
        return _read(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = "is missing" if isinstance(error, FileNotFoundError) else "is not what was written"
        message = f"this is no whole case folder: {MANIFEST} or a file it names {what}"
        remedy = "make the folder again: lexome diagnose --vcf … --case-dir FOLDER"
        raise BadInput([Problem(Level.ERROR, "case-folder-unreadable", str(folder), message, remedy)]) from error


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, Path]]:
    path = folder / MANIFEST
    if path.stat().st_size > MAX_MANIFEST:
        raise ValueError(MANIFEST)
    manifest = json.loads(path.read_text(encoding="utf-8"))
    files = {}
    for name, entry in manifest["files"].items():
        files[name] = folder / Path(entry["file"]).name
        if hashlib.sha256(files[name].read_bytes()).hexdigest() != entry["sha256"]:
            raise ValueError(name)
    return manifest, files


def _write(path: Path, content: bytes) -> None:
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 600
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds something else: its permissions and files are not ours to change."""
    try:
        held = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    except OSError as error:
        raise BadInput([cannot_write(folder, error)]) from error
    if (held and MANIFEST not in held) or (folder.exists() and not folder.is_dir()):
        message = "this folder holds other files" if held else "this is a file, a folder is needed"
        remedy = "give an empty or a new folder, or an earlier case folder"
        raise BadInput([Problem(Level.ERROR, "not-a-case-folder", str(folder), message, remedy)])


def _remove_others(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in kept and path.is_file() and _is_own(path.name):
            path.unlink()


def _is_own(name: str) -> bool:
    """Whether a name is one that this module gave: stem, 16 hexadecimal digits, ending; or an unfinished one."""
    stem = name.lstrip(".").partition(".")[0]
    tail = stem.rpartition("-")[2]
    return len(tail) == 16 and not set(tail) - set("0123456789abcdef")
