"""``--since``: what moved since an earlier report, through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexome.apps.cli import main


def test_a_finding_added_later_is_the_reason(tmp_path: Path) -> None:
    first = ["--hpo", "HP:0001250", "HP:0001263", "--case-dir", f"{tmp_path}/case", "--out", f"{tmp_path}/before"]
    assert main(["diagnose", *first]) == 0
    since = ["--since", f"{tmp_path}/before/report.json", "--out", f"{tmp_path}/now"]
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", "--hpo", "HP:0007655", "HP:0001212", *since]) == 0
    changes = json.loads((tmp_path / "now" / "report.json").read_text())["changes"]
    before, now = (json.loads((tmp_path / name / "report.json").read_text()) for name in ("before", "now"))
    first_now = now["differential"][0]
    told = next(one for one in changes if one["what"] == first_now["disease_name"])
    ranks = {one["disease_id"]: one["rank"] for one in before["differential"]}
    assert told["before"].startswith(str(ranks.get(first_now["disease_id"], "not listed")))
    assert "Eversion of lateral third of lower eyelids" in told["because"]
    assert {"Finding: Prominent fingertip pads"} <= {one["what"] for one in changes}


@pytest.mark.parametrize("text", ["", "[]", '{"schema_version": "1.0"}', "not json"])
def test_what_is_no_report_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.json").write_text(text)
    assert main(["diagnose", "--hpo", "HP:0001250", "--since", f"{tmp_path}/r.json"]) == 1
    assert "earlier-unreadable" in capsys.readouterr().err


def test_the_report_of_another_case_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("seizures")
    assert main(["diagnose", "--note", f"{tmp_path}/a.txt", "--out", f"{tmp_path}/a"]) == 0
    assert main(["diagnose", "--hpo", "HP:0001250", "--since", f"{tmp_path}/a/report.json"]) == 0
    assert "earlier-other-case" in capsys.readouterr().err
