"""Compare the converted splice networks with the original graph, evaluated node by node in torch.

The evaluation knows the operations of the frozen graph (shapes, batches, strided slices and all) and nothing of the
network's layout, so that an error of the conversion cannot hide in it.

    python tools/check_splice.py --wheel cispliceai-1.2.2-py3-none-any.whl --fasta lrg_grch38.fa.gz
"""

from __future__ import annotations

import argparse
import gzip
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import torch
from numpy.typing import NDArray

from convert_splice import GRAPH, NETWORKS
from tf_graph import Node, read_graph

CONTEXT = 10_000
WINDOW = 1_000
"""Positions predicted in one window; each is judged with 5,000 bases on both sides."""


class Evaluation:
    """The original graph, evaluated operation by operation as TensorFlow defines them."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.last_use = {name.split(":")[0]: index for index, node in enumerate(nodes) for name in node.inputs}

    def run(self, x: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """Return the probabilities of each network and their mean for one-hot input (n, length, 4)."""
        values: dict[str, Any] = {}
        kept = {}
        for index, node in enumerate(self.nodes):
            inputs = [values[name] for name in node.inputs if not name.startswith("^")]
            values[node.name] = torch.from_numpy(x) if node.op == "Placeholder" else operate(node, inputs)
            if node.op in ("RealDiv", "Mean"):
                kept[node.name] = values[node.name].numpy()
            for name in node.inputs:
                if self.last_use.get(name) == index:
                    values.pop(name, None)
        return kept


def operate(node: Node, inputs: list[Any]) -> Any:
    """Return what one operation gives."""
    attributes = node.attributes
    match node.op:
        case "Const":
            return torch.from_numpy(np.array(attributes["value"]))
        case "Identity":
            return inputs[0]
        case "Shape":
            return torch.tensor(inputs[0].shape, dtype=torch.int32)
        case "Pack":
            return torch.stack(inputs, dim=attributes.get("axis") or 0)
        case "ExpandDims":
            return inputs[0].unsqueeze(int(inputs[1]))
        case "Squeeze":
            return inputs[0].squeeze(attributes["squeeze_dims"][0])
        case "AddV2" | "BiasAdd":
            return inputs[0] + inputs[1]
        case "Sub":
            return inputs[0] - inputs[1]
        case "Mul":
            return inputs[0] * inputs[1]
        case "RealDiv":
            return inputs[0] / inputs[1]
        case "FloorMod":
            return torch.remainder(inputs[0], inputs[1])
        case "Rsqrt":
            return torch.rsqrt(inputs[0])
        case "Relu":
            return torch.relu(inputs[0])
        case "Exp":
            return torch.exp(inputs[0])
        case "Max":
            return inputs[0].amax(int(inputs[1]), keepdim=bool(attributes["keep_dims"]))
        case "Sum":
            return inputs[0].sum(int(inputs[1]), keepdim=bool(attributes["keep_dims"]))
        case "Mean":
            return inputs[0].mean(int(inputs[1]))
        case "StridedSlice":
            return strided(inputs, attributes)
        case "Conv2D":
            return convolve(inputs[0], inputs[1], same=attributes["padding"] == b"SAME")
        case "SpaceToBatchND":
            return space_to_batch(*inputs)
        case "BatchToSpaceND":
            return batch_to_space(*inputs)
    raise ValueError(f"{node.op} is not known")


def strided(inputs: list[Any], attributes: dict[str, Any]) -> Any:
    """Return a strided slice with TensorFlow's masks."""
    x, begin, end, step = inputs
    parts: list[Any] = []
    for axis in range(len(begin)):
        first = None if attributes["begin_mask"] >> axis & 1 else int(begin[axis])
        last = None if attributes["end_mask"] >> axis & 1 else int(end[axis])
        single = attributes["shrink_axis_mask"] >> axis & 1
        parts.append(first if single else slice(first, last, int(step[axis])))
    return x[tuple(parts)]


def convolve(x: Any, kernel: Any, *, same: bool) -> Any:
    """Return Conv2D of (n, 1, w, in) with (1, k, in, out), stride 1."""
    moved = x[:, 0].transpose(1, 2)
    weight = kernel[0].permute(2, 1, 0).contiguous()
    made = torch.nn.functional.conv1d(moved, weight, padding=weight.shape[2] // 2 if same else 0)
    return made.transpose(1, 2).unsqueeze(1)


def space_to_batch(x: Any, block: Any, paddings: Any) -> Any:
    """Return SpaceToBatchND along the one spatial axis of (n, w, c)."""
    size = int(block[0])
    before, after = (int(item) for item in paddings[0])
    padded = torch.nn.functional.pad(x, (0, 0, before, after))
    n, width, channels = padded.shape
    parts = padded.reshape(n, width // size, size, channels)
    return parts.permute(2, 0, 1, 3).reshape(size * n, width // size, channels)


def batch_to_space(x: Any, block: Any, crops: Any) -> Any:
    """Return the inverse of :func:`space_to_batch`."""
    size = int(block[0])
    before, after = (int(item) for item in crops[0])
    n, width, channels = x.shape
    whole = x.reshape(size, n // size, width, channels).permute(1, 2, 0, 3).reshape(n // size, width * size, channels)
    return whole[:, before : width * size - after]


def sequences(path: Path, *, count: int, length: int, seed: int) -> list[str]:
    """Return random stretches of the FASTA's records, none with an N."""
    rng = np.random.default_rng(seed)
    with gzip.open(path, "rt") as lines:
        records = ["".join(part.split("\n")[1:]).upper() for part in lines.read().split(">")[1:]]
    records = [record for record in records if len(record) > length]
    found: list[str] = []
    while len(found) < count:
        record = records[int(rng.integers(len(records)))]
        at = int(rng.integers(len(record) - length))
        stretch = record[at : at + length]
        if not set(stretch) - set("ACGT"):
            found.append(stretch)
    return found


def one_hot(sequence: str) -> NDArray[np.float32]:
    """Return (length, 4) in the order ACGT."""
    codes = np.frombuffer(sequence.encode(), np.uint8)
    return (codes[:, None] == np.frombuffer(b"ACGT", np.uint8)).astype(np.float32)


def converted(folder: Path, bases: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Return the probabilities (length - CONTEXT, 3) of each converted network."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    made = []
    for number in range(1, NETWORKS + 1):
        trunk, head = (ort.InferenceSession(folder / f"{part}{number}.onnx", options) for part in ("trunk", "head"))
        features, skip = trunk.run(None, {"bases": bases.T[None, :, None, :]})
        sites = head.run(None, {"features": features, "skip": skip[..., 4000:-4000]})[0]
        made.append(sites[0, :, 0].T)
    return made


def main() -> None:
    """Print the largest difference of each network and of their mean, over all windows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--fasta", type=Path, required=True)
    parser.add_argument("--networks", type=Path, nargs="+", default=[Path("src/lexome/starter/splice")])
    parser.add_argument("--windows", type=int, default=1000)
    parser.add_argument("--windows-per-stretch", type=int, default=20)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    evaluation = Evaluation(read_graph(zipfile.ZipFile(asked.wheel).read(GRAPH)))
    length = CONTEXT + WINDOW * asked.windows_per_stretch
    stretches = sequences(asked.fasta, count=asked.windows // asked.windows_per_stretch, length=length, seed=20250116)
    worst = {str(folder): np.zeros(NETWORKS + 1) for folder in asked.networks}
    with torch.no_grad():
        for stretch in stretches:
            bases = one_hot(stretch)
            original = [value[0] for value in evaluation.run(bases[None]).values()]
            for folder in asked.networks:
                parts = converted(folder, bases)
                parts.append(np.mean(parts, axis=0))
                gaps = [float(np.abs(ours - theirs).max()) for ours, theirs in zip(parts, original, strict=True)]
                worst[str(folder)] = np.maximum(worst[str(folder)], gaps)
    print(f"{asked.windows} windows of {WINDOW} positions; largest difference in probability")
    print("networks in", *(f"net {number}" for number in range(1, NETWORKS + 1)), "mean of five", sep="\t")
    for folder, gaps in worst.items():
        print(folder, *(f"{gap:.2e}" for gap in gaps), sep="\t")


if __name__ == "__main__":
    main()
