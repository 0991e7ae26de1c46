"""What counts for and against a variant, each item as long as its points, stacked from zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from markupsafe import Markup

from lexome.report.figures.svg import rectangle, text


class Counted(Protocol):
    """A criterion, or a line of a scheme, that counts."""

    @property
    def code(self) -> str:
        """Its name, as 'PM2' or '2A'."""

    @property
    def points(self) -> float:
        """What it gives."""


def stacked(items: Iterable[Counted], place: Callable[[float], float], *, one: float = 0.0) -> list[Markup]:
    """Draw what is against leftwards from zero, then what is for rightwards.

    ``place`` gives the x of a number of points within the scale. An item of ``one`` point is too short for its whole
    name and gets the first three letters.
    """
    shapes: list[Markup] = []
    ends = {True: 0.0, False: 0.0}
    for item in items:
        if not item.points:
            continue
        for_it = item.points > 0
        begin, end = ends[for_it], ends[for_it] + item.points
        ends[for_it] = end
        low, high = sorted((place(begin), place(end)))
        if high - low < 2:
            continue
        shapes.append(rectangle(low + 0.75, 6, high - low - 1.5, 20, class_="bar-for" if for_it else "bar-against"))
        middle = (low + high) / 2
        if high - low > 7 * len(item.code):
            shapes.append(text(item.code, middle, 20, anchor="middle", class_="on-bar"))
        elif abs(item.points) == one and high - low > 16:
            shapes.append(text(item.code[:3], middle, 19, anchor="middle", class_="on-bar tiny"))
    return shapes
