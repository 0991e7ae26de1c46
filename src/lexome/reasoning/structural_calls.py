"""The structural alleles that a person carries: losses, gains and broken genes, with what speaks against a call."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.call import Genotype, Zygosity
from lexome.core.copy_number import Direction
from lexome.formats.vcf.repeats import is_repeat
from lexome.formats.vcf.rows import Kind
from lexome.formats.vcf.structural import StructuralType, structural
from lexome.knowledge.imprinting import Parent
from lexome.reasoning.kinship import PSEUDOAUTOSOMAL_X

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns
    from lexome.reasoning.disomy import Disomy

MOST_READ = 50_000
"""Structural records read one by one at most; a genome's callers write some ten thousand."""

LEAST_SPELT = 1_000
"""Bases from which a deletion spelt out is a structural one, as in ``evidence.cnv.content``."""

SAME_EVENT = 0.5
"""Reciprocal overlap from which two calls of one direction are the same event (the usual rule of CNV comparison)."""

CONTRADICTING, CONTRADICTING_SHARE = 3, 0.2
"""Heterozygous substitutions within a loss of one copy, and their share of all there, from which they contradict it:
on one copy none can be heterozygous; genotyping errors are about one in a hundred."""

_X = CONTIGS.index("X")
_NUMBERED = re.compile(r"<CN(\d{1,3})>")


@dataclass(frozen=True, slots=True)
class StructuralCall:
    """One structural allele of the proband, told without the file.

    ``line`` and ``number`` say where it stands; ``start`` is the first base affected (0-based), ``end`` half-open;
    ``copies`` of ``ploidy`` chromosomes carry it; ``copy_number`` as the file states it for this person; ``genotypes``
    of everybody read; ``genes`` whose coding sequence it changes, filled in once placed; ``same_as`` is the line of a
    larger call of the same event; ``contradicted`` says what speaks against the call, '' when nothing does.
    """

    line: int
    number: int
    allele: Allele
    type: StructuralType
    start: int
    end: int
    direction: Direction | None
    copies: int
    ploidy: int
    copy_number: float | None = None
    passed: bool = True
    filters: tuple[str, ...] = ()
    genotypes: dict[str, Genotype] = field(default_factory=dict)
    genes: tuple[str, ...] = ()
    same_as: int | None = None
    contradicted: str = ""

    @property
    def key(self) -> tuple[int, int]:
        """Where the call stands in the file: line, and place in ALT."""
        return self.line, self.number

    @property
    def counts(self) -> bool:
        """Whether the call is weighed: passed, uncontradicted, the largest of its event."""
        return self.passed and self.same_as is None and not self.contradicted


def is_structural(columns: VcfColumns) -> NDArray[np.bool_]:
    """Return which rows are symbolic, breakends, or deletions spelt out over a thousand bases; no repeats."""
    long = (columns.kind == Kind.BASES) & (columns.end - columns.start > LEAST_SPELT)
    found: NDArray[np.bool_] = np.isin(columns.kind, (Kind.SYMBOLIC, Kind.BREAKEND)) | long
    for row in np.flatnonzero(columns.kind == Kind.SYMBOLIC).tolist():
        found[row] = not is_repeat(columns, row)
    return found


def with_stated_copies(columns: VcfColumns, *, males: frozenset[str]) -> VcfColumns:
    """Return the columns with the copies that FORMAT CN states where GT is silent, and losses on a man's X haploid."""
    rows = np.flatnonzero(is_structural(columns))[:MOST_READ]
    if not rows.size:
        return columns
    copies, ploidy = columns.copies.copy(), columns.ploidy.copy()
    for row in rows.tolist():
        record = columns.record(row)
        named = _NUMBERED.fullmatch(columns.alt_at(row))
        for place, sample in enumerate(columns.samples):
            expected = expected_copies(columns, row, male=sample in males)
            stated = _stated(record.sample(columns.header.samples.index(sample)))
            at = (row, place)
            if named and stated is None and copies[at] > 0:
                stated = int(named[1])
            copies[at], ploidy[at] = _carried(columns.alt_at(row), int(copies[at]), stated, expected=expected)
    return replace(columns, copies=copies, ploidy=ploidy)


def expected_copies(columns: VcfColumns, row: int, *, male: bool) -> int:
    """Return how many copies of a place a person has: one of a man's X and Y outside the shared regions."""
    if not male or int(columns.contig[row]) not in {_X, _X + 1}:
        return 2
    start = int(columns.start[row])
    shared = any(first <= start < last for first, last in PSEUDOAUTOSOMAL_X[columns.assembly or Assembly.GRCH38])
    return 2 if shared and int(columns.contig[row]) == _X else 1


def _stated(sample: Mapping[str, str]) -> float | None:
    text = sample.get("CN", "")
    return float(text) if re.fullmatch(r"\d{1,4}(\.\d{1,4})?", text) else None


def _carried(alt: str, copies: int, stated: float | None, *, expected: int) -> tuple[int, int]:
    """Return copies of the allele and ploidy from GT and the stated copy number."""
    name = alt[1:4] if alt.startswith("<") else "DEL"
    if name in {"DEL", "DUP"} or alt.startswith("<CN"):
        if stated is not None and (copies < 0 or name not in {"DEL", "DUP"}):
            copies = min(expected, round(abs(expected - stated)))
            wrong = (name == "DEL" and stated > expected) or (name == "DUP" and stated < expected)
            copies = 0 if wrong else copies
        elif stated == 0 and name == "DEL":
            copies = expected
    return (min(copies, expected), expected) if copies > 0 else (copies, expected)


def doubtful(calls: Iterable[StructuralCall]) -> str:
    """Return what speaks against the first call that is not weighed although it is there, '' when there is none."""
    for call in calls:
        if not call.counts and call.same_as is None:
            why = call.contradicted or f"FILTER is {', '.join(call.filters)}"
            return f"one is called (line {call.line}) but not counted: {why}"
    return ""


def structural_calls(columns: VcfColumns, sample: str, *, males: frozenset[str]) -> tuple[StructuralCall, ...]:
    """Return the structural alleles that a person carries, calls of one event joined, each checked against the
    substitutions within it."""
    place = columns.sample_index[sample]
    carried = is_structural(columns) & (columns.copies[:, place] > 0)
    rows = np.flatnonzero(carried)[:MOST_READ].tolist()
    if not rows:
        return ()
    zygosities = Zygosities(columns, place)
    calls = [_call(columns, row, sample, males) for row in rows]
    return _joined([replace(call, contradicted=_contradicted(call, zygosities)) for call in calls])


def _call(columns: VcfColumns, row: int, sample: str, males: frozenset[str]) -> StructuralCall:
    place = columns.sample_index[sample]
    stated = _stated(columns.record(row).sample(columns.header.samples.index(sample)))
    named = _NUMBERED.fullmatch(columns.alt_at(row))
    stated = float(named[1]) if stated is None and named else stated
    variant = structural(columns, row)
    type_ = variant.type if variant else StructuralType.DELETION
    told = columns.call(row)
    return StructuralCall(
        line=int(columns.line[row]),
        number=int(columns.number[row]),
        allele=told.allele,
        type=type_,
        start=variant.start if variant else int(columns.start[row]) + 1,
        end=int(columns.end[row]),
        direction=_direction(type_, stated, expected_copies(columns, row, male=sample in males)),
        copies=int(columns.copies[row, place]),
        ploidy=int(columns.ploidy[row, place]),
        copy_number=stated,
        passed=bool(columns.passed[row]),
        filters=told.filters,
        genotypes=dict(told.genotypes),
    )


def _direction(type_: StructuralType, stated: float | None, expected: int) -> Direction | None:
    if type_ is StructuralType.DELETION:
        return Direction.LOSS
    if type_ is StructuralType.DUPLICATION:
        return Direction.GAIN
    if type_ is StructuralType.COPY_NUMBER and stated is not None and stated != expected:
        return Direction.LOSS if stated < expected else Direction.GAIN
    return None


class Zygosities:
    """How many small variants of a person are heterozygous, and how many there are, within any stretch."""

    def __init__(self, columns: VcfColumns, place: int) -> None:
        single = (columns.kind == Kind.BASES) & (columns.end - columns.start == 1) & columns.passed
        rows = np.flatnonzero(single & (columns.copies[:, place] > 0) & (columns.contig < len(CONTIGS)))
        keys = columns.contig[rows].astype(np.int64) << 32 | columns.start[rows]
        order = np.argsort(keys, kind="stable")
        rows, self._keys = rows[order], keys[order]
        heterozygous = (columns.copies[rows, place] == 1) & (columns.ploidy[rows, place] == 2)
        self._heterozygous = np.concatenate([[0], np.cumsum(heterozygous)])

    def within(self, contig: str, start: int, end: int) -> tuple[int, int]:
        """Return how many variants in [start, end) are heterozygous, and how many there are."""
        code = (CONTIGS.index(contig) if contig in CONTIGS else len(CONTIGS)) << 32
        first, last = np.searchsorted(self._keys, [code | start, code | end])
        return int(self._heterozygous[last] - self._heterozygous[first]), int(last - first)


def _contradicted(call: StructuralCall, zygosities: Zygosities) -> str:
    """Return why a loss of all but one copy cannot be: variants that are heterozygous within it."""
    if call.direction is not Direction.LOSS or call.ploidy != 2:
        return ""
    heterozygous, total = zygosities.within(call.allele.contig, call.start, call.end)
    if heterozygous < CONTRADICTING or heterozygous <= CONTRADICTING_SHARE * total:
        return ""
    return f"{heterozygous} of {total} variants within it are heterozygous, which one copy cannot be"


def _joined(calls: list[StructuralCall]) -> tuple[StructuralCall, ...]:
    """Mark calls that are the same event as a larger one; a call that did not pass stands for no other."""
    order = sorted(range(len(calls)), key=lambda at: (not calls[at].counts, calls[at].start - calls[at].end))
    kept: dict[tuple[str, Direction], list[StructuralCall]] = {}
    for at in order:
        call = calls[at]
        if call.direction is None:
            continue
        others = kept.setdefault((call.allele.contig, call.direction), [])
        same = next((one for one in others if _overlap(one, call) >= SAME_EVENT), None)
        if same is None:
            others.append(call)
        else:
            calls[at] = replace(call, same_as=same.line)
    return tuple(calls)


def _overlap(one: StructuralCall, other: StructuralCall) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / max(one.end - one.start, other.end - other.start, 1)


def explained_by_loss(found: Disomy, calls: Iterable[StructuralCall]) -> bool:
    """Whether a called loss explains that one parent's alleles are missing."""
    return any(
        call.direction is Direction.LOSS
        and call.allele.contig == found.contig
        and min(call.end, found.end) - max(call.start, found.start) > 0.5 * (found.end - found.start)
        for call in calls
    )


def lost_parent(call: StructuralCall, disomies: Sequence[Disomy], parents: Mapping[str, Parent]) -> Parent | None:
    """Return whose copy a loss (or whose extra copy a gain) is, from the parents' alleles within it or their own calls.

    ``parents`` names the sample of each parent.
    """
    for one in disomies:
        if call.direction is Direction.LOSS and explained_by_loss(one, (call,)):
            return Parent.PATERNAL if one.origin is Parent.MATERNAL else Parent.MATERNAL
    carrying = [parent for sample, parent in parents.items() if _carries(call, sample)]
    return carrying[0] if len(carrying) == 1 else None


def _carries(call: StructuralCall, sample: str) -> bool:
    genotype = call.genotypes.get(sample)
    return genotype is not None and genotype.alt_copies > 0


DE_NOVO_OF_CAUSES, DE_NOVO_BY_CHANCE = 0.9, 0.012
"""Share of large changes that arose in the patient: among those that cause a syndrome (an assumption: recurrent
deletions are mostly de novo), and among those a person carries anyway (0.012 arise a genome and transmission, Itsara
2010, doi:10.1101/gr.107680.110, and about one over 100 kb is carried)."""


def inheritance_factor(call: StructuralCall, parents: Mapping[str, Parent]) -> float:
    """Return the likelihood ratio of a large change being new, or inherited; 1 where a parent was not called."""
    genotypes = [call.genotypes.get(sample) for sample in parents]
    if len(genotypes) < 2 or any(one is None or one.zygosity is Zygosity.NOT_CALLED for one in genotypes):
        return 1.0
    if any(_carries(call, sample) for sample in parents):
        return (1.0 - DE_NOVO_OF_CAUSES) / (1.0 - DE_NOVO_BY_CHANCE)
    return DE_NOVO_OF_CAUSES / DE_NOVO_BY_CHANCE
