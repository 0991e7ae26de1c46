"""Adapters of local models give log ratios with the right sign, on tiny networks made for the purpose."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from synthetic_gene import SEQUENCE, MemoryReference

torch = pytest.importorskip("torch", reason="local models need torch")

from lexome.models.attached.causal_lm import CausalModel  # noqa: E402 - after the skip
from lexome.models.attached.haplotypes import haplotypes  # noqa: E402
from lexome.models.attached.masked_lm import MaskedModel  # noqa: E402
from lexome.models.attached.track_model import TrackModel  # noqa: E402

AT = SEQUENCE.index("C", 5200)


class BasesOf(MemoryReference):
    """The made-up contig, asked whether it covers an interval."""

    def covers(self, contig: str, start: int, end: int) -> bool:
        """Tell whether the interval is at hand."""
        return contig == self.contig and 0 <= start <= end <= len(self.sequence)


REFERENCE = BasesOf(SEQUENCE)


def snv(alt: str) -> Allele:
    return Allele(Assembly.GRCH38, "17", AT, "C", alt)


class Letters:
    """A tokenizer of single bases."""

    mask_token_id = 4

    def __call__(self, text: str) -> dict[str, list[int]]:
        return {"input_ids": ["ACGT".index(base) for base in text]}


class LikesAT(torch.nn.Module):
    """Every base is A or T with odds of e each."""

    def forward(self, input_ids):
        logits = torch.zeros(*input_ids.shape, 5)
        logits[..., [0, 3]] = 1.0
        return SimpleNamespace(logits=logits)


@pytest.mark.parametrize("adapter", [MaskedModel, CausalModel])
def test_a_likelier_base_has_a_positive_log_ratio_on_both_strands(adapter) -> None:
    model = adapter(LikesAT(), Letters(), width=64, name="tiny")
    columns = model.score([snv("A"), snv("T"), snv("G")], reference=REFERENCE)
    assert columns.value == pytest.approx([1 / np.log(2), 1 / np.log(2), 0], abs=1e-5)


def test_an_insertion_changes_more_than_a_token_so_a_masked_model_gives_none() -> None:
    model = MaskedModel(LikesAT(), Letters(), width=64, name="tiny")
    columns = model.score([Allele(Assembly.GRCH38, "17", AT, "C", "CAAG")], reference=REFERENCE)
    assert list(columns.reasons) == ["model_gave_no_score"]


def test_a_track_that_counts_a_base_changes_by_its_fold() -> None:
    class CountsBases(torch.nn.Module):
        def forward(self, x):
            return x

    columns = TrackModel(CountsBases(), width=64, name="tiny").score([snv("G")], reference=REFERENCE)
    window = haplotypes(snv("G"), REFERENCE, width=64)
    assert not isinstance(window, str)
    folds = []
    for base, other in zip("ACGT", "TGCA", strict=True):
        strands = [
            np.log2(text.count(letter) + 1) for letter in (base, other) for text in (window.alternate, window.reference)
        ]
        folds.append((strands[0] - strands[1] + strands[2] - strands[3]) / 2)
    assert abs(columns.value[0]) == pytest.approx(max(map(abs, folds)), abs=1e-5)


def test_a_tiny_random_network_of_the_library_can_be_attached(tmp_path) -> None:
    transformers = pytest.importorskip("transformers", reason="the adapter is for this library's models")
    how = {"vocab_size": 5, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    masked = transformers.BertForMaskedLM(transformers.BertConfig(max_position_embeddings=64, **how))
    causal = transformers.LlamaForCausalLM(transformers.LlamaConfig(**how))
    for model in (
        MaskedModel(masked, Letters(), width=32, name="random"),
        CausalModel(causal, Letters(), width=32, name="random"),
    ):
        columns = model.score([snv("A")], reference=REFERENCE)
        assert np.isfinite(columns.value).all()
