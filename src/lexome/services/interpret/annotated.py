"""Consequences that the file already carries: used where there is no reference, compared where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lexome.core.consequence import Consequence
from lexome.core.problem import Level, Problem
from lexome.formats.annotations import completed, differences, layouts, read_annotations

if TYPE_CHECKING:
    from lexome.core.call import Call
    from lexome.formats.vcf.columns import VcfColumns
    from lexome.models.consequence import Annotator

_REMEDY = "compare transcript versions and assembly; the line of the variant says whose consequence was used"
_MOST = 20
"""Disagreements told one by one; the rest is counted."""


def stated_consequences(
    columns: VcfColumns, rows: Sequence[int], calls: Sequence[Call], annotator: Annotator
) -> tuple[dict[int, tuple[Consequence, ...]], list[Problem]]:
    """Return by place in ``calls`` the consequences of a file with annotations, and a warning where the two differ."""
    fields = layouts(columns.header.definitions)
    found: dict[int, tuple[Consequence, ...]] = {}
    problems: list[Problem] = []
    for place, (row, call) in enumerate(zip(rows, calls, strict=True) if fields else ()):
        info = columns.info(row)
        ours = annotator.annotate(call.allele)
        for field in fields:
            theirs = read_annotations(field, info.get(field.key, ""), ref=call.allele.ref, alt=call.allele.alt)
            problems += [_warning(call, text) for text in differences(ours, theirs)]
            ours = tuple(_with_decay(one, annotator) for one in completed(ours, theirs))
        found[place] = ours
    if len(problems) > _MOST:
        message = f"{len(problems) - _MOST} more annotations of the file differ"
        problems = [*problems[:_MOST], Problem(Level.WARNING, "annotation-differs", "INFO", message, _REMEDY)]
    return found, problems


def _warning(call: Call, text: str) -> Problem:
    return Problem(Level.WARNING, "annotation-differs", f"{call.allele}", text, _REMEDY, call.line)


def _with_decay(one: Consequence, annotator: Annotator) -> Consequence:
    if "stop_gained" not in one.terms or one.escapes_nmd is not None:
        return one
    rule = annotator.decay_of_stop(one)
    return one if rule is None else replace(one, escapes_nmd=bool(rule), escapes_nmd_by=rule)
