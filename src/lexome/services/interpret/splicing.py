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


def predicted(alleles: Sequence[Allele], gatherer: Gatherer, lab: Lab) -> dict[int, Effect | Unknown]:
    """Return the predicted change of each allele by its place; nothing without a reference."""
    reference = gatherer.sources.annotator.reference
    if reference is None or not alleles:
        return {}
    order = sorted(range(len(alleles)), key=lambda place: alleles[place])
    columns = lab.model("splice").score(
        [alleles[place] for place in order], reference=reference, transcripts=gatherer.sources.transcripts
    )
    return {place: columns.effect(row) for row, place in enumerate(order)}
