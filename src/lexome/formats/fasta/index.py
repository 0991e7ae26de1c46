"""The index of a FASTA file: where each sequence starts and how its lines run."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.fasta.storage import Storage, chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAX_HEADER = 4096
_REMEDY = "shorten the header, or wrap the lines evenly, e.g. with 'seqkit seq -w 60'"


@dataclass(frozen=True, slots=True)
class Record:
    """One sequence: header without '>', bases, offset of its first base, bases and bytes of a full line."""

    header: str
    length: int
    offset: int
    line_bases: int
    line_bytes: int

    def byte_of(self, position: int) -> int:
        """Return the file offset of a 0-based position in the sequence."""
        line, column = divmod(position, self.line_bases)
        return self.offset + line * self.line_bytes + column


def scan(path: Path) -> list[Record]:
    """Return the records of a FASTA file in one pass over its bytes.

    Raises
    ------
    BadInput
        when the file is damaged, is no FASTA, or lines of one sequence differ in length.
    """
    records: list[Record] = []
    lines = _Lines()
    position = 0
    first = True
    for piece in chunks(path):
        if first and not piece.lstrip().startswith(b">"):
            raise _unreadable(path, "it does not start with '>'", "give a FASTA file")
        first = False
        try:
            records += lines.read(np.frombuffer(piece, np.uint8), piece, position)
        except ValueError as error:
            raise _unreadable(path, str(error), _REMEDY) from error
        position += len(piece)
    try:
        return records + lines.finish(position)
    except ValueError as error:
        raise _unreadable(path, str(error), _REMEDY) from error


def _unreadable(path: Path, why: str, remedy: str) -> BadInput:
    return BadInput([Problem(Level.ERROR, "fasta-unreadable", path.name, why, remedy)])


class _Lines:
    """Follows line ends through the pieces of a file and closes a record at each header."""

    def __init__(self) -> None:
        self._header: bytes | None = None
        self._partial = b""
        self._line_start = 0
        self._offset = self._end = 0
        self._line_bases = self._line_bytes = self._bases = 0
        self._ended = False
        self._carriage = 0

    def read(self, codes: NDArray[np.uint8], piece: bytes, position: int) -> list[Record]:
        """Take the next piece, which starts at ``position`` of the file, and return the records it closes."""
        done: list[Record] = []
        ends = np.flatnonzero(codes == 10) + position
        starts = np.concatenate(([self._line_start], ends[:-1] + 1)) if len(ends) else ends
        seen = ends[ends > position][:1]
        if len(seen):
            self._carriage = int(piece[int(seen[0]) - position - 1] == 13)
        known = starts - position
        heads = np.flatnonzero((known >= 0) & (codes[np.maximum(known, 0)] == ord(">")))
        if self._partial[:1] == b">" and len(ends):
            heads = np.concatenate(([0], heads))
        begin = 0
        for head in heads.tolist():
            self._body(starts[begin:head], ends[begin:head])
            done += self._close()
            at = max(int(starts[head]) - position, 0)
            text = (self._partial if head == 0 else b"") + piece[at : int(ends[head]) - position]
            self._open(text, int(ends[head]) + 1)
            begin = head + 1
        self._body(starts[begin:], ends[begin:])
        if len(ends):
            self._line_start, self._partial = int(ends[-1]) + 1, b""
        tail = max(self._line_start - position, 0)
        if len(self._partial) <= _MAX_HEADER:
            self._partial += piece[tail : tail + _MAX_HEADER + 1]
        if self._partial[:1] == b">" and len(self._partial) > _MAX_HEADER:
            raise ValueError(f"a header is longer than {_MAX_HEADER} bytes")
        return done

    def finish(self, size: int) -> list[Record]:
        """Return the last record, given the size of the file."""
        if self._partial[:1] == b">":
            done = self._close()
            self._open(self._partial, size)
            return done + self._close()
        if size > self._line_start:
            self._body(np.array([self._line_start]), np.array([size]), line_end=0)
        return self._close()

    def _open(self, text: bytes, offset: int) -> None:
        if len(text) > _MAX_HEADER:
            raise ValueError(f"a header is longer than {_MAX_HEADER} bytes")
        self._header, self._offset = text[1:].rstrip(b"\r"), offset
        self._line_bases = self._line_bytes = self._bases = 0
        self._ended = False

    def _body(self, starts: NDArray[np.int64], ends: NDArray[np.int64], line_end: int = 1) -> None:
        if not len(starts):
            return
        carriage = self._carriage if line_end else 0
        bases = ends - starts - carriage
        if not self._line_bases and bases[0] > 0:
            self._line_bases, self._line_bytes = int(bases[0]), int(bases[0]) + carriage + 1
        uneven = np.flatnonzero(bases != self._line_bases)
        if self._ended and bool((bases > 0).any()):
            raise ValueError(f"lines of {self._name} differ in length")
        if len(uneven):
            last = int(uneven[0])
            if bases[last] > self._line_bases or bool((bases[last + 1 :] > 0).any()):
                raise ValueError(f"lines of {self._name} differ in length")
            self._ended = True
        self._bases += int(np.maximum(bases, 0).sum())

    def _close(self) -> list[Record]:
        if self._header is None:
            return []
        header = self._header.decode("utf-8", "replace").strip()
        line_bases = max(self._line_bases, 1)
        return [Record(header, self._bases, self._offset, line_bases, max(self._line_bytes, 1))]

    @property
    def _name(self) -> str:
        return (self._header or b"?").decode("utf-8", "replace").split(" ", maxsplit=1)[0][:80]


def read_fai(path: Path, storage: Storage) -> list[Record] | None:
    """Return the records of a samtools index after looking each up in the file; None when the index does not fit."""
    records = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines:
            name, *numbers = line.split("\t")
            length, offset, line_bases, line_bytes = (int(number) for number in numbers[:4])
            header = _header_before(storage, offset)
            record = Record(header or "", length, offset, line_bases, line_bytes)
            if header is None or header.split(maxsplit=1)[:1] != [name] or not _ends_where_it_says(storage, record):
                return None
            records.append(record)
    except (OSError, ValueError):
        return None
    return records or None


def _header_before(storage: Storage, offset: int) -> str | None:
    if offset < 2:
        return None
    begin = max(offset - _MAX_HEADER, 0)
    before = storage.read(begin, offset - begin)
    start = before.rfind(b">")
    text = before[start + 1 :] if start >= 0 else b""
    return text.decode("utf-8", "replace").strip() if text.endswith(b"\n") and text.count(b"\n") == 1 else None


def _ends_where_it_says(storage: Storage, record: Record) -> bool:
    if not (0 < record.line_bases < record.line_bytes <= record.line_bases + 2 and record.length > 0):
        return False
    tail = storage.read(record.byte_of(record.length - 1), 4)
    return len(tail) > 0 and tail[:1].isalpha() and tail[1:].strip()[:1] in (b"", b">")


def load(path: Path) -> tuple[list[Record], NDArray[np.int64], NDArray[np.int64]] | None:
    """Return records and block offsets from a cache file; None when it is absent or damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            rows = json.loads(stored["records"].tobytes())
            return [Record(*row) for row in rows], stored["compressed"], stored["uncompressed"]
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def save(path: Path, records: Iterable[Record], compressed: NDArray[np.int64], uncompressed: NDArray[np.int64]) -> None:
    """Write records and block offsets to a cache file, atomically."""
    rows = [[row.header, row.length, row.offset, row.line_bases, row.line_bytes] for row in records]
    text = np.frombuffer(json.dumps(rows).encode(), np.uint8)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            np.savez(file, records=text, compressed=compressed, uncompressed=uncompressed)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
