"""A dilated convolution network that reads both strands alike.

Every weight is tied so that the network of the reverse complement is the reversed network: of each weight only half
is stored, the other half being the same numbers with channels and positions turned round.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from lexome.core.optional import optional
from lexome.learn.sequence_lm.corpus import STATES

BASES = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """Width and depth; ``dilations`` has one entry per residual block."""

    channels: int = 128
    kernel: int = 7
    entry_kernel: int = 11
    dilations: tuple[int, ...] = (1, 1, 2, 4, 8, 16, 32, 64, 1, 2)

    def as_dict(self) -> dict[str, Any]:
        """Return the shape for a model card."""
        return asdict(self)


Weights = dict[str, Any]


def initial_weights(shape: Shape, *, seed: int) -> Weights:
    """Return random half weights."""
    torch = optional("torch", extra="train")
    generator = torch.Generator().manual_seed(seed)
    half = shape.channels // 2

    def drawn(out: int, into: int, kernel: int, gain: float = 1.0) -> Any:
        scale = gain * (2.0 / (into * kernel)) ** 0.5
        return torch.randn(out, into, kernel, generator=generator) * scale

    weights: Weights = {
        "entry.weight": drawn(half, BASES + 1, shape.entry_kernel),
        "entry.bias": torch.zeros(half),
        "bases.weight": drawn(BASES // 2, shape.channels, 1, 0.1),
        "bases.bias": torch.zeros(BASES // 2),
        "states.weight": drawn(len(STATES) // 2, shape.channels, 1, 0.1),
        "states.bias": torch.full((len(STATES) // 2,), -4.0),
    }
    for index in range(len(shape.dilations)):
        weights |= {
            f"block{index}.gain": torch.ones(half),
            f"block{index}.shift": torch.zeros(half),
            f"block{index}.wide": drawn(half, shape.channels, shape.kernel),
            f"block{index}.wide_bias": torch.zeros(half),
            f"block{index}.mix": drawn(half, shape.channels, 1, 0.3),
            f"block{index}.mix_bias": torch.zeros(half),
        }
    return weights


def whole(half: Any) -> Any:
    """Return the full weight (out, in, kernel) or bias (out,) from its stored half."""
    torch = optional("torch", extra="train")
    return torch.cat([half, half.flip(tuple(range(half.dim())))])


def entry_weight(half: Any) -> Any:
    """Return the full weight of the first layer, whose input is four bases and a mask channel of its own."""
    torch = optional("torch", extra="train")
    turned = torch.cat([half[:, :BASES].flip(1), half[:, BASES:]], dim=1)
    return torch.cat([half, turned.flip(0, 2)])


def forward(weights: Weights, shape: Shape, x: Any) -> tuple[Any, Any]:
    """Return logits of the bases (n, 4, w) and of the states (n, 8, w) for input (n, 5, w): bases and mask."""
    functional = optional("torch", extra="train").nn.functional
    x = functional.conv1d(
        x, entry_weight(weights["entry.weight"]), whole(weights["entry.bias"]), padding=shape.entry_kernel // 2
    )
    for index, dilation in enumerate(shape.dilations):
        part = {name: whole(weights[f"block{index}.{name}"]) for name in ("gain", "shift", "wide", "wide_bias")}
        centred = x - x.mean(1, keepdim=True)
        normal = centred * (centred.square().mean(1, keepdim=True) + 1e-5).rsqrt()
        normal = normal * part["gain"][:, None] + part["shift"][:, None]
        margin = shape.kernel // 2 * dilation
        hidden = functional.conv1d(normal, part["wide"], part["wide_bias"], padding=margin, dilation=dilation)
        hidden = functional.relu(hidden)
        mix = whole(weights[f"block{index}.mix"]), whole(weights[f"block{index}.mix_bias"])
        x = x + functional.conv1d(hidden, *mix)
    bases = functional.conv1d(x, whole(weights["bases.weight"]), whole(weights["bases.bias"]))
    states = functional.conv1d(x, whole(weights["states.weight"]), whole(weights["states.bias"]))
    return bases, states


def parameters(weights: Weights) -> int:
    """Return the number of stored weights; the network uses twice as many."""
    return sum(int(weight.numel()) for weight in weights.values())
