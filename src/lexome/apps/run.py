"""Asks a service on behalf of the command line: settings in, answer or problems out, exit code back."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import textwrap
from typing import Any

from pydantic import BaseModel, ValidationError

from lexome.core.errors import BadCall, BadInput, LexomeError
from lexome.core.problem import Problem
from lexome.core.provenance import plain
from lexome.core.settings import Settings
from lexome.lab import Lab

SCHEMA_VERSION = "1.0"
DONE, BAD_INPUT, BAD_CALL = 0, 1, 2


def answer(name: str, given: dict[str, Any]) -> int:
    """Ask a service, print its answer to stdout and its problems to stderr, and return the exit code."""
    from lexome.apps.progress import progress_for

    as_json = given.get("format") == "json"
    with progress_for(sys.stderr) as progress:
        try:
            lab = Lab(Settings.from_environment(os.environ), progress=progress)
        except BadCall as error:
            _say(str(error))
            return BAD_CALL
        service = lab.service(name)
        try:
            ask = service.ask(**given)
        except ValidationError as error:
            for fault in error.errors():
                option = "-".join(str(part) for part in fault["loc"]) or name
                _say(f"lexome {name}: --{option.replace('_', '-')}: {fault['msg']}")
            return BAD_CALL
        try:
            reply = service.run(ask, lab)
        except BadInput as error:
            _report(error.problems, lab, as_json=as_json)
            return BAD_CALL if isinstance(error, BadCall) else BAD_INPUT
        except LexomeError as error:
            _say(f"error: {error}")
            return BAD_INPUT
    for message in getattr(reply, "messages", ()):
        _say(message)
    text = getattr(reply, "as_text", None)
    sys.stdout.write(text() + "\n" if text and not as_json else document(reply, lab) + "\n")
    return int(getattr(reply, "exit_code", DONE))


def document(reply: BaseModel, lab: Lab) -> str:
    """Return an answer as the JSON document of the interface, with schema version and provenance."""
    body = reply.model_dump(mode="json")
    stamp = {"schema_version": SCHEMA_VERSION, "provenance": dataclasses.asdict(lab.provenance())}
    return json.dumps({**stamp, **body}, ensure_ascii=False, indent=2, default=plain)


def _report(problems: tuple[Problem, ...], lab: Lab, *, as_json: bool) -> None:
    for problem in problems:
        _say(str(problem))
    if as_json:
        body = {
            "schema_version": SCHEMA_VERSION,
            "provenance": dataclasses.asdict(lab.provenance()),
            "problems": [dataclasses.asdict(problem) for problem in problems],
        }
        sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=2, default=plain) + "\n")


def _say(text: str) -> None:
    """Write to stderr: in lines as wide as the terminal, or as it is where a program reads it."""
    if sys.stderr.isatty():
        text = as_wide(text, shutil.get_terminal_size().columns)
    sys.stderr.write(text + "\n")


def as_wide(text: str, width: int) -> str:
    """Return a text with no line wider than so many columns where words allow it; what goes on is indented.

    >>> as_wide("error: a.vcf: no sample\\n  → name one", 16)
    'error: a.vcf: no\\n  sample\\n  → name one'
    """
    lines = []
    for line in text.split("\n"):
        deeper = " " * (len(line) - len(line.lstrip()) + 2)
        wrapped = textwrap.wrap(
            line, width, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
        )
        lines += wrapped or [""]
    return "\n".join(lines)
