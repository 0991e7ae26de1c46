"""The embedded kin of genes."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.core.settings import Settings
from lexome.knowledge.gene_kin import KINDS, GeneKin, open_gene_kin


@pytest.fixture(scope="module")
def kin(tmp_path_factory: pytest.TempPathFactory) -> GeneKin:
    return open_gene_kin(Settings.from_environment({"LEXOME_DATA_DIR": str(tmp_path_factory.mktemp("data"))}))


SYMBOLS = ("COL4A3", "COL4A4", "MYH7", "TNNT2", "HBA1", "GABRB3", "GABRA1", "LDLR")


@pytest.mark.parametrize(
    ("kind", "gene", "partner"),
    [
        pytest.param("component", "COL4A3", "COL4A4", id="chains of one collagen (UniProt Q01955)"),
        pytest.param("process", "MYH7", "TNNT2", id="contraction of the heart"),
        pytest.param("component", "GABRB3", "GABRA1", id="subunits of one receptor (UniProt P28472)"),
    ],
)
def test_genes_that_work_together_are_kin(kin: GeneKin, kind: str, gene: str, partner: str) -> None:
    starts, near, _ = kin.nearest(kind, SYMBOLS)
    row = SYMBOLS.index(gene)
    assert SYMBOLS.index(partner) in near[starts[row] : starts[row + 1]]


def test_kin_are_given_by_the_rows_asked_for_nearest_first(kin: GeneKin) -> None:
    for kind in KINDS:
        starts, near, nearness = kin.nearest(kind, SYMBOLS)
        backward = kin.nearest(kind, SYMBOLS[::-1])
        for row in range(len(SYMBOLS)):
            mine = slice(starts[row], starts[row + 1])
            its = slice(*backward[0][len(SYMBOLS) - 1 - row : len(SYMBOLS) + 1 - row])
            assert {SYMBOLS[one] for one in near[mine]} == {SYMBOLS[::-1][one] for one in backward[1][its]}
            assert row not in near[mine]
            assert (np.diff(nearness[mine].astype(int)) <= 0).all()


def test_a_symbol_that_the_table_lacks_has_no_kin(kin: GeneKin) -> None:
    starts, near, nearness = kin.nearest("process", ["NO_SUCH_GENE", "MYH7"])
    assert starts.tolist() == [0, 0, 0]
    assert not len(near)
    assert not len(nearness)
