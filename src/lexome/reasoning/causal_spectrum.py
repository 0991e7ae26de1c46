"""Which kinds of allele cause disease, gene by gene, from the (likely) pathogenic records of ClinVar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.consequence import RANK, SEVERITY
from lexome.reasoning.gene_evidence import MISSENSE_SHARE, STRUCTURAL, VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TERMS: dict[VariantClass, tuple[str, ...]] = {
    VariantClass.LOSS_OF_FUNCTION: (
        "transcript_ablation",
        "splice_acceptor_variant",
        "splice_donor_variant",
        "stop_gained",
        "frameshift_variant",
        "start_lost",
    ),
    VariantClass.INFRAME: ("stop_lost", "inframe_insertion", "inframe_deletion", "protein_altering_variant"),
    VariantClass.MISSENSE: ("missense_variant",),
    VariantClass.CODING_UNRESOLVED: ("coding_sequence_variant", "incomplete_terminal_codon_variant"),
    VariantClass.SPLICE_REGION: (
        "splice_donor_5th_base_variant",
        "splice_region_variant",
        "splice_donor_region_variant",
        "splice_polypyrimidine_tract_variant",
    ),
    VariantClass.SYNONYMOUS: ("synonymous_variant", "start_retained_variant", "stop_retained_variant"),
}

CLASS_OF_RANK: NDArray[np.int8] = np.full(len(SEVERITY) + 1, int(VariantClass.NON_CODING), np.int8)
"""VariantClass of each rank of ``core.consequence.SEVERITY``."""
for _kind, _terms in _TERMS.items():
    for _term in _terms:
        CLASS_OF_RANK[RANK[_term]] = int(_kind)

RECORDED_SHARE = 0.35
"""Share of causal alleles that a catalogue of many records of the gene already holds, lowered for genes with few
records (dev cases of stratum C: .31 of causal alleles are in the embedded ClinVar; benchmarks/exome_cases.py prints
results apart for alleles that are and are not)."""

RECORDS_FOR_HALF = 8.0
"""Records of a gene at which half of RECORDED_SHARE is reached."""

PRIOR_RECORDS = 12.0
"""Weight of the spectrum over all genes when a gene has few records, in records."""

SPLICED_INTRON = 0.8
"""Share of intronic (likely) pathogenic records that lie in the splice region, where an exome shows them as such (835
of 1,030 in the embedded ClinVar, 2024-12-15)."""

PUBLISHED = {
    VariantClass.LOSS_OF_FUNCTION: 0.48,
    VariantClass.MISSENSE: 0.44,
    VariantClass.INFRAME: 0.04,
    VariantClass.SPLICE_REGION: 0.028,
    VariantClass.NON_CODING: 0.009,
    VariantClass.SYNONYMOUS: 0.003,
}
"""Share of each kind among the causal alleles of published patients (half of the papers of the dev cases;
benchmarks/candidate_priors.py). Records of two stars are mostly loss of function, which is graded more easily."""


def causal_spectrum(
    gene: NDArray[np.int64], kind: NDArray[np.int8], *, genes: int, of_rna: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """Return the share of each VariantClass among causal alleles, shape (genes, classes), rows summing to 1.

    ``gene`` and ``kind`` describe the records, one row each (gene -1: not among the genes). Kinds that records hold
    too rarely are raised to what patients have. It holds where a reference tells the codons; see ``as_seen``.
    ``of_rna`` (genes,) are genes whose product is an RNA: all their alleles are NON_CODING and none of that is intron.
    """
    classes = len(VariantClass)
    inside = gene >= 0
    counts = np.zeros((genes, classes))
    np.add.at(counts, (gene[inside], kind[inside]), 1.0)
    coded = np.ones(genes, np.bool_) if of_rna is None else ~of_rna
    spliced = SPLICED_INTRON * counts[:, VariantClass.NON_CODING] * coded
    counts[:, VariantClass.SPLICE_REGION] += spliced
    counts[:, VariantClass.NON_CODING] -= spliced
    records = counts.sum(axis=1, keepdims=True)
    published = np.zeros(classes)
    published[list(PUBLISHED)] = list(PUBLISHED.values())
    of_records = (counts[coded].sum(axis=0) + PRIOR_RECORDS * published) / (counts[coded].sum() + PRIOR_RECORDS)
    raised = counts * np.divide(published, of_records, out=np.zeros(classes), where=of_records > 0)
    raised[~coded] = counts[~coded]
    raised *= records / np.maximum(raised.sum(axis=1, keepdims=True), 1e-9)
    prior = np.tile(published, (genes, 1))
    prior[~coded] = np.eye(classes)[VariantClass.NON_CODING]
    share = (raised + PRIOR_RECORDS * prior) / (records + PRIOR_RECORDS)
    recorded = RECORDED_SHARE * records / (records + RECORDS_FOR_HALF)
    share *= 1.0 - recorded
    share[:, VariantClass.KNOWN_PATHOGENIC] = recorded[:, 0]
    normalised: NDArray[np.float64] = share / share.sum(axis=1, keepdims=True)
    return normalised


STRUCTURAL_SHARE = 0.098
"""Share of patients with a clear molecular diagnosis whose gene is hit by a copy-number change within or around it
(Truty 2019, doi:10.1038/s41436-018-0033-5: 9.8 %); for genes whose loss is an established mechanism."""

STRUCTURAL_SHARE_ELSEWHERE = 0.02
"""The same for other genes: half of diseases act otherwise than by loss, and few such genes are known to be hit.
An assumption on the cautious side of the smallest share by specialty in Truty 2019 (4.7 %)."""

GAIN_SHARE = 0.02
"""Share of causes that are gains of copies, which mostly leave an intact copy behind. An assumption; of all intragenic
changes of Truty 2019 (doi:10.1038/s41436-018-0033-5) 1,034 were gains and 1,810 losses."""


WHOLE_GAIN_SHARE = 0.0002
"""Share of causes that are a gain of the whole gene, which leaves it intact: a hundredth of GAIN_SHARE, as ClinGen's
gene dosage of 2026-02-06 has 3 genes with triplosensitivity 3 to 407 with haploinsufficiency 3."""


def with_structural(share: NDArray[np.float64], loss_is_known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the spectrum with losses and gains of copies in it; ``loss_is_known`` (genes,) says where loss causes
    disease."""
    loss = np.where(loss_is_known, STRUCTURAL_SHARE, STRUCTURAL_SHARE_ELSEWHERE)
    moved = share.copy()
    moved[:, list(STRUCTURAL)] = 0.0
    moved *= ((1.0 - loss - GAIN_SHARE - WHOLE_GAIN_SHARE) / moved.sum(axis=1))[:, None]
    moved[:, VariantClass.STRUCTURAL_LOSS] = loss
    moved[:, VariantClass.STRUCTURAL_GAIN] = GAIN_SHARE
    moved[:, VariantClass.WHOLE_GAIN] = WHOLE_GAIN_SHARE
    return moved


STOP_GAIN_SHARE = 0.37
"""Share of loss-of-function records that are stop gains, told only with a reference (19,283 of 51,910 in the embedded
ClinVar, 2024-12-15)."""


def as_seen(share: NDArray[np.float64], resolved: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the spectrum as an exome shows it, with what a substitution is worth whose codon was not read.

    CODING_UNRESOLVED stands for missense, silent and stop-gain changes together. In genes that are not ``resolved``
    stop gains are seen as such substitutions only and are taken from LOSS_OF_FUNCTION.
    """
    seen = share.copy()
    stops = STOP_GAIN_SHARE * share[:, VariantClass.LOSS_OF_FUNCTION]
    seen[:, VariantClass.CODING_UNRESOLVED] += (
        share[:, VariantClass.MISSENSE] + share[:, VariantClass.SYNONYMOUS] + stops
    )
    seen[:, VariantClass.LOSS_OF_FUNCTION] -= np.where(resolved, 0.0, stops)
    return seen


@dataclass(frozen=True, slots=True, eq=False)
class Tolerance:
    """Variants observed and expected by gene in a large population; NaN where a gene was not counted."""

    observed_lof: NDArray[np.float64]
    expected_lof: NDArray[np.float64]
    observed_missense: NDArray[np.float64]
    expected_missense: NDArray[np.float64]

    def lof(self) -> NDArray[np.float64]:
        """Return observed over expected loss of function, shrunk towards the mean; the mean where not counted."""
        return _shrunk(self.observed_lof, self.expected_lof, prior=LOF_PRIOR)

    def missense(self) -> NDArray[np.float64]:
        """Return observed over expected missense, likewise."""
        return _shrunk(self.observed_missense, self.expected_missense, prior=MISSENSE_PRIOR)


LOF_PRIOR, MISSENSE_PRIOR = 3.0, 10.0
"""Weight of the mean over genes in a gene's observed-over-expected ratio, in expected variants. The first also keeps
room for errors of calling, which constrained genes have like any other. Assumptions."""


def _shrunk(observed: NDArray[np.float64], expected: NDArray[np.float64], *, prior: float) -> NDArray[np.float64]:
    counted = ~(np.isnan(observed) | np.isnan(expected))
    if not counted.any():
        return np.ones(len(observed))
    mean = float(observed[counted].sum() / expected[counted].sum())
    ratio = (np.where(counted, observed, 0.0) + prior * mean) / (np.where(counted, expected, 0.0) + prior)
    shrunk: NDArray[np.float64] = ratio / mean
    return shrunk


CARRIERS_BY_RECORDS = 0.25
"""Power of a gene's number of pathogenic records that its healthy carriers go by. An assumption: genes of many records
are those much looked at; with three such alleles a person it makes one in 300 carry one of BRCA1."""


FLANKS = 300.0
"""Bases of splice regions and exon flanks that count with a coding sequence. An assumption."""


def gene_shares(
    cds_length: NDArray[np.int64],
    records: NDArray[np.int64],
    tolerance: Tolerance | None = None,
    *,
    bare: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return how the background of each class spreads over genes, shape (genes, classes), columns summing to 1.

    By coding length, and by how much change of that kind people without severe disease show in the gene; recorded
    alleles also by number of records, since where nobody has looked none can be carried; losses and gains of copies
    take every gene alike. ``bare`` (genes,) have no flanks: RNA genes of one exon.
    """
    flanks = FLANKS if bare is None else np.where(bare, 0.0, FLANKS)
    share = np.repeat((cds_length + flanks)[:, None], len(VariantClass), axis=1)
    known = (records + 0.1) ** CARRIERS_BY_RECORDS
    if tolerance is not None:
        known = known * tolerance.lof()
        share[:, VariantClass.LOSS_OF_FUNCTION] *= tolerance.lof()
        share[:, VariantClass.INFRAME] *= np.sqrt(tolerance.lof())
        share[:, VariantClass.MISSENSE] *= tolerance.missense()
        share[:, VariantClass.CODING_UNRESOLVED] *= MISSENSE_SHARE * tolerance.missense() + 1.0 - MISSENSE_SHARE
    share[:, VariantClass.KNOWN_PATHOGENIC] = known
    share[:, list(STRUCTURAL)] = 1.0
    shares: NDArray[np.float64] = share / share.sum(axis=0)
    return shares
