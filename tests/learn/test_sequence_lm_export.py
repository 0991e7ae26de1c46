"""The exported graph computes what the network computes, and fits the size that may ship."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the network needs torch")
pytest.importorskip("onnx", reason="the export needs onnx")

import onnxruntime  # noqa: E402 - after the skip

from lexome.learn.sequence_lm.exporting import onnx_graph  # noqa: E402
from lexome.learn.sequence_lm.network import STRIDE, Shape, forward, initial_weights  # noqa: E402
from lexome.learn.sequence_lm.training import encode  # noqa: E402

LARGEST = 10_000_000
"""Bytes of weights that may ship."""


@pytest.mark.parametrize("width", [STRIDE, 8 * STRIDE, 40 * STRIDE])
def test_the_graph_gives_the_networks_logits_for_any_width(width: int) -> None:
    shape = Shape(channels=(8, 12, 16), down=((1,), (2,)), below=(1, 2, 4), up=((1, 3), (1,)))
    weights = initial_weights(shape, seed=5)
    rng = np.random.default_rng(6)
    for weight in weights.values():
        weight += 0.1 * torch.from_numpy(rng.standard_normal(tuple(weight.shape)).astype(np.float32))
    x = encode(rng.integers(0, 5, (3, width)).astype(np.uint8), rng.random((3, width)) < 0.2)
    session = onnxruntime.InferenceSession(onnx_graph(weights, shape), providers=["CPUExecutionProvider"])
    found = session.run(["bases", "states", "altered"], {"x": x})
    with torch.no_grad():
        heads = forward(weights, shape, torch.from_numpy(x))
    for ours, theirs in zip(found, (heads.bases, heads.states, heads.altered), strict=True):
        assert np.abs(ours - theirs.numpy()).max() < 1e-4


def test_the_whole_network_fits_what_may_ship() -> None:
    assert len(onnx_graph(initial_weights(Shape(), seed=1), Shape())) < LARGEST
