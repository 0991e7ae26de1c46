"""Lines of a batch that was stopped, so that the next run of the same call goes on where it was.

They lie beside the output, hidden and readable by their owner, and go when the output is complete. A line counts only
for the same case text, files, options, knowledge and version of Lexome.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from lexome import __version__
from lexome.core.errors import BadInput
from lexome.formats.atomic import cannot_write
from lexome.formats.columns import STARTER

if TYPE_CHECKING:
    from lexome.core.settings import Settings

_URI = re.compile(r'"uri"\s*:\s*"((?:[^"\\]|\\.)*)"')


def fingerprint(settings: Settings, options: str) -> str:
    """Return what the lines of a batch depend on beside the cases: version, options, knowledge in use."""
    digest = hashlib.sha256(f"{__version__}\n{options}\n".encode())
    current = sorted(settings.data_dir.glob("*/current.json")) if settings.data_dir.is_dir() else []
    for path in (STARTER / "manifest.json", *current):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def key_of(text: str, base: Path) -> str:
    """Return what the line of one case depends on: its text, and size and time of the files it names."""
    digest = hashlib.sha256(f"{base.resolve()}\n{text}".encode())
    for uri in _URI.findall(text):
        try:
            parts = urlsplit(uri)
            found = (base / (unquote(parts.path) if parts.scheme == "file" else uri)).stat()
            digest.update(f"{found.st_size} {found.st_mtime_ns}".encode())
        except (OSError, ValueError):
            digest.update(b"not there")
    return digest.hexdigest()


class Unfinished:
    """The file of finished lines; texts are read back one by one, so that a long run takes no more memory."""

    def __init__(self, out: Path, fingerprint_: str) -> None:
        self._path = out.with_name(f".{out.name}.unfinished")
        self._fingerprint = fingerprint_
        self._at: dict[str, int] = {}

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise BadInput([cannot_write(self._path, error)]) from error
        self._file = os.fdopen(descriptor, "r+b")
        self._file.seek(self._read())
        self._file.truncate()
        return self

    def _read(self) -> int:
        """Note where each finished line stands and return the end of the last whole one; another run's are dropped."""
        first = self._file.readline()
        if first != self._head():
            self._file.seek(0)
            self._file.write(self._head())
            return self._file.tell()
        end = self._file.tell()
        while (line := self._file.readline()).endswith(b"\n"):
            key, tab, _ = line.partition(b"\t")
            if not tab:
                break
            self._at[key.decode("ascii", "replace")] = end + len(key) + 1
            end = self._file.tell()
        return end

    def _head(self) -> bytes:
        return json.dumps({"lexome_unfinished": self._fingerprint}).encode() + b"\n"

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, key: str) -> bool:
        return key in self._at

    def line(self, key: str) -> bytes:
        """Return a finished line."""
        here = self._file.tell()
        self._file.seek(self._at[key])
        line = self._file.readline()
        self._file.seek(here)
        return line

    def add(self, key: str, line: bytes) -> None:
        """Keep a finished line, which ends in a newline."""
        self._at[key] = self._file.tell() + len(key) + 1
        self._file.write(key.encode() + b"\t" + line)
        self._file.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        if kind is None or not self._at:
            self._path.unlink(missing_ok=True)
