"""Blocks of large text files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.core.errors import BadInput
from lexome.formats.official import text

LINES = [f"line {number} " + "x" * (number % 40) for number in range(200)]


@pytest.fixture(params=["plain", "gzip", "two members"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path, content = tmp_path / "lines", ("\n".join(LINES) + "\n").encode()
    if request.param == "plain":
        path.write_bytes(content)
    elif request.param == "gzip":
        path.write_bytes(gzip.compress(content))
    else:
        path.write_bytes(gzip.compress(content[:999]) + gzip.compress(content[999:]))
    return path


def test_reading_on_from_any_block_gives_the_lines_that_were_left(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "BLOCK_BYTES", 300)
    blocks = list(text.read_blocks(file))
    assert [line for block in blocks for line in block.lines] == LINES
    for number, block in enumerate(blocks[:-1]):
        rest = list(text.read_blocks(file, offset=block.offset))
        assert [line for later in rest for line in later.lines] == [
            line for later in blocks[number + 1 :] for line in later.lines
        ]
        assert rest[0].first_line == blocks[number + 1].first_line


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"\x1f\x8b", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]))
def test_any_bytes_are_lines_or_a_bad_input(tmp_path_factory: pytest.TempPathFactory, body: bytes, head: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(head + body)
    told = ""
    try:
        list(text.read_blocks(path))
    except BadInput as error:
        told = error.problems[0].code
    assert told in ("", "unreadable-file")


def test_a_gzip_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(b"abc\n" * 5000)[:-20])
    with pytest.raises(BadInput, match="unreadable-file"):
        list(text.read_blocks(path))


def test_a_line_beyond_any_sense_is_refused_in_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "BLOCK_BYTES", 100)
    monkeypatch.setattr(text, "LONGEST_LINE", 1000)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"x" * 100_000))
    with pytest.raises(BadInput, match="longer than"):
        list(text.read_blocks(path))
