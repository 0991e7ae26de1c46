"""Which genes of the shipped set are genes of an RNA, and which of these work together."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.core.settings import Settings
from lexome.knowledge.clinvar import open_clinvar
from lexome.knowledge.constraint import open_constraint
from lexome.knowledge.transcripts import open_transcripts
from lexome.services.diagnose.gene_table import GeneTable


@pytest.fixture(scope="module")
def genes(tmp_path_factory: pytest.TempPathFactory) -> GeneTable:
    settings = Settings.from_environment({"LEXOME_DATA_DIR": str(tmp_path_factory.mktemp("data"))})
    return GeneTable(open_transcripts(settings), open_clinvar(settings), open_constraint(settings))


@pytest.mark.parametrize(
    ("symbol", "nuclear", "small_nuclear"),
    [
        pytest.param("RNU4-2", True, True, id="U4, major spliceosome"),
        pytest.param("RNU2-2", True, True, id="U2, major spliceosome"),
        pytest.param("RNU4ATAC", True, True, id="minor spliceosome"),
        pytest.param("RMRP", True, False, id="a ribozyme"),
        pytest.param("TERC", True, False, id="of telomerase"),
        pytest.param("MT-TL1", False, False, id="of the mitochondrion, which has no second copy"),
        pytest.param("MT-ND1", False, False, id="a protein's, uncounted all the same"),
        pytest.param("SCN1A", False, False, id="a protein's"),
    ],
)
def test_genes_of_rna_are_told_from_those_of_proteins(
    genes: GeneTable, symbol: str, nuclear: bool, small_nuclear: bool
) -> None:
    row = genes.row_of[symbol]
    assert bool(genes.of_nuclear_rna[row]) is nuclear
    assert bool(genes.of_small_nuclear_rna[row]) is small_nuclear


def test_the_promoter_of_an_rna_is_not_beside_it_and_what_lies_farther_is(genes: GeneTable) -> None:
    """RMRP, chr9:35657754-35658017 on the reverse strand; its promoter lies in the bases before it (OMIM 157660)."""
    places = np.array([35657753, 35658016, 35658040, 35658200, 35657700], np.int32)
    row = np.full(5, genes.row_of["RMRP"], np.int32)
    assert genes.beside_rna(row, places).tolist() == [False, False, False, True, True]
    assert not genes.beside_rna(np.full(5, genes.row_of["SCN1A"], np.int32), places).any()
