"""Score tables in the layouts of AlphaMissense, REVEL, CADD and saturation editing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.formats.official.scores import FUNCTIONAL, MISSENSE, ScoreTable

ALPHAMISSENSE = (
    "# Copyright\n"
    "#CHROM\tPOS\tREF\tALT\tgenome\tuniprot_id\ttranscript_id\tprotein_variant\tam_pathogenicity\tam_class\n"
    "chr1\t69094\tG\tT\thg38\tQ8NH21\tENST00000335137.4\tV2L\t0.2937\tlikely_benign\n"
)
REVEL = (
    "chr,hg19_pos,grch38_pos,ref,alt,aaref,aaalt,REVEL,Ensembl_transcriptid\n"
    "1,35142,36142,G,A,T,M,0.027,ENST00000417324\n"
    "1,35143,.,T,A,T,S,0.035,ENST00000417324\n"
)
CADD = "## CADD GRCh38-v1.7\n#Chrom\tPos\tRef\tAlt\tRawScore\tPHRED\n1\t10001\tT\tA\t0.767991\t7.993\n"


@pytest.mark.parametrize(
    ("content", "assembly", "name", "start", "score"),
    [
        pytest.param(ALPHAMISSENSE, Assembly.GRCH38, "alphamissense", 69_093, 0.2937, id="AlphaMissense"),
        pytest.param(REVEL, Assembly.GRCH38, "revel", 36_141, 0.027, id="REVEL on GRCh38"),
        pytest.param(CADD, Assembly.GRCH38, "cadd", 10_000, 7.993, id="CADD: the PHRED column"),
    ],
)
def test_a_layout_is_known_by_its_header(
    tmp_path: Path, content: str, assembly: Assembly, name: str, start: int, score: float
) -> None:
    (tmp_path / "t").write_text(content, encoding="utf-8")
    table = ScoreTable(tmp_path / "t", MISSENSE, assembly=assembly)
    (batch,) = table.batches()
    assert (table.layout.name, batch.start.tolist()) == (name, [start])
    assert batch.columns["score"].tolist() == pytest.approx([score])


def test_revel_on_the_older_assembly_uses_its_own_column(tmp_path: Path) -> None:
    (tmp_path / "t").write_text(REVEL, encoding="utf-8")
    (batch,) = ScoreTable(tmp_path / "t", MISSENSE, assembly=Assembly.GRCH37).batches()
    assert batch.start.tolist() == [35_141, 35_142]


def test_rows_of_another_assembly_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "t").write_text(ALPHAMISSENSE, encoding="utf-8")
    table = ScoreTable(tmp_path / "t", MISSENSE, assembly=Assembly.GRCH37)
    assert (list(table.batches()), table.skipped) == ([], 1)


def test_saturation_editing_of_brca1_is_read_whole(shared_data: Path) -> None:
    path = shared_data / "splice" / "brca1_saturation_editing_dev.tsv"
    (batch,) = ScoreTable(path, FUNCTIONAL, assembly=Assembly.GRCH38).batches()
    assert len(batch.ref) == 1_813
    assert set(batch.words["function_class"]) == {"FUNC", "INT", "LOF"}


def test_another_table_is_refused_and_the_known_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="am_pathogenicity"):
        ScoreTable(tmp_path / "t", MISSENSE, assembly=Assembly.GRCH38)
