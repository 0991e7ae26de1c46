"""The family drawn by the standard nomenclature (Bennett 2022, doi:10.1002/jgc4.1621): squares, circles, diamonds.

A carrier who is not expected to fall ill has a dot in the middle, an affected person is filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from lexome.report.figures.pedigree_layout import Couple, Layout, lay_out
from lexome.report.figures.svg import element, fit, line, picture, rectangle, text
from lexome.report.schema import Family, PedigreeMember

STEP = 116.0
"""Horizontal distance of neighbours: room for two labels of ten letters."""

SIZE = 34.0
HALF = SIZE / 2
TOP = 30.0
LABEL = 14.0
ARC = 10.0
"""Height of the line between partners who do not stand beside each other."""

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def pedigree(
    family: Family, genotypes: Mapping[str, Sequence[str]], *, carriers: frozenset[str] = frozenset()
) -> Markup:
    """Return the drawing; ``genotypes`` holds up to three short lines to print below a member.

    ``carriers`` carry one copy of what makes ill only with two; those of them who are not affected get the dot.
    """
    layout = lay_out(family.members, family.proband)
    people = {member.id: member for member in family.members if member.id in layout.x}
    lines = max((len(genotypes.get(person, ())[:3]) for person in people), default=0)
    row_height = SIZE + 58 + LABEL * (lines + 1)
    left = 70.0
    place = {
        person: (left + layout.x[person] * STEP, TOP + layout.generation[person] * row_height) for person in people
    }
    shapes = _generations(layout, row_height)
    shapes += _couples(layout, place)
    for person, member in people.items():
        shapes += _member(member, *place[person])
        if person in carriers and not member.affected:
            shapes.append(_dot(*place[person], aside=member.affected is None))
        shapes += _labels(member, genotypes.get(person, ())[:3], *place[person])
    if family.proband in place:
        shapes.append(_arrow(*place[family.proband]))
    width = left + max((x for x, _ in place.values()), default=0.0) + STEP / 2 - left + 20
    height = max((y for _, y in place.values()), default=0.0) + SIZE + 16 + LABEL * (lines + 1)
    return picture(
        *shapes, width=width, height=height, title=_told(family, layout, genotypes, carriers), class_="pedigree"
    )


def _generations(layout: Layout, row_height: float) -> list[Markup]:
    rows = sorted(set(layout.generation.values()))
    return [
        text(
            ROMAN[row] if row < len(ROMAN) else str(row + 1), 8, TOP + row * row_height + HALF + 4, class_="tick strong"
        )
        for row in rows
    ]


def _couples(layout: Layout, place: Mapping[str, tuple[float, float]]) -> list[Markup]:
    """Draw every couple; bars of different sibships that would run into each other lie at different heights."""
    shapes: list[Markup] = []
    taken: list[tuple[float, float, float]] = []
    arcs = 0
    for couple in layout.couples:
        x_from, y_from, drawn = _partners(couple, place, ARC + 5 * (arcs % 3))
        arcs += len(drawn) > 2
        children = [place[child] for child in couple.children]
        low, high = (edge(x_from, *(x for x, _ in children)) for edge in (min, max))
        bar = min(y for _, y in children) - 20
        while any(y == bar and low <= right and left <= high for left, right, y in taken) and bar > y_from + 4:
            bar -= 6
        taken.append((low, high, bar))
        shapes += [
            *drawn,
            line(x_from, y_from, x_from, bar, class_="kin"),
            line(low, bar, high, bar, class_="kin"),
            *(line(x, bar, x, y, class_="kin") for x, y in children),
        ]
    return shapes


def _partners(
    couple: Couple, place: Mapping[str, tuple[float, float]], arc: float
) -> tuple[float, float, list[Markup]]:
    """Return where the line of descent starts, and the line between the partners, ``arc`` high if it passes over."""
    stand = sorted(place[person] for person in (couple.father, couple.mother) if person)
    if len(stand) == 1:
        return stand[0][0], stand[0][1] + SIZE, []
    (left, y), (right, y_right) = stand
    offsets = (-2.5, 2.5) if couple.consanguineous else (0.0,)
    if any(other == y == y_right and left < x < right for x, other in place.values()):
        return right - STEP / 2, y - arc, [shape for o in offsets for shape in _over(left, right, y, y - arc + o)]
    drawn = [line(left + HALF, y + HALF + o, right - HALF, y_right + HALF + o, class_="kin") for o in offsets]
    return (left + right) / 2, (y + y_right) / 2 + HALF, drawn


def _over(left: float, right: float, top: float, height: float) -> list[Markup]:
    """Return a line between partners that passes over those who stand between them."""
    return [
        line(left, top, left, height, class_="kin"),
        line(left, height, right, height, class_="kin"),
        line(right, top, right, height, class_="kin"),
    ]


def _member(member: PedigreeMember, x: float, y: float) -> list[Markup]:
    kind = "symbol affected" if member.affected else "symbol"
    match member.sex:
        case "male":
            shape = rectangle(x - HALF, y, SIZE, SIZE, class_=kind)
        case "female":
            shape = element("circle", cx=x, cy=y + HALF, r=HALF, class_=kind)
        case _:
            shape = element(
                "path",
                d=f"M{x} {y - 2} l{HALF + 2} {HALF + 2} l-{HALF + 2} {HALF + 2} l-{HALF + 2} -{HALF + 2} z",
                class_=kind,
            )
    unknown = [text("?", x, y + HALF + 5, anchor="middle", class_="unsaid")] if member.affected is None else []
    return [shape, *unknown]


def _dot(x: float, y: float, *, aside: bool) -> Markup:
    """Return the dot of a carrier: in the middle, or beside the mark that nobody said whether the person is ill."""
    return element("circle", cx=x + (HALF / 2 if aside else 0.0), cy=y + HALF, r=4.5, class_="carrier-dot")


def _labels(member: PedigreeMember, genotypes: Sequence[str], x: float, y: float) -> list[Markup]:
    below = y + SIZE + 15
    return [
        text(fit(member.id, STEP - 6), x, below, anchor="middle", class_="member-id"),
        *(
            text(fit(words, STEP - 4, size=11), x, below + LABEL * row, anchor="middle", class_="genotype")
            for row, words in enumerate(genotypes, start=1)
        ),
    ]


def _arrow(x: float, y: float) -> Markup:
    """Return the proband's arrow, from below left to the symbol."""
    tip_x, tip_y = x - HALF - 2, y + SIZE - 6
    return element(
        "g",
        line(tip_x - 24, tip_y + 12, tip_x - 5, tip_y + 2.5, class_="arrow"),
        element("path", d=f"M{tip_x:.1f} {tip_y:.1f} l-10 0.5 l4.5 8 z", class_="arrow-head"),
        text("P", tip_x - 34, tip_y + 18, class_="tick strong"),
    )


def _told(family: Family, layout: Layout, genotypes: Mapping[str, Sequence[str]], carriers: frozenset[str]) -> str:
    shown = [member for member in family.members if member.id in layout.x]
    affected = [member.id for member in shown if member.affected]
    dotted = [member.id for member in shown if member.id in carriers and not member.affected]
    related = any(couple.consanguineous for couple in layout.couples)
    carried = "; ".join(
        f"{member.id}: {', '.join(genotypes[member.id])}" for member in shown if genotypes.get(member.id)
    )
    return (
        f"Pedigree of {len(shown)} people in {len(set(layout.generation.values()))} generations; patient "
        f"{family.proband}; affected: {', '.join(affected) or 'nobody stated'}"
        + (f"; healthy carriers: {', '.join(dotted)}" if dotted else "")
        + ("; parents share an ancestor" if related else "")
        + (f"; genotypes: {carried}" if carried else "")
    )
