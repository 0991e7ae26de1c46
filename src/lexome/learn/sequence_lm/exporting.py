"""Write the reference sequence model as an ONNX graph: inference needs no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from lexome.core.optional import optional
from lexome.learn.sequence_lm.corpus import STATES
from lexome.learn.sequence_lm.network import BASES, FOLD, Shape, Weights, full_weights

OPSET, IR_VERSION = 18, 9
_EPSILON = 1e-5


class _Graph:
    """Nodes and constants as they are added; every method returns the name of its output."""

    def __init__(self, weights: Weights, *, half: bool) -> None:
        self._onnx = optional("onnx", extra="train")
        self._half = half
        self._weights = {name: weight.detach().numpy() for name, weight in full_weights(weights).items()}
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def add(self, kind: str, inputs: list[str], *, output: str = "", **attributes: Any) -> str:
        """Add a node."""
        name = output or f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(self._onnx.helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, name: str, values: Any) -> str:
        """Add a constant array."""
        self.constants[name] = self._onnx.numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def _stored(self, part: str) -> str:
        """Add a weight, rounded to half precision if so asked: the runtime widens it once, when it loads the graph."""
        if not self._half:
            return self.constant(part, self._weights[part])
        if part not in self.constants:
            self.constant(part, self._weights[part].astype(np.float16))
        return self.add("Cast", [part], to=self._onnx.TensorProto.FLOAT)

    def convolved(self, x: str, part: str, *, bias: str = "", output: str = "", **attributes: Any) -> str:
        """Add a convolution with a weight of the network."""
        inputs = [x, self._stored(part)]
        if bias:
            inputs.append(self.constant(bias, self._weights[bias]))
        return self.add("Conv", inputs, output=output, **attributes)

    def levelled(self, x: str, gain: str) -> str:
        """Add the levelling of each place's channels."""
        squares = self.add("Mul", [x, x])
        mean = self.add("ReduceMean", [squares, self.constant("axis", np.array([1], np.int64))], keepdims=1)
        size = self.add("Sqrt", [self.add("Add", [mean, self.constant("epsilon", np.float32(_EPSILON))])])
        scaled = self.add("Div", [x, size])
        return self.add("Mul", [scaled, self.constant(gain, self._weights[gain][:, None])])

    def unfolded(self, x: str, channels: int) -> str:
        """Add the step up in resolution."""
        split = self.constant(f"split{channels}", np.array([0, channels, FOLD, -1], np.int64))
        joined = self.constant(f"joined{channels}", np.array([0, channels, -1], np.int64))
        turned = self.add("Transpose", [self.add("Reshape", [x, split])], perm=[0, 1, 3, 2])
        return self.add("Reshape", [turned, joined])

    def stage(self, x: str, shape: Shape, name: str, dilations: tuple[int, ...]) -> str:
        """Add the residual blocks of one stage."""
        for index, dilation in enumerate(dilations):
            part, margin = f"{name}{index}", shape.kernel // 2 * dilation
            level = self.levelled(x, f"{part}.gain")
            how: dict[str, Any] = {"dilations": [dilation], "pads": [margin, margin]}
            hidden = self.add("Relu", [self.convolved(level, f"{part}.wide", bias=f"{part}.wide_bias", **how)])
            x = self.add("Add", [x, self.convolved(hidden, f"{part}.mix")])
        return x


HEADS = {"bases": BASES, "states": len(STATES), "altered": BASES}


def onnx_graph(weights: Weights, shape: Shape, *, heads: Sequence[str] = tuple(HEADS), half: bool = False) -> bytes:
    """Return the graph: ``x`` (n, 5, w) to logits of the heads, such as ``states`` (n, 10, w).

    With ``half`` the weights are rounded to half precision.
    """
    graph = _Graph(weights, half=half)
    down1, down2, below, up2, up1 = ((name, dilations) for name, _, dilations in shape.stages())
    margin = shape.entry_kernel // 2
    fine = graph.convolved("x", "entry.weight", bias="entry.bias", pads=[margin, margin])
    fine = graph.stage(fine, shape, *down1)
    middle = graph.stage(graph.convolved(fine, "fold1.weight", strides=[FOLD]), shape, *down2)
    coarse = graph.stage(graph.convolved(middle, "fold2.weight", strides=[FOLD]), shape, *below)
    raised = graph.unfolded(graph.convolved(coarse, "unfold1.weight"), shape.channels[1])
    middle = graph.stage(graph.add("Add", [middle, raised]), shape, *up2)
    raised = graph.unfolded(graph.convolved(middle, "unfold2.weight"), shape.channels[0])
    fine = graph.stage(graph.add("Add", [fine, raised]), shape, *up1)
    fine = graph.levelled(fine, "out.gain")
    for head in heads:
        graph.convolved(fine, f"{head}.weight", bias=f"{head}.bias", output=head)
    return _model(graph, heads)


def _model(graph: _Graph, heads: Sequence[str]) -> bytes:
    onnx = optional("onnx", extra="train")
    kind = onnx.TensorProto.FLOAT
    made = onnx.helper.make_graph(
        graph.nodes,
        "reference_sequence_model",
        [onnx.helper.make_tensor_value_info("x", kind, ["n", BASES + 1, "w"])],
        [onnx.helper.make_tensor_value_info(name, kind, ["n", HEADS[name], "w"]) for name in heads],
        list(graph.constants.values()),
    )
    opset = [onnx.helper.make_opsetid("", OPSET)]
    model = onnx.helper.make_model(made, opset_imports=opset, ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    found: bytes = model.SerializeToString()
    return found
