"""Consequences that the file already carries: used where there is no reference, compared where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lexome.reasoning.stated_consequences import StatedConsequences, told

if TYPE_CHECKING:
    from lexome.core.consequence import Consequence
    from lexome.core.problem import Problem
    from lexome.formats.vcf.columns import VcfColumns
    from lexome.models.consequence import Annotator


def stated_consequences(
    columns: VcfColumns, rows: Sequence[int], annotator: Annotator
) -> tuple[dict[int, tuple[Consequence, ...]], list[Problem]]:
    """Return by place in ``rows`` the consequences of a file with annotations, and a warning where the two differ."""
    stated = StatedConsequences(columns, annotator, annotator.annotate)
    if not stated:
        return {}, []
    found = {place: stated.of(row) for place, row in enumerate(rows)}
    return found, told([problem for row in rows for problem in stated.differing(row)])
