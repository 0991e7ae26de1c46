"""The picture of a note: its text with findings coloured by status, and for each the term, its path and its rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

STATUSES = ("observed", "excluded", "uncertain", "family")

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.note { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8888; border-radius: 6px; padding: 1rem; }
mark { color: inherit; border-radius: 3px; padding: 1px 2px; position: relative; cursor: help; }
.observed { background: #56b4e966; border-bottom: 3px solid #0072b2; }
.excluded { background: #99999944; border-bottom: 3px dashed #777; text-decoration: line-through; }
.uncertain { background: #f0e44277; border-bottom: 3px dotted #b8860b; }
.family { background: #cc79a755; border-bottom: 3px double #a0437a; }
mark .tip { display: none; position: absolute; left: 0; top: 1.7em; z-index: 2; width: max-content; max-width: 26rem;
  background: Canvas; color: CanvasText; border: 1px solid #888; border-radius: 6px; padding: .5rem .7rem;
  font-size: 13px; line-height: 1.4; white-space: normal; text-decoration: none; box-shadow: 0 3px 10px #0004; }
mark:hover .tip, mark:focus .tip { display: block; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
.path { color: #666; } @media (prefers-color-scheme: dark) { .path { color: #aaa; } }
@media print { mark .tip { display: none !important; } }
"""
"""Colours of Okabe and Ito, told apart in every kind of colour blindness; line styles say the same without colour."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A note to be shown: its text and findings as the answer lays them out (``start``, ``end``, ``status`` …)."""

    id: str
    text: str
    findings: Sequence[Mapping[str, Any]]
    language: str


def render(notes: Sequence[Pictured], *, path_of: Callable[[str], Sequence[str]]) -> str:
    """Return one self-contained page; it loads nothing and runs no script."""
    legend = " ".join(f'<mark class="{status}" tabindex="-1">{status}</mark>' for status in STATUSES)
    body = "\n".join(_section(note, path_of) for note in notes)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Findings in the note</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>Findings in the note</h1><p>{legend} · point at a finding for its term, path and rule</p>\n"
        f"{body}\n</body></html>\n"
    )


def _section(note: Pictured, path_of: Callable[[str], Sequence[str]]) -> str:
    counts = Counter(str(each["status"]) for each in note.findings)
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status]) or "no findings"
    return (
        f"<section><h2>{escape(note.id)}</h2><p>{told}</p>\n"
        f'<div class="note" lang="{escape(note.language, quote=True)}">{_marked(note, path_of)}</div>\n'
        f"{_table(note)}</section>"
    )


def _marked(note: Pictured, path_of: Callable[[str], Sequence[str]]) -> str:
    """Return the text with marks; where findings overlap, a stretch is marked by the shortest and lists all."""
    edges = sorted(
        {0, len(note.text), *(each["start"] for each in note.findings), *(each["end"] for each in note.findings)}
    )
    by_start = sorted(note.findings, key=lambda each: int(each["start"]))
    parts, opened, at = [], [], 0
    for start, end in pairwise(edges):
        while at < len(by_start) and by_start[at]["start"] <= start:
            opened.append(by_start[at])
            at += 1
        opened = [each for each in opened if each["end"] > start]
        text = escape(note.text[start:end])
        if opened:
            shortest = min(opened, key=lambda each: int(each["end"]) - int(each["start"]))
            tip = "".join(_tip(each, path_of) for each in opened)
            text = f'<mark class="{shortest["status"]}" tabindex="0">{text}<span class="tip">{tip}</span></mark>'
        parts.append(text)
    return "".join(parts)


def _tip(finding: Mapping[str, Any], path_of: Callable[[str], Sequence[str]]) -> str:
    path = " › ".join(escape(label) for label in path_of(str(finding["hpo_id"])))
    whose = f" ({escape(str(finding['relative']))})" if finding.get("relative") else ""
    return (
        f"<b>{escape(str(finding['label']))}</b> {escape(str(finding['hpo_id']))}<br>"
        f'{escape(str(finding["status"]))}{whose}<br><span class="path">{path}</span><br>'
        f"{escape(str(finding['because']))}<br>"
    )


def _table(note: Pictured) -> str:
    if not note.findings:
        return ""
    rows = "".join(
        f"<tr><td>{escape(str(each['quote']))}</td><td>{escape(str(each['label']))}<br>"
        f'<span class="path">{escape(str(each["hpo_id"]))}</span></td>'
        f'<td><mark class="{each["status"]}" tabindex="-1">{escape(str(each["status"]))}</mark> '
        f"{escape(str(each.get('relative') or ''))}</td><td>{escape(str(each.get('onset') or ''))}</td>"
        f"<td>{escape(str(each['because']))}</td></tr>"
        for each in note.findings
    )
    return (
        "<table><thead><tr><th>Words</th><th>Term</th><th>Status</th><th>Onset</th><th>Rule</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
