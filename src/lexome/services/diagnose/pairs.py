"""Known pairs of genes in one patient: weighed, told, and set against what each gene would say alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.core.hypothesis import Inheritance, Mechanism
from lexome.reasoning.events import Event, Events
from lexome.reasoning.gene_pairs import PairWeight, of_pair, weigh_pairs
from lexome.reasoning.variant_support import Found, Genotype, Kernel, genotype_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lexome.reasoning.gene_evidence import CarriedAlleles, GeneEvidence
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.telling import FileTeller

LEAST_TOGETHER = 10.0
"""Likelihood ratio of a pair from which it is a hypothesis: strong evidence begins near it (Jeffreys' scale)."""

MOST_FALSE = 0.2
"""False-discovery rate of a pair above which it is no hypothesis, however high its ratio."""


def with_pairs(
    events: Events,
    alleles: CarriedAlleles,
    evidence: GeneEvidence,
    *,
    engine: Engine,
    teller: FileTeller,
    row_of: Mapping[str, int],
) -> Events:
    """Return the events with what known pairs of genes say; ``row_of`` names the genes that may be interpreted."""
    genes = np.flatnonzero(engine.has_disease)
    rng = np.random.default_rng(engine.lab.settings.seed)
    weights = weigh_pairs(engine.known_pairs, evidence, row_of=row_of, disease_genes=genes, rng=rng)
    found = {line: list(of) for line, of in events.of_line.items()}
    for weight in weights:
        found.setdefault(weight.pair.line, []).append(_event(weight, alleles, evidence, teller=teller, row_of=row_of))
    return Events({line: tuple(of) for line, of in found.items()})


def _event(
    weight: PairWeight,
    alleles: CarriedAlleles,
    evidence: GeneEvidence,
    *,
    teller: FileTeller,
    row_of: Mapping[str, int],
) -> Event:
    pair = weight.pair
    kernel = Kernel.RECESSIVE if pair.twice else Kernel.DOMINANT
    hits = [genotype_of(alleles, evidence, gene=row_of[gene], kernel=kernel) for gene in pair.genes]
    qualifies = weight.together >= LEAST_TOGETHER and weight.false_discovery <= MOST_FALSE
    names = " and ".join(pair.genes)
    if not qualifies or any(hit.genotype is Genotype.NONE for hit in hits):
        because = f"{names} are known to act together; this file shows no pair of alleles beyond chance"
        ratio = min(of_pair(weight), 1.0)
        return Event(Mechanism.DIGENIC, pair.share, ratio, because, (pair.citation,), about=names)
    said = "; ".join(_told(gene, hit, teller) for gene, hit in zip(pair.genes, hits, strict=True))
    alone = ", ".join(f"{gene} {_two_figures(ratio)}" for gene, ratio in zip(pair.genes, weight.alone, strict=True))
    because = (
        f"{said}. Ratios alone: {alone}; together {_two_figures(weight.together)}. {weight.decoy_share:.2%} of "
        f"random pairs of disease genes in this file reach as much, so chance gives {weight.expected_by_chance:.2g} "
        f"known pairs: false-discovery rate {weight.false_discovery:.2g}"
    )
    return Event(
        Mechanism.DIGENIC,
        pair.share,
        of_pair(weight),
        because,
        (pair.citation,),
        found=True,
        summary=f"one hit each in {names}" if not pair.twice else f"both copies hit in {names}",
        genes=pair.genes,
        alleles=tuple(teller.allele(row) for hit in hits for row in hit.rows),
        inheritance=Inheritance.DIGENIC,
        flags=("digenic",),
        about=names,
        rows=tuple((row, gene) for gene, hit in zip(pair.genes, hits, strict=True) for row in hit.rows),
    )


def _told(gene: str, hit: Found, teller: FileTeller) -> str:
    return f"{gene}: " + " and ".join(teller.describe(row, gene) for row in hit.rows)


def _two_figures(value: float) -> str:
    """Return a ratio with two significant figures and no exponent.

    >>> _two_figures(8_491_840.0), _two_figures(2_764.0), _two_figures(0.0371)
    ('8,500,000', '2,800', '0.037')
    """
    return f"{float(f'{value:.2g}'):,.0f}" if value >= 10 else f"{value:.2g}"
