"""Gene symbols and ids."""

from __future__ import annotations

import pytest

from lexome.lab import Lab


@pytest.mark.parametrize(
    ("asked", "symbol"),
    [
        pytest.param("TP53", "TP53", id="approved"),
        pytest.param("tp53", "TP53", id="in lower case"),
        pytest.param("MLL2", "KMT2D", id="previous symbol"),
        pytest.param("HGNC:1100", "BRCA1", id="HGNC id"),
        pytest.param("ENSG00000141510.18", "TP53", id="Ensembl id with version"),
        pytest.param("NCBIGene:672", "BRCA1", id="NCBI id"),
        pytest.param("p55", None, id="alias of several genes"),
        pytest.param("NOSUCHGENE", None, id="no gene"),
        pytest.param("HGNC:99999999", None, id="no such HGNC id"),
    ],
)
def test_a_symbol_or_id_resolves_to_one_gene_or_none(embedded: Lab, asked: str, symbol: str | None) -> None:
    gene = embedded.knowledge("genes").resolve(asked)
    assert (gene.symbol if gene else None) == symbol


def test_all_approved_genes_are_there(embedded: Lab) -> None:
    assert len(embedded.knowledge("genes")) == 44_117


def test_loci_lie_where_the_gene_is(embedded: Lab) -> None:
    loci = embedded.knowledge("gene_loci")
    locus = loci.of("HGNC:1100")
    assert (locus.contig, locus.strand) == ("17", -1)
    assert locus.start < 43_045_676 < 43_124_095 < locus.end  # first and last coding base of NM_007294.4
    assert "HGNC:1100" in loci.overlapping(16, 43_100_000, 43_100_001)
    assert loci.of("HGNC:0") is None
