"""Alleles made comparable: shared bases trimmed, insertions and deletions moved as far left as they go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lexome.formats.vcf.rows import Kind

if TYPE_CHECKING:
    from lexome.formats.vcf.columns import VcfColumns

_STRETCH = 200
"""Reference bases fetched at a time on the way left; most repeats are shorter."""


class Bases(Protocol):
    """Reference sequence by genomic position (``formats.fasta.Reference``)."""

    def covers(self, contig: str, start: int, end: int) -> bool:
        """Tell whether every base from ``start`` to ``end`` is at hand."""

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return the bases from ``start`` to ``end`` in upper case."""


def trimmed(start: int, ref: str, alt: str) -> tuple[int, str, str]:
    """Return start, REF and ALT without shared bases, suffix first, each side keeping one base.

    >>> trimmed(100, "CAG", "CTG"), trimmed(100, "CAG", "CAGAG"), trimmed(100, "A", "T")
    ((101, 'A', 'T'), (100, 'C', 'CAG'), (100, 'A', 'T'))
    """
    end, most = 0, min(len(ref), len(alt)) - 1
    while end < most and ref[-1 - end] == alt[-1 - end]:
        end += 1
    begin, most = 0, most - end
    while begin < most and ref[begin] == alt[begin]:
        begin += 1
    return start + begin, ref[begin : len(ref) - end], alt[begin : len(alt) - end]


def left_aligned(reference: Bases, contig: str, *, start: int, ref: str, alt: str) -> tuple[int, str, str]:
    """Return the one way to write an allele: as short and as far left as it goes on the reference.

    It stops where the reference ends; an allele that the reference does not cover, or whose REF differs from it, is
    only trimmed.

    References
    ----------
    Tan 2015, doi:10.1093/bioinformatics/btv112
    """
    if len(ref) == len(alt) or not reference.covers(contig, start, start + len(ref)):
        return trimmed(start, ref, alt)
    if reference.fetch(contig, start, start + len(ref)) != ref:
        return trimmed(start, ref, alt)
    before, before_start = "", start
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
        if ref and alt:
            continue
        if start == before_start:
            before, before_start = _bases_before(reference, contig, start)
        if not before:  # the reference ends here: the base just removed comes back, on the other side
            return _at_the_edge(reference, contig, start, ref, alt)
        start -= 1
        base = before[start - before_start]
        ref, alt = base + ref, base + alt
    return trimmed(start, ref, alt)


def _bases_before(reference: Bases, contig: str, start: int) -> tuple[str, int]:
    stretch = min(_STRETCH, start)
    while stretch:
        if reference.covers(contig, start - stretch, start):
            return reference.fetch(contig, start - stretch, start), start - stretch
        stretch //= 2
    return "", start


def _at_the_edge(reference: Bases, contig: str, start: int, ref: str, alt: str) -> tuple[int, str, str]:
    end = start + len(ref)
    base = reference.fetch(contig, end, end + 1)
    return start, ref + base, alt + base


def normalised(columns: VcfColumns, *, reference: Bases | None = None) -> VcfColumns:
    """Return columns whose alleles in bases are trimmed, and left-aligned where a reference covers them.

    Rows keep their order and their line; ``start``, ``end``, ``ref`` and ``alt`` change.
    """
    import pyarrow
    import pyarrow.compute as compute

    ref_length = compute.binary_length(columns.ref).to_numpy(zero_copy_only=False)
    alt_length = compute.binary_length(columns.alt).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero((columns.kind == Kind.BASES) & (ref_length + alt_length > 2))
    if not rows.size:
        return columns
    start, end = columns.start.copy(), columns.end.copy()
    places = pyarrow.array(rows)
    refs, alts = columns.ref.take(places).to_pylist(), columns.alt.take(places).to_pylist()
    for at, row in enumerate(rows.tolist()):
        if reference is None:
            new = trimmed(int(start[row]), refs[at], alts[at])
        else:
            contig = columns.contig_at(row)
            new = left_aligned(reference, contig, start=int(start[row]), ref=refs[at], alt=alts[at])
        start[row], refs[at], alts[at] = new
        end[row] = start[row] + len(refs[at])
    mask = np.zeros(len(columns), np.bool_)
    mask[rows] = True
    return replace(
        columns,
        start=start,
        end=end,
        ref=compute.replace_with_mask(columns.ref, pyarrow.array(mask), pyarrow.array(refs, columns.ref.type)),
        alt=compute.replace_with_mask(columns.alt, pyarrow.array(mask), pyarrow.array(alts, columns.alt.type)),
    )
