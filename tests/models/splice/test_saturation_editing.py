"""Measured function tells whether a change of splicing is predicted (Findlay 2018, doi:10.1038/s41586-018-0461-z)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.settings import Settings
from lexome.formats.fasta.reference import Reference
from lexome.models.splice.splice import plugin
from lrg import lrg_transcripts

EVERY = 6
"""Every sixth variant, for speed; benchmarks/splice.py has them all."""


def test_loss_of_function_near_splice_sites_is_told_by_the_cascade(shared_data: Path, tmp_path: Path) -> None:
    with (shared_data / "splice/brca1_saturation_editing_dev.tsv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter="\t")
            if row["consequence"] in {"Intronic", "Splice region"} and row["function_class"] != "INT"
        ]
    rows = sorted(rows, key=lambda row: (row["function_class"], int(row["pos"]), row["alt"]))[::EVERY]
    alleles = [
        Allele.from_vcf(Assembly.GRCH38, contig=row["chrom"], pos=int(row["pos"]), ref=row["ref"], alt=row["alt"])
        for row in rows
    ]
    fasta = shared_data / "genome/GRCh38.chr17_43000001-43200000.fa.gz"
    found = plugin.open(Settings(tmp_path, tmp_path, jobs=1)).score(
        sorted(alleles),
        reference=Reference.open(fasta, cache_dir=tmp_path),
        transcripts=lrg_transcripts(shared_data / "genome", ("BRCA1",)),
    )
    assert not any(found.reasons)
    value = dict(zip(sorted(alleles), found.value.tolist(), strict=True))
    ranks = rankdata([value[allele] for allele in alleles])
    lost = np.array([row["function_class"] == "LOF" for row in rows])
    area = (ranks[lost].sum() - lost.sum() * (lost.sum() + 1) / 2) / (lost.sum() * (~lost).sum())
    assert area >= 0.86
