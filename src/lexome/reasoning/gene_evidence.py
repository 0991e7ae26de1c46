"""How much the alleles a patient carries in a gene speak for a disease of that gene.

Carried alleles are a Poisson process: gene by gene, class by class, a healthy genome scatters some. Under a disease
one more allele (dominant) or two more (recessive) are drawn from the spectrum of causal alleles. The likelihood
ratio of 'disease' against 'background alone' for one extra point is the sum, over the points seen, of causal density
over background density; for two it is the sum over pairs. Every gene pays for its own length and for how many
alleles of that kind this very file holds, so that long and variable genes do not win.

The background is measured on the patient's own file (counts by class and frequency tier), never looked up: it fits
any capture kit, caller and annotation state, and a missing frequency is a tier of its own, not a sign of rarity.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class VariantClass(IntEnum):
    """Kinds of allele that differ in how often they are causal and how often merely there."""

    KNOWN_PATHOGENIC = 0
    LOSS_OF_FUNCTION = 1
    INFRAME = 2
    MISSENSE = 3
    CODING_UNRESOLVED = 4
    SPLICE_REGION = 5
    SYNONYMOUS = 6
    NON_CODING = 7
    STRUCTURAL_LOSS = 8
    STRUCTURAL_GAIN = 9
    WHOLE_GAIN = 10


STRUCTURAL = (VariantClass.STRUCTURAL_LOSS, VariantClass.STRUCTURAL_GAIN, VariantClass.WHOLE_GAIN)
"""Kinds that hold a row for every gene a structural allele touches; no frequency is known of them."""


class Tier(IntEnum):
    """Highest population frequency known of an allele, in steps; UNKNOWN when no source covers the site."""

    COMMON = 0
    LOW = 1
    RARE = 2
    UNKNOWN = 3


class Origin(IntEnum):
    """Which parent an allele came from; DE_NOVO when both were called and neither carries it."""

    UNKNOWN = 0
    MATERNAL = 1
    PATERNAL = 2
    BOTH = 3
    DE_NOVO = 4


COMMON_FRACTION = 0.01
"""From this frequency on an allele is common (fraction; Richards 2015, doi:10.1038/gim.2015.30, BS1 and beyond)."""

RARE_FRACTION = 0.001
"""Below this an allele is rare (fraction): most disease allows no more (Whiffin 2017, doi:10.1038/gim.2017.26)."""

TIER_OF_DOMINANT = (0.001, 0.009)
"""Share of causal alleles of dominant disease that are COMMON and LOW; the rest are RARE or of UNKNOWN frequency."""

TIER_OF_RECESSIVE = (0.005, 0.075)
"""The same for recessive disease, where founder alleles reach the percent range (CFTR p.Phe508del, HFE p.Cys282Tyr)."""

DETECTED = 0.95
"""Share of patients with a monogenic disease whose causal alleles are small variants in or near coding sequence (.951
of 885 published cases with a known cause, half of the dev cases; the remainder are structural or deep intronic)."""

HOMOZYGOUS_SHARE, COMPOUND_SHARE, ONE_HIT_SHARE = 0.47, 0.43, 0.05
"""How recessive disease shows: homozygous, two alleles, or one with the second missed; the rest shows nothing.
An assumption that favours neither consanguineous nor outbred families."""

PAIR_BESIDE_DOMINANT = COMPOUND_SHARE / (4.0 * DETECTED)
"""What two alleles of unknown phase say at most for the recessive disease of a gene, against its dominant one. With q
the frequency of such alleles the dominant disease is 2q, the recessive q squared of people (Hardy-Weinberg), odds of
q / 2; the second allele is 2q by chance and COMPOUND_SHARE of the recessive, DETECTED one of the dominant disease."""

HOMOZYGOUS_DOMINANT = 0.02
"""Share of patients with dominant disease who carry the causal allele twice. An assumption: they are rare."""

CLOSE_PAIR = 0.15
"""What two heterozygous alleles of one stretch (``allele_pairs.stretches``) say for a recessive disease, against two
that lie apart: 5 of 262 pairs of causal alleles lie so close, and 10 of 49 pairs of rare coding alleles of one exome
(benchmarks/allele_forms.py). Less is taken than these say (.08), for few were counted."""

DE_NOVO_SHARE = 0.5
"""Share of dominant disease, of the severity that is sequenced as a trio, due to a de novo allele
(DDD 2017, doi:10.1038/nature21062: 42 % of patients carry one)."""

DE_NOVO_CALLS = 5.0
"""De novo calls in the coding sequence of a trio: 1-2 true ones (doi:10.1038/nature11396), the rest genotype errors."""

TYPICAL_COUNTS = {
    VariantClass.KNOWN_PATHOGENIC: 3.0,
    VariantClass.LOSS_OF_FUNCTION: 160.0,
    VariantClass.INFRAME: 200.0,
    VariantClass.MISSENSE: 11000.0,
    VariantClass.CODING_UNRESOLVED: 22000.0,
    VariantClass.SPLICE_REGION: 1500.0,
    VariantClass.SYNONYMOUS: 12000.0,
    VariantClass.NON_CODING: 15000.0,
    VariantClass.STRUCTURAL_LOSS: 2.1,
    VariantClass.STRUCTURAL_GAIN: 1.05,
    VariantClass.WHOLE_GAIN: 1.05,
}
"""Alleles of each class in a typical exome (1000 Genomes 2015, doi:10.1038/nature15393, table 1; in-frame and splice
region from doi:10.1038/nature19057; structural: a person's rare ones alter 4.2 genes, doi:10.1038/s41586-020-2371-0,
taken to be losses and gains alike, gains within a gene and of whole genes alike). Only a hundredth is used, as a floor
under what the file itself shows, of structural ones the whole: callers differ in how few they report."""

CLUSTERING = np.array([3.0, 120.0, 10.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0])
"""How many times more often than by length alone two chance alleles of a kind stand in one gene, by VariantClass:
paralogues, repeats and mapping errors. Measured on one exome (36,787 alleles): coding substitutions 2.7, non-coding
3.3, rare loss-of-function 122 (14 ordered pairs for 0.1 expected); in-frame ones are taken to lie between, structural
ones (of calls that overlap one is counted) to cluster as substitutions do."""

SUBSTITUTIONS = (VariantClass.MISSENSE, VariantClass.CODING_UNRESOLVED, VariantClass.SYNONYMOUS)
"""Classes of coding substitutions: one background, parted by what a codon tells."""

MISSENSE_SHARE, MISSENSE_WEIGHT = 0.6, 100.0
"""Share of missense among rare coding substitutions merely there, and its weight in alleles beside what the file shows:
by the genetic code 2.2 changes arise for each silent one, of which 0.7 are left (see ``codon_sense``)."""

SHAPES = {
    **dict.fromkeys(SUBSTITUTIONS, 0.6),
    VariantClass.LOSS_OF_FUNCTION: 0.1,
    VariantClass.INFRAME: 0.1,
}
"""Shape of the gamma distribution by which genes differ in how many alleles of a kind they show beyond length and
constraint. Pairs in one gene over pairs expected are 1 + 1 / shape: on one exome 2.7 for coding substitutions, 9 to 11
for loss-of-function alleles of all frequencies (benchmarks/gene_priors.py)."""

SHAPES_OF_COMMON = {
    **dict.fromkeys(SUBSTITUTIONS, 7.0),
    VariantClass.LOSS_OF_FUNCTION: 0.16,
    VariantClass.INFRAME: 0.16,
}
"""The same for what common alleles of a gene say of its rare ones: common substitutions stand together because they
are inherited together, and hardly tell of rare ones. Likeliest values on one exome (benchmarks/candidate_priors.py)."""

FLOOR_SHARE = 0.01
"""Pseudo-count per class and tier, as a share of the typical count: keeps a file of few variants from certainty."""


@dataclass(frozen=True, slots=True, eq=False)
class CarriedAlleles:
    """Alleles the proband carries, a row each.

    ``gene`` (int32) indexes the genes of the background; ``kind`` and ``tier`` hold VariantClass and Tier; ``copies``
    and ``ploidy`` (int8) count chromosomes; ``origin`` holds Origin; ``family_log10`` (float64) is what affected and
    unaffected relatives say under dominance; ``extra_log10`` what else speaks of the allele itself. ``stretch`` (int32)
    numbers the alleles of a gene that lie so close that they are one change of one chromosome (None: each its own).
    """

    gene: NDArray[np.int32]
    kind: NDArray[np.int8]
    tier: NDArray[np.int8]
    copies: NDArray[np.int8]
    ploidy: NDArray[np.int8]
    origin: NDArray[np.int8]
    family_log10: NDArray[np.float64]
    extra_log10: NDArray[np.float64]
    stretch: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.gene)

    @property
    def homozygous(self) -> NDArray[np.bool_]:
        """Which rows carry the allele on every chromosome."""
        return self.copies >= self.ploidy


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Expected carried alleles: ``count`` by (class, tier) in the file, ``share`` of each gene by (gene, class).

    ``homozygous`` is the fraction of carried alleles of a (class, tier) that are homozygous.
    """

    count: NDArray[np.float64]
    homozygous: NDArray[np.float64]
    share: NDArray[np.float64]

    def expected(self, carried: CarriedAlleles) -> NDArray[np.float64]:
        """Return, for each row, how many alleles of its class and tier this gene was expected to show."""
        return self.count[carried.kind, carried.tier] * self.share[carried.gene, carried.kind]


def measure_background(carried: CarriedAlleles, *, share: NDArray[np.float64]) -> Background:
    """Return the background that this file itself shows; ``share`` (genes, classes) sums to 1 over genes."""
    shape = (len(VariantClass), len(Tier))
    floor = np.array([FLOOR_SHARE * TYPICAL_COUNTS[kind] / len(Tier) for kind in VariantClass])[:, None]
    floor[list(STRUCTURAL)] = [[TYPICAL_COUNTS[kind]] for kind in STRUCTURAL]
    seen = np.zeros(shape)
    np.add.at(seen, (carried.kind, carried.tier), 1.0)
    counts = seen
    seen = counts + floor
    seen[list(SUBSTITUTIONS)] = _parted_substitutions(seen, floor)
    twice = np.zeros(shape)
    np.add.at(twice, (carried.kind, carried.tier), carried.homozygous & (carried.ploidy == 2))
    by_tier = (twice.sum(axis=0) + 1.0) / (counts.sum(axis=0) + 20.0)
    homozygous = (twice + 20.0 * by_tier) / (counts + 20.0)
    return Background(seen, homozygous, share)


def _parted_substitutions(seen: NDArray[np.float64], floor: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many missense, unread and silent substitutions to expect by tier, were every codon read or none."""
    missense, silent = int(VariantClass.MISSENSE), int(VariantClass.SYNONYMOUS)
    rare = [Tier.LOW, Tier.RARE, Tier.UNKNOWN]
    told = float((seen[missense] - floor[missense])[rare].sum())
    either = told + float((seen[silent] - floor[silent])[rare].sum())
    share = (told + MISSENSE_SHARE * MISSENSE_WEIGHT) / (either + MISSENSE_WEIGHT)
    total = (seen - floor)[list(SUBSTITUTIONS)].sum(axis=0) + floor[missense]
    return np.stack([share * total, total, (1.0 - share) * total])


@dataclass(frozen=True, slots=True, eq=False)
class GeneEvidence:
    """Likelihood ratios (not logs) by gene, and the contribution of each row to them.

    ``dominant`` and ``recessive`` have shape (genes,); ``recessive_beside_dominant`` is the second for a gene that also
    has a dominant disease (see ``weigh``). ``dominant_of``, ``homozygous_of``, ``single_of`` and ``one_hit_of`` (rows,)
    are the terms they are sums of, the third for one of two alleles, the last for one whose partner is not seen;
    compound pairs are found by ``allele_pairs.best_pair``.
    """

    dominant: NDArray[np.float64]
    recessive: NDArray[np.float64]
    hemizygous: NDArray[np.float64]
    recessive_beside_dominant: NDArray[np.float64]
    dominant_of: NDArray[np.float64]
    homozygous_of: NDArray[np.float64]
    single_of: NDArray[np.float64]
    one_hit_of: NDArray[np.float64]


def weigh(carried: CarriedAlleles, background: Background, *, spectrum: NDArray[np.float64]) -> GeneEvidence:
    """Return the evidence of every gene under each mode of inheritance, in one pass over the rows.

    ``spectrum`` (genes, classes) is the share of each class among the causal alleles of a gene's disease.
    """
    genes = len(spectrum)
    density = spectrum[carried.gene, carried.kind] / background.expected(carried)
    density = density * 10.0**carried.extra_log10
    alone, paired = (_company(carried, background, partners=partners) for partners in (0, 1))
    twice = background.homozygous[carried.kind, carried.tier]
    unknown_share = _unknown_share(carried)
    tierless = np.isin(carried.kind, STRUCTURAL)
    of_dominant = np.where(tierless, 1.0, _tiers(TIER_OF_DOMINANT, unknown_share)[carried.tier])
    of_recessive = np.where(tierless, 1.0, _tiers(TIER_OF_RECESSIVE, unknown_share)[carried.tier])
    dominant_of = alone * density * of_dominant * _dominant_factor(carried, twice)
    single = density * of_recessive
    homozygous_of = np.where(carried.homozygous, alone * single / twice, 0.0)
    single_of = np.where(carried.homozygous, 0.0, paired * single / (1.0 - twice))
    one_hit_of = np.where(carried.homozygous, 0.0, alone * single / (1.0 - twice))
    pairs = _pairs(carried, single_of / np.sqrt(CLUSTERING[carried.kind]), genes)
    dominant = (1.0 - DETECTED) + DETECTED * _by_gene(carried, dominant_of, genes)
    missed = 1.0 - HOMOZYGOUS_SHARE - COMPOUND_SHARE - ONE_HIT_SHARE
    recessive = (
        missed
        + HOMOZYGOUS_SHARE * _by_gene(carried, homozygous_of, genes)
        + COMPOUND_SHARE * pairs
        + ONE_HIT_SHARE * _by_gene(carried, one_hit_of, genes)
    )
    unphased = COMPOUND_SHARE * _unphased(carried, single_of / np.sqrt(CLUSTERING[carried.kind]), genes)
    beside_dominant = recessive - unphased + np.minimum(unphased, PAIR_BESIDE_DOMINANT * dominant)
    hemizygous_of = np.where(carried.homozygous, alone * single, 0.0)
    hemizygous = (1.0 - DETECTED) + DETECTED * _by_gene(carried, hemizygous_of, genes)
    return GeneEvidence(
        dominant, recessive, hemizygous, beside_dominant, dominant_of, homozygous_of, single_of, one_hit_of
    )


def _company(carried: CarriedAlleles, background: Background, *, partners: int) -> NDArray[np.float64]:
    """Return, by row, how the other alleles of its gene lower its weight: a gene that shows many shows them by chance.

    With gamma-distributed rates, the rate of a gene with ``others`` more alleles than the one looked at is
    ``(shape + others) / (shape + expected)`` times what its length lets one expect. So many ``partners``
    are excused; a quiet gene is not rewarded.
    """
    truncating = (VariantClass.LOSS_OF_FUNCTION, VariantClass.INFRAME)
    shown, common = np.isin(carried.kind, truncating), carried.tier == Tier.COMMON
    substituted = np.isin(carried.kind, SUBSTITUTIONS)
    factor = np.ones(len(carried))
    for kind, mine, speaks_of, shape, excused in (
        (SUBSTITUTIONS[0], substituted & common, shown | substituted, SHAPES_OF_COMMON, 0),
        (SUBSTITUTIONS[0], substituted & ~common, shown | substituted, SHAPES, partners),
        (truncating[0], shown & common, shown, SHAPES_OF_COMMON, 0),
        (truncating[0], shown & ~common, shown, SHAPES, partners),
    ):
        found = np.bincount(carried.gene[mine], minlength=len(background.share))
        expected = (found.sum() * background.share[:, kind])[carried.gene]
        others = np.maximum(found[carried.gene] - mine - excused, 0)
        rate = (shape[kind] + expected) / (shape[kind] + others)
        factor = factor * np.where(speaks_of, np.minimum(rate, 1.0), 1.0)
    return factor


def _unknown_share(carried: CarriedAlleles) -> float:
    unknown = float((carried.tier == Tier.UNKNOWN).sum()) + 1.0
    return float(np.clip(unknown / (len(carried) + 2.0), 0.05, 0.95))


def _tiers(shares: tuple[float, float], unknown_share: float) -> NDArray[np.float64]:
    """Return how often a causal allele falls in each tier, given how much of the file has no frequency."""
    common, low = shares
    known = np.array([common, low, 1.0 - common - low, 0.0])
    known[:3] *= np.array([1.0, 1.0, 1.0 - unknown_share])
    known[Tier.UNKNOWN] = (1.0 - common - low) * unknown_share
    return known


def _dominant_factor(carried: CarriedAlleles, twice: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what zygosity, origin and relatives say of one causal allele against one that is merely there."""
    factor = np.where(
        carried.homozygous & (carried.ploidy == 2), HOMOZYGOUS_DOMINANT / twice, (1 - HOMOZYGOUS_DOMINANT) / (1 - twice)
    )
    called = np.isin(carried.origin, [Origin.DE_NOVO, Origin.MATERNAL, Origin.PATERNAL, Origin.BOTH])
    if not called.any():
        return factor * 10.0**carried.family_log10
    de_novo = carried.origin == Origin.DE_NOVO
    rate = (DE_NOVO_CALLS + float(de_novo.sum())) / (2.0 * max(float(called.sum()), 1000.0))
    factor = np.where(de_novo, factor * DE_NOVO_SHARE / rate, factor)
    return factor * 10.0**carried.family_log10


def _by_gene(carried: CarriedAlleles, values: NDArray[np.float64], genes: int) -> NDArray[np.float64]:
    total: NDArray[np.float64] = np.bincount(carried.gene, weights=values, minlength=genes).astype(np.float64)
    return total


def _pairs(carried: CarriedAlleles, single_of: NDArray[np.float64], genes: int) -> NDArray[np.float64]:
    """Return the sum over ordered pairs of heterozygous rows, cis pairs left out, trans pairs counted twice.

    With m, p, u the sums over maternal, paternal and unknown rows: unknown phase leaves a pair as it is, a known
    trans pair is twice as likely under the disease as by chance. Chance pairs cluster: see CLUSTERING.
    """
    maternal = _by_gene(carried, np.where(carried.origin == Origin.MATERNAL, single_of, 0.0), genes)
    paternal = _by_gene(carried, np.where(carried.origin == Origin.PATERNAL, single_of, 0.0), genes)
    return 4.0 * maternal * paternal + _unphased(carried, single_of, genes)


def _unphased(carried: CarriedAlleles, single_of: NDArray[np.float64], genes: int) -> NDArray[np.float64]:
    """Return the part of ``_pairs`` whose phase is not known."""
    parental = np.isin(carried.origin, [Origin.MATERNAL, Origin.PATERNAL])
    unphased = np.where(parental, 0.0, single_of)
    of_parents = _by_gene(carried, np.where(parental, single_of, 0.0), genes)
    other = _by_gene(carried, unphased, genes)
    squares = _by_gene(carried, unphased**2, genes)
    if carried.stretch is not None and len(carried):
        of_stretch = np.bincount(carried.stretch, weights=unphased)[carried.stretch]
        close = np.maximum(_by_gene(carried, unphased * of_stretch, genes) - squares, 0.0)
        squares = squares + (1.0 - CLOSE_PAIR) * close
    return 2.0 * other * of_parents + np.maximum(other**2 - squares, 0.0)
