"""Predicted changes of splicing for the variants whose criteria ask for them, nearest to an exon's end first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lexome.core.facts import Unknown

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.variant import Effect
    from lexome.evidence.gather import Gatherer
    from lexome.lab import Lab


NULL = {"stop_gained", "frameshift_variant", "splice_acceptor_variant", "splice_donor_variant", "transcript_ablation"}
NOT_ASKED = Unknown("a null variant is judged by PVS1; splicing was not predicted")

MOST = 300
"""Variants of one run whose splicing is predicted: at 0.06 CPU-seconds each (benchmarks/acmg.py splicing) the part of a
minute. Of 300 coding and near-intronic variants of an exome two reached 0.2 more than ten bases from an exon's end."""

BATCH = 16
"""Variants predicted between two words of progress."""


def predicted(
    alleles: Sequence[Allele], gatherer: Gatherer, lab: Lab, *, most: int | None = None
) -> dict[int, Effect | Unknown]:
    """Return the predicted change of each allele by its place; nothing without a reference.

    Of more than ``most`` alleles that ask, those nearest to the end of an exon are predicted; each of the others says
    so. Alleles that the reference does not cover cost nothing and are not counted.
    """
    annotator = gatherer.sources.annotator
    reference = annotator.reference
    if reference is None or not alleles:
        return {}
    told = [annotator.annotate(allele)[0] for allele in alleles]
    asking = [place for place, one in enumerate(told) if not NULL & set(one.terms)]
    found: dict[int, Effect | Unknown] = dict.fromkeys(set(range(len(alleles))) - set(asking), NOT_ASKED)
    distance = {place: abs(told[place].splice_distance or _FAR) for place in asking}
    covered = [a for a in asking if reference.covers(alleles[a].contig, alleles[a].start, alleles[a].end)]
    nearest = sorted(covered, key=lambda place: (distance[place], place))
    for place in nearest[most:] if most is not None else ():
        found[place] = Unknown(
            f"splicing was predicted for the {most} variants nearest to an exon's end only; this one is "
            f"{_words(distance[place])}",
            "--splice-most, or a VCF of this variant",
        )
    order = sorted((place for place in asking if place not in found), key=lambda place: alleles[place])
    model = lab.model("splice")
    for first in range(0, len(order), BATCH):
        batch = order[first : first + BATCH]
        columns = model.score(
            [alleles[place] for place in batch], reference=reference, transcripts=gatherer.sources.transcripts
        )
        found |= {place: columns.effect(row) for row, place in enumerate(batch)}
        lab.progress("predicting splicing", done=first + len(batch), total=len(order))
    return found


_FAR = 1 << 30


def _words(distance: int) -> str:
    return "in no transcript" if distance == _FAR else f"{distance} bases away"
