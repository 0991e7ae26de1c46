"""Which kinds of allele cause disease, from records."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning.causal_spectrum import FLANKS, PUBLISHED, causal_spectrum, gene_shares
from lexome.reasoning.gene_evidence import VariantClass

LOF, MISSENSE, NON_CODING = VariantClass.LOSS_OF_FUNCTION, VariantClass.MISSENSE, VariantClass.NON_CODING
KINDS = st.sampled_from([LOF, MISSENSE, VariantClass.INFRAME, NON_CODING])


def spectrum(records: list[tuple[int, VariantClass]], genes: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    gene = np.array([one for one, _ in records], np.int64)
    return causal_spectrum(gene, np.array([kind for _, kind in records], np.int8), genes=genes)


@given(st.lists(st.tuples(st.integers(-1, 3), KINDS), max_size=80))
def test_shares_sum_to_one_in_every_gene(records: list[tuple[int, VariantClass]]) -> None:
    found = spectrum(records, 4)
    assert (found >= 0).all()
    assert found.sum(axis=1) == pytest.approx(1.0)


def test_a_gene_without_records_has_what_published_patients_have() -> None:
    found = spectrum([(0, LOF)] * 50, 2)[1]
    assert found[list(PUBLISHED)] == pytest.approx(np.array(list(PUBLISHED.values())) / sum(PUBLISHED.values()))


def test_intronic_records_are_mostly_seen_as_splice_region() -> None:
    found = spectrum([(0, NON_CODING)] * 40 + [(1, LOF)] * 40, 2)[0]
    assert found[VariantClass.SPLICE_REGION] > 2 * found[NON_CODING]


def test_a_gene_of_missense_records_is_a_gene_of_missense() -> None:
    found = spectrum([(0, MISSENSE)] * 40 + [(1, LOF)] * 400, 2)
    assert found[0, MISSENSE] > 5 * found[1, MISSENSE]
    assert found[1, LOF] > 5 * found[0, LOF]


def test_alleles_of_an_rna_gene_are_in_the_rna_and_not_in_an_intron() -> None:
    kind = np.array([int(NON_CODING)] * 40 + [int(LOF)] * 40, np.int8)
    gene = np.repeat([0, 1], 40)
    of_rna = np.array([True, False, True])
    found = causal_spectrum(gene, kind, genes=3, of_rna=of_rna)
    known = found[:, VariantClass.KNOWN_PATHOGENIC]
    assert found[of_rna, NON_CODING] + known[of_rna] == pytest.approx(1.0)
    assert found[1] == pytest.approx(causal_spectrum(gene, kind, genes=3)[1], abs=0.01)


def test_an_rna_gene_has_no_flanks_beside_it() -> None:
    """A small nuclear RNA of 150 bases shows a tenth of what a coding sequence of 1,200 and its flanks show."""
    length, records = np.array([150, 1200]), np.zeros(2, np.int64)
    share = gene_shares(length, records, bare=np.array([True, False]))[:, VariantClass.NON_CODING]
    assert share[1] / share[0] == pytest.approx((1200 + FLANKS) / 150)
