"""Genes of RNA are put among transcripts as a slow rebuild of every row would put them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexome.core.assembly import Assembly
from lexome.core.errors import BrokenKnowledge
from lexome.core.transcript import TranscriptColumns
from lexome.formats.rna_genes import rna_genes, with_rna_genes

Row = tuple[int, tuple[tuple[int, int], ...], str]
"""Contig, exons, symbol."""

EXONS = st.lists(st.integers(1, 30), min_size=2, max_size=6).map(lambda steps: np.cumsum(steps).tolist()).map(
    lambda bounds: tuple(zip(bounds[0::2], bounds[1::2], strict=False))
)  # fmt: skip
ROWS = st.lists(st.tuples(st.integers(0, 2), EXONS, st.sampled_from(["A", "B", "C", "R1"])), min_size=1, max_size=8)
GENES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(1, 9)), max_size=5)


def columns(rows: list[Row]) -> TranscriptColumns:
    """Return made-up transcripts, ascending."""
    counts = [len(exons) for _, exons, _ in rows]
    return TranscriptColumns(
        assembly=Assembly.GRCH38,
        release="made up",
        transcript_ids=[f"T{number}" for number in range(len(rows))],
        gene_symbols=[symbol for _, _, symbol in rows],
        gene_ids=[""] * len(rows),
        ensembl_gene_ids=[""] * len(rows),
        refseq_ids=[""] * len(rows),
        biotypes=["protein_coding"] * len(rows),
        contig=np.array([contig for contig, _, _ in rows], np.int16),
        strand=np.ones(len(rows), np.int8),
        exon_indptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        exon_start=np.array([start for _, exons, _ in rows for start, _ in exons], np.int32),
        exon_end=np.array([end for _, exons, _ in rows for _, end in exons], np.int32),
        cds_start=np.array([exons[0][0] for _, exons, _ in rows], np.int32),
        cds_end=np.array([exons[-1][1] for _, exons, _ in rows], np.int32),
        mane_select=np.ones(len(rows), np.bool_),
    )


def slowly(rows: list[Row], genes: list[Row]) -> list[Row]:
    """Return all rows in their order, those already there with a gene's symbol and place taken for it."""
    new = [
        (contig, exons, symbol)
        for contig, exons, symbol in genes
        if not any(
            where == contig and name == symbol and theirs[0][0] < exons[0][1] and theirs[-1][1] > exons[0][0]
            for where, theirs, name in rows
        )
    ]
    order = sorted(enumerate([*rows, *new]), key=lambda one: (one[1][0], one[1][1][0][0], one[0]))
    return [row for _, row in order]


@given(ROWS, GENES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_and_exons_are_those_of_a_slow_rebuild(
    tmp_path: Path, rows: list[Row], genes: list[tuple[int, int, int]]
) -> None:
    rows = sorted(rows, key=lambda row: (row[0], row[1][0][0]))
    names = ["1", "2", "3", "4"]
    lines = []
    for number, (contig, start, size) in enumerate(genes):
        lines.append(f"R{number}\tH\tE\tsnRNA\t{names[contig]}\t{start}\t{start + size}\t-1\t-")
    path = tmp_path / "genes.tsv"
    path.write_text("\n".join(["symbol", *lines]) + "\n")
    rna_genes.cache_clear()
    found = with_rna_genes(columns(rows), path)
    given = [(contig, ((start, start + size),), f"R{at}") for at, (contig, start, size) in enumerate(genes)]
    wanted = slowly(rows, sorted(given, key=lambda row: (row[0], row[1][0][0])))
    assert [(int(found.contig[row]), found.exons(row), found.gene_symbols[row]) for row in range(len(found))] == wanted
    assert list(found.gene_symbols) == [symbol for _, _, symbol in wanted]
    put = [row for row in range(len(found)) if found.biotypes[row] == "snRNA"]
    assert not found.is_coding[put].any()
    assert not found.mane_select[put].any()
    assert (found.strand[put] == -1).all()
    assert len(put) == len(wanted) - len(rows)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("symbol\nRNU1\tH\tE\tsnRNA\t1\t5\t9\t1", id="a column is missing"),
        pytest.param("symbol\nRNU1\tH\tE\tsnRNA\t1\tfive\t9\t1\t-", id="no number"),
        pytest.param("symbol\nRNU1\tH\tE\tsnRNA\t1\t9\t9\t1\t-", id="ends where it starts"),
        pytest.param("symbol\nRNU1\tH\tE\tsnRNA\tchrZ\t5\t9\t1\t-", id="no such contig"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "genes.tsv"
    path.write_text(text)
    rna_genes.cache_clear()
    with pytest.raises(BrokenKnowledge, match=r"genes\.tsv"):
        rna_genes(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenKnowledge, match=r"absent\.tsv"):
        rna_genes(tmp_path / "absent.tsv")
