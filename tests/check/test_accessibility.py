"""The report in a real browser under axe-core: needs Chromium and axe.min.js, skips without them.

``npm pack axe-core@4.10.3 && tar xzf axe-core-4.10.3.tgz``, then ``LEXOME_AXE=package/axe.min.js``.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lexome.report import map_page, note_html
from lexome.report.html import render
from report.hostile import overfull, poisoned
from report.patients import EVERY as SMALL
from report.patients_beyond import BEYOND

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(os.environ.get("LEXOME_AXE", "package/axe.min.js"))
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=30000",
    "--window-size=1280,1600",
]
RUN = """
var rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
axe.run(document, {runOnly: rules}).then(function (found) {
  var told = found.violations.map(function (v) {
    return {id: v.id, help: v.help, where: v.nodes.slice(0, 5).map(n => n.html + " " + n.failureSummary)};
  });
  var out = document.createElement("pre"); out.id = "axe-said";
  out.textContent = JSON.stringify({violations: told, passes: found.passes.length});
  document.body.appendChild(out);
});
"""

EVERY = {**SMALL, **BEYOND}

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.is_file(), reason="axe.min.js is not there: see the head of this file"),
]


def axe(page: str, folder: Path, *, after_ms: int = 0) -> dict[str, Any]:
    """Return what axe-core says of a page; the content policy is lifted for the checker alone."""
    open_page, closing, rest = re.sub(r"<meta http-equiv[^>]*>", "", page).rpartition("</body>")
    run = f"setTimeout(function () {{{RUN}}}, {after_ms});"
    script = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    path = folder / "page.html"
    path.write_text(f"{open_page}<script>{script}</script><script>{run}</script>{closing}{rest}", "utf-8")
    done = subprocess.run(
        [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", path.as_uri()],
        capture_output=True,
        timeout=180,
        check=True,
    )
    said = re.search(r'<pre id="axe-said">(.*?)</pre>', done.stdout.decode("utf-8", "replace"), re.DOTALL)
    assert said, "axe-core did not finish"
    answer: dict[str, Any] = json.loads(html.unescape(said[1]))
    return answer


@pytest.mark.parametrize("name", [*EVERY, "poisoned", "overfull"])
def test_the_report_passes_axe_core(name: str, tmp_path: Path) -> None:
    report = {**EVERY, "poisoned": poisoned, "overfull": overfull}[name]()
    said = axe(render(report), tmp_path)
    assert said["violations"] == []
    assert said["passes"] > 20


def test_the_report_of_the_example_passes_axe_core(tmp_path: Path) -> None:
    examples = Path(__file__).resolve().parents[2] / "examples"
    subprocess.run(
        [
            *(sys.executable, "-m", "lexome.apps.cli", "diagnose", "--note", str(examples / "note.txt")),
            *("--vcf", str(examples / "trio.vcf.gz"), "--ped", str(examples / "trio.ped")),
            *("--out", str(tmp_path / "demo")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    assert axe((tmp_path / "demo" / "report.html").read_text("utf-8"), tmp_path)["violations"] == []


def test_the_checker_would_say_so(tmp_path: Path) -> None:
    """Grey on white and a picture without words are found, so that silence above means something."""
    broken = (
        render(EVERY["unsolved"]()).replace("<main", '<main style="color:#ccc"').replace('role="img"', 'role="img" x')
    )
    broken = re.sub(r'aria-label="Share[^"]*"', "", broken)
    assert {entry["id"] for entry in axe(broken, tmp_path)["violations"]} >= {"color-contrast", "svg-img-alt"}


def test_the_picture_of_a_note_passes_axe_core(tmp_path: Path) -> None:
    quotes = (("seizures", "observed"), ("microcephaly", "excluded"), ("ataxia", "uncertain"), ("epilepsy", "family"))
    text = "Had seizures; no microcephaly; perhaps ataxia. An uncle has epilepsy."
    findings = [
        {
            "start": text.index(quote),
            "end": text.index(quote) + len(quote),
            "quote": quote,
            "label": quote,
            "hpo_id": "HP:0001250",
            "status": status,
            "because": "name",
        }
        for quote, status in quotes
    ]
    page = note_html.render([note_html.Pictured("n", text, findings, "en")], path_of=lambda _: ["All", "Phenotype"])
    assert axe(page, tmp_path)["violations"] == []


def a_map() -> str:
    heat_map = map_page.HeatMap("donor 17:101", 100, "ACGT", np.linspace(-0.8, 0.8, 16).reshape(4, 4))
    page = map_page.MapPage("Map of chr17:101-104", "chr17", 83_257_441, 100, 104, "ACGT", (), (heat_map,), ("note",))
    return map_page.render(page)


def test_what_lexome_writes_of_a_map_passes_axe_core(tmp_path: Path) -> None:
    """Without igv.js, which draws the tracks when the page is opened."""
    still = re.sub(r"<script>.*?</script>", "", a_map(), flags=re.DOTALL)
    assert axe(still, tmp_path)["violations"] == []


def test_a_map_drawn_by_igv_passes_axe_core(tmp_path: Path) -> None:
    said = axe(a_map(), tmp_path, after_ms=6_000)
    assert said["violations"] == []
    assert said["passes"] > 25, "igv.js did not draw"
