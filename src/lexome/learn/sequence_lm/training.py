"""Train the reference sequence model: seeded, within a budget of CPU time, resumable from its last checkpoint."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.optional import optional
from lexome.learn.sequence_lm.corpus import STATES, UNKNOWN, GeneRegion
from lexome.learn.sequence_lm.network import Shape, Weights, forward, initial_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast; ``masked`` is the fraction of bases hidden, ``state_weight`` that of the states' loss."""

    steps: int = 600
    width: int = 1024
    batch: int = 12
    masked: float = 0.2
    peak_rate: float = 3e-3
    warm_up: int = 40
    state_weight: float = 2.0
    decay: float = 0.01
    checkpoint_every: int = 50
    seed: int = 20250116


def train(
    regions: Sequence[GeneRegion],
    *,
    shape: Shape,
    plan: Plan,
    checkpoint: Path,
    tell: Callable[[str], None],
) -> Weights:
    """Return weights after ``plan.steps``; goes on from the checkpoint when there is one."""
    torch = optional("torch", extra="train")
    weights = initial_weights(shape, seed=plan.seed)
    for weight in weights.values():
        weight.requires_grad_()
    optimizer = torch.optim.AdamW(list(weights.values()), lr=plan.peak_rate, weight_decay=plan.decay, betas=(0.9, 0.98))
    done = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        for name, weight in weights.items():
            weight.data.copy_(saved["weights"][name])
        optimizer.load_state_dict(saved["optimizer"])
        done = int(saved["step"])
    places = _Places(regions, width=plan.width)
    began, shown = time.process_time(), []
    for step in range(done, plan.steps):
        for group in optimizer.param_groups:
            group["lr"] = plan.peak_rate * _schedule(step, plan)
        loss, parts = _loss(weights, shape, plan, places.batch(step, plan))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(weights.values()), 1.0)
        optimizer.step()
        shown.append(parts)
        if (step + 1) % plan.checkpoint_every == 0 or step + 1 == plan.steps:
            _save(checkpoint, weights, optimizer, step + 1)
            bits, states = np.mean(shown, axis=0)
            shown.clear()
            tell(f"step {step + 1}: {bits:.4f} bits, states {states:.4f}, {time.process_time() - began:.0f} CPU-s")
    return {name: weight.detach() for name, weight in weights.items()}


def _schedule(step: int, plan: Plan) -> float:
    if step < plan.warm_up:
        return (step + 1) / plan.warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - plan.warm_up) / max(plan.steps - plan.warm_up, 1)))


class _Places:
    """Draws windows: half anywhere, half around an exon edge, so that rare states are seen."""

    def __init__(self, regions: Sequence[GeneRegion], *, width: int) -> None:
        self._regions = [region for region in regions if len(region.codes) > width]
        self._sizes = np.array([len(region.codes) - width for region in self._regions], np.float64)
        self._width = width
        edge = np.uint8(0b11000011)
        self._edges = [np.flatnonzero(region.states & edge) for region in self._regions]

    def batch(self, step: int, plan: Plan) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.bool_]]:
        """Return base codes, states and which bases are hidden; the same for the same step and seed."""
        rng = np.random.default_rng((plan.seed, step))
        picked = rng.choice(len(self._regions), plan.batch, p=self._sizes / self._sizes.sum())
        codes = np.empty((plan.batch, self._width), np.uint8)
        states = np.empty_like(codes)
        for row, index in enumerate(picked.tolist()):
            region, edges = self._regions[index], self._edges[index]
            at = int(rng.integers(len(region.codes) - self._width))
            if row % 2 and len(edges):
                at = int(np.clip(rng.choice(edges) - rng.integers(self._width), 0, len(region.codes) - self._width))
            codes[row], states[row] = region.codes[at : at + self._width], region.states[at : at + self._width]
        hidden = (rng.random(codes.shape) < plan.masked) & (codes != UNKNOWN)
        return codes, states, hidden


def encode(codes: NDArray[np.uint8], hidden: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return (n, 5, w): one-hot bases with hidden ones empty, and the mask."""
    seen = np.where(hidden, UNKNOWN, codes)
    x = np.zeros((len(codes), 5, codes.shape[1]), np.float32)
    for base in range(4):
        x[:, base] = seen == base
    x[:, 4] = hidden
    return x


def _loss(weights: Weights, shape: Shape, plan: Plan, batch: Any) -> tuple[Any, tuple[float, float]]:
    torch = optional("torch", extra="train")
    codes, states, hidden = batch
    bases, logits = forward(weights, shape, torch.from_numpy(encode(codes, hidden)))
    rows = torch.from_numpy(hidden)
    wanted = torch.from_numpy(codes.astype(np.int64))[rows]
    of_bases = torch.nn.functional.cross_entropy(bases.transpose(1, 2)[rows], wanted)
    bits = (states[:, None, :] >> np.arange(len(STATES), dtype=np.uint8)[None, :, None]) & 1
    truth = torch.from_numpy(bits.astype(np.float32))
    of_states = torch.nn.functional.binary_cross_entropy_with_logits(logits, truth)
    total = of_bases + plan.state_weight * of_states
    return total, (float(of_bases.detach()) / math.log(2), float(of_states.detach()))


def _save(path: Path, weights: Weights, optimizer: Any, step: int) -> None:
    torch = optional("torch", extra="train")
    beside = path.with_suffix(".partial")
    state = {name: weight.detach() for name, weight in weights.items()}
    torch.save({"weights": state, "optimizer": optimizer.state_dict(), "step": step}, beside)
    beside.replace(path)
