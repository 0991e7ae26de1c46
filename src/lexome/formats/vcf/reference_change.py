"""Where the reference of the target has other bases than REF: the two change places, or the line cannot be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.formats.vcf.alleles import Bases
from lexome.formats.vcf.reference_check import check_reference
from lexome.formats.vcf.rows import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf.columns import VcfColumns


@dataclass(frozen=True, slots=True)
class Changes:
    """``swapped``: row whose ALT the reference has, with all rows of its line; ``other``: rows it contradicts.

    ``alleles`` are the new REF and ALT of rows.
    """

    swapped: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    other: tuple[int, ...] = ()
    alleles: dict[int, tuple[str, str]] = field(default_factory=dict)

    def applied(self, columns: VcfColumns) -> VcfColumns:
        """Return the columns with REF and ALT exchanged in swapped lines and their genotypes counted anew."""
        if not self.swapped:
            return columns
        copies, haplotype = columns.copies.copy(), columns.haplotype.copy()
        fraction = columns.alt_fraction.copy()
        for row, rows in self.swapped.items():
            called = columns.copies[rows]
            reference = columns.ploidy[row] - np.maximum(called, 0).sum(axis=0)
            copies[row] = np.where(called[0] < 0, called[0], np.maximum(reference, 0))
            other = (columns.ploidy[row] == 2) & (columns.haplotype[row] >= 0)
            haplotype[row] = np.where(other, 1 - columns.haplotype[row], -1)
            fraction[row] = 1 - columns.alt_fraction[row] if len(rows) == 1 else np.nan
        exchanged = replace(columns, copies=copies, haplotype=haplotype, alt_fraction=fraction)
        return with_alleles(exchanged, self.alleles)


def changed_reference(columns: VcfColumns, reference: Bases, *, asked: NDArray[np.bool_]) -> Changes:
    """Return the rows whose REF the reference contradicts, among those asked; a line is asked as a whole."""
    rows = np.flatnonzero(asked)
    rows = rows[np.lexsort((columns.start[rows], columns.contig[rows]))]
    differing = rows[check_reference(columns.select(rows), reference).differing]
    found, other = Changes(), []
    for first in sorted(differing.tolist()):
        line = np.flatnonzero(columns.line[first : first + 1_000] == columns.line[first]) + first
        contig, start = columns.contig_at(first), int(columns.start[first])
        there = reference.fetch(contig, start, start + len(columns.ref_at(first)))
        alts = {row: columns.alt_at(row) for row in line.tolist()}
        swapped = [row for row, alt in alts.items() if alt == there]
        together = bool((columns.start[line] == start).all() and (columns.kind[line] == Kind.BASES).all())
        if not together or not swapped:
            other += list(alts)
            continue
        for row, alt in alts.items():
            found.alleles[row] = (there, columns.ref_at(row) if row == swapped[0] else alt)
        found.swapped[swapped[0]] = line
    return Changes(found.swapped, tuple(other), found.alleles)


def with_alleles(columns: VcfColumns, alleles: Mapping[int, tuple[str, str]]) -> VcfColumns:
    """Return the columns with REF and ALT of some rows replaced."""
    if not alleles:
        return columns
    import pyarrow
    import pyarrow.compute as pc

    rows = sorted(alleles)
    mask = np.zeros(len(columns), np.bool_)
    mask[rows] = True
    sides = [
        pc.replace_with_mask(
            column, pyarrow.array(mask), pyarrow.array([alleles[row][side] for row in rows], column.type)
        )
        for side, column in enumerate((columns.ref, columns.alt))
    ]
    return replace(columns, ref=sides[0], alt=sides[1])
