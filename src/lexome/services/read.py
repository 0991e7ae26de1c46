"""Read HPO findings from clinical notes.

Each finding has an exact quote, whether it is observed, excluded, uncertain or a relative's, and the rule that said so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.note import NoteText, read_note, read_notes
from lexome.lab import Lab, Service

if TYPE_CHECKING:
    from lexome.core.case import Finding


class Ask(BaseModel, frozen=True):
    """Give note files to read them here, or ``--notes`` with ``--out`` for many notes at once."""

    note: tuple[Path, ...] = Field((), description="text files to read", json_schema_extra={"positional": True})
    notes: Path | None = Field(None, description='JSON lines {"id", "text", "language"?} to read')
    out: Path | None = Field(None, description="file to write, one JSON line a note; FILE.meta.json stands beside it")
    html: Path | None = Field(None, description="page to write: the note with its findings coloured by status")
    language: str | None = Field(None, description="language of the notes (ISO 639-1); detected when not given")
    format: str = Field("text", description="how to print: text or json")


class ReadFinding(BaseModel, frozen=True):
    """One term read from a note."""

    hpo_id: str = Field(description="HPO term")
    label: str = Field(description="its label")
    status: str = Field(description="observed, excluded, uncertain or family")
    start: int = Field(description="first character in the text given, from 0")
    end: int = Field(description="character after the last")
    quote: str = Field(description="the characters from start to end")
    onset: str | None = Field(None, description="HPO onset term or ISO 8601 duration")
    relative: str | None = Field(None, description="who has it, when status is family")
    modifiers: tuple[str, ...] = Field((), description="HPO modifier terms: severity, side, course")
    because: str = Field(description="how it was recognised and which words decided its status")


class ReadNote(BaseModel, frozen=True):
    """One note as it was read."""

    id: str = Field(description="id given, or the file's name")
    language: str | None = Field(description="language it was read in; null when it was not read")
    findings: tuple[ReadFinding, ...] = Field(description="in the order of the text")
    problems: tuple[dict[str, Any], ...] = Field((), description="what is wrong with the note")

    def unread(self) -> bool:
        """Say whether a problem stopped the reading."""
        return any(problem["level"] == Level.ERROR for problem in self.problems)


class Answer(BaseModel, frozen=True):
    """What was read."""

    notes: tuple[ReadNote, ...] = Field(default=(), description="the notes read, unless written to a file")
    read: int = Field(description="number of notes read")
    unread: int = Field(0, description="number of notes that could not be read")
    written: tuple[str, ...] = Field(default=(), description="files written")

    def as_text(self) -> str:
        """Return a listing of the findings."""
        parts = [_listing(note) for note in self.notes]
        if self.written:
            parts.append(f"{self.read} notes read, {self.unread} not; written: {', '.join(self.written)}")
        return "\n\n".join(parts)


def run(ask: Ask, lab: Lab) -> Answer:
    """Read the notes."""
    _check_call(ask)
    many = _tagged(read_notes(ask.notes) if ask.notes else map(read_note, ask.note), ask, lab)
    if ask.out:
        return _write(many, ask.out, lab)
    notes = tuple(note for _, note in many)
    bad = [note for note in notes if note.unread()]
    if bad and len(bad) == len(notes):
        raise BadInput([Problem(**problem) for note in bad for problem in note.problems])
    return Answer(notes=notes, read=len(notes) - len(bad), unread=len(bad))


def _check_call(ask: Ask) -> None:
    problems = []
    if not ask.note and ask.notes is None:
        told = "no note was given"
        problems.append(Problem(Level.ERROR, "no-note", "lexome read", told, "name text files, or --notes FILE"))
    if ask.note and ask.notes is not None:
        told = "notes were given both as files and with --notes"
        problems.append(Problem(Level.ERROR, "two-inputs", "lexome read", told, "give one or the other"))
    if ask.notes is not None and not ask.notes.is_file():
        told = "there is no such file"
        problems.append(Problem(Level.ERROR, "no-such-file", str(ask.notes), told, "check the path"))
    if problems:
        raise BadInput(problems)


def _tagged(notes: Iterable[NoteText], ask: Ask, lab: Lab) -> Iterator[tuple[NoteText, ReadNote]]:
    tagger = lab.model("note_tagger")
    for at, note in enumerate(notes):
        if note.text is None:
            yield note, ReadNote(id=note.id, language=None, findings=(), problems=tuple(map(asdict, note.problems)))
            continue
        reading = tagger.read(note.text, note.language or ask.language)
        problems = (*note.problems, *reading.problems)
        yield (
            note,
            ReadNote(
                id=note.id,
                language=reading.language,
                findings=tuple(map(_finding, reading.findings)),
                problems=tuple(map(asdict, problems)),
            ),
        )
        lab.progress("notes", done=at + 1, total=None)


def _finding(finding: Finding) -> ReadFinding:
    span = finding.span
    start, end, quote = (span.start, span.end, span.quote) if span else (0, 0, "")
    return ReadFinding(
        hpo_id=finding.hpo_id,
        label=finding.label,
        status=finding.status.value,
        start=start,
        end=end,
        quote=quote,
        onset=finding.onset,
        relative=finding.relative,
        modifiers=finding.modifiers,
        because=finding.because,
    )


def _write(many: Iterator[tuple[NoteText, ReadNote]], out: Path, lab: Lab) -> Answer:
    """Write one line a note as it is read, then both files into place."""
    read = unread = 0
    beside = out.with_name(out.name + ".partial")
    with beside.open("w", encoding="utf-8") as stream:
        for _, note in many:
            stream.write(json.dumps(_line(note), ensure_ascii=False) + "\n")
            read, unread = read + (not note.unread()), unread + note.unread()
    meta = out.with_name(out.name + ".meta.json")
    stamp = {"schema_version": SCHEMA_VERSION, "provenance": asdict(lab.provenance())}
    meta_beside = meta.with_name(meta.name + ".partial")
    meta_beside.write_text(json.dumps(stamp, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    Path(beside).replace(out)
    Path(meta_beside).replace(meta)
    return Answer(read=read, unread=unread, written=(str(out), str(meta)))


SCHEMA_VERSION = "1.0"
"""Version of the lines written by ``--out``."""


def _line(note: ReadNote) -> dict[str, Any]:
    findings = [finding.model_dump(mode="json", exclude_none=True) for finding in note.findings]
    return {"id": note.id, "language": note.language, "findings": findings, "problems": list(note.problems)}


def _listing(note: ReadNote) -> str:
    lines = [f"{note.id}  ({note.language or 'not read'})"]
    for finding in note.findings:
        status = f"family ({finding.relative})" if finding.relative else finding.status
        tail = f"  onset {finding.onset}" if finding.onset else ""
        quote = " ".join(finding.quote.split())
        lines.append(
            f"  {finding.hpo_id}  {status:<12} {finding.label}  “{quote}” [{finding.start}–{finding.end}]{tail}"
        )
    lines.extend(f"  {problem['level']}: {problem['message']} [{problem['code']}]" for problem in note.problems)
    return "\n".join(lines)


plugin = Service(Ask, Answer, run)
