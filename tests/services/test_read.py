"""The service that reads notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexome.core.errors import BadInput
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.services.read.read import Ask, run


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab without imported data."""
    return Lab(Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache"))


def test_a_batch_has_a_line_for_every_note_and_says_where_it_came_from(lab: Lab, tmp_path: Path) -> None:
    notes = tmp_path / "notes.jsonl"
    notes.write_text('{"id": "a", "text": "No seizures. Ataxia."}\nnot json\n{"id": "c", "text": ""}\n')
    answer = run(Ask(notes=notes, out=tmp_path / "out.jsonl"), lab)
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    meta = json.loads((tmp_path / "out.jsonl.meta.json").read_text())
    assert [line["id"] for line in lines] == ["a", "line 2", "c"]
    assert [(each["hpo_id"], each["status"], each["quote"]) for each in lines[0]["findings"]] == [
        ("HP:0001250", "excluded", "seizures"),
        ("HP:0001251", "observed", "Ataxia"),
    ]
    assert (answer.read, answer.unread) == (2, 1)
    assert meta["schema_version"]
    assert "hpo_terms" in [release["name"] for release in meta["provenance"]["data"]]


@pytest.mark.parametrize("written", [True, False], ids=["to a file", "printed"])
def test_a_bad_line_of_a_batch_has_its_answer_and_the_run_is_done(lab: Lab, tmp_path: Path, written: bool) -> None:
    notes = tmp_path / "notes.jsonl"
    notes.write_text('not json\n{"id": "b", "text": "Ataxia."}\n')
    answer = run(Ask(notes=notes, out=tmp_path / "out.jsonl" if written else None), lab)
    assert (answer.exit_code, answer.read, answer.unread) == (0, 1, 1)
    notes.write_text("not json\n")
    answer = run(Ask(notes=notes), lab)
    assert (answer.exit_code, [each["code"] for each in answer.notes[0].problems]) == (0, ["bad-note-line"])


def test_one_unreadable_note_of_several_named_is_an_error_and_the_others_are_read(lab: Lab, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("Ataxia.")
    bad.write_bytes(b"%PDF-1.4")
    answer = run(Ask(note=(good, bad)), lab)
    assert (answer.exit_code, answer.read, answer.unread) == (1, 1, 1)


def test_an_empty_note_is_told_once(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text(" \n")
    (note,) = run(Ask(note=(path,)), lab).notes
    assert [each["code"] for each in note.problems] == ["empty-note"]


def test_proposals_need_a_sentence_model_and_english(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("Keine Anfälle.")
    (note,) = run(Ask(note=(path,), language="de", suggest=path), lab).notes
    assert "no-suggestions" in [each["code"] for each in note.problems]
    assert note.line()["suggestions"] == []
    path.write_text("Ataxia.")
    with pytest.raises(BadInput, match="no-sentence-model"):
        run(Ask(note=(path,), suggest=path), lab)


def test_the_same_finding_said_to_hold_and_not_to_hold_is_shown_both_ways(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("No seizures. Seizures since birth.")
    assert [each.status for each in run(Ask(note=(path,)), lab).notes[0].findings] == ["excluded", "observed"]


def test_a_call_without_a_note_says_what_to_give(lab: Lab) -> None:
    with pytest.raises(BadInput, match="no-note"):
        run(Ask(), lab)


def test_a_file_that_is_no_text_is_refused(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(BadInput, match="binary-note"):
        run(Ask(note=(path,)), lab)


def test_folders_of_what_is_written_are_made(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("Ataxia.")
    run(Ask(note=(path,), out=tmp_path / "a" / "b" / "o.jsonl", html=tmp_path / "c" / "n.html"), lab)
    assert (tmp_path / "a" / "b" / "o.jsonl.meta.json").is_file()
    assert (tmp_path / "c" / "n.html").is_file()


def test_the_notes_are_not_written_over(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("Ataxia.")
    with pytest.raises(BadInput, match="out-is-input"):
        run(Ask(note=(path,), out=path), lab)
    assert path.read_text() == "Ataxia."
