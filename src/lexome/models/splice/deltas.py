"""Changes of splice-site probability by SpliceAI's conventions.

Jaganathan 2019 (doi:10.1016/j.cell.2018.12.015): the change is taken position by position within a window; bases that
a deletion removes count as probability 0 in the alternate, bases that an insertion adds count with the base they
follow, at their largest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.effect import SpliceKind
from lexome.models.splice.networks import ACCEPTOR, DONOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.models.splice.genes import Gene

KINDS = tuple(SpliceKind)


@dataclass(frozen=True, slots=True)
class Changes:
    """The largest change of each kind, order of KINDS, and where: bases from the variant's start, forward strand."""

    deltas: NDArray[np.float32]
    offsets: NDArray[np.int32]

    @property
    def largest(self) -> float:
        """The largest of the four."""
        return float(self.deltas.max())


def aligned(alternate: NDArray[np.float32], *, before: int, ref_length: int, alt_length: int) -> NDArray[np.float32]:
    """Return alternate probabilities (3, before + alt_length + after) position by position of the reference."""
    left, inner = alternate[:, :before], alternate[:, before : before + alt_length]
    right = alternate[:, before + alt_length :]
    if alt_length < ref_length:
        inner = np.pad(inner, ((0, 0), (0, ref_length - alt_length)))
    elif alt_length > ref_length:
        kept = ref_length - 1
        inner = np.concatenate([inner[:, :kept], inner[:, kept:].max(axis=1, keepdims=True)], axis=1)
    return np.concatenate([left, inner, right], axis=1)


def changes(
    reference: NDArray[np.float32], alternate: NDArray[np.float32], *, before: int, start: int, masked_by: Gene | None
) -> Changes:
    """Return the largest change of each kind between aligned probabilities, both on the forward strand.

    ``start`` is the genomic position of column ``before``. With ``masked_by``, gains at annotated sites and losses
    elsewhere count as 0.
    """
    difference = alternate - reference
    rows = [difference[ACCEPTOR], -difference[ACCEPTOR], difference[DONOR], -difference[DONOR]]
    if masked_by is not None:
        positions = np.arange(start - before, start - before + reference.shape[1])
        acceptor, donor = np.isin(positions, masked_by.acceptors), np.isin(positions, masked_by.donors)
        for row, hidden in zip(rows, (acceptor, ~acceptor, donor, ~donor), strict=True):
            row[hidden] = 0
    at = np.array([int(row.argmax()) for row in rows], np.int32)
    largest = np.array([row[index] for row, index in zip(rows, at, strict=True)], np.float32)
    return Changes(np.maximum(largest, 0), at - before)
