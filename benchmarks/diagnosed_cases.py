"""Every scored case through ``lexome diagnose --cases``: top-1 and top-10 by stratum, beside the plain likelihood sum.

The shipped ranking was trained on these very cases, so its row here shows that the command works, not how good it is:
the fair figures come from forests that saw nothing of a case's fold (benchmarks/ranking.py, docs/reference/ranking.md).
The plain sum of likelihood ratios learns nothing and is fair as it stands. Intervals are 95 % bootstraps over papers.

Run: python -m benchmarks.diagnosed_cases
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from lexome.core.case import Finding, Status
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.reasoning.phenotype_ranking import PhenotypeRanker

SHARED_DATA = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


def scored_cases() -> list[dict[str, Any]]:
    """Return the scored development cases."""
    with gzip.open(SHARED_DATA / "cases" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [case for case in map(json.loads, lines) if case["flags"]["scored"]]


def by_command(cases: list[dict[str, Any]]) -> list[int]:
    """Return the rank of the right disease in the command's answer, 0 when not listed."""
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "cases.jsonl", Path(name) / "out.jsonl"
        with source.open("w", encoding="utf-8") as lines:
            for case in cases:
                features = [
                    {"type": {"id": one["id"], "label": one["label"]}, "excluded": bool(one.get("excluded"))}
                    for one in case["features"]
                ]
                subject = {"id": "patient", "sex": case.get("sex", "UNKNOWN_SEX")}
                packet = {"id": case["id"], "subject": subject, "phenotypicFeatures": features}
                lines.write(json.dumps(packet) + "\n")
        call = [sys.executable, "-m", "lexome", "diagnose", "--cases", source, "--out", out]
        subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
        answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    ranks = []
    for case, answer in zip(cases, answers, strict=True):
        wanted = case["truth"]["disease"]
        listed = answer.get("differential", [])
        ranks.append(next((one["rank"] for one in listed if wanted in {one["disease_id"], *one["equivalent_ids"]}), 0))
    return ranks


def by_plain_sum(cases: list[dict[str, Any]]) -> list[int]:
    """Return the rank of the right disease by the sum of likelihood ratios alone, 0 when it is not known."""
    lab = Lab(Settings.from_environment(os.environ))
    ranker = PhenotypeRanker(lab.knowledge("hpo"), lab.knowledge("diseases"), learned=False)
    ranks = []
    for case in cases:
        findings = [
            Finding(one["id"], one["label"], Status.EXCLUDED if one.get("excluded") else Status.OBSERVED)
            for one in case["features"]
        ]
        line = ranker.listed.line_of_id.get(case["truth"]["disease"])
        scores = ranker.score(findings).log10_lr
        ranks.append(0 if line is None else int((scores > scores[line]).sum()) + 1)
    return ranks


def row(name: str, cases: list[dict[str, Any]], ranks: list[int], stratum: str) -> str:
    """Return one row of the table."""
    mine = [place for place, case in enumerate(cases) if case["flags"]["stratum"] == stratum]
    cells = [_share([0 < ranks[place] <= top for place in mine], [cases[place] for place in mine]) for top in (1, 10)]
    return f"{name:<38}{stratum:<4}{len(mine):>5}  {cells[0]:>22}  {cells[1]:>22}"


def _share(hits: list[bool], cases: list[dict[str, Any]]) -> str:
    papers: dict[str, list[bool]] = defaultdict(list)
    for hit, case in zip(hits, cases, strict=True):
        papers[str(case["truth"]["pmid"])].append(hit)
    sums = np.array([[sum(each), len(each)] for each in papers.values()], float)
    draws = np.random.default_rng(1).integers(0, len(sums), (2000, len(sums)))
    drawn = sums[draws].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
    return f"{np.mean(hits):.3f} [{low:.3f}–{high:.3f}]"


def main() -> None:
    """Print the table."""
    cases = scored_cases()
    started = time.perf_counter()
    answers = by_command(cases)
    took = time.perf_counter() - started
    plain = by_plain_sum(cases)
    print(f"{'':<38}{'':<4}{'n':>5}  {'top-1':>22}  {'top-10':>22}")
    for stratum in "CL":
        print(row("plain sum of likelihood ratios", cases, plain, stratum))
        print(row("lexome diagnose --cases (not held out)", cases, answers, stratum))
    print(f"{len(cases)} cases in {took:.0f} s wall")


if __name__ == "__main__":
    main()
