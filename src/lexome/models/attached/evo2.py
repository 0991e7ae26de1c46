"""Evo 2 behind an HTTP service (NVIDIA NIM, hosted or your own): haplotype likelihoods from its forward pass."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.errors import LexomeError
from lexome.core.facts import Citation
from lexome.core.optional import optional
from lexome.core.plugin import Card, Model
from lexome.models.attached.consent import Consent, require
from lexome.models.attached.haplotypes import Bases, Haplotypes, scored

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.effect import EffectColumns
    from lexome.core.settings import Settings

NAME = "evo2"
WIDTH = 8192
"""Bases of a window, the context of Evo 2's first training phase (doi:10.1101/2025.02.18.638918)."""
LAYER = "output_layer"
_MAX_ANSWER_BYTES = 1 << 28


class ServiceFailed(LexomeError):
    """The service did not answer as documented."""


class Evo2:
    """Log2 likelihood of the alternate haplotype over that of the reference, both strands averaged."""

    def __init__(self, url: str, *, key: str, width: int = WIDTH, timeout_s: float = 300.0) -> None:
        self._url, self._key, self._width, self._timeout_s = url, key, width, timeout_s

    def score(self, alleles: Sequence[Allele], *, reference: Bases, consent: Consent | None) -> EffectColumns:
        """Return one log ratio per allele.

        Raises
        ------
        ConsentMissing
            before anything is sent, when nobody agreed.
        ServiceFailed
            when the service refuses or answers something else than logits.
        """
        require(consent, service=NAME)
        return scored(
            alleles,
            reference,
            width=self._width,
            model=NAME,
            unit="log2 ratio",
            citation=Citation("Evo 2", self._url),
            score=self._ratio,
        )

    def _ratio(self, pair: Haplotypes) -> float:
        strands = (pair, pair.reverse_complement())
        return sum(self._bits(one.alternate) - self._bits(one.reference) for one in strands) / 2

    def _bits(self, sequence: str) -> float:
        """Return the log2 likelihood of a sequence; a token is the code of a base's letter."""
        logits = self._logits(sequence)[:-1]
        largest = logits.max(axis=1, keepdims=True)
        totals = largest[:, 0] + np.log(np.exp(logits - largest).sum(axis=1))
        following = np.frombuffer(sequence.encode("ascii"), np.uint8)[1:]
        return float((logits[np.arange(len(following)), following] - totals).sum() / np.log(2))

    def _logits(self, sequence: str) -> Any:
        httpx = optional("httpx", extra="llm")
        body = {"sequence": sequence, "output_layers": [LAYER]}
        try:
            answer = httpx.post(
                self._url, json=body, headers={"Authorization": f"Bearer {self._key}"}, timeout=self._timeout_s
            )
            answer.raise_for_status()
            packed = base64.b64decode(answer.json()["data"], validate=True)
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise ServiceFailed(f"{NAME}: no usable answer from the service ({type(error).__name__})") from error
        if len(packed) > _MAX_ANSWER_BYTES:
            raise ServiceFailed(f"{NAME}: the answer is larger than 256 MiB")
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            (logits,) = (arrays[name] for name in arrays.files if name.startswith(LAYER))
        logits = np.asarray(logits, np.float64).reshape(-1, logits.shape[-1])
        if len(logits) != len(sequence):
            raise ServiceFailed(f"{NAME}: {len(logits)} rows of logits for {len(sequence)} bases")
        return logits


def open_model(settings: Settings) -> Evo2:
    """Return the client; LEXOME_EVO2_URL is the forward endpoint, LEXOME_EVO2_KEY the user's key."""
    del settings
    return Evo2(os.environ["LEXOME_EVO2_URL"], key=os.environ.get("LEXOME_EVO2_KEY", ""))


def missing(settings: Settings, environ: Mapping[str, str] = os.environ) -> str:
    """Say what the user must supply."""
    del settings
    if environ.get("LEXOME_EVO2_URL"):
        return ""
    return "set LEXOME_EVO2_URL to the forward endpoint of a service you may send patients' sequence to"


CARD = Card(
    title="Evo 2 behind a service of yours",
    about="Log ratio of the likelihoods of both haplotypes in a window, both strands averaged.",
    licence="weights Apache-2.0; the service's own terms apply",
    reference="doi:10.1101/2025.02.18.638918",
    limits="Sends sequence to a server: only with a Consent that names it. Written after NVIDIA's documented endpoint "
    "and tested on a loopback stand-in, not on the service. Not used for ACMG criteria.",
    training="as its authors say",
)

plugin = Model(CARD, open_model, missing)
