"""Reference and alternate sequence around each allele, of equal length, for models that score whole windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lexome.core.effect import EffectColumns
from lexome.core.facts import Citation

if TYPE_CHECKING:
    from lexome.core.allele import Allele

NOT_BASES = "allele_is_not_ACGT"
NOT_COVERED = "window_not_in_fasta"
REF_MISMATCH = "ref_differs_from_fasta"
NOT_SCORED = "model_gave_no_score"
_COMPLEMENT = str.maketrans("ACGTN", "TGCAN")


class Bases(Protocol):
    """Where reference bases come from (see ``formats.fasta.Reference``)."""

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return upper-case forward bases of [start, end)."""

    def covers(self, contig: str, start: int, end: int) -> bool:
        """Tell whether all of them are at hand."""


@dataclass(frozen=True, slots=True)
class Haplotypes:
    """Both sequences of a window around an allele without shared bases."""

    allele: Allele
    reference: str
    alternate: str

    def reverse_complement(self) -> Haplotypes:
        """Return both on the other strand."""
        turned = [text[::-1].translate(_COMPLEMENT) for text in (self.reference, self.alternate)]
        return Haplotypes(self.allele, turned[0], turned[1])


def haplotypes(allele: Allele, bases: Bases, *, width: int) -> Haplotypes | str:
    """Return the window of ``width`` bases around an allele, or the reason why there is none.

    Insertions push bases out at the right end, deletions bring bases in, so that both have the same length.
    """
    minimal = allele.trimmed()
    if minimal.is_symbolic or set(minimal.ref + minimal.alt) - set("ACGT"):
        return NOT_BASES
    start = minimal.start - width // 2
    spare = max(len(minimal.ref) - len(minimal.alt), 0)
    if start < 0 or not bases.covers(minimal.contig, start, start + width + spare):
        return NOT_COVERED
    known = bases.fetch(minimal.contig, start, start + width + spare)
    at = minimal.start - start
    if known[at : at + len(minimal.ref)] != minimal.ref:
        return REF_MISMATCH
    changed = known[:at] + minimal.alt + known[at + len(minimal.ref) :]
    return Haplotypes(minimal, known[:width], changed[:width])


def scored(
    alleles: Sequence[Allele],
    bases: Bases,
    *,
    width: int,
    model: str,
    unit: str,
    citation: Citation,
    score: Callable[[Haplotypes], float | None],
) -> EffectColumns:
    """Return one number per allele by ``score``, with a reason for each that has none."""
    values = np.full(len(alleles), np.nan, np.float32)
    reasons = [""] * len(alleles)
    for row, allele in enumerate(alleles):
        pair = haplotypes(allele, bases, width=width)
        value = None if isinstance(pair, str) else score(pair)
        if value is None:
            reasons[row] = pair if isinstance(pair, str) else NOT_SCORED
        else:
            values[row] = value
    empty = np.zeros((len(alleles), 0), np.float32)
    return EffectColumns(
        model=model,
        unit=unit,
        citation=citation,
        kinds=(),
        value=values,
        kind=np.full(len(alleles), -1, np.int8),
        offset=np.zeros(len(alleles), np.int32),
        detail=empty,
        detail_offset=empty.astype(np.int32),
        genes=[""] * len(alleles),
        reasons=reasons,
    )
