"""The commands of the tutorial and the README are run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from lexome.apps.cli import main

ROOT = Path(__file__).resolve().parents[2]


def commands(page: str) -> list[str]:
    """Return the lexome calls in a page's code blocks that name files of the checkout or no file at all."""
    blocks = re.findall(r"```\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("lexome ")]
    return [line for line in lines if "examples/" in line or "--hpo" in line]


CALLS = commands("docs/tutorial.md")


def test_the_tutorial_has_commands() -> None:
    assert len(CALLS) >= 4


@pytest.mark.parametrize("call", CALLS)
def test_a_documented_command_runs(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    assert main(shlex.split(call)[1:]) == 0
    assert capsys.readouterr().out.strip()


def test_the_tutorial_says_what_the_example_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    main(["read", "examples/note.txt"])
    shown = capsys.readouterr().out
    assert re.search(r"excluded +Seizure", shown)
    assert "maternal uncle" in shown


def test_every_local_link_in_the_documents_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    link = re.compile(r"\]\((?!https?:|#)([^)#]+)")
    targets = [(page, target) for page in pages for target in link.findall(page.read_text(encoding="utf-8"))]
    assert not [(page.name, target) for page, target in targets if not (page.parent / target).exists()]
