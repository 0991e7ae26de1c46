"""The report on paper, A4 and Letter: needs Chromium and pdftotext, skips without them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lexome.report.html import render
from lexome.report.plain import LANGUAGES, catalogue
from lexome.report.schema import DISCLAIMER
from report.patients import EVERY as SMALL
from report.patients_beyond import BEYOND

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]

EVERY = {**SMALL, **BEYOND}

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine"),
]


def pages(html: str, folder: Path, *, size: str) -> list[str]:
    """Return the text of each printed page, blanks folded."""
    path = folder / "page.html"
    path.write_text(html.replace("@page { margin", f"@page {{ size: {size}; margin"), encoding="utf-8")
    printed = folder / "page.pdf"
    subprocess.run(
        [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={printed}", path.as_uri()],
        capture_output=True,
        timeout=180,
        check=True,
    )
    text = subprocess.run(["pdftotext", "-layout", str(printed), "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in text.stdout.decode("utf-8").split("\f") if page.strip()]


@pytest.mark.parametrize("size", ["A4", "letter"])
@pytest.mark.parametrize("name", EVERY)
def test_the_answer_fits_the_first_page_and_each_family_page_one(name: str, size: str, tmp_path: Path) -> None:
    printed = pages(render(EVERY[name]()), tmp_path, size=size)
    assert DISCLAIMER in printed[0]
    headings = [catalogue(language)["page"]["heading"] for language in LANGUAGES]
    assert [[heading in page for page in printed].index(True) for heading in headings] == [
        len(printed) - 2,
        len(printed) - 1,
    ]
    assert f"Page 1 of {len(printed)}" in printed[0]
