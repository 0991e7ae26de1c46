"""The marked note: every character once, every finding over exactly its own characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lexome.report.note_marks import flowing, segments
from lexome.report.schema import FindingRecord

TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=120)
SPANS = st.lists(st.tuples(st.integers(-3, 130), st.integers(-3, 130)), max_size=12)


def _findings(spans: list[tuple[int, int]]) -> list[FindingRecord]:
    return [
        FindingRecord(hpo_id=f"HP:{i:07d}", label=str(i), status="observed", start=start, end=end)
        for i, (start, end) in enumerate(spans)
    ]


@given(TEXTS, SPANS)
def test_segments_put_together_are_the_note(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in segments(text, _findings(spans))) == flowing(text)


@given(TEXTS, SPANS)
def test_every_character_carries_the_marks_of_the_spans_that_hold_it(text: str, spans: list[tuple[int, int]]) -> None:
    valid = [(start, end, number) for number, (start, end) in enumerate(spans, 1) if 0 <= start < end <= len(text)]
    expected = [{number for start, end, number in valid if start <= at < end} for at in range(len(text))]
    marked = [{mark.number for mark in piece.marks} for piece in segments(text, _findings(spans)) for _ in piece.text]
    assert marked == expected


@given(TEXTS, SPANS)
def test_every_finding_within_the_note_ends_once(text: str, spans: list[tuple[int, int]]) -> None:
    ended = [mark.number for piece in segments(text, _findings(spans)) for mark in piece.ending]
    assert sorted(ended) == [n for n, (start, end) in enumerate(spans, 1) if 0 <= start < end <= len(text)]


@given(TEXTS)
def test_flowing_keeps_every_offset(text: str) -> None:
    flowed = flowing(text)
    assert len(flowed) == len(text)
    assert all(a == b or (a in "\r\n" and b == " ") for a, b in zip(text, flowed, strict=True))
