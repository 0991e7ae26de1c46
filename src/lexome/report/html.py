"""The report as one self-contained HTML file: no request leaves it, no script is needed to read it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from lexome.formats.derived import only_ours
from lexome.report import wording
from lexome.report.figures.evidence_bars import axis, bar
from lexome.report.figures.frequency_scale import frequency_scale
from lexome.report.figures.points_bar import points_bar
from lexome.report.figures.scheme_bar import scheme_bar, signed
from lexome.report.links import linked, linked_within
from lexome.report.page import MOST_ITEMS, MOST_VARIANTS, Page, grouped
from lexome.report.paragraph import bare, carried, named, paragraph
from lexome.report.plain import LANGUAGES, plain_page
from lexome.report.schema import DiagnosisReport

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"


def render(report: DiagnosisReport, *, compiled: Path | None = None) -> str:
    """Return the whole page; every string of the report is escaped, long lists and texts are cut and say so.

    Templates translated to Python are kept in ``compiled``: a seventh of the time of an answer.
    """
    style, script = (_asset(name) for name in ("style.css", "script.js"))
    context: dict[str, Any] = {
        "r": report,
        "page": Page(report),
        "plain_pages": [plain_page(report, language) for language in LANGUAGES] if report.family_page else [],
        "style": Markup(style),
        "script": Markup(script),
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "print_title": Markup(_css_string(f"{report.laboratory.name} · Case {report.case_id}".strip(" ·"))),
        "most_items": MOST_ITEMS,
        "most_variants": MOST_VARIANTS,
    }
    return _environment(compiled).get_template("report.html.j2").render(context)


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment(compiled: Path | None) -> Environment:
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

    safe = compiled is not None and only_ours(compiled)
    environment = Environment(
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if safe else None,
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS)
    environment.globals.update(_GLOBALS)
    return environment


def _whole(text: str) -> Markup:
    """Return a text of any length, escaped: for the note, whose length is capped elsewhere."""
    return escape(wording.printable(text))


def _printable(value: object) -> object:
    if isinstance(value, Markup) or not isinstance(value, str):
        return "" if value is None else value
    return wording.clean(value)


def _css_string(words: str) -> str:
    """Return the words as a quoted CSS string in which nothing but letters, digits and blanks stands unescaped."""
    safe = (c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in wording.clean(words)[:120])
    return f'"{"".join(safe)}"'


_FILTERS: dict[str, Callable[..., Any]] = {
    "bare": bare,
    "brief": wording.brief,
    "day": wording.day,
    "duration": wording.duration,
    "in_words": wording.in_words,
    "linked": linked,
    "linked_within": linked_within,
    "onset": wording.onset,
    "percent": wording.percent,
    "points": wording.points,
    "points_told": wording.points_told,
    "short_variant": wording.short_variant,
    "signed": wording.signed,
    "small": wording.small,
    "terms": wording.terms,
    "whole": _whole,
    "years": wording.years,
}
"""What templates do to values: wording and links."""

_GLOBALS: dict[str, Any] = {
    "CLASSES": wording.CLASSES,
    "FLAGS": wording.FLAGS,
    "SCOPES": wording.SCOPES,
    "SIGNS": wording.STATUS_SIGNS,
    "STATUSES": wording.STATUSES,
    "STRENGTHS": wording.STRENGTHS,
    "axis": axis,
    "bar": bar,
    "carried": carried,
    "frequency_scale": frequency_scale,
    "grouped": grouped,
    "likely": wording.likely,
    "named": named,
    "paragraph": paragraph,
    "points_bar": points_bar,
    "scheme_bar": scheme_bar,
    "scheme_points": signed,
    "PREDICTORS": wording.PREDICTORS,
}
"""What templates call: figures and sentences."""
