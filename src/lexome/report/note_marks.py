"""The note cut into segments at the edges of its findings, so that overlapping spans are all marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexome.report.schema import FindingRecord

LONGEST_NOTE = 60_000
"""Characters of a note that are printed (about twenty pages); the rest is counted, not shown."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding as it stands in the note, with its number in the table of findings."""

    number: int
    finding: FindingRecord


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the note: the marks that cover it, and those that end with it."""

    text: str
    marks: tuple[Mark, ...]
    ending: tuple[Mark, ...]


SHORTEST_FULL_LINE = 60
"""Characters from which a line counts as broken by its editor; shorter lines were ended on purpose."""


def flowing(text: str) -> str:
    """Return the text with line ends that an editor put in running prose as blanks; every offset stays.

    >>> flowing("Seizures since the age of five months, in every febrile illness\\nand later.\\n\\nPlan: MRI\\n")
    'Seizures since the age of five months, in every febrile illness and later.\\n\\nPlan: MRI\\n'
    """
    return re.sub(rf"(?m)(?<=[^\n]{{{SHORTEST_FULL_LINE}}})\r?\n(?=\w)", lambda end: " " * len(end[0]), text)


def segments(text: str, findings: Sequence[FindingRecord]) -> tuple[Segment, ...]:
    """Return the note in order, cut wherever a finding begins or ends; spans outside the text are left unmarked."""
    shown = flowing(text[:LONGEST_NOTE])
    spans = [
        (finding.start, finding.end, Mark(number, finding))
        for number, finding in enumerate(findings, start=1)
        if finding.start is not None and finding.end is not None and 0 <= finding.start < finding.end <= len(shown)
    ]
    edges = sorted({0, len(shown), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for start, end, mark in spans:
        opening.setdefault(start, []).append(mark)
        closing.setdefault(end, []).append(mark)
    cut: list[Segment] = []
    active: list[Mark] = []
    for start, end in pairwise(edges):
        ended = {mark.number for mark in closing.get(start, ())}
        active = [mark for mark in active if mark.number not in ended] + opening.get(start, [])
        cut.append(Segment(shown[start:end], tuple(active), tuple(closing.get(end, ()))))
    return tuple(cut)
