"""Reviewed outputs: what each kind of patient's page, summary and tables say, word by word.

``LEXOME_RENEW_GOLDEN=1 python -m pytest tests/report/test_golden.py`` writes them anew; the difference is then read
by a person before it is committed.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lexome.report.html import render
from lexome.report.tables import differential_tsv, variants_tsv
from lexome.report.terminal import summary
from report.patients import EVERY

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "report"
BREAKS = {"p", "li", "tr", "h1", "h2", "h3", "h4", "dt", "dd", "div", "caption", "section", "figcaption", "ul", "ol"}


class Outline(HTMLParser):
    """The words of a page as a reader meets them, a line a block; pictures by their alternative text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.mute = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.mute += tag in {"style", "script", "svg"}
        if tag in BREAKS:
            self.parts.append("\n")
        if tag in {"td", "th"}:
            self.parts.append(" | ")
        if tag == "svg" and told.get("aria-label"):
            self.parts.append(f"\n[picture: {told['aria-label']}]\n")

    def handle_endtag(self, tag: str) -> None:
        self.mute -= tag in {"style", "script", "svg"}
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.mute:
            self.parts.append(re.sub(r"\s", " ", data))

    @property
    def text(self) -> str:
        """Every line once folded, none empty, neither date nor version."""
        lines = (" ".join(line.split()) for line in "".join(self.parts).splitlines())
        whole = "\n".join(line for line in lines if line) + "\n"
        return re.sub(r"4 March 2026( 09:30 UTC)?", "(date)", whole.replace("Lexome 0.0.0", "Lexome (version)"))


VIEWS = {
    "page": lambda report: Outline(render(report)).text,
    "summary": summary,
    "differential": differential_tsv,
    "variants": variants_tsv,
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", EVERY)
def test_a_view_says_what_was_reviewed(name: str, view: str) -> None:
    path = GOLDEN / f"{name}.{view}.txt"
    said = VIEWS[view](EVERY[name]())
    if os.environ.get("LEXOME_RENEW_GOLDEN"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")
