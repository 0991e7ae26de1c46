"""A transcript drawn to scale three times: on the genome, with its introns removed, and as protein."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from lexome.report.figures.svg import element, fit, line, picture, rectangle, text
from lexome.report.variant_schema import TranscriptDrawing

WIDTH = 900.0
LEFT, RIGHT = 96.0, 892.0
GENOME_Y, MESSAGE_Y, PROTEIN_Y = 58.0, 128.0, 198.0
SCALE_STEPS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)


STRANDS = {"+": "plus", "-": "minus"}


@dataclass(frozen=True, slots=True)
class Pin:
    """A variant to mark: its short label, its 0-based genomic interval and its residue where it has one."""

    label: str
    start: int
    end: int
    residue: int | None


def transcript_track(drawing: TranscriptDrawing, pins: Sequence[Pin]) -> Markup:
    """Return the drawing, 5′ at the left whatever the strand, with every pin on each track it falls on."""
    genome = _Genome(drawing)
    message = _Message(drawing)
    shapes = [*_genome_track(genome), *_message_track(message)]
    shapes += _pins([(pin.label, genome.x((pin.start + pin.end) / 2), pin.end - pin.start) for pin in pins], GENOME_Y)
    shapes += _pins([(pin.label, message.x((pin.start + pin.end) / 2), 0) for pin in pins], MESSAGE_Y)
    height = MESSAGE_Y + 44
    if drawing.protein_length:
        residues = [(pin.label, _residue_x(pin.residue, drawing.protein_length), 0) for pin in pins if pin.residue]
        shapes += [*_protein_track(drawing, drawing.protein_length), *_pins(residues, PROTEIN_Y)]
        height = PROTEIN_Y + 44
    marked = ", ".join(f"{pin.label}{f' at residue {pin.residue}' if pin.residue else ''}" for pin in pins)
    told = (
        f"{drawing.gene} transcript {drawing.transcript}, {len(drawing.exons)} exons, "
        f"{STRANDS[drawing.strand]} strand of chromosome {drawing.contig}, to scale"
        + (f"; marked: {marked}" if marked else "")
    )
    return picture(*shapes, width=WIDTH, height=height, title=told, class_="figure track")


class _Genome:
    """Genomic positions to x; a gene on the minus strand is turned round."""

    def __init__(self, drawing: TranscriptDrawing) -> None:
        self.drawing = drawing
        self.start = min(start for start, _ in drawing.exons)
        self.span = max(1, max(end for _, end in drawing.exons) - self.start)

    def x(self, position: float) -> float:
        share = min(1.0, max(0.0, (position - self.start) / self.span))
        return LEFT + (share if self.drawing.strand == "+" else 1 - share) * (RIGHT - LEFT)


class _Message:
    """Positions in the spliced transcript to x; a place in an intron is drawn at the nearer exon edge."""

    def __init__(self, drawing: TranscriptDrawing) -> None:
        self.drawing = drawing
        self.exons = sorted(drawing.exons)
        self.length = max(1, sum(end - start for start, end in self.exons))

    def x(self, position: float) -> float:
        before = sum(min(max(position, start), end) - start for start, end in self.exons)
        share = before / self.length
        return LEFT + (share if self.drawing.strand == "+" else 1 - share) * (RIGHT - LEFT)


def _parts(drawing: TranscriptDrawing) -> list[tuple[int, int, bool, int]]:
    """Return (start, end, coding, exon number) of every stretch of exon."""
    low, high = drawing.cds_start, drawing.cds_end
    exons = sorted(drawing.exons, reverse=drawing.strand == "-")
    parts = []
    for number, (start, end) in enumerate(exons, start=1):
        edges = sorted({start, end, *(edge for edge in (low, high) if edge is not None and start < edge < end)})
        for left, right in pairwise(edges):
            coding = low is not None and high is not None and low <= left and right <= high
            parts.append((left, right, coding, number))
    return parts


def _genome_track(scale: _Genome) -> list[Markup]:
    shapes = [
        text("Genome", 0, GENOME_Y + 4, class_="row-label"),
        text("5′", LEFT - 8, GENOME_Y + 4, anchor="end", class_="tick"),
        line(LEFT, GENOME_Y, RIGHT, GENOME_Y, class_="intron"),
    ]
    for start, end, coding, _ in _parts(scale.drawing):
        low, high = sorted((scale.x(start), scale.x(end)))
        half = 9.0 if coding else 5.0
        shapes.append(
            rectangle(low, GENOME_Y - half, max(high - low, 1.0), 2 * half, class_="exon" if coding else "utr")
        )
    step = max((step for step in SCALE_STEPS if step <= max(100, scale.span / 5)), default=100)
    length = step / scale.span * (RIGHT - LEFT)
    y = GENOME_Y + 24
    named = f"{step // 1000:,} kb" if step >= 1000 else f"{step} bases"
    shapes += [
        line(RIGHT - length, y, RIGHT, y, class_="axis-line"),
        text(named, RIGHT - length - 6, y + 4, anchor="end", class_="tick"),
        text(f"chr{scale.drawing.contig}, {scale.drawing.strand.replace('-', '−')} strand", LEFT, y + 4, class_="tick"),
    ]
    return shapes


def _message_track(scale: _Message) -> list[Markup]:
    shapes = [text("Exons", 0, MESSAGE_Y + 4, class_="row-label"), text("to scale", 0, MESSAGE_Y + 18, class_="tick")]
    labelled: set[int] = set()
    for start, end, coding, number in _parts(scale.drawing):
        low, high = sorted((scale.x(start), scale.x(end)))
        half = 9.0 if coding else 5.0
        kind = ("exon even" if number % 2 else "exon odd") if coding else "utr"
        shapes.append(rectangle(low, MESSAGE_Y - half, max(high - low, 0.6), 2 * half, class_=kind))
        if high - low > 7 * len(str(number)) + 3 and number not in labelled:
            labelled.add(number)
            shapes.append(text(str(number), (low + high) / 2, MESSAGE_Y + 22, anchor="middle", class_="tick"))
    return shapes


def _protein_track(drawing: TranscriptDrawing, length: int) -> list[Markup]:
    shapes = [
        text("Protein", 0, PROTEIN_Y + 4, class_="row-label"),
        rectangle(LEFT, PROTEIN_Y - 7, RIGHT - LEFT, 14, class_="protein", rounded=7),
        text("1", LEFT, PROTEIN_Y + 24, class_="tick"),
        text(f"{length:,} residues", RIGHT, PROTEIN_Y + 24, anchor="end", class_="tick"),
    ]
    for region in drawing.regions[:60]:
        low, high = _residue_x(region.start - 1, length), _residue_x(region.end, length)
        shapes.append(rectangle(low, PROTEIN_Y - 9, max(high - low, 1.0), 18, class_="region", rounded=3))
        if high - low > 30:
            name = fit(region.name, high - low - 4, size=11)
            shapes.append(text(name, (low + high) / 2, PROTEIN_Y + 4, anchor="middle", class_="region-label"))
    return shapes


def _residue_x(residue: int, length: int) -> float:
    return LEFT + min(1.0, max(0.0, residue / length)) * (RIGHT - LEFT)


def _pins(places: Sequence[tuple[str, float, int]], y: float) -> list[Markup]:
    """Draw lollipops; neighbours closer than a label's width stand on a longer stalk in turn."""
    shapes: list[Markup] = []
    taken: list[tuple[float, int]] = []
    for label, x, _ in sorted(places, key=lambda place: place[1]):
        levels = {level for other, level in taken if abs(other - x) < 8 + 7 * len(label)}
        level = next(level for level in range(len(taken) + 1) if level not in levels)
        taken.append((x, level))
        top = y - 20 - 14 * min(level, 2)
        shapes += [
            line(x, top, x, y, class_="stalk"),
            element("circle", cx=x, cy=top, r=3.5, class_="pin"),
            text(label, x + 6, top + 3, class_="pin-label")
            if x < RIGHT - 30
            else text(label, x - 6, top + 3, anchor="end", class_="pin-label"),
        ]
    return shapes
