"""The trained sequence model as the benchmarks read it, and windows of sequence it never saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from lexome.learn.sequence_lm.corpus import UNKNOWN, GeneRegion
from lexome.learn.sequence_lm.network import STRIDE, Shape, Weights, forward
from lexome.learn.sequence_lm.training import encode

WIDTH, EDGE = 4096, 96
"""Bases of a window, and those at its ends that are read but not judged."""


class Reader:
    """The trained network, read on both strands at once by construction."""

    def __init__(self, checkpoint: Path) -> None:
        saved = torch.load(checkpoint, weights_only=True)
        self.weights: Weights = saved["weights"]
        self.step = int(saved["step"])

    def read(self, codes: np.ndarray, hidden: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return probabilities of windows (n, w): hidden base (n, 4, w), states (n, 10, w), apes' bases (n, 4, w)."""
        width = codes.shape[1]
        spare = -width % STRIDE
        codes = np.pad(codes, ((0, 0), (0, spare)), constant_values=UNKNOWN)
        hidden = np.zeros(codes.shape, bool) if hidden is None else np.pad(hidden, ((0, 0), (0, spare)))
        with torch.no_grad():
            heads = forward(self.weights, Shape(), torch.from_numpy(encode(codes, hidden)))
            parts = torch.softmax(heads.bases, 1), torch.sigmoid(heads.states), torch.sigmoid(heads.altered)
        return tuple(part[:, :, :width].numpy() for part in parts)  # type: ignore[return-value]


def windows(regions: Sequence[GeneRegion], *, count: int, seed: int, least: float = 1.0) -> Iterator[tuple[int, int]]:
    """Yield (region, start) drawn by length, of windows of which at least that fraction of bases is known."""
    rng = np.random.default_rng(seed)
    room = np.array([max(len(region.codes) - WIDTH, 0) for region in regions], float)
    while count:
        which = int(rng.choice(len(regions), p=room / room.sum()))
        at = int(rng.integers(room[which]))
        if (regions[which].codes[at : at + WIDTH] != UNKNOWN).mean() >= least:
            count -= 1
            yield which, at
