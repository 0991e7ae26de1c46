"""What a sequence model says about an allele."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lexome.core.facts import Unknown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SpliceKind(StrEnum):
    """Which splice site is changed and how."""

    ACCEPTOR_GAIN = "acceptor_gain"
    ACCEPTOR_LOSS = "acceptor_loss"
    DONOR_GAIN = "donor_gain"
    DONOR_LOSS = "donor_loss"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a model says about one allele in one gene.

    ``value`` is in ``unit`` ('change in probability', 'log2 odds'); ``kind`` says what changes ('donor_loss'; '' when
    the model does not tell), ``offset`` how many bases from the allele's start on the forward strand, None when it has
    no place. ``model`` is the plug-in whose card stands behind it.
    """

    value: float
    unit: str
    model: str
    kind: str = ""
    offset: int | None = None
    gene: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class EffectColumns:
    """Effects of many alleles, a row each; a row with a reason has no effect and its numbers mean nothing.

    ``value`` (float32) is NaN and ``kind`` (int8, index into ``kinds``) is -1 where ``reason`` is not ''; ``offset``
    (int32) counts bases from the allele's start on the forward strand. ``detail`` (float32, rows × kinds) holds
    the largest change of each kind.
    """

    model: str
    unit: str
    kinds: tuple[str, ...]
    value: NDArray[np.float32]
    kind: NDArray[np.int8]
    offset: NDArray[np.int32]
    detail: NDArray[np.float32]
    genes: Sequence[str]
    reasons: Sequence[str]

    def __len__(self) -> int:
        return len(self.reasons)

    def effect(self, row: int) -> Effect | Unknown:
        """Return one row as a fact: the effect, or why there is none."""
        if self.reasons[row]:
            return Unknown(f"not scored by {self.model}: {self.reasons[row]}")
        kind = int(self.kind[row])
        return Effect(
            value=float(self.value[row]),
            unit=self.unit,
            model=self.model,
            kind=self.kinds[kind] if kind >= 0 else "",
            offset=int(self.offset[row]) if kind >= 0 else None,
            gene=self.genes[row],
        )
