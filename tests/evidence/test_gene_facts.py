"""How sure it is that losing a gene causes its disease (Abou Tayoun 2018, doi:10.1002/humu.23626, table 2)."""

from __future__ import annotations

import pytest

from lexome.core.facts import Citation, Unknown
from lexome.core.hypothesis import Inheritance
from lexome.core.variant import LossMechanism, Mechanism
from lexome.evidence.gene_facts import Counts, mechanism, within_validity
from lexome.knowledge.gene_validity import Validity

CITED = Citation("ClinVar", "1")
ESTABLISHED = Mechanism(LossMechanism.ESTABLISHED, "three of ten", (CITED,))


def curation(classification: str) -> Validity:
    return Validity("G", "a disease", "MONDO:1", Inheritance.AUTOSOMAL_DOMINANT, classification, "2026", "", CITED)


@pytest.mark.parametrize(
    ("null", "others", "expected"),
    [
        pytest.param(3, 7, LossMechanism.ESTABLISHED, id="three null variants, above a tenth"),
        pytest.param(2, 7, LossMechanism.LIKELY, id="two"),
        pytest.param(1, 12, LossMechanism.NOT_A_MECHANISM, id="one in thirteen"),
        pytest.param(3, 60, LossMechanism.NOT_A_MECHANISM, id="three, but below a tenth"),
    ],
)
def test_the_gene_s_own_records_tell_the_mechanism(null, others, expected):
    found = mechanism("G", Counts(truncating=null, missense=others), clinvar=CITED, dosage=None, recessive=None)
    assert isinstance(found, Mechanism)
    assert found.loss is expected


def test_nothing_known_of_the_gene_is_not_an_answer():
    assert isinstance(mechanism("G", Counts(), clinvar=CITED, dosage=None, recessive=None), Unknown)


@pytest.mark.parametrize(
    ("classifications", "expected"),
    [
        pytest.param(("Definitive",), LossMechanism.ESTABLISHED, id="definitive: in full"),
        pytest.param(("Limited", "Strong"), LossMechanism.ESTABLISHED, id="the best of its diseases counts"),
        pytest.param(("Moderate",), LossMechanism.LIKELY, id="moderate: one level lower"),
        pytest.param(("Limited",), LossMechanism.NOT_A_MECHANISM, id="limited: not at all"),
        pytest.param(("Disputed", "No Known Disease Relationship"), LossMechanism.NOT_A_MECHANISM, id="disputed"),
    ],
)
def test_the_validity_of_the_gene_bounds_pvs1(classifications, expected):
    found = within_validity(ESTABLISHED, [curation(each) for each in classifications])
    assert isinstance(found, Mechanism)
    assert found.loss is expected


def test_validity_never_makes_a_mechanism():
    assert within_validity(Unknown("nothing"), [curation("Definitive")]) == Unknown("nothing")
