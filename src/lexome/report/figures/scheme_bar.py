"""The scale of the point scheme for copy-number variants, and through which of its lines a variant stands where."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from lexome.report.figures.stacked import Counted, stacked
from lexome.report.figures.svg import element, picture, rectangle, text
from lexome.report.wording import CLASSES

WIDTH, HEIGHT = 640.0, 92.0
LEFT, RIGHT, TOP = 6.0, 634.0, 44.0
LOWEST, HIGHEST = -1.4, 1.9

ZONES = (
    ("benign", LOWEST, -0.985, "Benign"),
    ("likely_benign", -0.985, -0.895, ""),
    ("uncertain", -0.895, 0.895, "Uncertain"),
    ("likely_pathogenic", 0.895, 0.985, ""),
    ("pathogenic", 0.985, HIGHEST, "Pathogenic"),
)
"""Zones of the scheme: P ≥ 0.99, LP 0.90–0.98, VUS −0.89–0.89, LB −0.90 to −0.98, B ≤ −0.99 (Riggs 2020,
doi:10.1038/s41436-019-0686-8); drawn between the hundredths."""


def scheme_bar(points: float, classification: str | None, lines: Sequence[Counted]) -> Markup:
    """Return the scale with a marker at the sum and the lines stacked towards it."""
    shapes = []
    for name, low, high, label in ZONES:
        shapes.append(rectangle(_x(low), TOP, _x(high) - _x(low), 20, class_=f"zone zone-{name}"))
        if label:
            shapes.append(text(label, (_x(low) + _x(high)) / 2, TOP + 14, anchor="middle", class_="zone-label"))
    for tick, anchor in ((-0.99, "end"), (-0.9, "start"), (0.0, "middle"), (0.9, "end"), (0.99, "start")):
        said = f"{tick:g}".replace("-", "−")
        shapes.append(text(said, _x(tick), HEIGHT - 14, anchor=anchor, class_="tick"))
    shapes += stacked(lines, _held)
    x = _x(max(LOWEST + 0.05, min(HIGHEST - 0.05, points)))
    shapes.append(element("path", d=f"M{x:.1f} {TOP - 1} l-6 -9 h12 z", class_="marker"))
    shapes.append(text(signed(points), x + 9, TOP - 3, class_="strong"))
    shapes.append(text("points", RIGHT, HEIGHT - 14, anchor="end", class_="tick"))
    told = ", ".join(f"{each.code} {signed(each.points)}" for each in lines)
    named = CLASSES.get(classification or "", "not classified")
    title = f"{signed(points)} points: {named}. {told}"
    return picture(*shapes, width=WIDTH, height=HEIGHT, title=title, class_="figure points")


def signed(points: float) -> str:
    """Return points of the scheme with their sign.

    >>> signed(0.9), signed(-0.6), signed(0)
    ('+0.90', '−0.60', '0.00')
    """
    return f"{points:+.2f}".replace("-", "−") if round(points, 2) else "0.00"


def _held(points: float) -> float:
    return _x(max(LOWEST, min(HIGHEST, points)))


def _x(points: float) -> float:
    return LEFT + (points - LOWEST) / (HIGHEST - LOWEST) * (RIGHT - LEFT)
