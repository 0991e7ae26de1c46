"""Two genes that act together: known pairs weighed as one extra allele in each, with the chance of a false discovery.

A pair is known where the HPO annotates a disease as digenic and names two genes or more for it, or where OMIM names
the digenic form of a disease. Under it each gene holds a causal allele (or two); the background scatters alleles gene
by gene independently, so the likelihood ratio of the pair is the product of those of its genes. How often chance does
as well is read off decoys: pairs of disease genes drawn at random, weighed on the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.facts import Citation
from lexome.core.hypothesis import Inheritance
from lexome.reasoning.gene_evidence import (
    COMPOUND_SHARE,
    DETECTED,
    HOMOZYGOUS_SHARE,
    ONE_HIT_SHARE,
    GeneEvidence,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.reasoning.listed_diseases import ListedDiseases

MOST_GENES = 3
"""Genes of a digenic disease up to which every two of them are taken for a pair; with more the HPO's genes are rather
those of its other forms."""

TWICE = frozenset({"OMIM:237450", "OMIM:613090"})
"""Diseases that need both copies of both genes to be lost: Rotor syndrome (SLCO1B1 and SLCO1B3) and Bartter syndrome 4B
(CLCNKA and CLCNKB), by their OMIM records."""

NAMED: dict[str, tuple[str, str]] = {
    "OMIM:608133": ("PRPH2", "ROM1"),
    "OMIM:601067": ("CDH23", "PCDH15"),
    "OMIM:605472": ("ADGRV1", "PDZD7"),
}
"""Digenic forms that OMIM names in the record of a disease (retinitis pigmentosa 7; Usher syndrome 1D/F; Usher syndrome
2C) and the HPO does not annotate as digenic; both genes are the HPO's for the disease."""

ALWAYS, SOMETIMES = 0.9, 0.05
"""Share of a disease's patients who have both genes hit: where no other inheritance is stated, and where one is.
Assumptions; of the combinations of DIDA 31.92 % need both genes (dida.ibsquare.be/statistics)."""

DECOYS = 20_000
"""Random pairs weighed to tell how often chance does as well."""


@dataclass(frozen=True, slots=True)
class KnownPair:
    """A listed line whose disease two genes cause together; ``twice``: each gene must be hit on both copies."""

    line: int
    genes: tuple[str, str]
    share: float
    citation: Citation
    twice: bool = False


def known_pairs(listed: ListedDiseases) -> tuple[KnownPair, ...]:
    """Return the pairs that the disease annotations in use know."""
    return tuple(_known(listed))


def _known(listed: ListedDiseases) -> Iterator[KnownPair]:
    source = listed.diseases.citation
    for line in range(len(listed)):
        modes = listed.inheritance(line)
        if Inheritance.DIGENIC not in modes and Inheritance.OLIGOGENIC not in modes:
            continue
        genes, disease_id = listed.genes(line), listed.id_of(line)
        if len(genes) > MOST_GENES:
            continue
        share = ALWAYS if set(modes) <= {Inheritance.DIGENIC, Inheritance.OLIGOGENIC} else SOMETIMES
        cited = Citation(source.source, source.release, f"{disease_id}, digenic inheritance")
        for first, second in combinations(genes, 2):
            yield KnownPair(line, (first, second), share, cited, twice=disease_id in TWICE)
    for disease_id, genes in NAMED.items():
        named = listed.line_of_id.get(disease_id)
        if named is not None and set(genes) <= set(listed.genes(named)):
            yield KnownPair(named, genes, SOMETIMES, Citation("OMIM", "", f"{disease_id}, digenic form"))


@dataclass(frozen=True, slots=True)
class PairWeight:
    """What both genes of a pair say: each alone, together, and how often random pairs do as well.

    ``expected_by_chance`` is how many of the known pairs would reach as much by chance; ``false_discovery`` the share
    of chance among the known pairs that do.
    """

    pair: KnownPair
    alone: tuple[float, float]
    together: float
    decoy_share: float
    expected_by_chance: float
    false_discovery: float


def weigh_pairs(
    pairs: tuple[KnownPair, ...],
    evidence: GeneEvidence,
    *,
    row_of: Mapping[str, int],
    disease_genes: NDArray[np.intp],
    rng: np.random.Generator,
) -> tuple[PairWeight, ...]:
    """Return the weight of every pair whose genes were read; ``disease_genes`` are the rows decoys are drawn from."""
    there = tuple(pair for pair in pairs if pair.genes[0] in row_of and pair.genes[1] in row_of)
    if not there or len(disease_genes) < 2:
        return ()
    ratios = {False: once(evidence), True: twice(evidence)}
    first, second = rng.choice(disease_genes, DECOYS), rng.choice(disease_genes, DECOYS)
    apart = first != second
    decoys = {key: np.sort((of[first] * of[second])[apart]) for key, of in ratios.items()}
    together = []
    for pair in there:
        of = ratios[pair.twice]
        alone = (float(of[row_of[pair.genes[0]]]), float(of[row_of[pair.genes[1]]]))
        product = alone[0] * alone[1]
        drawn = decoys[pair.twice]
        as_much = len(drawn) - int(np.searchsorted(drawn, product, side="left"))
        together.append((pair, alone, product, (as_much + 1) / (len(drawn) + 1)))
    return tuple(
        PairWeight(pair, alone, product, share, share * len(there), _false(share, product, together, len(there)))
        for pair, alone, product, share in together
    )


def _false(
    share: float, product: float, together: list[tuple[KnownPair, tuple[float, float], float, float]], count: int
) -> float:
    reached = sum(other >= product for _, _, other, _ in together)
    return min(1.0, share * count / max(reached, 1))


def once(evidence: GeneEvidence) -> NDArray[np.float64]:
    """Return by gene the likelihood ratio of one extra causal allele, hidden ones left out."""
    ratio: NDArray[np.float64] = np.maximum((evidence.dominant - (1.0 - DETECTED)) / DETECTED, 0.0)
    return ratio


def twice(evidence: GeneEvidence) -> NDArray[np.float64]:
    """Return by gene the likelihood ratio of two extra causal alleles, hidden ones left out."""
    shown = HOMOZYGOUS_SHARE + COMPOUND_SHARE + ONE_HIT_SHARE
    ratio: NDArray[np.float64] = np.maximum((evidence.recessive - (1.0 - shown)) / shown, 0.0)
    return ratio


def of_pair(weight: PairWeight) -> float:
    """Return the likelihood ratio of a pair, causes that hide from the file included."""
    both = DETECTED * DETECTED
    return (1.0 - both) + both * weight.together
