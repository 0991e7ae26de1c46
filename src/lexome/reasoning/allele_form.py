"""How much an allele looks causal among alleles of its kind: by its place, and by how many bases it adds or takes.

Most rare alleles of splice regions are insertions and deletions in runs of one base, and are merely there; most causal
ones are substitutions, a good third of them of the fifth base of the donor. Of alleles that are read as loss of
function, those merely there are mostly one base too many, and lost starts; causal ones break splice sites by
substitution, or take bases away. What is merely there is counted in the file at hand, for callers and filters differ.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lexome.core.consequence import RANK
from lexome.reasoning.gene_evidence import Tier, VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Length(Enum):
    """By how many bases an allele lengthens the gene."""

    SAME = "substitution"
    ONE_MORE = "one base more"
    ONE_LESS = "one base less"
    OTHER = "longer insertion or deletion"


ANY_CHANGE = (Length.ONE_MORE, Length.ONE_LESS, Length.OTHER)


class Form(NamedTuple):
    """Alleles of a kind that are told apart: their terms and lengths, and their share among causal ones and others."""

    terms: tuple[str, ...]
    lengths: tuple[Length, ...]
    causal: float
    there: float


_SITES = ("splice_donor_variant", "splice_acceptor_variant")
_FIFTH, _REGION, _TRACT = (
    ("splice_donor_5th_base_variant",), ("splice_region_variant",), ("splice_polypyrimidine_tract_variant",),
)  # fmt: skip

FORMS: dict[VariantClass, tuple[Form, ...]] = {
    VariantClass.LOSS_OF_FUNCTION: (
        Form(("frameshift_variant",), (Length.ONE_MORE,), 0.169, 0.446),
        Form(("frameshift_variant",), (Length.ONE_LESS,), 0.263, 0.177),
        Form(("frameshift_variant",), (Length.OTHER,), 0.286, 0.149),
        Form(_SITES, (Length.SAME,), 0.221, 0.063),
        Form(_SITES, ANY_CHANGE, 0.028, 0.131),
        Form(("start_lost",), tuple(Length), 0.033, 0.034),
    ),
    VariantClass.SPLICE_REGION: (
        Form(_FIFTH, (Length.SAME,), 0.370, 0.025),
        Form(_FIFTH, ANY_CHANGE, 0.006, 0.007),
        Form(_REGION, (Length.SAME,), 0.406, 0.386),
        Form(_REGION, ANY_CHANGE, 0.026, 0.087),
        Form(_TRACT, (Length.SAME,), 0.177, 0.365),
        Form(_TRACT, ANY_CHANGE, 0.015, 0.130),
    ),
}
"""Shares among causal alleles and among all alleles of the kind in one exome (175 and 2,015). Causal loss of function:
213 alleles of published patients (half of the papers of the dev cases; 34,362 records of ClinVar agree but for lost
starts, .013, which are graded less easily). Splice regions: 859 (likely) pathogenic records of ClinVar 2024-12-15 whose
first consequence is intronic (benchmarks/allele_forms.py)."""

PRIOR_ALLELES = 20.0
"""Weight of what is there in that exome beside what a file shows, in alleles. An assumption."""


def form_log10(
    severity: NDArray[np.int8], longer: NDArray[np.int64], kind: NDArray[np.int8], tier: NDArray[np.int8]
) -> NDArray[np.float64]:
    """Return how much more each allele is like a causal one than like the others of its kind, log10.

    ``severity`` ranks terms as ``core.consequence.SEVERITY`` does; ``longer`` is by how many bases the allele lengthens
    the gene. Alleles of other kinds and forms say nothing (0).
    """
    said = np.zeros(len(kind))
    for one, forms in FORMS.items():
        group = np.full(len(kind), -1)
        for number, form in enumerate(forms):
            ranks = [RANK[term] for term in form.terms]
            group[(kind == one) & np.isin(severity, ranks) & _has_length(longer, form.lengths)] = number
        causal, prior = (np.array([getattr(form, name) for form in forms]) for name in ("causal", "there"))
        rare = (group >= 0) & (tier != Tier.COMMON)
        seen = np.bincount(group[rare], minlength=len(forms)) + PRIOR_ALLELES * prior / prior.sum()
        ratio = np.log10((causal / causal.sum()) / (seen / seen.sum()))
        said[group >= 0] = ratio[group[group >= 0]]
    return said


ELSEWHERE, ELSEWHERE_TRUNCATING = 0.1, 0.03
"""What an allele is worth that the main transcripts show nothing of, and one that truncates other transcripts alone. Of
1,553 causal alleles of published patients 1 is such, of one exome's 175 truncating alleles 27 and of its 13,005 others
in or beside coding sequence 309 (benchmarks/allele_forms.py). Less is taken than these say (.03 and .004): reports of
patients look at the main transcripts first."""


def elsewhere_log10(elsewhere: NDArray[np.bool_], kind: NDArray[np.int8]) -> NDArray[np.float64]:
    """Return what it says of an allele that only transcripts beside the main ones show it; known ones are known."""
    truncating = kind == VariantClass.LOSS_OF_FUNCTION
    factor = np.where(truncating, ELSEWHERE_TRUNCATING, ELSEWHERE)
    told = elsewhere & (kind != VariantClass.KNOWN_PATHOGENIC)
    return np.where(told, np.log10(factor), 0.0)


BESIDE_RNA = 0.01
"""What an allele beside an RNA gene is worth, outside the RNA and its promoter. An assumption: the bases that count as
beside a gene are fifty times those of the RNA, and hardly any causal allele is known there."""


def beside_rna_log10(beside: NDArray[np.bool_], kind: NDArray[np.int8]) -> NDArray[np.float64]:
    """Return what it says of an allele that it lies ``beside`` its gene, whose product is an RNA; not of known ones."""
    return np.where(beside & (kind == VariantClass.NON_CODING), np.log10(BESIDE_RNA), 0.0)


TOLD = 0.3
"""log10 from which the form of an allele is told to the reader: twice as frequent among the ones as the others."""


def form_words(log10: float) -> str:
    """Return in words what the form of an allele says, '' when that is little.

    >>> form_words(0.5), form_words(-0.5), form_words(0.1)
    ('of a form more often causal', 'of a form seldom causal', '')
    """
    return "" if abs(log10) < TOLD else "of a form more often causal" if log10 > 0 else "of a form seldom causal"


def _has_length(longer: NDArray[np.int64], lengths: tuple[Length, ...]) -> NDArray[np.bool_]:
    is_length = {
        Length.SAME: longer == 0,
        Length.ONE_MORE: longer == 1,
        Length.ONE_LESS: longer == -1,
        Length.OTHER: np.abs(longer) > 1,
    }
    found: NDArray[np.bool_] = np.any([is_length[one] for one in lengths], axis=0)
    return found
