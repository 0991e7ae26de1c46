"""What was read from notes, and how it prints."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, Field

from lexome.core.case import Finding
from lexome.core.problem import Level, Problem

TERMINAL = 80
"""Columns of a line printed; what would be longer goes on below."""
INDENT = 25


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

    @classmethod
    def of(cls, finding: Finding) -> ReadFinding:
        """Return a finding with its span laid out."""
        start, end, quote = (finding.span.start, finding.span.end, finding.span.quote) if finding.span else (0, 0, "")
        return cls(
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


class ModelAnswer(BaseModel, frozen=True):
    """What a language model read, beside the result of the rules; it changes nothing in it."""

    model: str = Field(description="model asked")
    findings: tuple[ReadFinding, ...] = Field(description="statements that held every check")
    dropped: dict[str, int] = Field(description="statements that did not, by reason")
    only_model: tuple[str, ...] = Field(description="terms the model observes and the rules do not")
    only_rules: tuple[str, ...] = Field(description="terms the rules observe and the model does not")


class ReadNote(BaseModel, frozen=True):
    """One note as it was read."""

    id: str = Field(description="id given, or the file's name")
    language: str | None = Field(description="language it was read in; null when it was not read")
    findings: tuple[ReadFinding, ...] = Field(description="in the order of the text")
    problems: tuple[dict[str, Any], ...] = Field((), description="what is wrong with the note")
    suggestions: tuple[ReadFinding, ...] | None = Field(
        default=None, description="terms a sentence model proposes for confirmation; none of them is counted as found"
    )
    model: ModelAnswer | None = Field(default=None, description="what a language model read, where one was asked")

    def unread(self) -> bool:
        """Say whether a problem stopped the reading."""
        return any(problem["level"] == Level.ERROR for problem in self.problems)

    def line(self) -> dict[str, Any]:
        """Return the note as a line of the interface."""
        findings = [finding.model_dump(mode="json", exclude_none=True) for finding in self.findings]
        body = {"id": self.id, "language": self.language, "findings": findings, "problems": list(self.problems)}
        if self.suggestions is not None:
            body["suggestions"] = [each.model_dump(mode="json", exclude_none=True) for each in self.suggestions]
        return body if self.model is None else {**body, "model": self.model.model_dump(mode="json")}


class Answer(BaseModel, frozen=True):
    """What was read."""

    notes: tuple[ReadNote, ...] = Field(default=(), description="the notes read, unless written to a file")
    read: int = Field(description="number of notes read")
    unread: int = Field(default=0, description="number of notes that could not be read")
    written: tuple[str, ...] = Field(default=(), description="files written")
    batch: bool = Field(default=False, description="the notes were lines of one file: each has its answer, read or not")

    def as_text(self) -> str:
        """Return a listing of the findings."""
        parts = [_listing(note) for note in self.notes]
        if self.written:
            count = "1 note" if self.read == 1 else f"{self.read} notes"
            unread = f", {self.unread} could not be read" if self.unread else ""
            parts.append(f"{count} read{unread}; written: {', '.join(self.written)}")
        return "\n\n".join(parts)

    @property
    def exit_code(self) -> int:
        """1 when a note named on the command line could not be read; 0 once every line of a batch has its answer."""
        return int(not self.batch and any(note.unread() for note in self.notes))


def told(problems: tuple[Problem, ...]) -> tuple[dict[str, Any], ...]:
    """Return problems as they are written."""
    return tuple(map(asdict, problems))


def _listing(note: ReadNote) -> str:
    counts = Counter(each.status for each in note.findings)
    told = ", ".join(f"{count} {status}" for status, count in counts.items())
    lines = [f"{note.id}  ({', '.join(filter(None, (note.language or 'not read', told)))})", *map(_row, note.findings)]
    if note.model is not None:
        lines.append(f"  language model {note.model.model} reads, in addition to the above or otherwise:")
        lines.extend(_row(each) for each in note.model.findings if each.hpo_id in note.model.only_model)
        lines.append(f"  and does not read: {', '.join(note.model.only_rules) or 'nothing'}")
        lines.extend(f"  dropped: {count} × {reason}" for reason, count in sorted(note.model.dropped.items()))
    if note.suggestions:
        lines.append("  to confirm, proposed by likeness and not counted:")
        lines.extend(f"{_row(each)}\n{' ' * INDENT}{each.because.partition(';')[0]}" for each in note.suggestions)
    lines.extend(f"  {problem['level']}: {problem['message']} [{problem['code']}]" for problem in note.problems)
    return "\n".join(lines)


def _row(finding: ReadFinding) -> str:
    label = f"{finding.label} ({finding.relative})" if finding.relative else finding.label
    tail = f"  onset {finding.onset}" if finding.onset else ""
    head = f"  {finding.hpo_id}  {finding.status:<9}  {label}"
    quote = f"“{' '.join(finding.quote.split())}” [{finding.start}–{finding.end}]{tail}"
    return f"{head}  {quote}" if len(head) + len(quote) + 2 <= TERMINAL else f"{head}\n{' ' * INDENT}{quote}"
