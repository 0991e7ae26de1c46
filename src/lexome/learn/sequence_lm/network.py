"""A dilated convolution network that reads both strands alike, at three resolutions.

Every weight is tied so that the network of the reverse complement is the reversed network: of each weight only half
is stored, the other half being the same numbers with channels and positions turned round. Most of the work is done on
every fourth and every sixteenth base, where wide layers and a long view are cheap; the finest level keeps single bases.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from lexome.core.optional import optional
from lexome.learn.sequence_lm.corpus import STATES

BASES = 4
FOLD = 4
"""Bases joined by one step down in resolution."""
STRIDE = FOLD * FOLD
"""Windows are whole multiples of this, so that both strands are cut into the same groups."""
_SITE_PRIOR, _ALTERED_PRIOR = -4.0, -4.0


@dataclass(frozen=True, slots=True)
class Shape:
    """Channels at one, four and sixteen bases; dilations of the residual blocks on the way down, below, and up."""

    channels: tuple[int, int, int] = (96, 128, 128)
    kernel: int = 7
    entry_kernel: int = 11
    down: tuple[tuple[int, ...], tuple[int, ...]] = ((1, 2, 4, 8), (1,))
    below: tuple[int, ...] = (1, 2, 4, 8)
    up: tuple[tuple[int, ...], tuple[int, ...]] = ((16, 8, 4, 2, 1), (1,))

    def as_dict(self) -> dict[str, Any]:
        """Return the shape for a model card."""
        return asdict(self)

    def stages(self) -> tuple[tuple[str, int, tuple[int, ...]], ...]:
        """Return name, channels and dilations of each stage, in the order they are run."""
        fine, middle, coarse = self.channels
        return (
            ("fine_down", fine, self.down[0]),
            ("middle_down", middle, self.down[1]),
            ("coarse", coarse, self.below),
            ("middle_up", middle, self.up[1]),
            ("fine_up", fine, self.up[0]),
        )

    @property
    def reach(self) -> int:
        """Bases to either side that can change what is said of one base, rounded up to whole groups."""
        half, steps = self.kernel // 2, zip((1, FOLD, STRIDE, FOLD, 1), self.stages(), strict=True)
        seen = self.entry_kernel // 2 + sum(scale * half * sum(dilations) for scale, (_, _, dilations) in steps)
        return -(-(seen + 2 * STRIDE) // STRIDE) * STRIDE


Weights = dict[str, Any]


def initial_weights(shape: Shape, *, seed: int) -> Weights:
    """Return random half weights."""
    torch = optional("torch", extra="train")
    generator = torch.Generator().manual_seed(seed)

    def drawn(out: int, into: int, kernel: int, gain: float = 1.0) -> Any:
        return torch.randn(out // 2, into, kernel, generator=generator) * gain * (2.0 / (into * kernel)) ** 0.5

    fine, middle, coarse = shape.channels
    weights: Weights = {
        "entry.weight": drawn(fine, BASES + 1, shape.entry_kernel),
        "entry.bias": torch.zeros(fine // 2),
        "fold1.weight": drawn(middle, fine, FOLD, 0.7),
        "fold2.weight": drawn(coarse, middle, FOLD, 0.7),
        "unfold1.weight": drawn(FOLD * middle, coarse, 1, 0.5),
        "unfold2.weight": drawn(FOLD * fine, middle, 1, 0.5),
        "out.gain": torch.ones(fine // 2),
        "bases.weight": drawn(BASES, fine, 1, 0.1),
        "bases.bias": torch.zeros(BASES // 2),
        "states.weight": drawn(len(STATES), fine, 1, 0.1),
        "states.bias": torch.full((len(STATES) // 2,), _SITE_PRIOR),
        "altered.weight": drawn(BASES, fine, 1, 0.1),
        "altered.bias": torch.full((BASES // 2,), _ALTERED_PRIOR),
    }
    for name, channels, dilations in shape.stages():
        for index in range(len(dilations)):
            weights |= {
                f"{name}{index}.gain": torch.ones(channels // 2),
                f"{name}{index}.wide": drawn(channels, channels, shape.kernel),
                f"{name}{index}.wide_bias": torch.zeros(channels // 2),
                f"{name}{index}.mix": drawn(channels, channels, 1, 0.3),
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


def full_weights(weights: Weights) -> Weights:
    """Return every weight in full, as the network uses it."""
    return {name: entry_weight(half) if name == "entry.weight" else whole(half) for name, half in weights.items()}


@dataclass(frozen=True, slots=True)
class Heads:
    """Logits: hidden base (n, 4, w), states (n, len(STATES), w), base of an ape where it differs (n, 4, w)."""

    bases: Any
    states: Any
    altered: Any


def forward(weights: Weights, shape: Shape, x: Any) -> Heads:
    """Return the logits for input (n, 5, w), bases and mask; w is a multiple of STRIDE."""
    functional = optional("torch", extra="train").nn.functional
    full = full_weights(weights)

    def stage(x: Any, name: str, dilations: tuple[int, ...]) -> Any:
        for index, dilation in enumerate(dilations):
            part = f"{name}{index}"
            margin = shape.kernel // 2 * dilation
            wide, bias = full[f"{part}.wide"], full[f"{part}.wide_bias"]
            hidden = functional.conv1d(
                _levelled(x, full[f"{part}.gain"]), wide, bias, padding=margin, dilation=dilation
            )
            x = x + functional.conv1d(functional.relu(hidden), full[f"{part}.mix"])
        return x

    down1, down2, below, up2, up1 = ((name, dilations) for name, _, dilations in shape.stages())
    entered = functional.conv1d(x, full["entry.weight"], full["entry.bias"], padding=shape.entry_kernel // 2)
    fine = stage(entered, *down1)
    middle = stage(functional.conv1d(fine, full["fold1.weight"], stride=FOLD), *down2)
    coarse = stage(functional.conv1d(middle, full["fold2.weight"], stride=FOLD), *below)
    middle = middle + _unfolded(functional.conv1d(coarse, full["unfold1.weight"]))
    middle = stage(middle, *up2)
    fine = fine + _unfolded(functional.conv1d(middle, full["unfold2.weight"]))
    fine = _levelled(stage(fine, *up1), full["out.gain"])
    return Heads(
        *(functional.conv1d(fine, full[f"{n}.weight"], full[f"{n}.bias"]) for n in ("bases", "states", "altered"))
    )


def _unfolded(x: Any) -> Any:
    """Return (n, channels, FOLD w) of (n, channels times FOLD, w): each place of a group has channels of its own."""
    rows, channels, width = x.shape
    return x.reshape(rows, channels // FOLD, FOLD, width).permute(0, 1, 3, 2).reshape(rows, channels // FOLD, -1)


def _levelled(x: Any, gain: Any) -> Any:
    """Return each place's channels at root mean square ``gain``."""
    return x * (x.square().mean(1, keepdim=True) + 1e-5).rsqrt() * gain[:, None]


def parameters(weights: Weights) -> int:
    """Return the number of stored weights; the network uses twice as many."""
    return sum(int(weight.numel()) for weight in weights.values())
