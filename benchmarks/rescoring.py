"""Ranking a kept case again beside answering it in full: CPU of whole processes, and whether the answers are the same.

One real exome of 36,787 variants with eight findings; one finding is new. The full answer to the same findings is the
peer: ``--rescore`` must say the same, to the last digit.

Run: python -m benchmarks.rescoring [--runs 5]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.whole_process import FINDINGS, SHARED_DATA, cost


def report(folder: Path) -> dict[str, Any]:
    """Return a report without the time it was made."""
    document: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    document["provenance"].pop("created")
    return document


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    lexome: list[str | Path] = [sys.executable, "-m", "lexome", "diagnose"]
    exome, lrg = SHARED_DATA / "vcf" / "exome_background.hg38.vcf.gz", SHARED_DATA / "genome" / "lrg_grch38.fa.gz"
    new = "HP:0001250"
    print(f"{'':<58}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as name:
        for title, fasta in (("exome", []), ("exome + sequence of 696 genes", ["--fasta", lrg])):
            folder = Path(name) / title.replace(" ", "-")
            case, full, again = folder / "case", folder / "full", folder / "again"
            variants = [*lexome, "--vcf", exome, *fasta]
            calls: dict[str, list[str | Path]] = {
                f"{title}: in full": [*variants, "--hpo", *FINDINGS, new, "--out", full],
                f"{title}: in full, and kept": [*variants, "--hpo", *FINDINGS, "--case-dir", case],
                f"{title}: ranked again with a new finding": [*lexome, "--rescore", case, "--hpo", new, "--out", again],
            }
            for label, call in calls.items():
                cost(call)
                cpu, wall, memory = (
                    statistics.median(column) for column in zip(*(cost(call) for _ in range(given.runs)), strict=True)
                )
                print(f"{label:<58}{cpu:>8.2f}{wall:>8.2f}{memory:>9.0f}", flush=True)
            print("   the same report" if report(full) == report(again) else "   NOT the same report")


if __name__ == "__main__":
    main()
