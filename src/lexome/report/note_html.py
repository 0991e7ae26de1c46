"""The picture of a note: its text with findings coloured by status, and for each the term, its path and its rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from lexome.report.wording import STATUSES

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.note { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8888; border-radius: 6px; padding: 1rem; }
mark { color: inherit; border-radius: 3px; padding: 1px 2px; cursor: help; }
mark:hover, mark:focus { outline: 2px solid #8888; }
.observed { background: #56b4e966; border-bottom: 3px solid #0072b2; }
.excluded { background: #99999933; border-bottom: 3px dashed #777; text-decoration: line-through #9998; }
.uncertain { background: #f0e44277; border-bottom: 3px dotted #b8860b; }
.family { background: #cc79a755; border-bottom: 3px double #a0437a; }
mark .tip { display: none; position: fixed; left: 50%; bottom: 1rem; transform: translateX(-50%); z-index: 2;
  width: max-content; max-width: min(46rem, 92vw); background: Canvas;
  color: CanvasText; border: 1px solid #888; border-radius: 6px; padding: .5rem .7rem;
  font-size: 14px; line-height: 1.5; white-space: normal; text-decoration: none; box-shadow: 0 3px 14px #0006; }
mark:hover .tip, mark:focus .tip { display: block; }
table { border-collapse: collapse; width: 100%; font-size: 14px; margin-top: 1.2rem; }
caption { text-align: left; font-size: 16px; padding: .3rem .6rem; }
tr { break-inside: avoid; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
.path { color: #666; } @media (prefers-color-scheme: dark) { .path { color: #aaa; } }
@media print { mark .tip, .hint { display: none !important; } table { font-size: 9pt; }
  body { font-size: 9.5pt; margin: 0; max-width: none; } }
"""
"""Colours of Okabe and Ito, told apart in every kind of colour blindness; line styles say the same without colour."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A note to be shown: its text and findings as the answer lays them out (``start``, ``end``, ``status`` …)."""

    id: str
    text: str
    findings: Sequence[Mapping[str, Any]]
    language: str
    suggestions: Sequence[Mapping[str, Any]] = ()


def render(notes: Sequence[Pictured], *, path_of: Callable[[str], Sequence[str]]) -> str:
    """Return one self-contained page; it loads nothing and runs no script."""
    legend = " ".join(f'<mark class="{status}" tabindex="-1">{said}</mark>' for status, said in STATUSES.items())
    body = "\n".join(_section(note, path_of) for note in notes)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Findings in the note</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>Findings in the note</h1>\n"
        f'<p>{legend}<span class="hint"> · point at a finding for its term and path</span></p>\n'
        f"{body}\n</main></body></html>\n"
    )


def _section(note: Pictured, path_of: Callable[[str], Sequence[str]]) -> str:
    counts = Counter(str(each["status"]) for each in note.findings)
    told = ", ".join(f"{counts[status]} {said}" for status, said in STATUSES.items() if counts[status]) or "no findings"
    return (
        f"<section><h2>{escape(note.id)}</h2><p>{told}</p>\n"
        f'<div class="note" lang="{escape(note.language, quote=True)}">{_marked(note, path_of)}</div>\n'
        f"{_table(note.findings, path_of)}\n"
        f"{_table(note.suggestions, path_of, caption='To confirm: proposed by likeness and not counted')}</section>"
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
        f'{escape(_status(finding))}{whose}<br><span class="path">{path}</span><br>'
        f"{escape(_rule(str(finding['because'])))}<br>"
    )


def _table(findings: Sequence[Mapping[str, Any]], path_of: Callable[[str], Sequence[str]], caption: str = "") -> str:
    if not findings:
        return ""
    rows = "".join(
        f"<tr><td>{escape(str(each['quote']))}</td><td>{escape(str(each['label']))}<br>"
        f'<span class="path">{escape(str(each["hpo_id"]))}</span></td>'
        f'<td><mark class="{each["status"]}" tabindex="-1">{escape(_status(each))}</mark> '
        f"{escape(str(each.get('relative') or ''))}</td><td>{escape(onset_in_words(each.get('onset'), path_of))}</td>"
        f"<td>{escape(_rule(str(each['because'])))}</td></tr>"
        for each in findings
    )
    return (
        f"<table>{f'<caption>{escape(caption)}</caption>' if caption else ''}<thead><tr>"
        "<th>Words</th><th>Term</th><th>Status</th><th>Onset</th><th>How it was recognised</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_RULES = {"name": "a name of the term", "variant of name": "a variant of a name of the term"}


def onset_in_words(onset: object, path_of: Callable[[str], Sequence[str]]) -> str:
    """Return an onset as a person says it: the label of a term, or an age.

    >>> onset_in_words("P5M", path_of=lambda hpo_id: []), onset_in_words("P1Y", path_of=lambda hpo_id: [])
    ('5 months', '1 year')
    """
    told = str(onset or "")
    age = re.fullmatch(r"P(\d+)([YMWD])", told)
    if age:
        unit = _UNITS[age[2]]
        return f"{age[1]} {unit}" if age[1] == "1" else f"{age[1]} {unit}s"
    path = path_of(told) if told.startswith("HP:") else ()
    return path[-1] if path else told


def _status(finding: Mapping[str, Any]) -> str:
    """Return the status of a finding in a reader's word."""
    return STATUSES.get(str(finding["status"]), str(finding["status"]))


def _rule(because: str) -> str:
    """Return why a finding was read, in words."""
    first, mark, rest = because.partition("; ")
    return f"{_RULES.get(first, first)}{mark}{rest}"
