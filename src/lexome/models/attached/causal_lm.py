"""Causal DNA language models of the transformers library: HyenaDNA and its like."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lexome.core.facts import Citation
from lexome.core.optional import optional
from lexome.core.plugin import Card, Model
from lexome.models.attached.haplotypes import Bases, Haplotypes, folder_of, scored, weights_missing

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.effect import EffectColumns
    from lexome.core.settings import Settings

NAME = "causal_lm"
WIDTH = 1024
"""Bases of a window unless the folder's lexome.json says otherwise."""


class CausalModel:
    """Log2 likelihood of the alternate haplotype over that of the reference, averaged over both strands."""

    def __init__(self, network: Any, tokenizer: Any, *, width: int, name: str) -> None:
        self._network, self._tokenizer, self._width, self._name = network.eval(), tokenizer, width, name

    def score(self, alleles: Sequence[Allele], *, reference: Bases) -> EffectColumns:
        """Return one log ratio per allele, indels included."""
        return scored(
            alleles,
            reference,
            width=self._width,
            model=NAME,
            unit="log2 ratio",
            citation=Citation(self._name, "local weights"),
            score=self._both_strands,
        )

    def _both_strands(self, pair: Haplotypes) -> float:
        strands = (pair, pair.reverse_complement())
        return sum(self._bits(one.alternate) - self._bits(one.reference) for one in strands) / 2

    def _bits(self, sequence: str) -> float:
        torch = optional("torch", extra="attached")
        tokens = torch.tensor([self._tokenizer(sequence)["input_ids"]])
        with torch.no_grad():
            chances = torch.log_softmax(self._network(input_ids=tokens).logits[0, :-1].float(), dim=-1)
        return float(chances.gather(1, tokens[0, 1:, None]).sum()) / math.log(2)


def open_model(settings: Settings) -> CausalModel:
    """Return the model in the user's folder; see ``masked_lm`` for what lies there. Nothing is downloaded."""
    folder = folder_of(settings, NAME)
    said = json.loads((folder / "lexome.json").read_text(encoding="utf-8"))
    transformers = optional("transformers", extra="attached")
    trusted = bool(said.get("remote_code")) and bool(said.get("revision"))
    how = {"local_files_only": True, "trust_remote_code": trusted}
    network = transformers.AutoModelForCausalLM.from_pretrained(folder, **how)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **how)
    return CausalModel(network, tokenizer, width=int(said.get("width", WIDTH)), name=str(said["name"]))


def missing(settings: Settings) -> str:
    """Say what the user must supply."""
    return weights_missing(settings, NAME, file="lexome.json", extra="attached")


CARD = Card(
    title="A causal DNA language model of yours",
    about="Log ratio of the likelihoods of both haplotypes in a window, both strands averaged.",
    licence="that of the weights you supply",
    reference="doi:10.48550/arXiv.2306.15794 (HyenaDNA)",
    limits="No weights ship. Not used for ACMG criteria: no calibration is known for it here.",
    training="as its authors say",
)

plugin = Model(CARD, open_model, missing)
