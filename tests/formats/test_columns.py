"""Rows of columns are made into the same objects whether few or all are asked for."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.formats.columns import Followed, RowsAsAsked


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=12), st.data())
def test_a_row_is_the_same_alone_and_among_all(lists: list[list[int]], data: st.DataObject) -> None:
    column = pa.chunked_array([pa.array(lists, pa.list_(pa.int64()))])
    rows = RowsAsAsked((column,), tuple)
    row = data.draw(st.integers(0, len(lists) - 1))
    alone = rows[row]
    assert alone == tuple(lists[row]) == list(rows)[row]
    assert rows[row] is alone or rows[row] == alone
    assert len(rows) == len(lists)


def test_once_many_are_asked_for_all_are_made_together() -> None:
    made: list[int] = []
    column = pa.chunked_array([pa.array(range(RowsAsAsked.MANY + 5))])
    rows = RowsAsAsked((column,), lambda value: made.append(value) or value)
    for row in range(len(column)):
        assert rows[row] == row
    assert len(made) == RowsAsAsked.MANY + len(column)
    with pytest.raises(IndexError):
        rows[len(column)]


@given(st.lists(st.integers()), st.lists(st.integers()), st.data())
def test_what_follows_is_read_as_if_both_were_one_list(first: list[int], then: list[int], data: st.DataObject) -> None:
    count = data.draw(st.integers(0, len(first)))
    joined, expected = Followed(first, count, then), first[:count] + then
    assert list(joined) == expected
    assert [joined[row] for row in range(len(joined))] == expected
    assert joined[-2:] == expected[-2:]
    with pytest.raises(IndexError):
        joined[len(expected)]
