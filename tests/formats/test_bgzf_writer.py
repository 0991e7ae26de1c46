"""A written file is whole, is what any gzip reader expects, and leaves nothing behind when writing fails."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.formats.bgzf import Inflated, Packing
from lexome.formats.bgzf_writer import WholeFile


@given(parts=st.lists(st.binary(max_size=70_000), max_size=5))
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read_back_by_gzip_and_as_blocks(tmp_path_factory, parts: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("out") / "x.vcf.gz"
    with WholeFile(path) as file:
        for part in parts:
            file.write(part)
    assert gzip.decompress(path.read_bytes()) == b"".join(parts)
    inflated = Inflated(path)
    assert inflated.packing is Packing.BGZIP
    assert b"".join(inflated.chunks()) == b"".join(parts)


def _break_off(path: Path) -> None:
    with WholeFile(path) as file:
        file.write(b"new")
        raise RuntimeError


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        _break_off(path)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["x.vcf"]


def test_a_name_without_gz_is_written_plain(tmp_path: Path) -> None:
    with WholeFile(tmp_path / "x.vcf") as file:
        file.write(b"text")
    assert (tmp_path / "x.vcf").read_bytes() == b"text"
