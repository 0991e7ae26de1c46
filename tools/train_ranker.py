"""Train the forest that ranks diseases by phenotype, calibrate it, and write it into the starter.

    python tools/train_ranker.py --cases ../shared/data/cases/dev.jsonl.gz --work /tmp/ranker

Patients whose own paper is cited by the annotations (stratum L) are used twice: as they are, and against a copy of
their disease without that paper, as new as a patient who walks in; every patient a second time with spoiled findings.
Scores of folds by paper, the calibration fitted
on them and the forest of all cases go to --work; --install copies the forest into the package. Needs 'lexome[train]'.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lexome.assurance.solved_cases import read_solved_cases
from lexome.formats.columns import STARTER
from lexome.learn.calibration_fit import Outcomes, fit_calibration
from lexome.learn.ranking_forest import Fitted, Lists, fit, write_onnx
from lexome.models.phenotype_forest import FILE
from lexome.reasoning.learned_scores import SITUATION, CandidateScores, with_prior
from ranker_tables import Patients, build_patients
from starter_builder.writing import enter_model

FOLDS = 5
WEIGHT_COPY = 0.15
"""Weight of a patient against the copy without its paper. At 1 these patients (.39 against .34 first) cost stratum C
(.37 against .42): papers and annotations of one curation agree as those of strangers do not."""
WEIGHT_LEAK = 0.5
"""Weight of a patient whose paper the annotations cite."""
WEIGHT_UNSCORED = 0.5
"""Weight of further patients of a paper."""
ORIGIN = {
    "source": "Lexome, trained on phenopacket-store and the HPO annotations",
    "release": "phenopacket-store b694d17e; HPO 2025-01-16",
    "licence": "Apache-2.0; trained on HPO annotations (HPO licence) and phenopacket-store cases (BSD-3)",
    "reference": "docs/reference/ranking.md",
    "artifact": "tools/train_ranker.py",
}
WEIGHT_NOISY = 0.5
"""Weight of a patient with spoiled findings against the same as published."""
SHARP = ("one", "reference_covered", "log_findings")
"""What the sharpness may depend on."""


def main() -> None:
    """Train, calibrate, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--by", choices=("paper", "disease"), default="paper")
    parser.add_argument("--seeds", type=int, default=1, help="ensembles averaged in the shipped forest")
    parser.add_argument("--install", action="store_true", help="copy the forest into the package")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    patients = _patients(asked.cases, asked.work)
    fold = patients.paper_fold(FOLDS) if asked.by == "paper" else patients.disease_fold(FOLDS)
    held_out, forests = _held_out(patients, fold)
    report(patients, held_out)
    for held, forest in enumerate(forests):
        coefficients = _calibrate(patients, held_out, fold != held)
        write_onnx(
            forest, asked.work / f"{asked.by}_{held}.onnx", views=patients.views.tolist(), calibration=coefficients
        )
    if asked.by == "disease":
        return
    coefficients = _calibrate(patients, held_out, np.ones(len(patients), np.bool_))
    fitted = fit(_lists(patients, np.ones(len(patients), np.bool_)), seeds=range(1, asked.seeds + 1))
    target = asked.work / FILE.name
    write_onnx(fitted, target, views=patients.views.tolist(), calibration=coefficients)
    print(target, target.stat().st_size, hashlib.sha256(target.read_bytes()).hexdigest())
    print(json.dumps(coefficients, indent=1))
    if asked.install:
        install(target)


def install(forest: Path) -> None:
    """Copy a forest into the package and enter it in the manifest."""
    shutil.copy(forest, FILE)
    enter_model("phenotype_forest", [FILE], folder=STARTER, origin=ORIGIN)


def _patients(cases: Path, work: Path) -> Patients:
    stored = work / "patients.npz"
    if not stored.exists():
        build_patients(read_solved_cases(cases)).save(stored)
    return Patients.load(stored)


def _weights(patients: Patients) -> NDArray[np.float64]:
    weight = np.where(patients.scored, 1.0, WEIGHT_UNSCORED)
    weight[patients.copy] *= WEIGHT_COPY
    weight[patients.noisy] *= WEIGHT_NOISY
    weight[(patients.stratum == "L") & ~patients.copy] *= WEIGHT_LEAK
    return weight


def _lists(patients: Patients, chosen: NDArray[np.bool_]) -> Lists:
    return Lists(patients.table[chosen], patients.right[chosen], _weights(patients)[chosen])


def _held_out(patients: Patients, fold: NDArray[np.int64]) -> tuple[NDArray[np.float64], list[Fitted]]:
    """Return the score of every candidate by a forest that saw nothing of its fold, and the forests."""
    scores = np.full(patients.right.shape, -np.inf)
    forests = []
    for held in range(FOLDS):
        forests.append(fit(_lists(patients, fold != held), seeds=(held + 1,)))
        rows = np.flatnonzero((fold == held) & patients.scored)
        scores[rows] = _predict(forests[-1], patients, rows)
        print(f"fold {held + 1} of {FOLDS}: {len(rows)} patients", flush=True)
    return scores, forests


def _predict(fitted: Fitted, patients: Patients, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    table = patients.table[rows]
    forest = fitted.predict(table.reshape(-1, table.shape[2])).reshape(table.shape[:2])
    return with_prior(forest, table[:, :, patients.views.tolist().index("mix_gap")])


def report(patients: Patients, scores: NDArray[np.float64]) -> None:
    """Print top-1, 3 and 10 by stratum; a right disease beyond the candidates is a miss."""
    for name, rows in (
        ("C", (patients.stratum == "C") & patients.scored & ~patients.noisy),
        ("C, noisy", (patients.stratum == "C") & patients.scored & patients.noisy),
        ("L", (patients.stratum == "L") & patients.scored & ~patients.copy & ~patients.noisy),
        ("L, noisy", (patients.stratum == "L") & patients.scored & ~patients.copy & patients.noisy),
        ("L without its paper", patients.copy & patients.scored & ~patients.noisy),
    ):
        own = np.where(patients.right[rows], scores[rows], -np.inf).max(axis=1)
        rank = np.where(patients.found[rows], (scores[rows] > own[:, None]).sum(axis=1), 10_000)
        tops = "  ".join(f"top-{top} {np.mean(rank < top):.3f}" for top in (1, 3, 10))
        print(f"{name:22}{len(rank):5}  {tops}")


def _calibrate(
    patients: Patients, scores: NDArray[np.float64], chosen: NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    """Fit on scored patients of all strata; the candidate forced in for training is taken out again."""
    rows = np.flatnonzero(chosen & patients.scored & ~patients.copy & ~patients.noisy)
    kept = scores[rows].copy()
    forced = ~patients.found[rows] & (patients.line[rows] >= 0)
    kept[forced, -1] = kept[forced, :-1].min(axis=1)
    beyond = patients.right.shape[1]
    right = np.where(patients.found[rows], patients.right[rows].argmax(axis=1), beyond)
    right[patients.line[rows] < 0] = -1
    situations = []
    for at, row in enumerate(rows):
        best = int(kept[at].argmax())
        views = dict(zip(patients.views.tolist(), patients.table[row, best].tolist(), strict=True))
        situations.append(CandidateScores(kept[at], views, *patients.counts[row].tolist()).situation())
    outcomes = Outcomes(kept - kept.max(axis=1, keepdims=True), patients.tail[rows], right, np.array(situations))
    sharpness, unlisted = fit_calibration(outcomes, sharp=[name in SHARP for name in SITUATION])
    return {
        "sharpness": dict(zip(SITUATION, sharpness.tolist(), strict=True)),
        "unlisted": dict(zip(SITUATION, unlisted.tolist(), strict=True)),
    }


if __name__ == "__main__":
    main()
