"""What a patient's alleles say of the dominant and the recessive disease of one gene."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.core.case import Sex
from lexome.core.hypothesis import Inheritance
from lexome.reasoning import gene_evidence as ge
from lexome.reasoning.variant_support import disease_genes, support

DOMINANT, RECESSIVE = 0, 1
MODES = {DOMINANT: (Inheritance.AUTOSOMAL_DOMINANT,), RECESSIVE: (Inheritance.AUTOSOMAL_RECESSIVE,)}
GENES, KINDS = 500, len(ge.VariantClass)


def ratios(alleles: list[tuple[int, ge.Origin]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the log10 ratios of the two diseases of gene 0 that carries these pathogenic (copies, origin)."""
    n = len(alleles)
    carried = ge.CarriedAlleles(
        gene=np.zeros(n, np.int32),
        kind=np.full(n, ge.VariantClass.KNOWN_PATHOGENIC, np.int8),
        tier=np.full(n, ge.Tier.RARE, np.int8),
        copies=np.array([copies for copies, _ in alleles], np.int8),
        ploidy=np.full(n, 2, np.int8),
        origin=np.array([int(origin) for _, origin in alleles], np.int8),
        family_log10=np.zeros(n),
        extra_log10=np.zeros(n),
    )
    background = ge.measure_background(carried, share=np.full((GENES, KINDS), 1 / GENES))
    found = ge.weigh(carried, background, spectrum=np.full((GENES, KINDS), 0.1))
    table = disease_genes(
        2, genes_of=lambda line: ("G",), modes_of=MODES.__getitem__, row_of_gene={"G": 0}, sex=Sex.FEMALE
    )
    log10_lr: np.ndarray[tuple[int], np.dtype[np.float64]] = support(table, found).log10_lr
    return log10_lr


@pytest.mark.parametrize("count", [2, 3, 6])
def test_alleles_of_unknown_phase_do_not_put_the_recessive_disease_of_a_gene_before_its_dominant_one(
    count: int,
) -> None:
    """By Hardy-Weinberg the dominant disease is commoner; six alleles in one gene are no proof of phase."""
    found = ratios([(1, ge.Origin.UNKNOWN)] * count)
    assert found[RECESSIVE] < found[DOMINANT]


def test_alleles_known_to_lie_in_trans_speak_for_the_recessive_disease() -> None:
    phased = ratios([(1, ge.Origin.MATERNAL), (1, ge.Origin.PATERNAL)])
    unphased = ratios([(1, ge.Origin.UNKNOWN)] * 2)
    assert phased[RECESSIVE] > phased[DOMINANT] + 0.5
    assert phased[RECESSIVE] > unphased[RECESSIVE] + 1


def test_a_homozygous_allele_speaks_for_the_recessive_disease() -> None:
    found = ratios([(2, ge.Origin.UNKNOWN)])
    assert found[RECESSIVE] > found[DOMINANT] + 1


def test_one_allele_speaks_for_the_dominant_disease_and_keeps_the_recessive_one_in_view() -> None:
    found = ratios([(1, ge.Origin.UNKNOWN)])
    assert found[DOMINANT] > found[RECESSIVE] + 1
    assert found[RECESSIVE] > -0.5
