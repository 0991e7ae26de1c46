"""What solved cases of other papers add when they are imported as knowledge.

    python benchmarks/ranking_imported.py --cases ../shared/data/cases/dev.jsonl.gz --forests /tmp/ranker

Each case is ranked with the cases of the other folds imported, and by the forest that saw nothing of its own fold, so
that neither its paper nor any other of its fold is known.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lexome.assurance.solved_cases import SolvedCase, read_solved_cases
from lexome.core.case import Status
from lexome.core.settings import Settings
from lexome.knowledge.cases import CaseSigns
from lexome.knowledge.diseases import plugin as diseases_source
from lexome.knowledge.hpo import plugin as hpo_source
from lexome.models.phenotype_forest import open_forest
from lexome.reasoning.phenotype_ranking import PhenotypeRanker
from ranking import FOLDS, print_accuracy, rank_cases


def counted(cases: Sequence[SolvedCase]) -> CaseSigns:
    """Return what importing these cases would keep."""
    hits: Counter[tuple[str, str, int]] = Counter()
    trials: Counter[tuple[str, str, int]] = Counter()
    for case in cases:
        for one in case.findings:
            key = (case.disease_id, case.paper, int(one.hpo_id[3:]))
            trials[key] += 1
            hits[key] += one.status is Status.OBSERVED
    keys = sorted(trials)
    return CaseSigns(
        [disease for disease, _, _ in keys],
        [paper for _, paper, _ in keys],
        np.array([number for _, _, number in keys], np.int32),
        np.array([hits[key] for key in keys], np.float32),
        np.array([trials[key] for key in keys], np.float32),
        None,
    )


def main() -> None:
    """Print accuracy with the cases of other folds imported."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--forests", type=Path, required=True)
    asked = parser.parse_args()
    cases = read_solved_cases(asked.cases)
    nothing = Settings(Path("/nonexistent"), Path("/nonexistent"))
    ontology, diseases = hpo_source.open(nothing), diseases_source.open(nothing)
    rankers = [
        PhenotypeRanker(
            ontology,
            diseases,
            forest=open_forest(path=asked.forests / f"paper_{fold}.onnx"),
            cases=counted([case for case in cases if case.fold("paper", folds=FOLDS) != fold]),
            remember=4000,
        )
        for fold in range(FOLDS)
    ]
    scored = [case for case in cases if case.scored and case.stratum in "CL"]
    print_accuracy(
        "lexome, other papers' cases", rank_cases(scored, lambda case: rankers[case.fold("paper", folds=FOLDS)])
    )


if __name__ == "__main__":
    main()
