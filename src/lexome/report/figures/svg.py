"""Elements of an inline SVG picture, with every text escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

from lexome.report.wording import clean

Attribute = str | float | int | None


def element(name: str, *children: str | Markup, **attributes: Attribute) -> Markup:
    """Return one element; ``class_`` and ``stroke_width`` become ``class`` and ``stroke-width``, None is left out."""
    parts = [
        f'{key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
        if value is not None
    ]
    opening = " ".join([name, *parts])
    if not children:
        return Markup(f"<{opening}/>")
    inside = "".join(str(child if isinstance(child, Markup) else escape(clean(child))) for child in children)
    return Markup(f"<{opening}>{inside}</{name}>")


def picture(*shapes: Markup, width: float, height: float, title: str, class_: str = "figure") -> Markup:
    """Return an SVG that scales with its column and says in words what it shows."""
    return element(
        "svg",
        *shapes,
        class_=class_,
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=clean(title),
    )


def text(words: str, x: float, y: float, *, anchor: str = "start", class_: str = "") -> Markup:
    """Return a line of text with its baseline at y."""
    return element("text", words, x=x, y=y, text_anchor=anchor, class_=class_ or None)


def line(x1: float, y1: float, x2: float, y2: float, *, class_: str = "rule") -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def rectangle(x: float, y: float, width: float, height: float, *, class_: str, rounded: float = 0) -> Markup:
    """Return a rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, rx=rounded or None, class_=class_)


def fit(words: str, width: float, *, size: float = 12) -> str:
    """Return the words cut with an ellipsis to about ``width`` units at a font of ``size`` units."""
    room = max(1, int(width / (size * AVERAGE_ADVANCE)))
    return words if len(words) <= room else words[: max(1, room - 1)] + "…"


AVERAGE_ADVANCE = 0.56
"""Advance of an average letter of a sans-serif font in em: measured over the English alphabet in Noto Sans."""


def _number(value: Attribute) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
