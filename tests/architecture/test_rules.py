"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from lexome.core import shelf

SOURCE = Path(shelf.__file__).resolve().parents[1]
MODULES = sorted(SOURCE.rglob("*.py"))
ROLES = ("knowledge", "models", "evidence", "services")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_holds_one_idea_in_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_function_has_at_most_40_lines_of_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    too_long = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > 40:
                too_long[node.name] = lines
    assert not too_long


def test_no_module_is_a_grab_bag() -> None:
    assert not [path for path in MODULES if path.stem in {"utils", "util", "helpers", "common", "misc", "tools"}]


def test_every_module_says_what_it_is_for() -> None:
    assert not [str(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]


def test_every_plugin_imports_without_any_extra() -> None:
    """In a fresh interpreter where the modules of every extra are barred."""
    program = (
        "import sys\n"
        "for name in ('torch', 'lightgbm', 'sklearn', 'httpx', 'transformers'): sys.modules[name] = None\n"
        "from lexome.core import shelf\n"
        f"for role in {ROLES!r}:\n"
        "    for name in shelf.names(role): shelf.take(role, name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
