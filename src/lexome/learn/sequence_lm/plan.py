"""How long, how fast and on what mixture the reference sequence model is trained."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast.

    ``masked`` is the fraction of bases hidden in one window of two; the other is read whole. ``apes`` is the fraction
    of windows from aligned sequence. The rate rises, stays, and falls in the last ``cooling`` of the steps, so that a
    run may be made longer or ended early from any checkpoint before that.
    """

    steps: int = 8000
    width: int = 2048
    batch: int = 8
    masked: float = 0.2
    apes: float = 0.375
    matrix_rate: float = 0.02
    other_rate: float = 2e-3
    warm_up: int = 50
    cooling: float = 0.25
    state_weight: float = 3.0
    site_weight: float = 4.0
    altered_weight: float = 2.0
    momentum: float = 0.95
    decay: float = 0.01
    checkpoint_every: int = 100
    seed: int = 20250116
