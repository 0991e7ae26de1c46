"""Imprinted genes: whose copy speaks, and which diseases follow from it."""

from __future__ import annotations

import pytest

from lexome.core.facts import Unknown
from lexome.lab import Lab


@pytest.mark.parametrize(
    ("symbol", "parent", "disease"),
    [
        pytest.param("UBE3A", "maternal", "OMIM:105830", id="Angelman syndrome"),
        pytest.param("MAGEL2", "paternal", "OMIM:615547", id="Schaaf-Yang syndrome"),
        pytest.param("MKRN3", "paternal", "OMIM:615346", id="precocious puberty"),
        pytest.param("SGCE", "paternal", "OMIM:159900", id="myoclonus-dystonia"),
        pytest.param("KCNK9", "maternal", "OMIM:612292", id="Birk-Barel syndrome"),
    ],
)
def test_the_expressed_copy_is_that_of_the_publications(embedded: Lab, symbol: str, parent: str, disease: str) -> None:
    gene = embedded.knowledge("imprinting").of(symbol)
    assert gene.expressed == parent
    assert disease in gene.diseases


def test_a_gene_that_is_not_listed_is_unknown_not_biallelic(embedded: Lab) -> None:
    assert isinstance(embedded.knowledge("imprinting").of("BRCA1"), Unknown)


def test_every_row_has_an_approved_symbol_a_doi_and_diseases_of_that_gene(embedded: Lab) -> None:
    genes, diseases = embedded.knowledge("genes"), embedded.knowledge("diseases")
    listed = embedded.knowledge("imprinting").all()
    assert len({gene.symbol for gene in listed}) == len(listed)
    for gene in listed:
        found = genes.resolve(gene.symbol)
        assert found is not None
        assert found.symbol == gene.symbol
        assert gene.citation.release.startswith("doi:10.")
        assert set(gene.diseases) <= {diseases.ids[row] for row in diseases.diseases_of_gene(gene.symbol)}
