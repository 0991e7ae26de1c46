"""Matrices are read as JASPAR writes them, and anything else is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.core.errors import BadInput
from lexome.formats.jaspar import read_motifs

AS_OFFERED = """>MA0004.1\tArnt
A  [     4     19      0      0      0      0 ]
C  [    16      0     20      0      0      0 ]
G  [     0      1      0     20      0     20 ]
T  [     0      0      0      0     20      0 ]
>MA0006.1 Ahr::Arnt
3 0 0 0 0 0
8 0 23 0 0 0
2 23 0 23 0 24
11 1 1 1 24 0
"""


def test_both_ways_of_writing_are_read(tmp_path: Path) -> None:
    (tmp_path / "x.jaspar").write_text(AS_OFFERED)
    first, second = read_motifs(tmp_path / "x.jaspar")
    assert (first.id, first.name) == ("MA0004.1", "Arnt")
    assert first.counts[:, 0].tolist() == [4, 16, 0, 0]
    assert (second.id, second.name) == ("MA0006.1", "Ahr::Arnt")
    assert second.counts.shape == (4, 6)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(">M1\n1 2\n1 2\n1 2\n", id="three rows"),
        pytest.param(">M1\n1 2\n1 2\n1 2\n1\n", id="rows of two lengths"),
        pytest.param(">M1\n1 -2\n1 2\n1 2\n1 2\n", id="negative"),
        pytest.param(">M1\n0 1\n0 1\n0 1\n0 1\n", id="an empty place"),
        pytest.param(">M1\nA [ x ]\nC [ 1 ]\nG [ 1 ]\nT [ 1 ]\n", id="no number"),
    ],
)
def test_a_matrix_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.jaspar").write_text(text)
    with pytest.raises(BadInput, match="motifs-unreadable"):
        read_motifs(tmp_path / "x.jaspar")


@given(data=st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_no_file_makes_it_fail_otherwise(tmp_path_factory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("motifs") / "x"
    path.write_bytes(data)
    try:
        read_motifs(path)
    except BadInput:
        return
