"""Note files in the encodings that hospitals write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.formats.note import LARGEST_NOTE, decode, read_note, read_notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_note_reads_the_same_in_every_encoding_tried(encoding: str) -> None:
    assert decode("Épilepsie, naïve".encode(encoding), note_id="n", where="n").text == "Épilepsie, naïve"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"%PDF-1.7 ...", "binary-note", id="PDF"),
        pytest.param(b"\x00\x01\x02" * 100, "binary-note", id="zero bytes"),
        pytest.param(b"seizures \x81\x8d", "wrong-encoding", id="bytes no encoding has"),
        pytest.param(b"\xff\xfe\x00\xd8", "wrong-encoding", id="broken UTF-16"),
    ],
)
def test_what_is_not_text_is_refused_with_its_reason(content: bytes, code: str) -> None:
    note = decode(content, note_id="n", where="n")
    assert note.text is None
    assert [problem.code for problem in note.problems] == [code]


def test_an_assumed_encoding_is_said() -> None:
    assert [problem.code for problem in decode(b"\xc9pilepsie", note_id="n", where="n").problems] == [
        "assumed-encoding"
    ]


def test_an_empty_note_is_said() -> None:
    assert [problem.code for problem in decode(b" \n", note_id="n", where="n").problems] == ["empty-note"]


def test_a_note_beyond_the_limit_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_NOTE + 10)
    assert [problem.code for problem in read_note(path).problems] == ["note-too-large"]


def test_a_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_bytes(
        b'{"id": "a", "text": "x"}\n{"id": \n[1]\n{"id": 7, "text": 3}\n\n{"id": 8, "text": "y", "language": "en"}\n'
    )
    read = list(read_notes(path))
    assert [(note.id, note.text) for note in read] == [
        ("a", "x"),
        ("line 2", None),
        ("line 3", None),
        ("7", None),
        ("8", "y"),
    ]


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    note = decode(content, note_id="n", where="n")
    assert (note.text is None) == any(problem.level == "error" for problem in note.problems)
