"""The sources that grading asks, opened by name; what is not on the shelf stays unopened and its facts Unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lexome.core import shelf
from lexome.core.facts import Citation
from lexome.evidence.gather import Sources
from lexome.models.consequence import Annotator

if TYPE_CHECKING:
    from lexome.formats.fasta import Reference


def open_sources(
    knowledge: Callable[[str], Any], *, reference: Reference | None, blind: frozenset[str] = frozenset()
) -> Sources:
    """Return the sources; ``knowledge`` opens a source by its plug-in name, as ``Lab.knowledge`` does."""
    there = set(shelf.names("knowledge"))

    def opened(name: str) -> Any:
        return knowledge(name) if name in there else None

    dosage = opened("gene_dosage")
    return Sources(
        annotator=Annotator(knowledge("transcripts"), reference),
        clinvar=opened("clinvar"),
        population=opened("population"),
        diseases=opened("diseases"),
        haploinsufficient=_haploinsufficient(dosage) if dosage else None,
        blind=blind,
    )


def _haploinsufficient(dosage: Any) -> Callable[[str], Citation | None]:
    def of(symbol: str) -> Citation | None:
        found = dosage.of(symbol)
        return found.citation if getattr(found, "haploinsufficient", False) else None

    return of
