"""Predicted changes of splicing for the variants whose criteria ask for them."""

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


def predicted(alleles: Sequence[Allele], gatherer: Gatherer, lab: Lab) -> dict[int, Effect | Unknown]:
    """Return the predicted change of each allele by its place; nothing without a reference."""
    reference = gatherer.sources.annotator.reference
    if reference is None or not alleles:
        return {}
    annotate = gatherer.sources.annotator.annotate
    asking = [place for place, allele in enumerate(alleles) if not NULL & set(annotate(allele)[0].terms)]
    order = sorted(asking, key=lambda place: alleles[place])
    silent: dict[int, Effect | Unknown] = dict.fromkeys(set(range(len(alleles))) - set(asking), NOT_ASKED)
    columns = lab.model("splice").score(
        [alleles[place] for place in order], reference=reference, transcripts=gatherer.sources.transcripts
    )
    return silent | {place: columns.effect(row) for row, place in enumerate(order)}
