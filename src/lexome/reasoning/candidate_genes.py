"""How likely a gene without a fitting disease is the cause, before and after its alleles are seen.

Known disease genes tell what unknown ones look like: genes of dominant disease tolerate little change in the general
population, those of recessive disease are neither the most nor the least tolerant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.reasoning.gene_evidence import DETECTED, CarriedAlleles, GeneEvidence, VariantClass
from lexome.reasoning.gene_kin import Kin, said_by_kin
from lexome.reasoning.variant_support import Kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

SINGLE_GENE = 0.9
"""Share of patients without a listed disease whose disease has a single gene as its cause. All 483 published patients
of stratum N of the dev cases do; the rest is an allowance for those that are not published. An assumption."""

SHARPENING = 1.25
"""Power of a candidate's ratio, prior included. As computed the ratios are too modest: of 12 first candidates with
.18 of the weight of all (mean) 11 were right, of 59 patients of stratum N in half of the dev cases. These call for 1.5
(benchmarks/candidate_priors.py). Of 800 patients of all strata 1.4 gives the likeliest posteriors of the three tried
(1.15, 1.25, 1.4; counted by hand, decision 0008), on both halves of the papers; but then candidates overtake more
listed diseases that are right, so less is taken, the more so as all have the same exome around them."""

DOMINANT_SHARE = 0.4
"""Share of dominant inheritance among those. Of 84 diseases of stratum N in half of the dev cases 28 are heterozygous
(benchmarks/candidate_priors.py)."""

DOMINANT_BY_LOEUF = (6.0, 1.9, 1.1, 0.44, 0.21, 0.17, 0.27, 0.17, 0.14, 0.17)
DOMINANT_BY_MISSENSE_Z = (0.2, 0.2, 0.2, 0.3, 0.3, 0.35, 0.65, 0.9, 1.7, 5.5)
RECESSIVE_BY_LOEUF = (0.48, 0.80, 0.99, 1.53, 1.72, 1.63, 1.28, 1.0, 0.64, 0.41)
"""Known disease genes over all genes in each tenth of all genes by gnomAD 2.1's LOEUF or missense z: 308 genes of
dominant disease with three or more pathogenic loss-of-function records of ClinVar, 397 with more missense than loss
of function, 2,501 of recessive disease (HPO annotations 2025-01-16, ClinVar 2024-12-15; benchmarks/gene_priors.py)."""

UNCOUNTED = 0.1
"""The same for genes that gnomAD did not count, of each of the three."""

KNOWN_GENE, OTHER_GENE = 1.65, 0.77
"""How much likelier than any gene a gene is to cause a disease that is not listed, by whether another disease of it is
listed: 38 of 87 such diseases of half of the dev cases, where 5,126 of 19,317 genes have a listed disease."""

RECORDED_GENE = 10.0
"""The same for the 43 genes without a listed disease that ClinVar (2024-12-15) has (likely) pathogenic records of,
against others without one: of 89 genes of diseases that are not listed 5 are among them, 19 times their share [6, 41].
None of 42 is in one half of the papers and 5 of 47 in the other, so less is taken (benchmarks/allele_forms.py)."""


@dataclass(frozen=True, slots=True, eq=False)
class CandidatePrior:
    """Prior of every gene against the mean gene.

    ``dominant`` (genes, classes) by kind of allele, ``recessive`` (genes,); ``gene`` (genes,) by whether a disease of
    it is listed; ``lines_of`` holds the listed diseases of each gene that has one.
    """

    dominant: NDArray[np.float64]
    recessive: NDArray[np.float64]
    gene: NDArray[np.float64]
    lines_of: Mapping[int, NDArray[np.int64]]
    family: NDArray[np.int64]
    kin: tuple[Kin, ...] = ()

    def prepare(self) -> None:
        """Compute what would be computed at the first patient."""
        _ = [one.weight for one in self.kin]


def candidate_prior(
    symbols: Sequence[str],
    *,
    loeuf: NDArray[np.float64],
    missense_z: NDArray[np.float64],
    lines_of: Mapping[int, NDArray[np.int64]],
    kin: tuple[Kin, ...] = (),
    recorded: NDArray[np.bool_] | None = None,
) -> CandidatePrior:
    """Return the prior of each gene from its constraint (NaN: not counted) and its listed diseases by gene row.

    ``recorded`` (genes,) says of which genes there are (likely) pathogenic records.
    """
    dominant = np.ones((len(loeuf), len(VariantClass)))
    by_loss, by_change = _by_tenth(loeuf, DOMINANT_BY_LOEUF), _by_tenth(missense_z, DOMINANT_BY_MISSENSE_Z)
    for kind in (VariantClass.LOSS_OF_FUNCTION, VariantClass.STRUCTURAL_LOSS, VariantClass.SPLICE_REGION):
        dominant[:, kind] = by_loss
    for kind in (VariantClass.MISSENSE, VariantClass.CODING_UNRESOLVED, VariantClass.INFRAME):
        dominant[:, kind] = by_change
    gene = np.full(len(loeuf), OTHER_GENE)
    if recorded is not None:
        gene[recorded] *= RECORDED_GENE
    gene[list(lines_of)] = KNOWN_GENE
    return CandidatePrior(dominant, _by_tenth(loeuf, RECESSIVE_BY_LOEUF), gene, lines_of, named_alike(symbols), kin)


def _by_tenth(measure: NDArray[np.float64], values: tuple[float, ...]) -> NDArray[np.float64]:
    counted = ~np.isnan(measure)
    if not counted.any():
        return np.ones(len(measure))
    edges = np.quantile(measure[counted], np.arange(0.1, 1.0, 0.1))
    tenth = np.digitize(np.where(counted, measure, 0.0), edges)
    return np.where(counted, np.array(values)[tenth], UNCOUNTED)


OWN_POWER = 0.2
"""Of the diseases that are not listed and whose gene has a listed one, a share of ``tail ** 0.2`` belongs to genes
whose best-fitting listed disease fits better than those of all but a share ``tail`` of disease genes. Half of the dev
cases of stratum N, 37 diseases: a thousandth of the genes holds .24, three hundredths .51 to .57, a tenth .73."""

FAMILY_POWER = 0.3
"""The same by the diseases of genes named alike, for genes without a listed disease of their own. Half of the dev cases
of stratum N, 26 diseases: a hundredth of such genes holds .23 of them, three hundredths .35 to .38, a tenth .38 to
.50 (benchmarks/gene_priors.py)."""

KIN_FIT_POWER = 0.3
"""The same by which a disease gene's fit is told to its kin (see ``gene_kin``)."""

OWN_SHARE, FAMILY_SHARE, KIN_SHARE = 0.8, 0.5, 0.5
"""Powers in which what a gene's own diseases, those of its family and those of its kin say is multiplied, since all
speak of the same. Fitted to half of the dev cases of stratum N, 85 diseases, as the choice of one gene among all: .71,
.57 and .55 (benchmarks/candidate_priors.py); the log10 ratio of the right gene rises from .50 to .75 on these, from .36
to .60 on the 88 diseases kept back."""

UNRELATED = 0.2
"""Share of diseases that are like nothing the gene or its kin is known for. An assumption; the right gene does as well
with .05 to .3."""

LARGEST_FAMILY = 150
"""Genes named alike at most; a larger family (ZNF, OR) says nothing of a single member."""


def named_alike(symbols: Sequence[str]) -> NDArray[np.int64]:
    """Return a family number for each gene: approved symbols that differ in their last number or letter alone.

    HGNC names genes of one family by a common stem (doi:10.1038/s41588-020-0669-3). Genes of too large a family are
    left alone.
    """
    number: dict[str, int] = {}
    stems = [re.sub(r"(\d+[A-Z]*\d*|[A-Z])$", "", symbol) for symbol in symbols]
    family = np.array([number.setdefault(stem, len(number)) for stem in stems], np.int64)
    alone = np.bincount(family)[family] > LARGEST_FAMILY
    family[alone] = len(number) + np.arange(int(alone.sum()))
    return family


def knowing_rna(prior: CandidatePrior, *, of_rna: NDArray[np.bool_], alike: NDArray[np.bool_]) -> CandidatePrior:
    """Return the prior with what is known of genes whose product is an RNA.

    ``of_rna`` (genes,) marks those of the nucleus: gnomAD counts genes of proteins, so that not being counted says
    nothing of them. ``alike`` (genes,) marks genes of one family, whatever their names.
    """
    family = prior.family.copy()
    family[alike] = family.max(initial=-1) + 1
    return replace(
        prior,
        dominant=np.where(of_rna[:, None], 1.0, prior.dominant),
        recessive=np.where(of_rna, 1.0, prior.recessive),
        family=family,
    )


def fit_of_genes(fit: NDArray[np.float64], prior: CandidatePrior) -> NDArray[np.float64]:
    """Return how much likelier each gene is to cause a disease that is not listed, by the diseases that are.

    ``fit`` (lines,) is the log10 likelihood ratio of the findings for each listed disease. New diseases of a gene
    resemble those it is known for, those of its family, and those of genes that do the same. The mean is 1 over genes
    with a listed disease, and over the others.
    """
    known = np.array(sorted(prior.lines_of), np.int64)
    best = np.array([fit[prior.lines_of[gene]].max() for gene in known.tolist()])
    of_kin = np.ones(len(prior.gene))
    of_kin[known] = _by_place(best, power=KIN_FIT_POWER)
    said = KIN_SHARE * said_by_kin(prior.kin, of_kin)
    said[known] += OWN_SHARE * np.log(_by_place(best, power=OWN_POWER))
    of_family = np.full(int(prior.family.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(of_family, prior.family[known], best)
    told = np.isfinite(of_family[prior.family])
    told[known] = False
    said[told] += FAMILY_SHARE * np.log(_by_place(of_family[prior.family[told]], power=FAMILY_POWER))
    related = np.exp(said)
    is_known = np.zeros(len(related), np.bool_)
    is_known[known] = True
    for group in (is_known, ~is_known):
        if group.any():
            related[group] *= (1.0 - UNRELATED) / related[group].mean()
    return related + UNRELATED


def _by_place(fit: NDArray[np.float64], *, power: float) -> NDArray[np.float64]:
    """Return the density of ``tail ** power`` at each place, equal fits sharing theirs; the mean is 1."""
    count, ordered = max(len(fit), 1), np.sort(fit)
    above = len(fit) - np.searchsorted(ordered, fit, side="right")
    with_equals = len(fit) - np.searchsorted(ordered, fit, side="left")
    share = np.power(with_equals / count, power) - np.power(above / count, power)
    density: NDArray[np.float64] = count * share / (with_equals - above)
    return density


@dataclass(frozen=True, slots=True, eq=False)
class CandidateRatios:
    """Likelihood ratio of every gene as the cause of a disease that is not listed, by inheritance; both, sharpened."""

    dominant: NDArray[np.float64]
    recessive: NDArray[np.float64]
    both: NDArray[np.float64]

    def kernel(self, gene: int) -> Kernel:
        """Return the inheritance under which a gene's alleles say most."""
        dominant = DOMINANT_SHARE * self.dominant[gene] >= (1.0 - DOMINANT_SHARE) * self.recessive[gene]
        return Kernel.DOMINANT if dominant else Kernel.RECESSIVE


def candidate_ratios(
    alleles: CarriedAlleles, evidence: GeneEvidence, prior: CandidatePrior, *, related: NDArray[np.float64]
) -> CandidateRatios:
    """Return prior and alleles together, relative to the mean gene; ``related`` is ``fit_of_genes``, or 1."""
    weighted = evidence.dominant_of * prior.dominant[alleles.gene, alleles.kind]
    total = np.bincount(alleles.gene, weights=weighted, minlength=len(prior.gene))
    gene = prior.gene * related
    dominant = gene * ((1.0 - DETECTED) + DETECTED * total)
    listed = np.isin(np.arange(len(prior.gene)), list(prior.lines_of))
    pair = np.where(listed, evidence.recessive_beside_dominant, evidence.recessive)
    recessive = gene * prior.recessive * pair
    both = (DOMINANT_SHARE * dominant + (1.0 - DOMINANT_SHARE) * recessive) ** SHARPENING
    return CandidateRatios(dominant, recessive, both)
