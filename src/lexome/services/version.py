"""Which Lexome this is, with the releases of the knowledge it carries."""

from __future__ import annotations

import json
import platform
from typing import Literal

from pydantic import BaseModel, Field

from lexome import __version__
from lexome.formats.columns import STARTER
from lexome.lab import Lab, Service


class Ask(BaseModel, frozen=True):
    """Version of the program, of Python and of each embedded table."""

    format: Literal["text", "json"] = Field("text", description="how to print: text or json")


class Answer(BaseModel, frozen=True):
    """Versions."""

    lexome: str = Field(description="version of Lexome")
    python: str = Field(description="version of Python")
    knowledge: dict[str, str] = Field(description="release of each embedded table, by table name")

    def as_text(self) -> str:
        """Return the versions as lines."""
        width = max((len(name) for name in self.knowledge), default=0)
        tables = [f"  {name:<{width}}  {release}" for name, release in self.knowledge.items()]
        return "\n".join([f"lexome {self.lexome} (Python {self.python})", *tables])


def run(ask: Ask, lab: Lab) -> Answer:
    """Return the versions."""
    del ask, lab
    path = STARTER / "manifest.json"
    tables = json.loads(path.read_text(encoding="utf-8"))["tables"] if path.exists() else {}
    return Answer(
        lexome=__version__,
        python=platform.python_version(),
        knowledge={name: entry["release"] for name, entry in tables.items()},
    )


plugin = Service(Ask, Answer, run)
