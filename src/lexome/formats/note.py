"""Note files: plain text in the encodings that hospitals write, and JSON lines of many notes."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lexome.core.problem import Level, Problem

LARGEST_NOTE = 32 * 1024 * 1024
"""Bytes of one note that are read; a hospital's whole record of a patient in text is rarely above 10 MB."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
_CONTROL = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}
MOST_CONTROL = 0.01
"""Share of control characters above which bytes are not text; files of text have none but stray form feeds."""


@dataclass(frozen=True, slots=True)
class NoteText:
    """One note to be read: its text as decoded, or the problems that prevent it."""

    id: str
    text: str | None
    language: str | None = None
    problems: tuple[Problem, ...] = ()


def read_note(path: Path) -> NoteText:
    """Read one text file; what cannot be read has ``text`` None and says why."""
    where = path.name
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_NOTE + 1)
    except OSError as error:
        return _unread(where, where, "unreadable-note", f"cannot be opened: {error.strerror}", "check the path")
    if len(content) > LARGEST_NOTE:
        return _unread(where, where, "note-too-large", _TOO_LARGE, _SPLIT)
    return decode(content, note_id=where, where=where)


def decode(content: bytes, *, note_id: str, where: str) -> NoteText:
    """Return the text of bytes as UTF-8, UTF-16 or UTF-32 by byte-order mark, UTF-8, or Windows-1252."""
    if content.startswith(_BINARY):
        return _unread(note_id, where, "binary-note", "is a document or an archive, not plain text", _AS_TEXT)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return NoteText(note_id, content.decode(encoding), problems=_empty(content, where))
            except UnicodeDecodeError:
                return _unread(note_id, where, "wrong-encoding", f"is marked as {encoding} and is not", _AS_UTF8)
    sample = content[:65536]
    if b"\0" in sample or sum(byte in _CONTROL for byte in sample) > MOST_CONTROL * max(len(sample), 1):
        return _unread(note_id, where, "binary-note", "is binary, not plain text", _AS_TEXT)
    try:
        return NoteText(note_id, content.decode("utf-8"), problems=_empty(content, where))
    except UnicodeDecodeError:
        return _windows(content, note_id, where)


def _windows(content: bytes, note_id: str, where: str) -> NoteText:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        told = "is not text in UTF-8, UTF-16 or Windows-1252 (all were tried)"
        return _unread(note_id, where, "wrong-encoding", told, _AS_UTF8)
    told = "is not UTF-8; it was read as Windows-1252, so accented letters may be wrong"
    return NoteText(note_id, text, problems=(Problem(Level.WARNING, "assumed-encoding", where, told, _AS_UTF8),))


def read_notes(path: Path) -> Iterator[NoteText]:
    """Yield the notes of a JSON-lines file, one line at a time: ``{"id", "text", "language"?}``."""
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(LARGEST_NOTE + 1):
            number += 1
            if len(line) > LARGEST_NOTE and not line.endswith(b"\n"):
                while (rest := stream.readline(LARGEST_NOTE)) and not rest.endswith(b"\n"):
                    pass
                yield _unread(f"line {number}", f"line {number}", "note-too-large", _TOO_LARGE, _SPLIT)
            elif line.strip():
                yield _note_of_line(line, number)


def _note_of_line(line: bytes, number: int) -> NoteText:
    where = f"line {number}"
    remedy = 'write one JSON object a line with "id" and "text", in UTF-8'
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return _unread(where, where, "bad-note-line", "is not a JSON object in UTF-8", remedy)
    if not isinstance(told, dict) or not isinstance(told.get("text"), str):
        known = str(told["id"]) if isinstance(told, dict) and isinstance(told.get("id"), str | int) else where
        return _unread(known, where, "bad-note-line", 'has no "text" that is a string', remedy)
    note_id = str(told["id"]) if isinstance(told.get("id"), str | int) else where
    language = told.get("language")
    text = told["text"]
    problems = () if text.strip() else (_nothing(where),)
    return NoteText(note_id, text, language if isinstance(language, str) else None, problems)


def _empty(content: bytes, where: str) -> tuple[Problem, ...]:
    return () if content.strip() else (_nothing(where),)


def _nothing(where: str) -> Problem:
    return Problem(Level.WARNING, "empty-note", where, "holds no text", "check that the right file was given")


def _unread(note_id: str, where: str, code: str, message: str, remedy: str) -> NoteText:
    return NoteText(note_id, None, problems=(Problem(Level.ERROR, code, where, message, remedy),))


_TOO_LARGE = f"is larger than {LARGEST_NOTE // 1024 // 1024} MB, more than any note"
_SPLIT = "split it, or give the part that concerns the patient"
_AS_TEXT = "save it as plain text first"
_AS_UTF8 = "save it as UTF-8"
