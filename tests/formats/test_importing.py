"""Imports survive being killed at any moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from formats.small_vcf import sites_vcf
from lexome.formats.installing import dataset_name

ORACLE = Path(__file__).resolve().parents[1] / "oracles" / "killed_import.py"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    "stride",
    [
        pytest.param(7, id="every seventh moment"),
        pytest.param(1, id="every moment", marks=pytest.mark.check),
    ],
)
def test_an_import_killed_at_any_moment_leaves_the_old_release_whole_and_the_next_run_finishes(
    tmp_path: Path, stride: int
) -> None:
    long = "A" * 20
    old = sites_vcf(tmp_path / "old.vcf", [("chr1", 10, "A", "C", "AC=1;AN=10")])
    records = [("chr1", 10 * n, "A", "C" if n % 3 else long, f"AC={n};AN=5000") for n in range(1, 9)]
    new = sites_vcf(tmp_path / "new.vcf.gz", [*records, ("chr2", 5, "G", "T", "AC=3;AN=8")])
    command = [sys.executable, str(ORACLE), str(tmp_path), str(old), str(new), str(stride)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["deaths"] > 60 / stride
    assert (found["broken"], found["different"]) == ([], [])


@pytest.mark.parametrize(
    ("release", "name"),
    [
        pytest.param("gnomAD v4.1 exomes", "gnomad-exomes", id="versions do not count"),
        pytest.param("gnomAD v4.1.1 genomes", "gnomad-genomes", id="another kind is another data set"),
        pytest.param("2026-02-01", "clinvar", id="a date alone has the kind's name"),
        pytest.param("../../etc r2", "etc", id="no way out of the folder"),
    ],
)
def test_a_later_release_of_the_same_thing_has_the_same_name(release: str, name: str) -> None:
    assert dataset_name(release, default="clinvar") == name
