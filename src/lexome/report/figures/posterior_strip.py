"""One strip of length one: how the probability is shared among the first diagnoses, all others and none known."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from lexome.report.figures.svg import element, picture, rectangle, text
from lexome.report.wording import percent

WIDTH, HEIGHT = 1016.0, 30.0


def posterior_strip(shares: Sequence[tuple[str, float, str]]) -> Markup:
    """Return the strip of (name, fraction, class) shares; each share carries its percentage where it fits."""
    shapes, x = [_hatch()], 0.0
    total = max(1.0, sum(share for _, share, _ in shares))
    for _, share, kind in shares:
        width = share / total * WIDTH
        shapes.append(rectangle(x, 0, max(width - 1.5, 0), HEIGHT, class_=kind))
        if width > 44:
            shapes.append(text(percent(share), x + width / 2, 20, anchor="middle", class_=f"on-{kind}"))
        x += width
    told = "; ".join(f"{name} {percent(share)}" for name, share, _ in shares)
    return picture(*shapes, width=WIDTH, height=HEIGHT, title=f"Share of the probability: {told}", class_="strip")


def _hatch() -> Markup:
    stripe = element("path", d="M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5", class_="hatch-line")
    return element("defs", element("pattern", stripe, id="hatch", width=6, height=6, patternUnits="userSpaceOnUse"))
