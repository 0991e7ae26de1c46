"""Population frequencies as dots on a logarithmic scale, one row a population."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from markupsafe import Markup

from lexome.report.figures.svg import element, fit, line, picture, text
from lexome.report.variant_schema import FrequencyThreshold, PopulationFrequency
from lexome.report.wording import small

WIDTH, ROW = 640.0, 19.0
LEFT, RIGHT = 190.0, 560.0
LOWEST = -6.0
"""Exponent at the left edge: about one allele in the largest cohorts; zero has a place of its own left of it."""

ZERO_X = LEFT + 26.0


def frequency_scale(
    populations: Sequence[PopulationFrequency], *, thresholds: Sequence[FrequencyThreshold] = ()
) -> Markup:
    """Return the picture; the same figures stand in the table beside it."""
    bottom = 26 + ROW * len(populations)
    shapes = [line(LEFT, 20, RIGHT, 20, class_="rule"), text("none seen", ZERO_X, 13, anchor="middle", class_="tick")]
    for exponent in range(int(LOWEST), 1):
        x = _x(10.0**exponent)
        shapes += [
            line(x, 17, x, bottom - 6, class_="grid"),
            text(
                "1" if exponent == 0 else f"10{str(exponent).translate(_RAISED)}", x, 13, anchor="middle", class_="tick"
            ),
        ]
    for threshold in thresholds[:4]:
        x = _x(threshold.fraction)
        shapes += [
            line(x, 17, x, bottom, class_="threshold"),
            text(threshold.name, x, bottom + 11, anchor="middle", class_="tick strong"),
        ]
    for row, entry in enumerate(populations):
        y = 26 + ROW * row + ROW / 2
        x = _x(entry.fraction)
        shapes += [
            text(fit(entry.population, LEFT - 16), LEFT - 10, y + 4, anchor="end", class_="row-label"),
            line(LEFT, y, RIGHT, y, class_="grid"),
            element("circle", cx=x, cy=y, r=5.0, class_="dot" if entry.fraction else "dot-empty"),
            text(_count(entry), RIGHT + 10, y + 4, class_="row-value"),
        ]
    told = "; ".join(f"{entry.population} {small(entry.fraction)}" for entry in populations)
    height = bottom + (18 if thresholds else 4)
    return picture(*shapes, width=WIDTH, height=height, title=f"Allele frequency by population: {told}")


def _x(fraction: float) -> float:
    if fraction <= 0.0:
        return ZERO_X
    exponent = max(LOWEST, log10(fraction))
    return LEFT + 74 + (exponent - LOWEST) / -LOWEST * (RIGHT - LEFT - 82)


def _count(entry: PopulationFrequency) -> str:
    if entry.allele_count is not None and entry.allele_number is not None:
        return f"{entry.allele_count:,}/{entry.allele_number:,}"
    return small(entry.fraction)


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
