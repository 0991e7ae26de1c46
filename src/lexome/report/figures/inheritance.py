"""How a condition is passed on, drawn for the family: parents with their copies, and the children that may follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lexome.report.figures.svg import element, line, picture, rectangle, text

WIDTH, HEIGHT = 640.0, 240.0


@dataclass(frozen=True, slots=True)
class Figurine:
    """A person drawn: sex, copies of the gene as '+' (changed) or '-', and 'affected', 'carrier' or 'unaffected'."""

    sex: str
    copies: str
    shows: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Father, mother and the equally likely children of one way of inheritance."""

    father: Figurine
    mother: Figurine
    children: tuple[Figurine, ...]


PATTERNS: Mapping[str, Pattern] = {
    "dominant": Pattern(
        Figurine("any", "+-", "affected"),
        Figurine("any", "--", "unaffected"),
        (
            Figurine("any", "+-", "affected"),
            Figurine("any", "+-", "affected"),
            Figurine("any", "--", "unaffected"),
            Figurine("any", "--", "unaffected"),
        ),
    ),
    "recessive": Pattern(
        Figurine("male", "+-", "carrier"),
        Figurine("female", "+-", "carrier"),
        (
            Figurine("any", "++", "affected"),
            Figurine("any", "+-", "carrier"),
            Figurine("any", "-+", "carrier"),
            Figurine("any", "--", "unaffected"),
        ),
    ),
    "x_linked": Pattern(
        Figurine("male", "-", "unaffected"),
        Figurine("female", "+-", "carrier"),
        (
            Figurine("male", "+", "affected"),
            Figurine("male", "-", "unaffected"),
            Figurine("female", "+-", "carrier"),
            Figurine("female", "--", "unaffected"),
        ),
    ),
    "de_novo": Pattern(
        Figurine("male", "--", "unaffected"),
        Figurine("female", "--", "unaffected"),
        (Figurine("any", "+-", "affected"),),
    ),
    "mitochondrial": Pattern(
        Figurine("male", "-", "unaffected"),
        Figurine("female", "+", "affected"),
        tuple(Figurine("any", "+", "affected") for _ in range(4)),
    ),
}
"""Mendel's ratios; which child is which is chance, the picture shows the average. X-linked: a carrier mother."""


def inheritance(mode: str, *, told: str, labels: Mapping[str, str]) -> Markup:
    """Return the drawing of a mode in ``PATTERNS``; every word comes from the caller's catalogue."""
    pattern = PATTERNS[mode]
    count = len(pattern.children)
    spacing = 140.0
    first = WIDTH / 2 - spacing * (count - 1) / 2
    shapes = [
        line(WIDTH / 2 - 80 + 18, 52, WIDTH / 2 + 80 - 18, 52, class_="kin"),
        line(WIDTH / 2, 52, WIDTH / 2, 124, class_="kin"),
        line(first, 124, first + spacing * (count - 1), 124, class_="kin"),
        *(line(first + spacing * i, 124, first + spacing * i, 142, class_="kin") for i in range(count)),
        *_person(pattern.father, WIDTH / 2 - 80, 52, left=True),
        *_person(pattern.mother, WIDTH / 2 + 80, 52, left=False),
        text(labels["parents"], 4, 56, class_="row-label"),
        text(labels["children"], 4, 164, class_="row-label"),
    ]
    for index, child in enumerate(pattern.children):
        x = first + spacing * index
        shapes += _person(child, x, 160, left=False)
        shapes.append(text(labels[child.shows], x, 230, anchor="middle", class_="genotype"))
    return picture(*shapes, width=WIDTH, height=HEIGHT, title=told, class_="inheritance")


def _person(person: Figurine, x: float, y: float, *, left: bool) -> Sequence[Markup]:
    """Draw the symbol and, beside or below it, one bar a copy; a changed copy is dark with a white band."""
    kind = "symbol affected" if person.shows == "affected" else "symbol"
    shape = {
        "male": rectangle(x - 18, y - 18, 36, 36, class_=kind),
        "female": element("circle", cx=x, cy=y, r=18.0, class_=kind),
    }.get(person.sex, element("path", d=f"M{x} {y - 20} l20 20 l-20 20 l-20 -20 z", class_=kind))
    shapes = [shape]
    width = 10.0 * len(person.copies) - 3
    start = x - width / 2
    if y < 100:
        start = x - 34 - width if left else x + 34
    for index, copy in enumerate(person.copies):
        copy_x = start + 10 * index
        copy_y = y - 14 if y < 100 else y + 24
        shapes.append(rectangle(copy_x, copy_y, 7, 28, class_="copy changed" if copy == "+" else "copy", rounded=3))
        if copy == "+":
            shapes.append(rectangle(copy_x, copy_y + 10, 7, 7, class_="copy-band"))
    return shapes
