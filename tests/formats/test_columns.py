"""Rows of columns are made into the same objects whether few or all are asked for."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.formats.columns import Rearranged, RowsAsAsked


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
def test_two_lists_are_read_in_one_order_of_both(first: list[int], then: list[int], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(first) + len(then))))
    joined, expected = Rearranged(first, then, np.array(order, np.int64)), [(first + then)[row] for row in order]
    assert list(joined) == expected
    assert [joined[row] for row in range(len(joined))] == expected
    assert joined[-2:] == expected[-2:]
    with pytest.raises(IndexError):
        joined[len(expected)]
