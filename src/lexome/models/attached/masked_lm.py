"""Masked DNA language models of the transformers library: Nucleotide Transformer, Caduceus, GPN and their like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lexome.core.optional import optional
from lexome.core.plugin import Card, Model
from lexome.models.attached.haplotypes import Haplotypes
from lexome.models.attached.local_weights import DESCRIPTION, LocalModel, of_library, weights_missing

if TYPE_CHECKING:
    from lexome.core.settings import Settings

NAME = "masked_lm"
WIDTH = 512
"""Bases of a window unless the folder's description says otherwise."""


class MaskedModel(LocalModel):
    """Log2 P(alternate) / P(reference) of the token that an allele changes, averaged over both strands."""

    plug_in = NAME
    unit = "log2 ratio"

    def change(self, pair: Haplotypes) -> float | None:
        """Return the log ratio at the changed token; None where more than one changes."""
        values = [self._one(strand) for strand in (pair, pair.reverse_complement())]
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None

    def _one(self, pair: Haplotypes) -> float | None:
        torch = optional("torch", extra="attached")
        before, after = (self._tokenizer(text)["input_ids"] for text in (pair.reference, pair.alternate))
        if len(before) != len(after):
            return None
        changed = [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        if len(changed) != 1:
            return None
        at = changed[0]
        hidden = [*before[:at], self._tokenizer.mask_token_id, *before[at + 1 :]]
        with torch.no_grad():
            logits = self._network(input_ids=torch.tensor([hidden])).logits[0, at]
        return float(logits[after[at]] - logits[before[at]]) / math.log(2)


def open_model(settings: Settings) -> MaskedModel:
    """Return the model in the user's folder."""
    network, tokenizer, said = of_library(settings, NAME, kind="AutoModelForMaskedLM", width=WIDTH)
    return MaskedModel(network, tokenizer, width=said.width, name=said.name)


def missing(settings: Settings) -> str:
    """Say what the user must supply."""
    return weights_missing(settings, NAME, file=DESCRIPTION)


CARD = Card(
    title="A masked DNA language model of yours",
    about="Log ratio of alternate and reference at the changed token, both strands averaged.",
    licence="that of the weights you supply",
    reference="doi:10.1038/s41592-024-02523-z (Nucleotide Transformer); doi:10.1073/pnas.2311219120 (GPN)",
    limits="No weights ship. Alleles that change more than one token are not scored. Not used for ACMG criteria: no "
    "calibration is known for it here.",
    training="as its authors say",
)

plugin = Model(CARD, open_model, missing)
