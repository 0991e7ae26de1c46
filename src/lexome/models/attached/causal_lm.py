"""Causal DNA language models of the transformers library: HyenaDNA and its like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lexome.core.optional import optional
from lexome.core.plugin import Card, Model
from lexome.models.attached.haplotypes import Haplotypes
from lexome.models.attached.local_weights import DESCRIPTION, LocalModel, of_library, weights_missing

if TYPE_CHECKING:
    from lexome.core.settings import Settings

NAME = "causal_lm"
WIDTH = 1024
"""Bases of a window unless the folder's description says otherwise."""


class CausalModel(LocalModel):
    """Log2 likelihood of the alternate haplotype over that of the reference, averaged over both strands."""

    plug_in = NAME
    unit = "log2 ratio"

    def change(self, pair: Haplotypes) -> float:
        """Return the log ratio of the whole windows, indels included."""
        strands = (pair, pair.reverse_complement())
        return sum(self._bits(one.alternate) - self._bits(one.reference) for one in strands) / 2

    def _bits(self, sequence: str) -> float:
        torch = optional("torch", extra="attached")
        tokens = torch.tensor([self._tokenizer(sequence)["input_ids"]])
        with torch.no_grad():
            chances = torch.log_softmax(self._network(input_ids=tokens).logits[0, :-1].float(), dim=-1)
        return float(chances.gather(1, tokens[0, 1:, None]).sum()) / math.log(2)


def open_model(settings: Settings) -> CausalModel:
    """Return the model in the user's folder."""
    network, tokenizer, said = of_library(settings, NAME, kind="AutoModelForCausalLM", width=WIDTH)
    return CausalModel(network, tokenizer, width=said.width, name=said.name)


def missing(settings: Settings) -> str:
    """Say what the user must supply."""
    return weights_missing(settings, NAME, file=DESCRIPTION)


CARD = Card(
    title="A causal DNA language model of yours",
    about="Log ratio of the likelihoods of both haplotypes in a window, both strands averaged.",
    licence="that of the weights you supply",
    reference="doi:10.48550/arXiv.2306.15794 (HyenaDNA)",
    limits="No weights ship. Not used for ACMG criteria: no calibration is known for it here.",
    training="as its authors say",
)

plugin = Model(CARD, open_model, missing)
