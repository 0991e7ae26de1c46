"""The sources that grading asks, opened by name; what is not on the shelf stays unopened and its facts Unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lexome.core.facts import Citation
from lexome.evidence.gather import Sources
from lexome.models.consequence import Annotator

if TYPE_CHECKING:
    from lexome.formats.fasta import Reference


def open_sources(
    knowledge: Callable[[str], Any], *, reference: Reference | None, blind: frozenset[str] = frozenset()
) -> Sources:
    """Return the sources; ``knowledge`` opens a source by its plug-in name, as ``Lab.knowledge`` does."""
    return Sources(
        annotator=Annotator(knowledge("transcripts"), reference),
        clinvar=knowledge("clinvar"),
        population=knowledge("population"),
        diseases=knowledge("diseases"),
        haploinsufficient=_haploinsufficient(knowledge("gene_dosage")),
        blind=blind,
    )


def _haploinsufficient(dosage: Any) -> Callable[[str], Citation | None]:
    def of(symbol: str) -> Citation | None:
        found = dosage.of(symbol)
        return found.citation if getattr(found, "haploinsufficient", False) else None

    return of
