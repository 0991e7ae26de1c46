"""A transcript laid out in its own direction, and an allele brought into that direction.

Oriented positions ascend along the transcript: on the forward strand they are genomic positions, on the reverse
strand base ``g`` stands at ``-g - 1``. Intervals stay half-open, so nothing below this module knows of strands.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.transcript import INCOMPLETE_3, INCOMPLETE_5, TranscriptColumns
from lexome.models.consequence.genetic_code import reverse_complement


@dataclass(frozen=True, slots=True)
class Change:
    """Bases ``start`` to ``end`` (oriented, half-open) become ``alt``; nothing shared at either end."""

    start: int
    end: int
    ref: str
    alt: str

    @property
    def is_insertion(self) -> bool:
        """Whether no base is taken away."""
        return self.start == self.end

    @property
    def is_shiftable(self) -> bool:
        """Whether it is a pure insertion or deletion, which may be described in several places."""
        return not self.ref or not self.alt

    def moved(self, by: int, unit: str) -> Change:
        """Return the same change described ``by`` bases further on, its bases rotated to ``unit``."""
        ref, alt = (unit, "") if self.ref else ("", unit)
        return Change(self.start + by, self.end + by, ref, alt)


def oriented(allele: Allele, strand: int) -> Change:
    """Return an allele spelt in bases as a minimal change in the direction of a strand."""
    ref, alt, start = allele.ref, allele.alt, allele.start
    shared = 0
    limit = min(len(ref), len(alt))
    while shared < limit and ref[-1 - shared] == alt[-1 - shared]:
        shared += 1
    ref, alt = ref[: len(ref) - shared], alt[: len(alt) - shared]
    ahead = 0
    limit = min(len(ref), len(alt))
    while ahead < limit and ref[ahead] == alt[ahead]:
        ahead += 1
    ref, alt, start = ref[ahead:], alt[ahead:], start + ahead
    if strand > 0:
        return Change(start, start + len(ref), ref, alt)
    return Change(-start - len(ref), -start, reverse_complement(ref), reverse_complement(alt))


@dataclass(frozen=True, slots=True)
class Placement:
    """Exons of one transcript in oriented positions, ascending, with their offsets in the spliced transcript.

    ``cds`` is the coding interval in offsets of the spliced transcript, None for a transcript that is not coding;
    ``phase`` counts bases before its first whole codon.
    """

    row: int
    contig: str
    strand: int
    exons: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    offsets: tuple[int, ...]
    length: int
    cds: tuple[int, int] | None
    lacks_start: bool
    lacks_end: bool
    phase: int

    @property
    def start(self) -> int:
        """First base of the transcript."""
        return self.exons[0][0]

    @property
    def end(self) -> int:
        """End of the transcript, half-open."""
        return self.exons[-1][1]

    def exon_before(self, position: int) -> int:
        """Return the last exon that starts at or before a position, -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def offset_of(self, position: int) -> int | None:
        """Return the offset of an exonic base in the spliced transcript, None for any other base."""
        exon = self.exon_before(position)
        if exon < 0 or position >= self.exons[exon][1]:
            return None
        return self.offsets[exon] + position - self.exons[exon][0]

    def cut_of(self, change: Change) -> tuple[int, int] | None:
        """Return the spliced offsets that a change replaces; None unless it lies within one exon.

        An insertion between exon and intron counts as within the exon.
        """
        exon = self.exon_before(change.start)
        if exon >= 0:
            first, last = self.exons[exon]
            if change.end <= last:
                begin = self.offsets[exon] + change.start - first
                return begin, begin + change.end - change.start
        return None


def chromosome(contig: str) -> Placement:
    """Return a whole chromosome as one exon, so that genomic names are placed like those on transcripts."""
    longest = 1 << 31
    return Placement(
        -1, contig, 1, ((0, longest),), (0,), (0,), longest, None, lacks_start=True, lacks_end=True, phase=0
    )


def placed(transcripts: TranscriptColumns, row: int) -> Placement:
    """Return one transcript of the columns, oriented."""
    strand = int(transcripts.strand[row])
    exons = transcripts.exons(row)
    cds_start, cds_end = int(transcripts.cds_start[row]), int(transcripts.cds_end[row])
    if strand < 0:
        exons = tuple((-end, -start) for start, end in reversed(exons))
        cds_start, cds_end = (-cds_end, -cds_start)
    offsets = []
    length = 0
    for start, end in exons:
        offsets.append(length)
        length += end - start
    incomplete = int(transcripts.cds_incomplete[row]) if transcripts.cds_incomplete is not None else 0
    bare = Placement(
        row=row,
        contig=CONTIGS[int(transcripts.contig[row])],
        strand=strand,
        exons=exons,
        starts=tuple(start for start, _ in exons),
        offsets=tuple(offsets),
        length=length,
        cds=None,
        lacks_start=bool(incomplete & INCOMPLETE_5),
        lacks_end=bool(incomplete & INCOMPLETE_3),
        phase=int(transcripts.cds_phase[row]) if transcripts.cds_phase is not None else 0,
    )
    return _with_cds(bare, cds_start, cds_end) if bool(transcripts.cds_start[row] >= 0) else bare


def _with_cds(bare: Placement, start: int, end: int) -> Placement:
    first, last = bare.offset_of(start), bare.offset_of(end - 1)
    if first is None or last is None:
        raise ValueError(f"transcript row {bare.row}: the coding sequence does not start and end in exons")
    values = {name: getattr(bare, name) for name in Placement.__slots__}
    return Placement(**{**values, "cds": (first, last + 1)})
