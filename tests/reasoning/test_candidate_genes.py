"""Genes without a fitting disease: what is known of them before their alleles are seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning.candidate_genes import (
    KNOWN_GENE,
    RECORDED_GENE,
    _by_place,
    candidate_prior,
    fit_of_genes,
    knowing_rna,
    named_alike,
)
from lexome.reasoning.gene_evidence import VariantClass


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        pytest.param("DNAH12", "DNAH8", True, id="a number apart"),
        pytest.param("FEM1A", "FEM1B", True, id="a letter apart"),
        pytest.param("RFC1", "RFC4", True, id="short stems count"),
        pytest.param("BRCA1", "BARD1", False, id="other stems"),
    ],
)
def test_genes_of_one_stem_are_a_family(first: str, second: str, alike: bool) -> None:
    one, other = named_alike([first, second])
    assert bool(one == other) is alike


def test_too_large_a_family_says_nothing() -> None:
    families = named_alike([f"ZNF{number}" for number in range(400)])
    assert len(set(families.tolist())) == 400


@given(st.lists(st.sampled_from([-3.0, 0.0, 1.0, 2.5]), min_size=1, max_size=60), st.sampled_from([0.2, 0.3, 1.0]))
def test_the_density_by_place_has_mean_one_and_grows_with_the_fit(fits: list[float], power: float) -> None:
    fit = np.array(fits)
    density = _by_place(fit, power=power)
    assert density.mean() == pytest.approx(1.0)
    order = np.argsort(fit)
    assert (np.diff(density[order]) >= -1e-9).all()


def test_a_gene_whose_family_fits_is_likelier_than_one_whose_family_does_not() -> None:
    symbols = ["AAA1", "AAA2", "BBB1", "BBB2", "CCC1"]
    nan = np.full(5, np.nan)
    lines = {0: np.array([0]), 2: np.array([1])}
    prior = candidate_prior(symbols, loeuf=nan, missense_z=nan, lines_of=lines)
    related = fit_of_genes(np.array([3.0, -4.0]), prior)
    assert related[0] > related[2]
    assert related[1] > related[3]
    assert related[1] > related[4] > related[3]
    assert related[[0, 2]].mean() == pytest.approx(1.0)
    assert related[[1, 3, 4]].mean() == pytest.approx(1.0)


def test_constraint_speaks_for_dominant_causes_and_not_where_a_gene_was_not_counted() -> None:
    loeuf = np.append(np.linspace(0.05, 1.9, 100), np.nan)
    prior = candidate_prior([f"G{n}X" for n in range(101)], loeuf=loeuf, missense_z=-loeuf, lines_of={})
    dominant = prior.dominant[:, VariantClass.LOSS_OF_FUNCTION]
    assert dominant[0] > 10 * dominant[99]
    assert dominant[100] < 1
    assert (prior.dominant[:, VariantClass.KNOWN_PATHOGENIC] == 1.0).all()


def test_not_being_counted_says_nothing_of_a_gene_whose_product_is_an_rna() -> None:
    loeuf = np.append(np.linspace(0.05, 1.9, 10), [np.nan, np.nan])
    prior = candidate_prior([f"G{n}X" for n in range(12)], loeuf=loeuf, missense_z=-loeuf, lines_of={})
    told = knowing_rna(prior, of_rna=np.arange(12) == 11, alike=np.zeros(12, np.bool_))
    assert prior.recessive[11] < 1
    assert told.recessive[11] == 1.0
    assert (told.dominant[11] == 1.0).all()
    assert told.recessive[:11].tolist() == prior.recessive[:11].tolist()
    assert told.dominant[:11].tolist() == prior.dominant[:11].tolist()


def test_genes_that_do_one_thing_together_are_a_family_whatever_their_names() -> None:
    symbols = ["RNU4-2", "RNU2-2", "AAA1", "AAA2", "BBB1", "CCC1"]
    nan = np.full(6, np.nan)
    lines = {0: np.array([0]), 2: np.array([1])}
    prior = candidate_prior(symbols, loeuf=nan, missense_z=nan, lines_of=lines)
    told = knowing_rna(prior, of_rna=np.arange(6) < 2, alike=np.arange(6) < 2)
    before, after = (fit_of_genes(np.array([3.0, -4.0]), one) for one in (prior, told))
    assert before[1] == pytest.approx(before[4]), "by their names they have nothing in common"
    assert after[1] > after[4] > after[3]
    assert len(set(told.family[2:].tolist()) & set(told.family[:2].tolist())) == 0
    assert told.family[2:].tolist() == prior.family[2:].tolist()


def test_a_gene_with_pathogenic_records_and_no_listed_disease_is_likelier_than_one_without() -> None:
    nan = np.full(3, np.nan)
    lines, recorded = {0: np.array([0])}, np.array([True, True, False])
    prior = candidate_prior(["AAA1", "BBB1", "CCC1"], loeuf=nan, missense_z=nan, lines_of=lines, recorded=recorded)
    assert prior.gene[1] == RECORDED_GENE * prior.gene[2]
    assert prior.gene[0] == KNOWN_GENE
