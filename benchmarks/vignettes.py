"""Clinical vignettes in free text: is the disease found from the words alone?

Each vignette is read and ranked by the engine of ``lexome diagnose``. The patients of most of them are among the cases
that the shipped ranking was trained on: with ``--forests DIR`` (the folder that ``tools/train_ranker.py`` writes) each
is answered with the forest that saw nothing of its paper's fold.

Strata: L when the annotations of the disease cite the vignette's own paper, C when they do not, N when the disease has
no annotations.

Run: python -m benchmarks.vignettes [--forests DIR]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

from lexome.assurance.solved_cases import read_solved_cases
from lexome.core.case import Case
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.models.phenotype_forest import open_forest
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.lines import ResultLine, result_line
from lexome.services.diagnose.patient import Intake, resolved

SHARED_DATA = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SEED = 7


def vignettes() -> list[dict[str, Any]]:
    """Return the vignettes that state a diagnosis."""
    with gzip.open(SHARED_DATA / "notes" / "diagnosis_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [one for one in map(json.loads, lines) if one.get("truth")]


def answers(texts: list[dict[str, Any]], lab: Lab, forests: Path | None) -> list[ResultLine]:
    """Return the result line of each vignette, by the forest that saw nothing of its paper's fold."""
    engine = Engine(lab)
    shipped = engine.ranker
    folds: dict[str, int] = {}
    if forests is not None:
        solved = read_solved_cases(SHARED_DATA / "cases" / "dev.jsonl.gz")
        folds = {one.paper.removeprefix("PMID:"): one.fold("paper", folds=5) for one in solved}
    rankers = {fold: shipped.with_forest(open_forest(path=forests / f"paper_{fold}.onnx"))
               for fold in sorted({*folds.values()}) if forests}  # fmt: skip
    found = []
    for one in texts:
        fold = folds.get(str(one["pmid"]).removeprefix("PMID:"))
        engine.ranker = shipped if fold is None else rankers[fold]
        intake = Intake()
        reading = lab.model("note_tagger").read(one["text"])
        case = Case(id=one["id"], findings=resolved(reading.findings, lab.knowledge("hpo"), intake))
        ranking = engine.diagnose(case, None, keep=100, most=10).differential.ranking
        found.append(result_line(one["id"], ranking, (), top=100))
    return found


def stratum(one: dict[str, Any], diseases: Any) -> str:
    """Return whether the annotations of the disease have read the vignette's paper."""
    row = diseases.index.get(one["truth"]["disease"])
    if row is None:
        return "N"
    references = {diseases.references[code] for code in diseases.reference[diseases.annotations(row)].tolist()}
    return "L" if any(one["pmid"] in text.replace("PMID:", " ").split() for text in references) else "C"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--forests", type=Path, help="forests of the folds: each vignette held out from its own")
    given = options.parse_args()
    lab = Lab(Settings.from_environment(os.environ))
    diseases = lab.knowledge("diseases")
    texts = vignettes()
    groups: dict[str, list[int]] = defaultdict(list)
    for one, answer in zip(texts, answers(texts, lab, given.forests), strict=True):
        wanted = one["truth"]["disease"]
        listed = answer.differential
        rank = next((each.rank for each in listed if wanted in {each.disease_id, *each.equivalent_ids}), 0)
        for name in (stratum(one, diseases), "all"):
            groups[name].append(rank)
    print(f"{'stratum':<9}{'n':>4}{'top-1':>24}{'top-10':>24}")
    for name in sorted(groups, key=lambda key: (key == "all", key)):
        ranks = groups[name]
        print(f"{name:<9}{len(ranks):>4}{share(ranks, 1):>24}{share(ranks, 10):>24}")


def share(ranks: list[int], top: int) -> str:
    """Return the share of ranks within the top, with a bootstrap interval."""
    hits = [0 < rank <= top for rank in ranks]
    rng = random.Random(SEED)
    draws = sorted(sum(rng.choices(hits, k=len(hits))) / len(hits) for _ in range(2000))
    return f"{sum(hits) / len(hits):.3f} [{draws[49]:.3f}–{draws[1949]:.3f}]"


if __name__ == "__main__":
    main()
