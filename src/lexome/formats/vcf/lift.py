"""Variants moved to another assembly, row by row; each that cannot be is named with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly, canonical_contig
from lexome.formats.vcf.alleles import Bases, left_aligned
from lexome.formats.vcf.reference_change import Changes, changed_reference
from lexome.formats.vcf.rows import Kind
from lexome.formats.vcf.structural import parse_breakend, with_mate_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf.columns import VcfColumns

_COMPLEMENT = str.maketrans("ACGTN", "TGCAN")
_MITOCHONDRION = CONTIGS.index("MT")

SPAN_RATIO = 0.95
"""Least ratio of the lengths of a structural variant before and after: UCSC liftOver's default -minMatch
(Hinrichs 2006, doi:10.1093/nar/gkj144)."""


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
    BREAKEND = "the place its breakend is joined to has no counterpart in the same direction on the other assembly"
    TURNED = "it is an insertion or deletion in a stretch that is inverted there: a reference sequence is needed"
    REFERENCE = "the reference has other bases there"
    IS_REFERENCE = "its ALT is the reference there: it is no variant on the other assembly"
    MITOCHONDRION = "the file does not tell which sequence its chrM is: rCRS, or NC_001807 as in hg19 (16,571 bases)"


@dataclass(frozen=True, slots=True)
class NotLifted:
    """One row that stayed behind: its ``line`` in the file and why."""

    row: int
    line: int
    why: Failure


@dataclass(frozen=True, slots=True)
class Lifting:
    """What became of the rows of a file: ``columns`` moved, in the order of the target; ``failures`` stayed behind.

    ``swapped`` are lines whose ALT is the reference's base on the target: their genotypes were counted anew.
    """

    columns: VcfColumns
    failures: tuple[NotLifted, ...]
    swapped: tuple[int, ...]


@dataclass(slots=True)
class _Moving:
    """Rows on the way: where they are on the target, bases that change, and why rows stay behind."""

    contig: NDArray[np.int16]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    alleles: dict[int, tuple[str, str]] = field(default_factory=dict)
    failures: dict[int, Failure] = field(default_factory=dict)

    def fail(self, rows: NDArray[np.bool_], why: Failure) -> None:
        """Note why rows stay behind, where nothing is noted yet."""
        for row in np.flatnonzero(rows).tolist():
            self.failures.setdefault(row, why)

    def stay_whole(self, line: NDArray[np.int64]) -> None:
        """Let a line stay behind whole when one of its alleles does."""
        why = {int(line[row]): reason for row, reason in self.failures.items()}
        for row in np.flatnonzero(np.isin(line, list(why))).tolist():
            self.failures.setdefault(row, why[int(line[row])])


def lifted(columns: VcfColumns, placer: Placer, *, target: Assembly, reference: Bases | None = None) -> Lifting:
    """Return the rows that could be moved, in the order of the target, and the others with their reasons.

    Bases in a stretch that is inverted on the target are complemented. With a reference of the target every REF is
    compared with it: where the reference now has a line's ALT, the two change places and genotypes are counted anew;
    any other difference is a failure.
    """
    moving, strand = _placed(columns, placer)
    for row in np.flatnonzero(strand < 0).tolist():
        if row not in moving.failures:
            _turn(columns, row, moving, reference)
    moving.stay_whole(columns.line)
    changes = Changes()
    moved = _with(columns, moving, target)
    if reference is not None:
        asked = np.ones(len(columns), np.bool_)
        asked[list(moving.failures)] = False
        changes = changed_reference(moved, reference, asked=asked)
        moving.failures |= dict.fromkeys(changes.other, Failure.REFERENCE)
        if not columns.samples:
            moving.failures |= dict.fromkeys(changes.swapped, Failure.IS_REFERENCE)
        moving.stay_whole(columns.line)
        moved = changes.applied(moved)
    kept = np.ones(len(columns), np.bool_)
    kept[list(moving.failures)] = False
    keep = np.flatnonzero(kept)
    order = keep[np.lexsort((moved.start[keep], moved.contig[keep]))]
    failures = tuple(NotLifted(row, int(columns.line[row]), why) for row, why in sorted(moving.failures.items()))
    lines = sorted({int(columns.line[row]) for row in changes.swapped if row not in moving.failures})
    return Lifting(moved.select(order), failures, tuple(lines))


def _placed(columns: VcfColumns, placer: Placer) -> tuple[_Moving, NDArray[np.int8]]:
    """Place every row; a structural variant by its two ends, all else by its reference bases as a whole."""
    start, end = columns.start.astype(np.int64), columns.end.astype(np.int64)
    spanning = (columns.kind == Kind.SYMBOLIC) | (columns.kind == Kind.BLOCK)
    place = placer.lift(columns.contig, start, np.where(spanning, start + 1, end))
    moving = _Moving(place.contig.astype(np.int16), place.start.astype(np.int32), np.zeros(len(start), np.int32))
    moving.end = (moving.start + np.where(spanning, 1, end - start)).astype(np.int32)
    same = _same_mitochondrion(columns)
    if same is None:
        moving.fail(columns.contig == _MITOCHONDRION, Failure.MITOCHONDRION)
    elif same.any():
        moving.contig[same], moving.start[same] = columns.contig[same], columns.start[same]
        moving.end[same] = columns.end[same]
    same = np.zeros(len(start), np.bool_) if same is None else same
    moving.fail(~same & (place.why == 1), Failure.NOWHERE)
    moving.fail(~same & (place.why > 1), Failure.BROKEN)
    moving.fail(~same & (place.contig != columns.contig), Failure.OTHER_CONTIG)
    _place_ends(columns, placer, np.flatnonzero(spanning & ~same), place.strand, moving)
    _place_mates(columns, placer, moving)
    return moving, np.where(same, 1, place.strand).astype(np.int8)


def _same_mitochondrion(columns: VcfColumns) -> NDArray[np.bool_] | None:
    """Mark the mitochondrial rows where both assemblies have rCRS; None when the file does not tell which it has."""
    rows: NDArray[np.bool_] = columns.contig == _MITOCHONDRION
    if not rows.any():
        return rows
    stated = {name: length for name, length in columns.header.contigs.items() if canonical_contig(name) == "MT"}
    lengths = set(stated.values()) - {None}
    if lengths:
        rcrs = lengths == {CONTIG_LENGTHS[Assembly.GRCH38]["MT"]}
        return rows if rcrs else np.zeros(len(rows), np.bool_)
    names = stated or {columns.record(int(np.flatnonzero(rows)[0])).chrom: None}
    return None if any(name.lower().startswith("chr") for name in names) else rows


def _place_ends(
    columns: VcfColumns, placer: Placer, rows: NDArray[np.int64], strand: NDArray[np.int8], moving: _Moving
) -> None:
    """Place the last base of structural variants; both ends must stay together, at nearly the same distance."""
    if not rows.size:
        return
    last = columns.end[rows].astype(np.int64) - 1
    place = placer.lift(columns.contig[rows], last, last + 1)
    before, after = last - columns.start[rows], place.start - moving.start[rows]
    shorter, longer = np.minimum(before, after), np.maximum(before, after)
    together = (place.contig == moving.contig[rows]) & (place.strand == strand[rows]) & (place.why == 0)
    together &= (after >= 0) & (shorter >= SPAN_RATIO * longer)
    moving.end[rows] = place.start + 1
    apart = np.zeros(len(columns), np.bool_)
    apart[rows[~together]] = True
    moving.fail(apart, Failure.BROKEN)


def _place_mates(columns: VcfColumns, placer: Placer, moving: _Moving) -> None:
    """Place what breakends are joined to and write it into ALT; it must keep its chromosome and direction.

    A breakend whose own place is inverted stays behind as other symbolic alleles do (``_turn``).
    """
    rows = [row for row in np.flatnonzero(columns.kind == Kind.BREAKEND).tolist() if row not in moving.failures]
    joined = {row: mate for row in rows if (mate := parse_breakend(columns.alt_at(row))) is not None}
    if not joined:
        return
    contig = np.array([_code(mate.mate_contig) for mate in joined.values()], np.int16)
    start = np.array([mate.mate_start for mate in joined.values()], np.int64)
    place = placer.lift(contig, start, start + 1)
    right = (place.why == 0) & (place.contig == contig) & (place.strand > 0) & (contig >= 0)
    for row, good, position in zip(joined, right.tolist(), place.start.tolist(), strict=True):
        if good:
            moving.alleles[row] = columns.ref_at(row), with_mate_at(columns.alt_at(row), position)
        else:
            moving.failures[row] = Failure.BREAKEND


def _code(contig: str) -> int:
    return CONTIGS.index(contig) if contig in CONTIGS else -1


def _turn(columns: VcfColumns, row: int, moving: _Moving, reference: Bases | None) -> None:
    """Complement a row that lies on the other strand of the target; one that changes length is anchored anew."""
    ref, alt = (text.translate(_COMPLEMENT)[::-1] for text in (columns.ref_at(row), columns.alt_at(row)))
    if columns.kind[row] != Kind.BASES:
        moving.failures[row] = Failure.TURNED
        return
    start, contig = int(moving.start[row]), CONTIGS[moving.contig[row]]
    if len(ref) != len(alt):
        if reference is None or not reference.covers(contig, start - 1, start + len(ref)):
            moving.failures[row] = Failure.TURNED
            return
        if reference.fetch(contig, start, start + len(ref)) != ref:
            moving.failures[row] = Failure.REFERENCE
            return
        start, ref, alt = left_aligned(reference, contig, start=start, ref=ref, alt=alt)
    moving.start[row], moving.end[row] = start, start + len(ref)
    moving.alleles[row] = ref, alt


def _with(columns: VcfColumns, moving: _Moving, target: Assembly) -> VcfColumns:
    """Return all rows with their new places and bases; those that failed hold nothing of use."""
    from lexome.formats.vcf.reference_change import with_alleles

    moved = replace(columns, contig=moving.contig, start=moving.start, end=moving.end, stated_assembly=target)
    return with_alleles(moved, moving.alleles)
