"""What a sequence model says about many alleles, in columns; one row becomes an ``Effect`` for the few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lexome.core.facts import Citation, Unknown
from lexome.core.variant import Effect

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SpliceKind(StrEnum):
    """Which splice site changes and how."""

    ACCEPTOR_GAIN = "acceptor gain"
    ACCEPTOR_LOSS = "acceptor loss"
    DONOR_GAIN = "donor gain"
    DONOR_LOSS = "donor loss"


@dataclass(frozen=True, slots=True, eq=False)
class EffectColumns:
    """Effects of many alleles, a row each; a row with a reason has no effect.

    ``value`` (float32) is NaN where ``reasons`` is not ''; ``kind`` (int8) indexes ``kinds``, -1 when nothing
    changes; ``offset`` (int32) counts bases from the allele's start on the forward strand; ``detail`` (float32,
    rows × kinds) and ``detail_offset`` (int32) hold the largest change of each kind. ``genes`` names the gene
    whose splicing is meant. A reason is one of the model's documented codes.
    """

    model: str
    unit: str
    citation: Citation
    kinds: tuple[str, ...]
    value: NDArray[np.float32]
    kind: NDArray[np.int8]
    offset: NDArray[np.int32]
    detail: NDArray[np.float32]
    detail_offset: NDArray[np.int32]
    genes: Sequence[str]
    reasons: Sequence[str]

    def __len__(self) -> int:
        return len(self.reasons)

    def effect(self, row: int) -> Effect | Unknown:
        """Return one row as a fact: the effect, or why there is none."""
        if self.reasons[row]:
            return Unknown(f"{self.model} did not score it: {self.reasons[row].replace('_', ' ')}")
        kind = int(self.kind[row])
        return Effect(
            model=self.model,
            value=float(self.value[row]),
            unit=self.unit,
            citation=self.citation,
            kind=self.kinds[kind] if kind >= 0 else "",
            offset=int(self.offset[row]) if kind >= 0 else None,
        )
