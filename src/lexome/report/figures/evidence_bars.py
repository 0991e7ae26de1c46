"""Diverging bars: what speaks against a disease to the left, what speaks for it to the right."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from lexome.report.figures.svg import element, line, rectangle, text

WIDTH, HEIGHT = 260.0, 16.0
MARGIN = 4.0
LIMITS = (2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 20.0)
"""Half-widths of the axis in log10; the smallest that holds every bar is taken, longer bars end in an arrow."""


def reach(values: Iterable[float]) -> float:
    """Return the half-width of an axis that holds every value."""
    largest = max((abs(value) for value in values), default=0.0)
    return next((limit for limit in LIMITS if largest <= limit), LIMITS[-1])


def axis(limit: float) -> Markup:
    """Return the axis that heads a column of bars: tenfold steps against and for."""
    step = 1 if limit <= 4 else 2 if limit <= 8 else 4 if limit <= 12 else 5
    shapes = [line(MARGIN, 21, WIDTH - MARGIN, 21, class_="rule")]
    for power in range(-int(limit), int(limit) + 1):
        if power % step:
            continue
        x = _x(power, limit)
        shapes.append(line(x, 21, x, 25, class_="rule"))
        if limit > 2 and power and (abs(power) - int(limit)) // step % 2:
            continue
        anchor = "start" if power == -int(limit) else "end" if power == int(limit) else "middle"
        shapes.append(text(_tick(power), x + {"start": -3, "end": 3}.get(anchor, 0), 16, anchor=anchor, class_="tick"))
    return element(
        "svg", *shapes, class_="bar axis", viewBox=f"0 0 {WIDTH:.0f} 26", width=WIDTH, height=26.0, aria_hidden="true"
    )


def bar(log10_lr: float, limit: float) -> Markup:
    """Return one bar; the figure itself stands beside it in the table, so the picture is hidden from readers aloud."""
    centre, end = _x(0, limit), _x(max(-limit, min(limit, log10_lr)), limit)
    kind = "for" if log10_lr > 0 else "against"
    shapes = [
        *(line(_x(power, limit), 0, _x(power, limit), HEIGHT, class_="grid") for power in (-limit, limit)),
        rectangle(min(centre, end), 3, max(abs(end - centre), 0.8), HEIGHT - 6, class_=f"bar-{kind}"),
        line(centre, 0, centre, HEIGHT, class_="axis-line"),
    ]
    if abs(log10_lr) > limit:
        tip = 5.0 if log10_lr > 0 else -5.0
        shapes.append(element("path", d=f"M{end - tip:.1f} 2 L{end:.1f} 8 L{end - tip:.1f} 14 z", class_="bar-tip"))
    return element(
        "svg",
        *shapes,
        class_="bar",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        width=WIDTH,
        height=HEIGHT,
        aria_hidden="true",
    )


def _x(log10_lr: float, limit: float) -> float:
    return WIDTH / 2 + log10_lr / limit * (WIDTH / 2 - MARGIN)


def _tick(power: int) -> str:
    if power == 0:
        return "1"
    sign = "×" if power > 0 else "÷"
    return f"{sign}{10 ** abs(power):,}" if abs(power) <= 3 else f"{sign}10{str(abs(power)).translate(_RAISED)}"


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
