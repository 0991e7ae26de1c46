"""A batch that was stopped goes on where it was; what it answered before is not answered again, unless it changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexome.apps.cli import main
from lexome.services.diagnose import batch


def write(folder: Path, count: int) -> Path:
    meta = {"phenopacketSchemaVersion": "2.0"}
    features = [{"type": {"id": "HP:0001250"}}]
    packets = [
        {"id": f"c{n}", "subject": {"id": f"c{n}"}, "phenotypicFeatures": features, "metaData": meta}
        for n in range(count)
    ]
    (folder / "cases.jsonl").write_text("\n".join(map(json.dumps, packets)))
    return folder / "cases.jsonl"


class Stopped(Exception):
    """Stands for the power going out."""


def stop_at(monkeypatch: pytest.MonkeyPatch, number: int) -> list[str]:
    """Let the batch fail at a case; return the list of cases answered."""
    answered: list[str] = []
    whole = batch.line_of

    def line_of(job: batch.Job, engine: object, how: batch.How) -> object:
        if len(answered) == number:
            raise Stopped
        answered.append(job.name)
        return whole(job, engine, how)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "line_of", line_of)
    return answered


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a batch of five that was stopped after three."""
    cases = write(tmp_path, 5)
    with monkeypatch.context() as patch:
        stop_at(patch, 3)
        call = ["diagnose", "--cases", str(cases), "--out", f"{tmp_path}/out.jsonl", "--top", "3"]
        assert main(call) == 1
    assert not (tmp_path / "out.jsonl").exists()
    return tmp_path


def again(folder: Path, monkeypatch: pytest.MonkeyPatch, *, top: str = "3") -> list[str]:
    answered = stop_at(monkeypatch, 99)
    call = ["--cases", f"{folder}/cases.jsonl", "--out", f"{folder}/out.jsonl", "--top", top]
    assert main(["diagnose", *call]) == 0
    ids = [json.loads(line)["case_id"] for line in (folder / "out.jsonl").read_text().splitlines()]
    assert ids == ["c0", "c1", "c2", "c3", "c4"]
    assert sorted(path.name for path in folder.iterdir()) == ["cases.jsonl", "out.jsonl", "out.jsonl.meta.json"]
    return answered


def test_the_same_call_answers_only_the_rest(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = stopped / ".out.jsonl.unfinished"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert again(stopped, monkeypatch) == ["line 4", "line 5"]


def test_a_torn_line_is_answered_again(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = stopped / ".out.jsonl.unfinished"
    kept.write_bytes(kept.read_bytes()[:-40])
    assert again(stopped, monkeypatch) == ["line 3", "line 4", "line 5"]


def test_a_case_that_changed_is_answered_again(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stopped / "cases.jsonl"
    path.write_text(path.read_text().replace("HP:0001250", "HP:0001263", 1))
    assert again(stopped, monkeypatch) == ["line 1", "line 4", "line 5"]


def test_with_other_options_all_are_answered(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(again(stopped, monkeypatch, top="4")) == 5


def test_what_is_not_ours_is_replaced(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stopped / ".out.jsonl.unfinished").write_bytes(b"\x00garbage\nmore\n")
    assert len(again(stopped, monkeypatch)) == 5
