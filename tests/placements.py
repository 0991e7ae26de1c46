"""Transcripts laid out from the lengths of their exons."""

from __future__ import annotations

from lexome.models.consequence.placement import Placement


def placement(*lengths: int, cds: tuple[int, int]) -> Placement:
    """Return a transcript of exons of these lengths, a hundred bases apart."""
    starts = [sum(lengths[:number]) + 100 * number for number in range(len(lengths))]
    return Placement(
        row=0,
        contig="1",
        strand=1,
        exons=tuple((start, start + size) for start, size in zip(starts, lengths, strict=True)),
        starts=tuple(starts),
        offsets=tuple(sum(lengths[:number]) for number in range(len(lengths))),
        length=sum(lengths),
        cds=cds,
        lacks_start=False,
        lacks_end=False,
        phase=0,
    )
