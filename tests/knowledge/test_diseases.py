"""The embedded disease annotations against the counts stated with their source."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from lexome.core.hypothesis import Inheritance
from lexome.knowledge.diseases import Diseases
from lexome.knowledge.hpo import Ontology
from lexome.lab import Lab


@pytest.fixture(scope="module")
def diseases(embedded: Lab) -> Diseases:
    return embedded.knowledge("diseases")


@pytest.fixture(scope="module")
def ontology(embedded: Lab) -> Ontology:
    return embedded.knowledge("hpo")


def test_the_counts_are_those_of_the_release(diseases: Diseases) -> None:
    prefixes = Counter(disease_id.partition(":")[0] for disease_id in diseases.ids)
    assert prefixes == {"OMIM": 8_359, "ORPHA": 4_281, "DECIPHER": 47}
    assert len(diseases.disease) == 254_621
    assert int((~np.isnan(diseases.frequency)).sum()) == 201_050
    assert sum(bool(modes) for modes in diseases.inheritance_terms) == 8_241


def test_rows_of_a_disease_are_one_slice_and_point_at_phenotypic_terms(diseases: Diseases, ontology: Ontology) -> None:
    row = diseases.index["OMIM:154700"]
    part = diseases.annotations(row)
    assert set(diseases.disease[part].tolist()) == {row}
    labels = {ontology.labels[term] for term in diseases.term[part].tolist()}
    assert {"Arachnodactyly", "Ectopia lentis", "Tall stature"} <= labels
    assert bool(ontology.is_phenotypic[diseases.term].all())


def test_ratios_agree_with_their_fraction(diseases: Diseases) -> None:
    ratio = diseases.frequency_kind == 1
    counted = diseases.numerator[ratio] / diseases.denominator[ratio]
    np.testing.assert_allclose(diseases.frequency[ratio], counted, rtol=1e-6)
    assert int(diseases.denominator[~ratio].max()) == -1


@pytest.mark.parametrize(
    ("disease", "mode", "gene"),
    [
        pytest.param("OMIM:154700", Inheritance.AUTOSOMAL_DOMINANT, "FBN1", id="Marfan syndrome"),
        pytest.param("OMIM:219700", Inheritance.AUTOSOMAL_RECESSIVE, "CFTR", id="cystic fibrosis"),
        pytest.param("OMIM:310200", Inheritance.X_LINKED_RECESSIVE, "DMD", id="Duchenne muscular dystrophy"),
        pytest.param("OMIM:540000", Inheritance.MITOCHONDRIAL, "MT-TL1", id="MELAS"),
    ],
)
def test_textbook_diseases_have_their_inheritance_and_gene(
    diseases: Diseases, disease: str, mode: Inheritance, gene: str
) -> None:
    row = diseases.index[disease]
    assert mode in diseases.inheritance[row]
    assert gene in [symbol for symbol, _ in diseases.genes[row]]
    assert row in diseases.diseases_of_gene(gene)


def test_marfan_syndrome_has_the_same_disease_in_orphanet_and_mondo(diseases: Diseases) -> None:
    equivalents = diseases.equivalents(diseases.index["OMIM:154700"])
    assert {"ORPHA:558", "MONDO:0007947"} <= set(equivalents)
    assert "OMIM:154700" in diseases.of_mondo("MONDO:0007947")


def test_genes_are_as_many_as_the_release_has(diseases: Diseases) -> None:
    symbols = {symbol for pairs in diseases.genes for symbol, _ in pairs}
    assert len(symbols) == 5_126  # 5,127 with '-', which stands for no gene


def test_references_and_evidence_are_told_by_code(diseases: Diseases) -> None:
    part = diseases.annotations(diseases.index["OMIM:619340"])
    cited = {diseases.references[code] for code in diseases.reference[part].tolist()}
    assert "PMID:31675180" in cited
    assert {diseases.evidence_codes[code] for code in diseases.evidence[part].tolist()} == {"PCS"}
