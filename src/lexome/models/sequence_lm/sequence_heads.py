"""Where a sequence looks coding, and where apes may differ: the heads of the reference sequence model that ship."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from lexome.core.errors import BrokenKnowledge
from lexome.core.plugin import Card, Model
from lexome.formats.columns import STARTER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.settings import Settings

FILE = STARTER / "sequence_lm" / "heads.onnx"
CODING = {1: 3, -1: 6}
"""Rows of the states by strand (``learn.sequence_lm.corpus.STATES``)."""
STRIDE = 16
"""Bases that the coarsest layers join; tiles start at multiples of it, so that every run joins the same ones."""
REACH = 928
"""Bases to either side that can change what is said of one (``learn.sequence_lm.network.Shape.reach``)."""
TILE = 16_384
_BASES = np.frombuffer(b"ACGT", np.uint8)


class SequenceSource(Protocol):
    """Where reference bases come from (see ``formats.fasta.Reference``)."""

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return upper-case forward bases of [start, end)."""

    def extent(self, contig: str, position: int) -> tuple[int, int] | None:
        """Return the stretch at hand around a position."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said of each base of a region, forward order, 0 to 1.

    ``coding`` by strand (1 and -1): how much the base looks like coding sequence there. ``differs``: the chance that
    chimpanzee, gorilla or orangutan has another base, 0 where the base is not known.
    """

    coding: dict[int, NDArray[np.float32]]
    differs: NDArray[np.float32]


class SequenceHeads:
    """Reads both strands at once; memory does not grow with the region."""

    def __init__(self, *, threads: int, file: Path = FILE, tile: int = TILE) -> None:
        self._threads, self._file, self._tile = threads, file, tile

    def read(self, reference: SequenceSource, *, contig: str, start: int, end: int) -> Reading:
        """Return what the heads say of [start, end)."""
        low, high = reference.extent(contig, start) or (start, end)
        first = start // STRIDE * STRIDE
        parts = [
            self._tile_read(_one_hot(reference, contig, (at - REACH, min(at + self._tile, end) + REACH), (low, high)))
            for at in range(first, end, self._tile)
        ]
        joined = np.concatenate(parts, axis=1)[:, start - first : end - first]
        return Reading({1: joined[0], -1: joined[1]}, joined[2])

    def _tile_read(self, bases: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (3, width less both reaches): coding forward, coding reverse, differs."""
        spare = -bases.shape[1] % STRIDE
        fed = np.pad(bases, ((0, 1), (0, spare)))[None]
        inner = slice(REACH, bases.shape[1] - REACH)
        states, altered = self._session.run(["states", "altered"], {"x": fed})
        coding = _chance(states[0, list(CODING.values()), inner])
        same = np.where(bases[:, inner] == 0, 1 - _chance(altered[0, :, inner]), 1).prod(0)
        differs = np.where(bases[:, inner].any(0), 1 - same, 0)
        return np.concatenate([coding, differs[None]]).astype(np.float32)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(str(self._file), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises a type of its own for each cause
            raise BrokenKnowledge(f"{self._file.name} cannot be loaded; run: lexome data verify") from error


def _chance(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return found


def _one_hot(
    reference: SequenceSource, contig: str, wanted: tuple[int, int], at_hand: tuple[int, int]
) -> NDArray[np.float32]:
    """Return bases (4, width) in the order ACGT; what is not at hand or not known is a column of zeros."""
    start, end = max(wanted[0], at_hand[0]), min(wanted[1], at_hand[1])
    codes = np.frombuffer(reference.fetch(contig, start, end).encode("ascii"), np.uint8)
    known = (codes[None, :] == _BASES[:, None]).astype(np.float32)
    return np.pad(known, ((0, 0), (start - wanted[0], wanted[1] - end)))


def open_model(settings: Settings) -> SequenceHeads:
    """Return the model; nothing is loaded before the first region."""
    return SequenceHeads(threads=settings.jobs or os.cpu_count() or 1)


CARD = Card(
    title="Coding sequence and differences from apes",
    about="Two heads of the reference sequence model: how much each base looks like coding sequence on either strand, "
    "and the chance that chimpanzee, gorilla or "
    "orangutan has another base, from 900 bases to either side: a dilated convolution network at three resolutions, "
    "844,921 stored weights, each used twice, both strands read alike.",
    licence="Apache-2.0; trained on public sequence (LRG, Ensembl)",
    reference="docs/reference/sequence-models.md",
    training="597 regions of LRG on GRCh38 with the exons of LRG and Ensembl, and chromosome 22 beside three apes; "
    "6,000 steps of 8 windows of 2,048 bases, 78 CPU-minutes (tools/train_sequence_lm.py). 99 genes, chromosome 22 "
    "from 45 Mb, BRCA1, BRCA2 and the loci of reporter assays were never seen.",
    measured=(
        "held-out genes, coding bases of both strands, 37,371 of 1,561,600: area under the precision-recall curve "
        "0.772 (0.607-0.874); frame-aware fifth-order Markov chain 0.261 (0.151-0.371), 6-mers 0.119 (0.069-0.190) "
        "(python benchmarks/sequence_lm.py)",
        "held-out end of chromosome 22, 694,002 places: 0.381 bits for the apes' bases, best context table 0.387 "
        "(0.0048-0.0064 more)",
    ),
    limits="Drawn in maps alone and never used for a variant or a criterion: as scores of variants no head is above "
    "both its baseline and the splice networks. Trained on windows around exons more often than elsewhere, so its "
    "numbers are no calibrated probabilities. Annotated protein-coding genes of both strands are its truth. Most of "
    "what tells differences from apes is mutability (CpG above all), so a low value is weak evidence of constraint.",
)

plugin = Model(CARD, open_model)
