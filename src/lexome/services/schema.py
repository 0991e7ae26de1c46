"""JSON Schema of every document Lexome writes."""

from __future__ import annotations

import importlib
import json
from typing import Any

from pydantic import BaseModel, Field, create_model

from lexome.core import shelf
from lexome.core.errors import BadCall
from lexome.core.problem import Level, Problem
from lexome.core.provenance import Provenance
from lexome.lab import Lab, Service

DOCUMENTS = {
    "report": ("lexome.report.schema", "DiagnosisReport"),
    "case-line": ("lexome.services.diagnose.lines", "ResultLine"),
    "bad-case-line": ("lexome.services.diagnose.lines", "BadLine"),
    "note-line": ("lexome.services.read.answer", "ReadNote"),
    "variant-line": ("lexome.services.interpret.question", "VariantLine"),
}
"""Documents that are not the answer of a service: name, module, model."""


class Ask(BaseModel, frozen=True):
    """JSON Schema of one document; without a name, the names there are."""

    name: str = Field("", description="document or service, e.g. report, check", json_schema_extra={"positional": True})


class Answer(BaseModel, frozen=True):
    """A JSON Schema, or the names of those there are."""

    names: tuple[str, ...] = Field(description="names of all documents")
    json_schema: dict[str, Any] | None = Field(description="the schema asked for")

    def as_text(self) -> str:
        """Return the schema as JSON, or the names one a line."""
        if self.json_schema is None:
            return "\n".join(self.names)
        return json.dumps(self.json_schema, ensure_ascii=False, indent=2)


def run(ask: Ask, lab: Lab) -> Answer:
    """Return the schema of a document."""
    names = tuple(sorted({*DOCUMENTS, *shelf.names("services")}))
    if not ask.name:
        return Answer(names=names, json_schema=None)
    if ask.name in DOCUMENTS:
        module, model = DOCUMENTS[ask.name]
        document = getattr(importlib.import_module(module), model)
    elif ask.name.replace("-", "_") in names:
        answered = lab.service(ask.name.replace("-", "_")).answer
        document = create_model("Answer", __base__=answered, schema_version=(str, ...), provenance=(Provenance, ...))
    else:
        raise BadCall(
            [
                Problem(
                    Level.ERROR,
                    "no-such-schema",
                    ask.name,
                    "no document has this name",
                    f"use one of {', '.join(names)}",
                )
            ]
        )
    return Answer(names=names, json_schema=document.model_json_schema())


plugin = Service(Ask, Answer, run)
