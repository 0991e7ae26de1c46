"""Where a sequence looks coding, on either strand: the head of the reference sequence model that ships."""

from __future__ import annotations

import os
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

FILE = STARTER / "sequence_lm" / "states.onnx"
CODING = {1: 3, -1: 6}
"""Rows of the network's output by strand (``learn.sequence_lm.corpus.STATES``)."""
STRIDE = 16
"""Bases that the coarsest layers join; tiles start at multiples of it, so that every run joins the same ones."""
REACH = 1_184
"""Bases to either side that can change what is said of one (``learn.sequence_lm.network.Shape.reach``, rounded up)."""
TILE = 16_384
_BASES = np.frombuffer(b"ACGT", np.uint8)


class SequenceSource(Protocol):
    """Where reference bases come from (see ``formats.fasta.Reference``)."""

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return upper-case forward bases of [start, end)."""

    def extent(self, contig: str, position: int) -> tuple[int, int] | None:
        """Return the stretch at hand around a position."""


class ExonStates:
    """Reads both strands at once; memory does not grow with the region."""

    def __init__(self, *, threads: int, file: Path = FILE, tile: int = TILE) -> None:
        self._threads, self._file, self._tile = threads, file, tile

    def coding(self, reference: SequenceSource, *, contig: str, start: int, end: int) -> dict[int, NDArray[np.float32]]:
        """Return by strand (1 and -1) how much each base of [start, end) looks coding, 0 to 1, forward order."""
        low, high = reference.extent(contig, start) or (start, end)
        first = start // STRIDE * STRIDE
        parts = [
            self._coding(_one_hot(reference, contig, (at - REACH, min(at + self._tile, end) + REACH), (low, high)))
            for at in range(first, end, self._tile)
        ]
        joined = np.concatenate(parts, axis=1)[:, start - first : end - first]
        return {1: joined[0], -1: joined[1]}

    def _coding(self, bases: NDArray[np.float32]) -> NDArray[np.float32]:
        spare = -bases.shape[1] % STRIDE
        fed = np.pad(bases, ((0, 1), (0, spare)))[None]
        logits = self._session.run(["states"], {"x": fed})[0][0, list(CODING.values())]
        found: NDArray[np.float32] = 1 / (1 + np.exp(-logits[:, REACH : bases.shape[1] - REACH]))
        return found

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


def _one_hot(
    reference: SequenceSource, contig: str, wanted: tuple[int, int], at_hand: tuple[int, int]
) -> NDArray[np.float32]:
    """Return bases (4, width) in the order ACGT; what is not at hand or not known is a column of zeros."""
    start, end = max(wanted[0], at_hand[0]), min(wanted[1], at_hand[1])
    codes = np.frombuffer(reference.fetch(contig, start, end).encode("ascii"), np.uint8)
    known = (codes[None, :] == _BASES[:, None]).astype(np.float32)
    return np.pad(known, ((0, 0), (start - wanted[0], wanted[1] - end)))


def open_model(settings: Settings) -> ExonStates:
    """Return the model; nothing is loaded before the first region."""
    return ExonStates(threads=settings.jobs or os.cpu_count() or 1)


CARD = Card(
    title="Coding sequence: a head of the reference sequence model",
    about="How much each base looks like coding sequence on either strand, from 1,100 bases to either side: a dilated "
    "convolution network at three resolutions, 1,057,065 stored weights, both strands read alike.",
    licence="Apache-2.0; trained on public sequence (LRG, Ensembl)",
    reference="docs/reference/sequence-models.md",
    training="597 regions of LRG on GRCh38 with the exons of LRG and Ensembl, and chromosome 22 beside three apes; 780 "
    "steps of 8 windows of 2,048 bases, 6 CPU-minutes (tools/train_sequence_lm.py). 99 genes, chromosome 22 from 45 "
    "Mb, BRCA1, BRCA2 and the loci of reporter assays were never seen.",
    measured=(
        "held-out genes, coding bases of both strands, 9,042 of 468,480: area under the precision-recall curve 0.421 "
        "(0.291-0.552), 6-mer log odds over the best span 0.096 (0.052-0.178) (python benchmarks/sequence_lm.py)",
    ),
    limits="A weak guide that misses whole genes (the exons of BRCA1 reach 0.09 on the mean, what lies between them "
    "0.03); drawn in maps alone and never used for a variant or a criterion. Trained on windows around exons more "
    "often than elsewhere, so its numbers are no calibrated probabilities. Annotated protein-coding genes of both "
    "strands are its truth; frame-aware coding statistics were not compared. The other heads do not ship.",
)

plugin = Model(CARD, open_model)
