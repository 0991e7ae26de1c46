"""All that was read of one patient beyond small variants, told without the file so that it can be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from lexome.formats.vcf.repeats import RepeatCall
from lexome.knowledge.imprinting import Parent
from lexome.reasoning.disomy import Disomy
from lexome.reasoning.homozygosity import Run
from lexome.reasoning.structural_calls import StructuralCall, lost_parent

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Beyond:
    """Structural calls and repeats of the patient, and what the genotypes say of the parents' shares.

    ``structural_records`` counts those of the file, of whomever. ``disomies`` are stretches from one parent, looked for
    on the contigs ``tested``, on which both parents are informative; ``alike`` are runs of homozygosity of most of one
    chromosome in a person who has hardly any others; ``parents`` names the parents' samples.
    """

    calls: tuple[StructuralCall, ...] = ()
    structural_records: int = 0
    repeats: tuple[RepeatCall, ...] = ()
    disomies: tuple[Disomy, ...] = ()
    tested: tuple[str, ...] = ()
    alike: tuple[Run, ...] = ()
    parents: dict[str, Parent] = field(default_factory=dict)

    @property
    def weighed(self) -> tuple[StructuralCall, ...]:
        """Structural calls that are weighed."""
        return tuple(call for call in self.calls if call.counts)

    def origin_of(self, call: StructuralCall) -> Parent | None:
        """Return whose copy a structural call changes, None when the parents do not tell."""
        return lost_parent(call, self.disomies, self.parents)

    def call_at(self, line: int, number: int) -> StructuralCall | None:
        """Return the structural call of a line and place in ALT."""
        return next((call for call in self.calls if call.key == (line, number)), None)

    def to_json(self) -> str:
        """Return everything as JSON."""
        return _adapter().dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Beyond:
        """Return what ``to_json`` wrote.

        Raises
        ------
        ValueError
            when the text is no such JSON.
        """
        return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Beyond]:
    from pydantic import TypeAdapter

    return TypeAdapter(Beyond)
