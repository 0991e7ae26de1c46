"""Consequences that a file already carries: used where there is no reference, compared where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from lexome.core.assembly import Assembly
from lexome.core.consequence import Consequence
from lexome.core.problem import Level, Problem
from lexome.formats.annotations import Layout, completed, differences, layouts, read_annotations

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.formats.vcf.columns import VcfColumns
    from lexome.models.consequence import Annotator

MOST_TOLD = 20
"""Disagreements told one by one; the rest is counted."""

_REMEDY = "compare transcript versions and assembly; the line of the variant says whose consequence was used"


@dataclass(frozen=True)
class StatedConsequences:
    """The consequences of the rows of one file: ours, with the file's word where ours waits for a reference."""

    columns: VcfColumns
    annotator: Annotator
    annotate: Callable[[Allele], tuple[Consequence, ...]]

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """The annotation fields that the file's header declares."""
        return layouts(self.columns.header.definitions)

    def __bool__(self) -> bool:
        return bool(self.layouts)

    def of(self, row: int) -> tuple[Consequence, ...]:
        """Return the consequences of one row, its allele trimmed."""
        ours = self.annotate(self.columns.allele(row).trimmed())
        for theirs in self._stated(row):
            ours = tuple(self._with_decay(one) for one in completed(ours, theirs))
        return ours

    def used(self) -> Problem:
        """Return the notice that effects on codons are the file's own word."""
        programs = " and ".join(layout.source for layout in self.layouts)
        message = f"no reference was given, so effects on codons are those that {programs} wrote into the file"
        remedy = "give --fasta to have codons read, and the file's annotations compared"
        return Problem(Level.NOTICE, "annotation-used", self.columns.text.name, message, remedy)

    def differing(self, row: int) -> Iterator[Problem]:
        """Yield where the file says something else than we do on the same transcript."""
        allele = self.columns.allele(row)
        ours = self.annotate(allele.trimmed())
        line = int(self.columns.line[row])
        for theirs in self._stated(row):
            for text in differences(ours, theirs):
                yield Problem(Level.WARNING, "annotation-differs", f"{allele}", text, _REMEDY, line)
            ours = tuple(completed(ours, theirs))

    def _stated(self, row: int) -> Iterator[tuple[Consequence, ...]]:
        if not self.layouts:
            return
        record = self.columns.record(row)
        alleles = record.alt.split(",")
        number = int(self.columns.number[row])
        if number > len(alleles):
            return
        ref, alt = record.ref.upper(), alleles[number - 1].upper()
        moved = self.columns.header.assembly not in {None, Assembly.GRCH38}
        if moved and (ref, alt) != (self.columns.ref_at(row), self.columns.alt_at(row)):
            return  # on the other assembly the bases read otherwise: what the file says is of another allele
        info = record.info()
        for layout in self.layouts:
            yield read_annotations(layout, info.get(layout.key, ""), ref=ref, alt=alt)

    def _with_decay(self, one: Consequence) -> Consequence:
        if "stop_gained" not in one.terms or one.escapes_nmd is not None:
            return one
        rule = self.annotator.decay_of_stop(one)
        return one if rule is None else replace(one, escapes_nmd=bool(rule), escapes_nmd_by=rule)


def told(problems: list[Problem]) -> list[Problem]:
    """Return the first of many disagreements, and how many more there are."""
    if len(problems) <= MOST_TOLD:
        return problems
    message = f"{len(problems) - MOST_TOLD} more annotations of the file differ"
    return [*problems[:MOST_TOLD], Problem(Level.WARNING, "annotation-differs", "INFO", message, _REMEDY)]
