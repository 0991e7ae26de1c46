"""What one ranking costs: CPU of a query against all diseases, beside streaming the arrays and beside hpo3.

    python benchmarks/ranking_speed.py [--hpo3 PYTHON]

--hpo3 names the Python of an environment with hpo3 (it and pyhpo share a package name); 285 CPU-ms were measured for
an eight-term query against all OMIM diseases. Terms are not remembered between queries.
"""

from __future__ import annotations

import argparse
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lexome.core.case import Finding
from lexome.reasoning.query import prepare_query
from ranking import open_ranker

TERMS = ("HP:0001083", "HP:0002616", "HP:0001166", "HP:0000767", "HP:0001519", "HP:0001250", "HP:0001249", "HP:0000252")

HPO3 = """
import time
from pyhpo import Ontology
from pyhpo.set import HPOSet
Ontology()
ours = HPOSet.from_queries({terms!r})
sets = [HPOSet([Ontology[int(t)] for t in d.hpo]) for d in Ontology.omim_diseases]
start = time.process_time()
for one in sets: ours.similarity(one, method="resnik", combine="funSimAvg")
print(1000 * (time.process_time() - start))
"""


def cpu_ms(run: Callable[[], object], *, rounds: int = 15) -> float:
    """Return the least CPU milliseconds of one run."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return 1000 * min(spent)


def main() -> None:
    """Print one line per step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hpo3", type=Path)
    asked = parser.parse_args()
    ranker = open_ranker(Path("/nonexistent"))
    findings = [Finding(term, "") for term in TERMS]
    scores = ranker.score(findings)
    profiles = ranker.profiles
    query = prepare_query(scores.terms.observed, (), profiles)
    parts = [slice(profiles.indptr[term], profiles.indptr[term + 1]) for term in query.closure]

    def stream() -> None:
        for part in parts:
            profiles.disease[part].sum()
            profiles.probability[part].sum()

    def first_pass() -> None:
        ranker.matcher._known.clear()
        ranker.matcher._spreads.clear()
        ranker.passer.run(query)

    def whole() -> None:
        ranker.matcher._known.clear()
        ranker.matcher._spreads.clear()
        ranker.score(findings)

    read = sum(part.stop - part.start for part in parts) * 8
    streamed, first, all_of_it = cpu_ms(stream), cpu_ms(first_pass), cpu_ms(whole)
    print(f"streaming the {read / 1e6:.2f} MB of postings it must read  {streamed:8.3f} CPU-ms")
    print(f"first pass, {len(ranker.listed)} diseases               {first:8.3f} CPU-ms  × {first / streamed:.1f}")
    print(f"whole ranking, 300 looked at closely         {all_of_it:8.3f} CPU-ms  × {all_of_it / streamed:.1f}")
    if asked.hpo3:
        program = HPO3.format(terms=list(TERMS))
        done = subprocess.run([asked.hpo3, "-c", program], capture_output=True, text=True, check=True)
        theirs = float(np.float64(done.stdout.split()[-1]))
        print(f"hpo3, Resnik funSimAvg, all OMIM diseases    {theirs:8.1f} CPU-ms  × {theirs / all_of_it:.1f} of ours")


if __name__ == "__main__":
    main()
