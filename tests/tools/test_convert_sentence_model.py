"""The converted encoder gives what torch's own encoder layers give for the same weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

SIZE, HEADS, LAYERS, WIDE, WORDS = 24, 3, 2, 40, 11


def test_the_graph_agrees_with_torch(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    onnx = pytest.importorskip("onnx")
    ort = pytest.importorskip("onnxruntime")
    from convert_sentence_model import build

    rng = np.random.default_rng(1)
    weights = {
        "embeddings.word_embeddings.weight": rng.normal(size=(WORDS, SIZE)),
        "embeddings.position_embeddings.weight": rng.normal(size=(16, SIZE)),
        "embeddings.token_type_embeddings.weight": rng.normal(size=(2, SIZE)),
        "embeddings.LayerNorm.weight": rng.normal(size=SIZE),
        "embeddings.LayerNorm.bias": rng.normal(size=SIZE),
    }
    layers = []
    for number in range(LAYERS):
        layer = torch.nn.TransformerEncoderLayer(
            SIZE, HEADS, WIDE, dropout=0.0, activation="gelu", batch_first=True, layer_norm_eps=1e-12
        ).eval()
        state = {name: rng.normal(scale=0.3, size=tuple(value.shape)) for name, value in layer.state_dict().items()}
        layer.load_state_dict({name: torch.tensor(value, dtype=torch.float32) for name, value in state.items()})
        layers.append(layer)
        at = f"encoder.layer.{number}"
        for part, rows in zip(("query", "key", "value"), range(3), strict=True):
            cut = slice(rows * SIZE, (rows + 1) * SIZE)
            weights[f"{at}.attention.self.{part}.weight"] = state["self_attn.in_proj_weight"][cut]
            weights[f"{at}.attention.self.{part}.bias"] = state["self_attn.in_proj_bias"][cut]
        for theirs, ours in (
            ("self_attn.out_proj", "attention.output.dense"),
            ("norm1", "attention.output.LayerNorm"),
            ("linear1", "intermediate.dense"),
            ("linear2", "output.dense"),
            ("norm2", "output.LayerNorm"),
        ):
            for kind in ("weight", "bias"):
                weights[f"{at}.{ours}.{kind}"] = state[f"{theirs}.{kind}"]
    config = {"hidden_size": SIZE, "num_attention_heads": HEADS, "num_hidden_layers": LAYERS, "layer_norm_eps": 1e-12}
    made = build({name: value.astype(np.float32) for name, value in weights.items()}, config, ["[UNK]"])
    path = tmp_path / "tiny.onnx"
    onnx.save(made, str(path))
    pieces = np.array([[1, 4, 7, 9, 2], [1, 5, 2, 0, 0]])
    mask = (pieces != 0).astype(np.int64)
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (told,) = session.run(["embedding"], {"pieces": pieces, "mask": mask})

    def tensor(name: str) -> object:
        return torch.tensor(weights[f"embeddings.{name}"], dtype=torch.float32)

    x = tensor("word_embeddings.weight")[torch.tensor(pieces)] + tensor("position_embeddings.weight")[:5]
    x = x + tensor("token_type_embeddings.weight")[0]
    x = torch.nn.functional.layer_norm(x, (SIZE,), tensor("LayerNorm.weight"), tensor("LayerNorm.bias"), 1e-12)
    for layer in layers:
        x = layer(x, src_key_padding_mask=torch.tensor(mask == 0))
    present = torch.tensor(mask, dtype=torch.float32)[:, :, None]
    mean = (x * present).sum(1) / present.sum(1)
    expected = torch.nn.functional.normalize(mean, dim=1).detach().numpy()
    assert np.allclose(told, expected, atol=1e-5)
