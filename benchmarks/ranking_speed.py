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
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexome.core.case import Finding
from lexome.models.phenotype_forest import FILE
from lexome.reasoning.phenotype_ranking import CANDIDATES, PhenotypeRanker
from lexome.reasoning.query import Query, prepare_query
from ranking import open_ranker

TERMS = ("HP:0001083", "HP:0002616", "HP:0001166", "HP:0000767", "HP:0001519", "HP:0001250", "HP:0001249", "HP:0000252")

HPO3 = """
import sys, time
from pyhpo import Ontology
from pyhpo.set import HPOSet
Ontology({release})
ours = HPOSet.from_queries({terms!r})
listed = set(sys.stdin.read().split())
records = [("OMIM", one) for one in Ontology.omim_diseases] + [("ORPHA", one) for one in Ontology.orpha_diseases]
same = [one for catalogue, one in records if f"{{catalogue}}:{{one.id}}" in listed]
sets = [HPOSet([Ontology[int(t)] for t in one.hpo]) for one in same]
best = 9e9
for _ in range(3):
    start = time.process_time()
    for one in sets: ours.similarity(one, method="resnik", combine="funSimAvg")
    best = min(best, time.process_time() - start)
print(len(sets), 1000 * best)
"""


def cpu_ms(run: Callable[[], object], *, rounds: int = 200) -> float:
    """Return the least CPU milliseconds of one run."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return 1000 * min(spent)


def must_be_read(
    ranker: PhenotypeRanker, query: Query, candidates: NDArray[np.intp]
) -> tuple[list[NDArray[Any]], list[NDArray[Any]]]:
    """Return the arrays without which the answer cannot be known, each once.

    For the first pass: what every ancestor of a finding says of every disease that shows it (number of the disease,
    and probability). For the closer look: the annotated signs of the candidates (term and probability), and the trees.
    """
    profiles = ranker.profiles
    by_term = (profiles.disease, profiles.probability)
    parts = [slice(profiles.indptr[term], profiles.indptr[term + 1]) for term in query.closure.tolist()]
    scanned: list[NDArray[Any]] = [column[part] for part in parts for column in by_term]
    start, stop = profiles.own_indptr[candidates], profiles.own_indptr[candidates + 1]
    own = [slice(a, b) for a, b in zip(start.tolist(), stop.tolist(), strict=True)]
    looked_at = [column[part] for part in own for column in (profiles.own_term, profiles.own_probability)]
    return scanned, [*looked_at, np.fromfile(FILE, np.int64)]


def joined(arrays: list[NDArray[Any]]) -> NDArray[np.uint64]:
    """Return the bytes of all arrays in one piece."""
    together = b"".join(one.tobytes() for one in arrays)
    return np.frombuffer(together[: len(together) // 8 * 8], np.uint64)


def read(array: NDArray[Any]) -> None:
    """Read an array once, doing as little as possible with it."""
    array.sum()


def read_each(arrays: list[NDArray[Any]]) -> None:
    """Read every array once."""
    for one in arrays:
        one.sum()


def main() -> None:
    """Print one line per step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hpo3", type=Path)
    parser.add_argument("--release", type=Path, help="hp.obo, phenotype.hpoa, genes_to_phenotype.txt for hpo3")
    asked = parser.parse_args()
    ranker = open_ranker(Path("/nonexistent"))
    findings = [Finding(term, "") for term in TERMS]
    scores = ranker.score(findings)
    query = prepare_query(scores.terms.observed, (), ranker.profiles)
    candidates = ranker.passer.run(query).candidates(CANDIDATES)
    scanned, looked_at = must_be_read(ranker, query, candidates)

    def first_pass() -> None:
        ranker.matcher.forget()
        ranker.passer.run(query)

    def whole() -> None:
        ranker.matcher.forget()
        ranker.score(findings)

    all_of_it = cpu_ms(whole)
    for title, run, arrays in (
        (f"first pass over {len(ranker.listed)} diseases", first_pass, scanned),
        (f"whole ranking, {CANDIDATES} looked at closely", whole, [*scanned, *looked_at]),
    ):
        cost, scattered, together = (
            cpu_ms(run),
            cpu_ms(partial(read_each, arrays)),
            cpu_ms(partial(read, joined(arrays))),
        )
        read_mb = f"{sum(one.nbytes for one in arrays) / 1e6:.2f} MB in {len(arrays)} pieces"
        print(f"{title:40} {cost:8.3f} CPU-ms")
        print(f"  reading {read_mb}, as they lie {scattered:8.3f} CPU-ms  × {cost / scattered:.1f}")
        print(f"  the same put together beforehand        {together:8.3f} CPU-ms  × {cost / together:.1f}")
    if asked.hpo3:
        program = HPO3.format(
            terms=list(TERMS), release=f"{str(asked.release)!r}, from_obo_file=True" if asked.release else ""
        )
        listed = "\n".join(ranker.listed.id_of(line) for line in range(len(ranker.listed)))
        call = [asked.hpo3, "-c", program]
        done = subprocess.run(call, input=listed, capture_output=True, text=True, check=True)
        count, theirs = (float(one) for one in done.stdout.split()[-2:])
        title = f"hpo3, Resnik funSimAvg, {count:.0f} of these"
        print(f"{title:40} {theirs:8.3f} CPU-ms  × {theirs / all_of_it:.1f} of the whole ranking")


if __name__ == "__main__":
    main()
