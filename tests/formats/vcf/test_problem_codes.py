"""Every code a reader or a rule can tell stands in the reference, and the reference names no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import lexome

SOURCE = Path(lexome.__file__).parent
PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "vcf-problems.md"
FILES = (
    *(SOURCE / "formats" / "vcf").rglob("*.py"),
    *(SOURCE / "formats" / name for name in ("bgzf.py", "ped.py", "chain.py", "tabix.py")),
    *(SOURCE / "reasoning" / name for name in ("clinical_sense.py", "family_check.py", "lifting.py")),
)
TELLERS = {"Fault", "error", "warning", "Problem", "_warn", "_fault"}


def told() -> set[str]:
    """Return the codes that stand as the first text given to what tells a problem."""
    found = set()
    for path in FILES:
        if not path.exists():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in TELLERS and texts and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", texts[0]):
                found.add(texts[0])
    return found


def test_every_code_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z0-9-]+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert told() <= documented
    computed = {"alt-empty", "alleles-too-many", "line-too-long", "header-too-long"}
    assert documented - told() <= computed
