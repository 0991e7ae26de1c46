"""Masked DNA language models of the transformers library: Nucleotide Transformer, Caduceus, GPN and their like."""

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

NAME = "masked_lm"
WIDTH = 512
"""Bases of a window unless the folder's lexome.json says otherwise."""


class MaskedModel:
    """Log2 P(alternate) / P(reference) of the token that an allele changes, averaged over both strands."""

    def __init__(self, network: Any, tokenizer: Any, *, width: int, name: str) -> None:
        self._network, self._tokenizer, self._width, self._name = network.eval(), tokenizer, width, name

    def score(self, alleles: Sequence[Allele], *, reference: Bases) -> EffectColumns:
        """Return one log ratio per allele; an allele that changes more than one token has none."""
        return scored(
            alleles,
            reference,
            width=self._width,
            model=NAME,
            unit="log2 ratio",
            citation=Citation(self._name, "local weights"),
            score=self._both_strands,
        )

    def _both_strands(self, pair: Haplotypes) -> float | None:
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
    """Return the model in the user's folder.

    ``lexome.json`` there names it and its window; ``"remote_code": true`` with a ``revision`` allows the code that
    lies in the folder to run. Nothing is downloaded.
    """
    folder = folder_of(settings, NAME)
    said = json.loads((folder / "lexome.json").read_text(encoding="utf-8"))
    transformers = optional("transformers", extra="attached")
    trusted = bool(said.get("remote_code")) and bool(said.get("revision"))
    how = {"local_files_only": True, "trust_remote_code": trusted}
    network = transformers.AutoModelForMaskedLM.from_pretrained(folder, **how)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **how)
    return MaskedModel(network, tokenizer, width=int(said.get("width", WIDTH)), name=str(said["name"]))


def missing(settings: Settings) -> str:
    """Say what the user must supply."""
    return weights_missing(settings, NAME, file="lexome.json", extra="attached")


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
