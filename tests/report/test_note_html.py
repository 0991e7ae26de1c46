"""The picture of a note."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from lexome.report.note_html import Pictured, render


def shown(html: str) -> str:
    """Return the text that a reader sees in the note's frame."""
    inside = re.search(r'<div class="note"[^>]*>(.*)</div>', html, re.DOTALL)
    assert inside
    without_tips = re.sub(r'<span class="tip">.*?</span></mark>', "", inside[1], flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", without_tips))


def finding(start: int, end: int, quote: str, status: str = "observed") -> dict[str, object]:
    """Return a finding as the answer lays it out."""
    told = {"hpo_id": "HP:0001250", "label": "Seizure", "because": "name", "relative": None, "onset": None}
    return {**told, "start": start, "end": end, "quote": quote, "status": status}


@given(st.text(min_size=1, max_size=40), st.data())
def test_the_text_is_shown_whole_whatever_overlaps(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=4))
    spans = [tuple(sorted(cut)) for cut in cuts if cut[0] != cut[1]]
    findings = [finding(start, end, "q") for start, end in spans]
    assert shown(render([Pictured("n", text, findings, "en")], path_of=lambda _: ["root"])) == text


def test_a_note_cannot_put_markup_into_the_page() -> None:
    text = "<script>alert(1)</script> seizures"
    html = render([Pictured("<b>", text, [finding(26, 34, "<i>")], "en")], path_of=lambda _: ["<u>"])
    assert "<script" not in html
    assert not {"<b>n", "<i>", "<u>"} & set(re.findall(r"<[^>]+>", html))
    assert "default-src 'none'" in html


def test_each_status_has_its_own_line_beside_its_colour() -> None:
    html = render([], path_of=lambda _: [])
    assert all(f"border-bottom: 3px {line}" in html for line in ("solid", "dashed", "dotted", "double"))
