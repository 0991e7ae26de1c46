"""Read HPO findings from clinical notes.

Each finding has an exact quote, whether it is observed, excluded, uncertain or a relative's, and the rule that said so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

from lexome.core.errors import BadCall, BadInput
from lexome.core.problem import Level, Problem
from lexome.core.provenance import plain
from lexome.formats.atomic import atomic, refuse_overwriting
from lexome.formats.note import NoteText, read_note, read_notes
from lexome.lab import Lab, Service
from lexome.services.read.answer import Answer, ModelAnswer, ReadFinding, ReadNote, told

if TYPE_CHECKING:
    from lexome.models.notes.note_tagger import NoteTagger, Reading

SCHEMA_VERSION = "1.0"
"""Version of the lines written by ``--out``."""
KEY_VARIABLE = "LEXOME_LLM_KEY"
"""Environment variable that holds the key of a language model's server, so that it stands in no command line."""


class Ask(BaseModel, frozen=True):
    """Give note files to read them here, or ``--notes`` with ``--out`` for many notes at once.

    A language model is asked only when ``--llm`` names its server; it never changes what the rules read. A note leaves
    this machine only for a server that is not on it, with dates, numbers and titled names masked.
    """

    note: tuple[Path, ...] = Field((), description="text files to read", json_schema_extra={"positional": True})
    notes: Path | None = Field(None, description='JSON lines {"id", "text", "language"?} to read')
    out: Path | None = Field(None, description="file to write, one JSON line a note; FILE.meta.json stands beside it")
    html: Path | None = Field(None, description="page to write: the note with its findings coloured by status")
    suggest: Path | None = Field(
        None, description="sentence model (ONNX) that proposes terms for phrases no name explains, to be confirmed"
    )
    language: str | None = Field(None, description="language of the notes (ISO 639-1); detected when not given")
    llm: str | None = Field(None, description="base address of a language model's server, http://localhost:11434/v1")
    llm_model: str | None = Field(None, description="name of the model on that server")
    llm_api: Literal["openai", "anthropic"] = Field("openai", description="interface of the server")
    format: Literal["text", "json"] = Field("text", description="how to print: text or json")


def run(ask: Ask, lab: Lab) -> Answer:
    """Read the notes."""
    _check_call(ask)
    refuse_overwriting(ask.out or ask.html, *ask.note, ask.notes)
    many = _read(read_notes(ask.notes) if ask.notes else map(read_note, ask.note), ask, lab)
    if ask.out and not ask.html:
        return _write(many, ask.out, lab)
    pairs = list(many)
    notes = tuple(note for _, note in pairs)
    unread = sum(note.unread() for note in notes)
    if ask.notes is None and unread == len(notes):
        raise BadInput([Problem(**problem) for note in notes for problem in note.problems])
    written = (_picture(pairs, ask.html, lab),) if ask.html else ()
    if ask.out:
        written = (*written, *_write(iter(pairs), ask.out, lab).written)
    shown = () if ask.out else notes
    return Answer(notes=shown, read=len(notes) - unread, unread=unread, written=written, batch=ask.notes is not None)


def _check_call(ask: Ask) -> None:
    wrong = []
    if not ask.note and ask.notes is None:
        wrong.append(("no-note", "no note was given", "name text files, or --notes FILE"))
    if ask.note and ask.notes is not None:
        wrong.append(("two-inputs", "notes were given both as files and with --notes", "give one or the other"))
    if ask.llm and not ask.llm_model:
        wrong.append(("no-model", "a server was named with --llm but no model", "name the model with --llm-model"))
    if wrong:
        raise BadCall(_problems(wrong))
    if ask.notes is not None and (not ask.notes.exists() or ask.notes.is_dir()):
        raise BadInput(_problems([("no-such-file", f"there is no file {ask.notes}", "check the path")]))


def _problems(wrong: list[tuple[str, str, str]]) -> list[Problem]:
    return [Problem(Level.ERROR, code, "lexome read", message, remedy) for code, message, remedy in wrong]


def _read(notes: Iterable[NoteText], ask: Ask, lab: Lab) -> Iterator[tuple[NoteText, ReadNote]]:
    tagger: NoteTagger = lab.model("note_tagger")
    for at, note in enumerate(notes):
        if note.text is None:
            yield note, ReadNote(id=note.id, language=None, findings=(), problems=told(note.problems))
            continue
        reading = tagger.read(note.text, note.language or ask.language)
        model, problems = _asked(note.text, reading, tagger, ask)
        suggestions, unable = _suggested(note.text, reading, tagger, ask)
        read = ReadNote(
            id=note.id,
            language=reading.language,
            findings=tuple(map(ReadFinding.of, reading.findings)),
            problems=told((*note.problems, *reading.problems, *problems, *unable)),
            suggestions=suggestions,
            model=model,
        )
        yield note, read
        lab.progress("notes", done=at + 1, total=None)


def _suggested(
    text: str, reading: Reading, tagger: NoteTagger, ask: Ask
) -> tuple[tuple[ReadFinding, ...] | None, tuple[Problem, ...]]:
    """Return what a sentence model proposes, when one is named."""
    if ask.suggest is None:
        return None, ()
    found = tagger.suggest(text, reading, ask.suggest)
    if found is None:
        problem = Problem(
            Level.WARNING,
            "no-suggestions",
            "note",
            "the sentence model reads English only, so nothing is proposed",
            "leave --suggest out for notes in other languages",
        )
        return (), (problem,)
    return tuple(map(ReadFinding.of, found)), ()


def _asked(text: str, reading: Reading, tagger: NoteTagger, ask: Ask) -> tuple[ModelAnswer | None, tuple[Problem, ...]]:
    """Return what a language model reads, when one is to be asked."""
    if ask.llm is None or ask.llm_model is None:
        return None, ()
    from lexome.models.notes.llm.client import Client, Endpoint

    endpoint = Endpoint(ask.llm, ask.llm_model, ask.llm_api, key=os.environ.get(KEY_VARIABLE, ""))
    chosen = tagger.ask_model(text, reading, Client(endpoint))
    if chosen is None:
        return None, ()
    findings = tuple(map(ReadFinding.of, chosen.findings))
    by_model = {each.hpo_id for each in findings if each.status == "observed"}
    by_rules = {each.hpo_id for each in reading.findings if each.status.value == "observed"}
    answer = ModelAnswer(
        model=chosen.model,
        findings=findings,
        dropped=dict(chosen.dropped),
        only_model=tuple(sorted(by_model - by_rules)),
        only_rules=tuple(sorted(by_rules - by_model)),
    )
    return answer, chosen.problems


def _picture(pairs: list[tuple[NoteText, ReadNote]], page: Path, lab: Lab) -> str:
    from lexome.report.note_html import Pictured, render

    ontology = lab.knowledge("hpo")
    notes = [
        Pictured(note.id, note.text, _laid_out(read.findings), read.language or "en", _laid_out(read.suggestions or ()))
        for note, read in pairs
        if note.text is not None
    ]
    html = render(notes, path_of=ontology_path(ontology))
    _replace(page, html)
    return str(page)


def _laid_out(findings: tuple[ReadFinding, ...]) -> tuple[dict[str, Any], ...]:
    return tuple(each.model_dump() for each in findings)


def ontology_path(ontology: Any) -> Any:
    """Return a function from an HPO id to the labels from the root to it, along first parents."""

    def path(hpo_id: str) -> list[str]:
        row, labels = ontology.index.get(hpo_id), []
        while row is not None:
            labels.append(ontology.labels[row])
            start, end = ontology.parents_indptr[row : row + 2]
            row = int(ontology.parents_indices[start]) if end > start else None
        return labels[::-1]

    return path


def _write(many: Iterator[tuple[NoteText, ReadNote]], out: Path, lab: Lab) -> Answer:
    """Write one line a note as it is read, then both files into place."""
    read = unread = 0
    with atomic(out) as stream:
        for _, note in many:
            stream.write((json.dumps(note.line(), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace"))
            read, unread = read + (not note.unread()), unread + note.unread()
    meta = out.with_name(out.name + ".meta.json")
    stamp = {"schema_version": SCHEMA_VERSION, "provenance": asdict(lab.provenance())}
    _replace(meta, json.dumps(stamp, ensure_ascii=False, indent=1, default=plain) + "\n")
    return Answer(read=read, unread=unread, written=(str(out), str(meta)))


def _replace(path: Path, text: str) -> None:
    with atomic(path) as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))


plugin = Service(Ask, Answer, run)
