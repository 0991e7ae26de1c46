"""Transcript columns are checked once, at birth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lexome.core.assembly import Assembly
from lexome.core.transcript import TranscriptColumns


def columns(**changed: Any) -> TranscriptColumns:
    given: dict[str, Any] = {
        "assembly": Assembly.GRCH38,
        "release": "made up",
        "transcript_ids": ["T1.1", "T2.1"],
        "gene_symbols": ["A", "B"],
        "gene_ids": ["HGNC:1", "HGNC:2"],
        "ensembl_gene_ids": ["", ""],
        "refseq_ids": ["", ""],
        "biotypes": ["protein_coding", "lncRNA"],
        "contig": np.array([0, 0], np.int16),
        "strand": np.array([1, -1], np.int8),
        "exon_indptr": np.array([0, 2, 3], np.int32),
        "exon_start": np.array([10, 50, 100], np.int32),
        "exon_end": np.array([20, 70, 130], np.int32),
        "cds_start": np.array([12, -1], np.int32),
        "cds_end": np.array([60, -1], np.int32),
        "mane_select": np.array([True, False]),
    }
    return TranscriptColumns(**{**given, **changed})


def test_bounds_and_exons_come_from_the_exon_columns() -> None:
    table = columns()
    assert (table.start.tolist(), table.end.tolist()) == ([10, 100], [70, 130])
    assert table.exons(0) == ((10, 20), (50, 70))
    assert table.is_coding.tolist() == [True, False]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"gene_symbols": ["A"]}, id="a column too short"),
        pytest.param({"exon_indptr": np.array([0, 2, 2], np.int32)}, id="a transcript without exon"),
        pytest.param({"exon_end": np.array([20, 50, 130], np.int32)}, id="an empty exon"),
        pytest.param({"exon_end": np.array([20, 70], np.int32)}, id="an exon without end"),
    ],
)
def test_columns_that_contradict_each_other_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        columns(**changed)


def test_a_subset_keeps_exons_with_their_transcripts() -> None:
    table = columns()
    turned = table.subset(np.array([1, 0]))
    assert [turned.transcript_ids[row] for row in range(2)] == ["T2.1", "T1.1"]
    assert [turned.exons(row) for row in range(2)] == [table.exons(1), table.exons(0)]
    assert len(table.subset(np.array([], int))) == 0


def test_mane_transcripts_speak_for_their_gene_and_all_of_a_gene_without_any() -> None:
    four = columns(
        transcript_ids=["T1.1", "T2.1", "T3.1", "T4.1"],
        gene_symbols=["A", "A", "A", "B"],
        gene_ids=["HGNC:1"] * 3 + ["HGNC:2"],
        ensembl_gene_ids=[""] * 4,
        refseq_ids=[""] * 4,
        biotypes=["protein_coding"] * 4,
        contig=np.zeros(4, np.int16),
        strand=np.ones(4, np.int8),
        exon_indptr=np.arange(5, dtype=np.int32),
        exon_start=np.array([10, 50, 100, 200], np.int32),
        exon_end=np.array([20, 70, 130, 230], np.int32),
        cds_start=np.full(4, -1, np.int32),
        cds_end=np.full(4, -1, np.int32),
        mane_select=np.array([False, True, False, False]),
    )
    assert four.main.tolist() == [False, True, False, True]
    clinical = replace(four, mane_plus_clinical=np.array([True, False, False, False]))
    assert clinical.main.tolist() == [True, True, False, True]
