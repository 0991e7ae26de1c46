"""The embedded constraint of genes, held against gnomAD's own table."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from lexome.core.facts import Absent
from lexome.core.settings import Settings
from lexome.core.variant import Constraint
from lexome.knowledge.constraint import Constraints, open_constraint


@pytest.fixture(scope="module")
def constraint(tmp_path_factory: pytest.TempPathFactory) -> Constraints:
    return open_constraint(Settings.from_environment({"LEXOME_DATA_DIR": str(tmp_path_factory.mktemp("data"))}))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param("loeuf", "oe_lof_upper", id="LOEUF"),
        pytest.param("missense_z", "mis_z", id="missense z"),
        pytest.param("observed_lof", "obs_lof", id="observed loss of function"),
        pytest.param("expected_lof", "exp_lof", id="expected loss of function"),
        pytest.param("observed_missense", "obs_mis", id="observed missense"),
    ],
)
def test_the_embedded_measures_agree_with_the_next_release(
    constraint: Constraints, shared_data: Path, ours: str, theirs: str
) -> None:
    """2.1.1 corrected counts and chose other transcripts in some genes; the measures stay in step."""
    with gzip.open(shared_data / "genes" / "gnomad_v2.1.1_constraint_by_gene.tsv.gz", "rt") as lines:
        official = {row["gene"]: row[theirs] for row in csv.DictReader(lines, delimiter="\t")}
    found = constraint.column(ours, sorted(official))
    wanted = np.array([float(official[one]) if official[one] not in {"", "NA"} else np.nan for one in sorted(official)])
    both = ~np.isnan(found) & ~np.isnan(wanted)
    assert both.sum() > 17_000
    assert np.corrcoef(found[both], wanted[both])[0, 1] > 0.99


def test_a_gene_that_the_table_lacks_is_absent_and_not_a_number(constraint: Constraints) -> None:
    assert isinstance(constraint.of("NO_SUCH_GENE"), Absent)
    assert np.isnan(constraint.column("loeuf", ["NO_SUCH_GENE"])).all()


def test_a_haploinsufficient_gene_is_constrained(constraint: Constraints) -> None:
    found = constraint.of("SCN1A")  # Lek 2016, doi:10.1038/nature19057: pLI above .9
    assert isinstance(found, Constraint)
    assert found.pli is not None
    assert found.pli > 0.9
