"""AlphaGenome through Google DeepMind's own client package, for those whose use its terms allow."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.facts import Citation
from lexome.core.optional import optional
from lexome.core.plugin import Card, Model
from lexome.models.attached.consent import Consent, require
from lexome.models.attached.haplotypes import Bases, Haplotypes, scored

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.effect import EffectColumns
    from lexome.core.settings import Settings

NAME = "alphagenome"
WIDTH = 16_384
"""Bases asked for around a variant; the shortest window the service takes (2**14)."""

SHOWN = 64
"""Bases around a variant that are compared with the FASTA before the service is asked."""

Ask = Callable[[str, int, str, str], Sequence[float]]
"""Contig, 1-based position, REF and ALT to the scores of all tracks."""


class AlphaGenome:
    """The track score of largest size for each allele; the service holds the reference itself."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def score(self, alleles: Sequence[Allele], *, reference: Bases, consent: Consent | None) -> EffectColumns:
        """Return one number per allele; raises ConsentMissing before anything is sent."""
        require(consent, service=NAME)
        return scored(
            alleles,
            reference,
            width=SHOWN,
            model=NAME,
            unit="score",
            citation=Citation("AlphaGenome", "service"),
            score=self._largest,
        )

    def _largest(self, pair: Haplotypes) -> float | None:
        allele = pair.allele
        values = np.asarray(self._ask(f"chr{allele.contig}", allele.pos, allele.ref, allele.alt), float)
        known = values[np.isfinite(values)]
        return float(known[np.abs(known).argmax()]) if len(known) else None


def open_model(settings: Settings) -> AlphaGenome:
    """Return the client with the user's key (LEXOME_ALPHAGENOME_KEY)."""
    del settings
    genome = optional("alphagenome.data.genome", extra="alphagenome")
    dna_client = optional("alphagenome.models.dna_client", extra="alphagenome")
    client: Any = dna_client.create(os.environ["LEXOME_ALPHAGENOME_KEY"])

    def ask(contig: str, pos: int, ref: str, alt: str) -> Sequence[float]:
        variant = genome.Variant(chromosome=contig, position=pos, reference_bases=ref, alternate_bases=alt)
        window = variant.reference_interval.resize(WIDTH)
        tables = client.score_variant(interval=window, variant=variant)
        return [float(value) for table in tables for value in np.asarray(table.X).ravel()]

    return AlphaGenome(ask)


def missing(settings: Settings, environ: Mapping[str, str] = os.environ) -> str:
    """Say what the user must supply."""
    del settings
    if environ.get("LEXOME_ALPHAGENOME_KEY"):
        return ""
    return "set LEXOME_ALPHAGENOME_KEY and: pip install alphagenome (its terms allow no commercial use)"


CARD = Card(
    title="AlphaGenome through its own client",
    about="The largest score of any track that the service gives for a variant.",
    licence="the service's terms: non-commercial use",
    reference="https://github.com/google-deepmind/alphagenome",
    limits="Sends the variant to a server: only with a Consent that names it. Tested on a stand-in, not on the "
    "service. Not used for ACMG criteria.",
    training="as its authors say",
)

plugin = Model(CARD, open_model, missing)
