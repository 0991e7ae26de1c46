"""Variants moved to another assembly, row by row; each that cannot be is named with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.formats.vcf.alleles import Bases, left_aligned
from lexome.formats.vcf.rows import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf.columns import VcfColumns

_COMPLEMENT = str.maketrans("ACGTN", "TGCAN")
_MITOCHONDRION = CONTIGS.index("MT")


class Placed(Protocol):
    """Where intervals lie on the target (``knowledge.liftover.Lifted``)."""

    contig: NDArray[np.int16]
    start: NDArray[np.int64]
    strand: NDArray[np.int8]
    why: NDArray[np.uint8]


class Placer(Protocol):
    """Places intervals of one assembly on another (``knowledge.liftover.Liftover``)."""

    def lift(self, contig: NDArray[np.int16], start: NDArray[np.int64], end: NDArray[np.int64]) -> Any:
        """Return the place of each 0-based half-open interval."""


class Failure(StrEnum):
    """Why a variant could not be moved."""

    NOWHERE = "its place has no counterpart on the other assembly"
    BROKEN = "its reference bases are not together on the other assembly"
    OTHER_CONTIG = "it would move to another chromosome"
    BREAKEND = "a breakend has two places"
    TURNED = "it is an insertion or deletion in a stretch that is inverted there: a reference sequence is needed"
    REFERENCE = "the reference has other bases there"


@dataclass(frozen=True, slots=True)
class NotLifted:
    """One row that stayed behind: its ``line`` in the file and why."""

    row: int
    line: int
    why: Failure


def lifted(
    columns: VcfColumns, placer: Placer, *, target: Assembly, reference: Bases | None = None
) -> tuple[VcfColumns, tuple[NotLifted, ...]]:
    """Return the rows that could be moved, in the order of the target, and the others with their reasons.

    Bases in a stretch that is inverted on the target are complemented. With a reference of the target every REF is
    compared with it, so that a changed reference base is a failure and never a silent swap.
    """
    place = placer.lift(columns.contig, columns.start.astype(np.int64), columns.end.astype(np.int64))
    same = columns.contig == _MITOCHONDRION  # the mitochondrion is the same sequence on both
    contig = np.where(same, columns.contig, place.contig).astype(np.int16)
    start = np.where(same, columns.start, place.start).astype(np.int32)
    refs, alts = columns.ref.to_pylist(), columns.alt.to_pylist()
    failures: dict[int, Failure] = {}
    for row in np.flatnonzero(~same & (place.why != 0)).tolist():
        failures[row] = Failure.NOWHERE if place.why[row] == 1 else Failure.BROKEN
    for row in np.flatnonzero((contig >= 0) & (contig != columns.contig)).tolist():
        failures[row] = Failure.OTHER_CONTIG
    for row in np.flatnonzero(columns.kind == Kind.BREAKEND).tolist():
        failures[row] = Failure.BREAKEND
    for row in np.flatnonzero(~same & (place.strand < 0)).tolist():
        if row not in failures:
            turned = _turned(columns, row, int(start[row]), (refs[row], alts[row]), reference)
            if isinstance(turned, Failure):
                failures[row] = turned
            else:
                start[row], refs[row], alts[row] = turned
    if reference is not None:
        failures |= _other_bases(contig, start, refs, reference, failures)
    return _moved(columns, contig, start, refs=refs, alts=alts, failed=set(failures), target=target), tuple(
        NotLifted(row, int(columns.line[row]), why) for row, why in sorted(failures.items())
    )


def _turned(
    columns: VcfColumns, row: int, start: int, alleles: tuple[str, str], reference: Bases | None
) -> tuple[int, str, str] | Failure:
    ref, alt = alleles[0].translate(_COMPLEMENT)[::-1], alleles[1].translate(_COMPLEMENT)[::-1]
    if columns.kind[row] != Kind.BASES:
        return Failure.TURNED
    if len(ref) == len(alt):
        return start, ref, alt
    contig = columns.contig_at(row)
    if reference is None or not reference.covers(contig, start - 1, start + len(ref)):
        return Failure.TURNED
    return left_aligned(reference, contig, start=start, ref=ref, alt=alt)


def _other_bases(
    contig: NDArray[np.int16], start: NDArray[np.int32], refs: list[str], reference: Bases, failed: dict[int, Failure]
) -> dict[int, Failure]:
    found = {}
    for row, ref in enumerate(refs):
        if row in failed or not 0 <= contig[row] < len(CONTIGS):
            continue
        name, begin = CONTIGS[contig[row]], int(start[row])
        if reference.covers(name, begin, begin + len(ref)) and reference.fetch(name, begin, begin + len(ref)) != ref:
            found[row] = Failure.REFERENCE
    return found


def _moved(
    columns: VcfColumns,
    contig: NDArray[np.int16],
    start: NDArray[np.int32],
    *,
    refs: list[str],
    alts: list[str],
    failed: set[int],
    target: Assembly,
) -> VcfColumns:
    import pyarrow

    moved = replace(
        columns,
        contig=contig,
        start=start,
        end=(start + (columns.end - columns.start)).astype(np.int32),
        ref=pyarrow.array(refs, columns.ref.type),
        alt=pyarrow.array(alts, columns.alt.type),
        stated_assembly=target,
    )
    keep = np.array([row for row in range(len(columns)) if row not in failed], np.int64)
    return moved.select(keep[np.lexsort((start[keep], contig[keep]))])
