"""One spelling for every allele: trimmed and shifted as far to the left as the reference allows."""

from __future__ import annotations

from typing import Protocol

from lexome.core.allele import Allele

_LOOK = 256


class Sequence(Protocol):
    """Where reference bases come from."""

    def covers(self, contig: str, start: int, end: int) -> bool:
        """Tell whether every base is at hand."""

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return the bases of an interval."""


def left_align(allele: Allele, reference: Sequence) -> Allele:
    """Return the allele in normal form (Tan 2015, doi:10.1093/bioinformatics/btv112).

    It is shifted no farther than the reference reaches; where the reference does not cover the place, and for
    symbolic alleles, it is only trimmed.
    """
    allele = allele.trimmed()
    if allele.is_symbolic or allele.is_snv or not reference.covers(allele.contig, allele.start, allele.end):
        return allele
    start, ref, alt = allele.start, allele.ref, allele.alt
    flank, origin = "", start
    while ref[-1] == alt[-1] and start > 0:
        if start == origin:
            low = max(origin - _LOOK, 0)
            while low < origin and not reference.covers(allele.contig, low, origin):
                low = (low + origin + 1) // 2
            if low == origin:
                break
            flank, origin = reference.fetch(allele.contig, low, origin), low
        start -= 1
        base = flank[start - origin]
        ref, alt = base + ref[:-1], base + alt[:-1]
    return Allele(allele.assembly, allele.contig, start, ref, alt).trimmed()
