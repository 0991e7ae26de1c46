"""The ACMG point scale with its five classes, and where a variant stands on it and through which criteria."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

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
    shapes += _stack(criteria)
    x = _x(max(LOWEST + 0.4, min(HIGHEST - 0.4, points)))
    shapes.append(element("path", d=f"M{x:.1f} {TOP - 1} l-6 -9 h12 z", class_="marker"))
    shapes.append(text(signed_points(points), x + 9, TOP - 3, class_="strong"))
    shapes.append(text("points", RIGHT, HEIGHT - 14, anchor="end", class_="tick"))
    named = CLASSES.get(classification or "", "not classified")
    told = ", ".join(f"{item.code} {signed_points(item.points)}" for item in criteria) or "no criterion met"
    return picture(
        *shapes, width=WIDTH, height=HEIGHT, title=f"{points} points: {named}. {told}", class_="figure points"
    )


def _stack(criteria: Sequence[CriterionMet]) -> list[Markup]:
    """Draw benign criteria leftwards from zero, then pathogenic ones rightwards, each as long as its points."""
    shapes: list[Markup] = []
    ends = {True: 0, False: 0}
    for item in criteria:
        if not item.points:
            continue
        for_it = item.points > 0
        begin, end = ends[for_it], ends[for_it] + item.points
        ends[for_it] = end
        low, high = sorted((_x(max(LOWEST, min(HIGHEST, begin))), _x(max(LOWEST, min(HIGHEST, end)))))
        if high - low < 2:
            continue
        shapes.append(rectangle(low + 0.75, 6, high - low - 1.5, 20, class_="bar-for" if for_it else "bar-against"))
        if high - low > 7 * len(item.code):
            shapes.append(text(item.code, (low + high) / 2, 20, anchor="middle", class_="on-bar"))
        elif abs(item.points) == 1 and high - low > 16:
            shapes.append(text(item.code[:3], (low + high) / 2, 19, anchor="middle", class_="on-bar tiny"))
    return shapes


def _x(points: float) -> float:
    return LEFT + (points - LOWEST) / (HIGHEST - LOWEST) * (RIGHT - LEFT)
