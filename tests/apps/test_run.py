"""Messages on a terminal: no line wider than it, none of the words lost."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.apps import progress
from lexome.apps.run import as_wide

WORD = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=20)


@given(st.lists(st.lists(WORD, max_size=30), min_size=1, max_size=3), st.integers(30, 100))
def test_a_message_keeps_its_words_and_fits(lines: list[list[str]], width: int) -> None:
    text = "\n  → ".join(" ".join(words) for words in lines)
    wide = as_wide(text, width)
    assert wide.split() == text.split()
    assert max(map(len, wide.split("\n"))) <= width


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [
        (0, None, "weighing diseases …"),
        (1200, None, "weighing diseases: 1,200"),
        (0, 4, "weighing diseases: 0 of 4 (0 %)"),
    ],
)
def test_work_that_is_not_counted_shows_no_number(
    done: int, total: int | None, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SHOWN_AFTER_SECONDS", -1)
    stream = Terminal()
    with progress.progress_for(stream) as tell:
        tell("weighing diseases", done=done, total=total)
    assert stream.getvalue().split("\r")[1].rstrip() == shown
