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
from lexome.learn.sequence_lm.corpus import SITES, STATES, UNKNOWN, GeneRegion
from lexome.learn.sequence_lm.network import BASES, Shape, Weights, forward, initial_weights
from lexome.learn.sequence_lm.optimizing import Optimizer
from lexome.learn.sequence_lm.plan import Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NOT_KNOWN = 0b1111
_ONE_IN = 4
"""Of so many windows one is read whole: hidden bases hide splice sites too."""


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
    optimizer = Optimizer(weights, plan)
    done = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        for name, weight in weights.items():
            weight.data.copy_(saved["weights"][name])
        optimizer.restore(saved["optimizer"])
        done = int(saved["step"])
    places = _Places(regions, plan)
    began, shown = time.process_time(), []
    for step in range(done, plan.steps):
        loss, parts = _loss(weights, shape, plan, places.batch(step))
        optimizer.step(loss, rate=_schedule(step, plan))
        shown.append(parts)
        if (step + 1) % plan.checkpoint_every == 0 or step + 1 == plan.steps:
            _save(checkpoint, weights, optimizer, step + 1)
            means = " ".join(f"{value:.4f}" for value in np.mean(shown, axis=0))
            shown.clear()
            tell(f"step {step + 1}: bits of bases, states, apes {means}; {time.process_time() - began:.0f} CPU-s")
    return {name: weight.detach() for name, weight in weights.items()}


def _schedule(step: int, plan: Plan) -> float:
    if step < plan.warm_up:
        return (step + 1) / plan.warm_up
    cooling = max(plan.cooling * plan.steps, 1)
    return min(1.0, math.sqrt(max(plan.steps - step, 0.0) / cooling), (plan.steps - step) / cooling)


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows: base codes, state bits, bits of the apes' other bases, hidden bases, and which windows have states."""

    codes: NDArray[np.uint8]
    states: NDArray[np.uint16]
    altered: NDArray[np.uint8]
    hidden: NDArray[np.bool_]
    labelled: NDArray[np.bool_]


class _Places:
    """Draws windows: of genes, half anywhere and half around an exon edge; of aligned sequence, anywhere known."""

    def __init__(self, regions: Sequence[GeneRegion], plan: Plan) -> None:
        long_enough = [region for region in regions if len(region.codes) > plan.width]
        self._genes = [region for region in long_enough if region.states is not None]
        self._aligned = [region for region in long_enough if region.altered is not None]
        self._edges = [np.flatnonzero(region.states & np.uint16(SITES)) for region in self._genes]  # type: ignore[operator]
        self._plan = plan

    def batch(self, step: int) -> Batch:
        """Return the windows of a step; the same for the same step and seed."""
        plan = self._plan
        rng = np.random.default_rng((plan.seed, step))
        shape = (plan.batch, plan.width)
        codes, states = np.empty(shape, np.uint8), np.zeros(shape, np.uint16)
        altered, labelled = np.full(shape, _NOT_KNOWN, np.uint8), np.zeros(plan.batch, np.bool_)
        aligned = round(plan.batch * plan.apes) if self._aligned else 0
        for row in range(plan.batch):
            pool = self._aligned if row < aligned else self._genes
            region, at = self._drawn(pool, rng, near_edge=bool(row % 2))
            here = slice(at, at + plan.width)
            codes[row] = region.codes[here]
            if region.states is not None:
                states[row], labelled[row] = region.states[here], True
            if region.altered is not None:
                altered[row] = region.altered[here]
        hidden = (rng.random(shape) < plan.masked) & (codes != UNKNOWN)
        hidden[(np.arange(plan.batch) // 2) % _ONE_IN == step % _ONE_IN] = False
        altered[hidden | (codes == UNKNOWN)] = _NOT_KNOWN
        return Batch(codes, states, altered, hidden, labelled)

    def _drawn(self, pool: list[GeneRegion], rng: np.random.Generator, *, near_edge: bool) -> tuple[GeneRegion, int]:
        width = self._plan.width
        sizes = np.array([len(region.codes) - width for region in pool], np.float64)
        while True:
            index = int(rng.choice(len(pool), p=sizes / sizes.sum()))
            region = pool[index]
            room = len(region.codes) - width
            at = int(rng.integers(room))
            if near_edge and pool is self._genes and len(self._edges[index]):
                at = int(np.clip(rng.choice(self._edges[index]) - rng.integers(width), 0, room))
            if int((region.codes[at : at + width] != UNKNOWN).sum()) > width // 2:
                return region, at


def encode(codes: NDArray[np.uint8], hidden: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return (n, 5, w): one-hot bases with hidden ones empty, and the mask."""
    seen = np.where(hidden, UNKNOWN, codes)
    x = np.zeros((len(codes), 5, codes.shape[1]), np.float32)
    for base in range(4):
        x[:, base] = seen == base
    x[:, 4] = hidden
    return x


def _bits(values: NDArray[np.unsignedinteger[Any]], count: int) -> NDArray[np.float32]:
    """Return (n, count, w): bit i of each value in row i."""
    return (values[:, None, :] >> np.arange(count, dtype=values.dtype)[None, :, None] & 1).astype(np.float32)


def _loss(weights: Weights, shape: Shape, plan: Plan, batch: Batch) -> tuple[Any, tuple[float, float, float]]:
    torch = optional("torch", extra="train")
    functional = torch.nn.functional
    heads = forward(weights, shape, torch.from_numpy(encode(batch.codes, batch.hidden)))
    rows = torch.from_numpy(batch.hidden)
    wanted = torch.from_numpy(batch.codes.astype(np.int64))[rows]
    of_bases = functional.cross_entropy(heads.bases.transpose(1, 2)[rows], wanted)
    labelled = torch.from_numpy(np.flatnonzero(batch.labelled))
    truth = torch.from_numpy(_bits(batch.states[batch.labelled], len(STATES)))
    weigh = torch.tensor([plan.site_weight if SITES >> bit & 1 else 1.0 for bit in range(len(STATES))])
    each = functional.binary_cross_entropy_with_logits(heads.states[labelled], truth, reduction="none")
    of_states = (each * weigh[:, None]).sum(1).mean() if len(labelled) else each.sum()
    known = torch.from_numpy(batch.altered != _NOT_KNOWN)
    changed = torch.from_numpy(_bits(batch.altered, BASES)).transpose(1, 2)[known]
    each = functional.binary_cross_entropy_with_logits(heads.altered.transpose(1, 2)[known], changed, reduction="none")
    of_apes = each.sum(1).mean() if len(changed) else each.sum()
    total = of_bases + plan.state_weight * of_states + plan.altered_weight * of_apes
    return total, tuple(float(part.detach()) / math.log(2) for part in (of_bases, of_states, of_apes))  # type: ignore[return-value]


def _save(path: Path, weights: Weights, optimizer: Optimizer, step: int) -> None:
    torch = optional("torch", extra="train")
    beside = path.with_suffix(".partial")
    state = {name: weight.detach() for name, weight in weights.items()}
    torch.save({"weights": state, "optimizer": optimizer.state(), "step": step}, beside)
    beside.replace(path)
