"""Slow statement of SpliceAI's convention for one kind of site: position by position, with names for every base."""

from __future__ import annotations


def change_by_position(
    reference: dict[int, float], alternate: list[tuple[int | None, float]], *, positions: list[int]
) -> dict[int, float]:
    """Return alternate minus reference at each genomic position.

    ``alternate`` lists the alternate haplotype's bases in order, each with the genomic position it stands for, None
    for an inserted base. An inserted base counts with the last base before it; a deleted position counts as 0.
    """
    best: dict[int, float] = {}
    place = None
    for position, probability in alternate:
        place = position if position is not None else place
        assert place is not None
        best[place] = max(best.get(place, 0.0), probability)
    return {position: best.get(position, 0.0) - reference[position] for position in positions}
