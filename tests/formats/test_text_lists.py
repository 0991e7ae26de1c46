"""Tuples of texts kept as bytes come back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lexome.formats.text_lists import TextLists

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))


@given(st.lists(st.lists(TEXT, max_size=4), max_size=8))
def test_every_row_comes_back_with_its_empty_texts(rows: list[list[str]]) -> None:
    kept = TextLists.of(rows)
    assert [kept.at(row) for row in range(len(kept))] == [tuple(row) for row in rows]
