"""The ACMG point scale with its five classes, and where a variant stands on it and through which criteria."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from lexome.report.figures.stacked import stacked
from lexome.report.figures.svg import element, picture, rectangle, text
from lexome.report.variant_schema import CriterionMet
from lexome.report.wording import CLASSES
from lexome.report.wording import points as signed_points

WIDTH, HEIGHT = 640.0, 92.0
LEFT, RIGHT, TOP = 6.0, 634.0, 44.0
LOWEST, HIGHEST = -9.0, 14.0

ZONES = (
    ("benign", LOWEST, -6.5, "Benign"),
    ("likely_benign", -6.5, -0.5, "Likely benign"),
    ("uncertain", -0.5, 5.5, "Uncertain"),
    ("likely_pathogenic", 5.5, 9.5, "Likely path."),
    ("pathogenic", 9.5, HIGHEST, "Pathogenic"),
)
"""Zones of the point-based classification: P ≥ 10, LP 6–9, VUS 0–5, LB −1 to −6, B ≤ −7 (Tavtigian 2020,
doi:10.1002/humu.24088); drawn between the whole numbers."""


def points_bar(points: int, classification: str | None, criteria: Sequence[CriterionMet]) -> Markup:
    """Return the scale with a marker at the sum and the criteria stacked towards it."""
    shapes = [
        shape
        for name, low, high, label in ZONES
        for shape in (
            rectangle(_x(low), TOP, _x(high) - _x(low) - 1, 20, class_=f"zone zone-{name}"),
            text(label, (_x(low) + _x(high)) / 2, TOP + 14, anchor="middle", class_="zone-label"),
        )
    ]
    shapes += [text(str(tick), _x(tick), HEIGHT - 14, anchor="middle", class_="tick") for tick in (-7, -1, 0, 6, 10)]
    shapes += stacked(criteria, _held, one=1)
    x = _x(max(LOWEST + 0.4, min(HIGHEST - 0.4, points)))
    shapes.append(element("path", d=f"M{x:.1f} {TOP - 1} l-6 -9 h12 z", class_="marker"))
    shapes.append(text(signed_points(points), x + 9, TOP - 3, class_="strong"))
    shapes.append(text("points", RIGHT, HEIGHT - 14, anchor="end", class_="tick"))
    named = CLASSES.get(classification or "", "not classified")
    told = ", ".join(f"{item.code} {signed_points(item.points)}" for item in criteria) or "no criterion met"
    return picture(
        *shapes, width=WIDTH, height=HEIGHT, title=f"{points} points: {named}. {told}", class_="figure points"
    )


def _held(points: float) -> float:
    return _x(max(LOWEST, min(HIGHEST, points)))


def _x(points: float) -> float:
    return LEFT + (points - LOWEST) / (HIGHEST - LOWEST) * (RIGHT - LEFT)
