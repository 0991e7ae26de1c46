"""One gene's sequence in the direction of transcription.

Positions on a frame, here called ``u``, grow in the direction of transcription: u is the genomic position on the
forward strand, and -1 - position on the reverse strand, so that the interval [start, end) becomes [-end, -start).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.models.splice.genes import Gene

_BASES = np.frombuffer(b"ACGT", np.uint8)


class Place(Protocol):
    """A stretch of a contig that is at hand."""

    @property
    def contig(self) -> str:
        """Name of the contig, canonical where it is a chromosome's."""


class SequenceSource(Protocol):
    """Where reference bases come from (see ``formats.fasta.Reference``)."""

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return upper-case forward bases of [start, end)."""

    def extent(self, contig: str, position: int) -> tuple[int, int] | None:
        """Return the stretch at hand around a position."""

    def places(self) -> Sequence[Place]:
        """Return all stretches at hand."""


def one_hot(sequence: str) -> NDArray[np.float32]:
    """Return (4, length) in the order ACGT; any other letter is a column of zeros."""
    codes = np.frombuffer(sequence.encode("ascii"), np.uint8)
    coded: NDArray[np.float32] = (codes[None, :] == _BASES[:, None]).astype(np.float32)
    return coded


@dataclass(frozen=True, slots=True)
class Frame:
    """A gene on a reference; what lies outside the gene or the file reads as N, as in SpliceAI.

    ``low`` and ``high`` bound what is at hand, on the forward strand.
    """

    gene: Gene
    source: SequenceSource
    low: int
    high: int

    def oriented(self, start: int, end: int) -> tuple[int, int]:
        """Return a genomic interval as an interval of u."""
        return (start, end) if self.gene.strand > 0 else (-end, -start)

    def encode(self, bases: str) -> NDArray[np.float32]:
        """Return forward bases one-hot in the direction of transcription."""
        return self.turned(one_hot(bases))

    def turned(self, array: NDArray[np.float32]) -> NDArray[np.float32]:
        """Reverse-complement one-hot bases (4, w) on the reverse strand; on the forward strand return them."""
        return array if self.gene.strand > 0 else np.ascontiguousarray(array[::-1, ::-1])

    def bases(self, first: int, last: int) -> NDArray[np.float32]:
        """Return one-hot bases (4, last - first) of the interval of u."""
        start, end = self.oriented(first, last)
        low, high = max(start, self.low), min(end, self.high)
        if low >= high:
            return np.zeros((4, last - first), np.float32)
        known = one_hot(self.source.fetch(self.gene.contig, low, high))
        return self.turned(np.pad(known, ((0, 0), (low - start, end - high))))
