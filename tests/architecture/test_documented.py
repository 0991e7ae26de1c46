"""Every service, setting and problem code has its place in the reference."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

from lexome.apps.commands import words
from lexome.core import shelf
from lexome.core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = "\n".join(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs" / "reference").glob("*.md")))
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
TELLS = {"Problem", "add", "bad", "warn", "error", "_warn", "_unread", "warning", "notice"}


def codes() -> set[str]:
    """Return every problem code spelt in the source, by the calls that make problems."""
    found = set()
    for path in (ROOT / "src" / "lexome").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [arg.value for arg in node.args[:3] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in TELLS:
                found |= {text for text in texts if CODE.fullmatch(text)}
    return found


def test_there_are_codes_to_look_for() -> None:
    assert {"nothing-to-work-on", "assembly-differs", "unknown-hpo-id"} <= codes()


def test_every_problem_code_is_documented() -> None:
    assert not sorted(code for code in codes() if f"`{code}`" not in REFERENCE)


def test_every_service_is_documented() -> None:
    names = shelf.names("services")
    assert not [name for name in names if f"`{name}`" not in REFERENCE or " ".join(words(name)) not in REFERENCE]


def test_every_setting_is_documented() -> None:
    assert not [one.name for one in dataclasses.fields(Settings) if f"`{one.name}`" not in REFERENCE]
