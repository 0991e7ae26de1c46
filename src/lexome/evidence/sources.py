"""The sources that grading asks, opened by name; what is not on the shelf stays unopened and its facts Unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lexome.core import shelf
from lexome.core.allele import Allele
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.variant import ClinVarRecord
from lexome.evidence.gather import Sources
from lexome.models.consequence import Annotator

if TYPE_CHECKING:
    from lexome.formats.fasta import Reference
    from lexome.knowledge.clinvar import ClinVar


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
        clinvar=_Known(opened("clinvar")) if "clinvar" in there else None,
        population=opened("population"),
        diseases=opened("diseases"),
        haploinsufficient=_haploinsufficient(dosage) if dosage else None,
        blind=blind,
    )


class _Known:
    """ClinVar as grading asks it: records, not rows."""

    def __init__(self, clinvar: ClinVar) -> None:
        self.citation = clinvar.citation
        self._clinvar = clinvar

    def record(self, allele: Allele) -> ClinVarRecord | Absent | Unknown:
        """Return the record of one allele."""
        return self._clinvar.of(allele)

    def in_gene(self, symbol: str) -> Sequence[ClinVarRecord]:
        """Return all records of a gene."""
        return [self._clinvar.record(row) for row in self._clinvar.in_gene(symbol).tolist()]


def _haploinsufficient(dosage: Any) -> Callable[[str], Citation | None]:
    def of(symbol: str) -> Citation | None:
        found = dosage.of(symbol)
        return found.citation if getattr(found, "haploinsufficient", False) else None

    return of
