"""Phenotype and carried alleles in one ranking: log-odds add, and what is not listed keeps its share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lexome.core.evidence import Evidence
from lexome.core.hypothesis import Hypothesis, Inheritance, Mechanism, Ranking, Verdict
from lexome.reasoning.calibrate import posterior
from lexome.reasoning.candidate_genes import SHARPENING, SINGLE_GENE, CandidatePrior, candidate_ratios, fit_of_genes
from lexome.reasoning.events import Event, Events, told
from lexome.reasoning.gene_evidence import CarriedAlleles, GeneEvidence
from lexome.reasoning.variant_support import DiseaseGenes, Found, Genotype, Kernel, VariantSupport, genotype_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.allele import Allele
    from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores

CANDIDATE_RATIO = 10.0
"""Likelihood ratio, prior of the gene included, from which a gene without a fitting disease is shown as a candidate."""

LOUD = 0.3
"""log10 ratio from which small variants speak for a disease even where most of its patients have another mechanism."""

CANDIDATE_SHARE = 0.2
"""Candidate genes shown at most, as a share of the diagnoses kept."""


class Teller(Protocol):
    """Puts alleles into words and keys; asked only for the few that are shown."""

    def allele(self, row: int) -> Allele:
        """Return the key of a carried row."""

    def event(self, rows: Sequence[int]) -> tuple[Mechanism, str]:
        """Return the mechanism of the rows, and in words the structural change among them ('' when there is none)."""

    def evidence(self, log10_lr: float, *, gene: int, found: Found, mode: Inheritance) -> Evidence:
        """Return the reasoned item of what was found in a gene (-1: the disease's genes are not among those read)."""


@dataclass(slots=True, eq=False)
class Related:
    """How near the diseases of each gene, and of its kin, come to the findings; the last answer is remembered."""

    scores: PhenotypeScores | None = None
    fit: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def to(self, scores: PhenotypeScores, prior: CandidatePrior) -> NDArray[np.float64]:
        """Return ``fit_of_genes``; one patient is ranked again when more is known of the alleles."""
        if self.scores is not scores:
            self.scores, self.fit = scores, fit_of_genes(scores.log10_lr, prior)
        return self.fit


@dataclass(frozen=True, slots=True)
class Carried:
    """The proband's alleles with what is needed to weigh and to tell of them.

    ``symbols`` names the genes that ``alleles.gene`` indexes. ``events`` are what was read beyond small variants; their
    weight is in ``support``.
    """

    alleles: CarriedAlleles
    evidence: GeneEvidence
    table: DiseaseGenes
    support: VariantSupport
    symbols: Sequence[str]
    teller: Teller
    prior: CandidatePrior
    events: Events = field(default_factory=Events)
    related: Related = field(default_factory=Related)


@dataclass(frozen=True, slots=True)
class Placed:
    """One verdict with the listed line it speaks of (None: candidate gene), the alleles or the event found for it."""

    verdict: Verdict
    line: int | None
    found: Found
    gene: str | None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Differential:
    """The ranking with, in the same order, where each verdict came from."""

    ranking: Ranking
    placed: tuple[Placed, ...]


def rank(ranker: PhenotypeRanker, scores: PhenotypeScores, carried: Carried | None, *, keep: int) -> Differential:
    """Return the differential of one patient: the ``keep`` most probable hypotheses, explained."""
    joint = scores.log10_lr if carried is None else scores.log10_lr + carried.support.log10_lr
    genes = Candidates() if carried is None else _candidate_genes(carried, scores, joint, most=keep)
    extra = [scores.unlisted_log10 + one.log10_prior + one.log10_lr for one in genes.shown]
    result = posterior(joint, unlisted_log10=scores.unlisted_log10 + genes.rest_log10, extra=extra)
    lines = np.argsort(-result.listed, kind="stable")[:keep]
    explained = ranker.explain(scores, lines)
    placed = [
        _listed(ranker, evidence, carried, line, float(result.listed[line])) for line, evidence in explained.items()
    ]
    if carried is not None:
        placed += [
            _candidate(carried, one, float(probability))
            for one, probability in zip(genes.shown, result.extra, strict=True)
        ]
    placed.sort(key=lambda one: -one.verdict.posterior)
    verdicts = tuple(one.verdict for one in placed)
    considered = len(joint) + len(extra)
    return Differential(Ranking(verdicts, result.unlisted, considered), tuple(placed))


def _listed(
    ranker: PhenotypeRanker, evidence: tuple[Evidence, ...], carried: Carried | None, line: int, probability: float
) -> Placed:
    hypothesis = ranker.listed.hypothesis(line)
    entry = -1 if carried is None else int(carried.support.best[line])
    event = None if carried is None else _event(carried, line)
    if carried is not None and event is not None:
        hypothesis, item = told(event, hypothesis, float(carried.support.log10_lr[line]))
        return Placed(Verdict(hypothesis, (item, *evidence), probability), line, Found(Genotype.NONE), None, event)
    if carried is None or entry < 0:
        return Placed(Verdict(hypothesis, evidence, probability), line, Found(Genotype.NONE), None)
    gene, kernel, mode = _entry(carried, entry)
    found = Found(Genotype.NONE)
    if gene >= 0:
        found = genotype_of(carried.alleles, carried.evidence, gene=gene, kernel=kernel)
    log10_lr = float(carried.support.log10_lr[line])
    if found.genotype is Genotype.NONE or log10_lr < 0:
        modes = ranker.listed.inheritance(line)
        mode = modes[0] if len(modes) == 1 else Inheritance.UNKNOWN
    item = carried.teller.evidence(log10_lr, gene=gene, found=found, mode=mode)
    symbol = carried.symbols[gene] if gene >= 0 else None
    if symbol and found.genotype is not Genotype.NONE and log10_lr > 0:
        mechanism, event_said = carried.teller.event(found.rows)
        alleles = tuple(map(carried.teller.allele, found.rows))
        hypothesis = replace(hypothesis, genes=(symbol,), alleles=alleles, mechanism=mechanism, event=event_said)
    hypothesis = replace(hypothesis, inheritance=mode)
    return Placed(Verdict(hypothesis, (item, *evidence), probability), line, found, symbol)


def _event(carried: Carried, line: int) -> Event | None:
    """Return what speaks for or against a line rather than small variants do."""
    log10_lr = float(carried.support.log10_lr[line])
    leading = carried.events.leading(line, ratio=10.0**log10_lr)
    return leading or (carried.events.silent(line) if log10_lr < LOUD else None)


def _entry(carried: Carried, entry: int) -> tuple[int, Kernel, Inheritance]:
    table = carried.table
    return int(table.gene[entry]), Kernel(int(table.kernel[entry])), table.mode[entry]


@dataclass(frozen=True, slots=True)
class CandidateGene:
    """A gene that may cause a disease that is not listed: its row, and what is known before and after its alleles."""

    gene: int
    kernel: Kernel
    log10_prior: float
    log10_lr: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """Genes shown as candidates; ``rest_log10`` is the weight that 'none of these' keeps once they are taken out."""

    shown: tuple[CandidateGene, ...] = ()
    rest_log10: float = 0.0


def _candidate_genes(
    carried: Carried,
    scores: PhenotypeScores,
    joint: np.ndarray[tuple[int], np.dtype[np.float64]],
    *,
    most: int,
) -> Candidates:
    """Return genes that are likelier the cause of an unlisted disease than of a listed one, weightiest first."""
    lines_of, prior = carried.prior.lines_of, carried.prior.gene
    related = np.ones(len(carried.symbols))
    if scores.terms.observed:
        related = carried.related.to(scores, carried.prior)
    ratios = candidate_ratios(carried.alleles, carried.evidence, carried.prior, related=related)
    share = math.log10(SINGLE_GENE / len(carried.symbols))
    found: list[CandidateGene] = []
    rest = float(ratios.both.sum())
    for gene in np.argsort(-ratios.both, kind="stable")[:most].tolist():
        if ratios.both[gene] < CANDIDATE_RATIO or len(found) >= most * CANDIDATE_SHARE:
            break
        rest -= float(ratios.both[gene])
        log10 = math.log10(float(ratios.both[gene]))
        plain = scores.unlisted_log10 + share + log10 / SHARPENING  # listed diseases of the gene are not sharpened
        if gene in lines_of and _own_weight(carried, joint, gene) >= plain:
            continue
        before = math.log10(float(prior[gene] * related[gene]))
        found.append(CandidateGene(gene, ratios.kernel(gene), share + before, log10 - before))
    left = 1.0 - SINGLE_GENE + SINGLE_GENE * max(rest, 0.0) / len(carried.symbols)
    return Candidates(tuple(found), math.log10(left))


def _own_weight(carried: Carried, joint: np.ndarray[tuple[int], np.dtype[np.float64]], gene: int) -> float:
    """Return the log10 weight of a gene in the listed disease where it has most: its part of the mean over genes."""
    table, ratio = carried.table, carried.support.ratio
    entries = np.flatnonzero(table.gene == gene)
    lines = table.line[entries]
    part = np.log10(np.maximum(ratio[entries] * table.weight[entries], 1e-12))
    mean = np.bincount(table.line, weights=ratio * table.weight, minlength=table.lines)[lines]
    own = joint[lines] + np.minimum(part - np.log10(np.maximum(mean, 1e-12)), 0.0)
    return float(own.max(initial=-np.inf))


def _candidate(carried: Carried, one: CandidateGene, probability: float) -> Placed:
    found = genotype_of(carried.alleles, carried.evidence, gene=one.gene, kernel=one.kernel)
    symbol = carried.symbols[one.gene]
    alleles = tuple(map(carried.teller.allele, found.rows))
    item = carried.teller.evidence(one.log10_lr, gene=one.gene, found=found, mode=Inheritance.UNKNOWN)
    because = "any one gene is an unlikely cause beforehand; how near the diseases of it and its family come counts"
    prior = Evidence(code="prior", log10_lr=one.log10_prior, because=because)
    mechanism, said = carried.teller.event(found.rows)
    name = f"candidate gene {symbol}: no known disease fits"
    hypothesis = Hypothesis(None, name, (symbol,), alleles, mechanism=mechanism, event=said)
    return Placed(Verdict(hypothesis, (item, prior), probability), None, found, symbol)
