"""Ranking of diseases by phenotype on solved cases, by stratum, beside the plain likelihood sum.

    python benchmarks/ranking.py --cases ../shared/data/cases/dev.jsonl.gz --forests /tmp/ranker

Each case is ranked by a forest that saw nothing of its fold (tools/train_ranker.py writes them to --forests). A
disease counts as right under its OMIM id or an equivalent record that shares its line. Intervals are 95 % bootstraps
over papers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lexome.assurance.noise import spoiled_findings
from lexome.assurance.ranking_metrics import (
    against,
    clustered_interval,
    expected_calibration_error,
    macro,
    reliability,
    top,
)
from lexome.assurance.solved_cases import SolvedCase, read_solved_cases
from lexome.core.case import Finding
from lexome.core.settings import Settings
from lexome.formats.phenopacket import years
from lexome.knowledge.diseases import plugin as diseases_source
from lexome.knowledge.hpo import Ontology
from lexome.knowledge.hpo import plugin as hpo_source
from lexome.models.phenotype_forest import open_forest
from lexome.reasoning.onset_fit import STAGES, stage_of_age
from lexome.reasoning.phenotype_ranking import PhenotypeRanker

FOLDS = 5
SURE = 0.9
UNRANKED = 1e6


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rank of the right line (0 first), its posterior's leader, and whether the leader is right, per case."""

    cases: tuple[SolvedCase, ...]
    rank: NDArray[np.float64]
    leader: NDArray[np.float64]
    listed: NDArray[np.bool_]

    def where(self, chosen: NDArray[np.bool_]) -> Ranked:
        """Return the chosen cases."""
        kept = tuple(case for case, keep in zip(self.cases, chosen, strict=True) if keep)
        return Ranked(kept, self.rank[chosen], self.leader[chosen], self.listed[chosen])

    def stratum(self, name: str) -> Ranked:
        """Return the listed cases of one stratum."""
        return self.where(np.array([case.stratum == name for case in self.cases]) & self.listed)


def open_ranker(folder: Path) -> PhenotypeRanker:
    """Return a ranker on the starter knowledge, or on what was imported into a folder."""
    settings = Settings(folder, folder)
    return PhenotypeRanker(hpo_source.open(settings), diseases_source.open(settings), remember=8000)


def rankers_of_folds(ranker: PhenotypeRanker, forests: Path, by: str) -> list[PhenotypeRanker]:
    """Return one ranker per fold, each with the forest that saw nothing of it; views and onsets are shared."""
    _ = ranker.views.neighbours, ranker.course
    return [ranker.with_forest(open_forest(path=forests / f"{by}_{fold}.onnx")) for fold in range(FOLDS)]


def rank_cases(
    cases: Sequence[SolvedCase],
    ranker_of: Callable[[SolvedCase], PhenotypeRanker],
    given: Callable[[SolvedCase], SolvedCase] = lambda case: case,
) -> Ranked:
    """Rank every case as it is ``given``; ties share their mean rank."""
    rank, leader, listed = [], [], []
    for case in cases:
        ranker, patient = ranker_of(case), given(case)
        scores = ranker.score(patient.findings, sex=patient.sex, age_years=patient.age_years)
        line = ranker.listed.line_of_id.get(case.disease_id)
        listed.append(line is not None)
        leader.append(float(scores.posterior.max()))
        own = scores.log10_lr[line] if line is not None else np.inf
        better, equal = (scores.log10_lr > own).sum(), (scores.log10_lr == own).sum()
        rank.append(better + (equal - 1) / 2 if line is not None else UNRANKED)
    return Ranked(tuple(cases), np.array(rank, float), np.array(leader), np.array(listed))


def print_accuracy(title: str, ranked: Ranked) -> None:
    """Print top-1, 3 and 10 by stratum, micro with interval and macro over diseases."""
    for name in "CL":
        own = ranked.stratum(name)
        papers, diseases = [case.paper for case in own.cases], [case.disease_id for case in own.cases]
        cells = [
            f"top-{count} {clustered_interval(top(own.rank, count), papers)} macro "
            f"{macro(top(own.rank, count), diseases):.3f}"
            for count in (1, 3, 10)
        ]
        print(f"{title:28} {name} {len(own.cases):5}  " + "  ".join(cells), flush=True)


def print_calibration(ranked: Ranked) -> None:
    """Print what answers above .9 are worth, silence, unlisted patients and the reliability diagram."""
    right = ranked.rank < 1
    sure = ranked.leader > SURE
    papers = np.array([case.paper for case in ranked.cases])
    sure_right = clustered_interval(right[sure].astype(float), papers[sure].tolist())
    print(f"answers above {SURE}: {sure.mean():.3f} of {len(sure)} cases; right {sure_right}")
    unlisted = ~ranked.listed
    print(f"unlisted patients with any disease above {SURE}: {sure[unlisted].mean():.3f} of {unlisted.sum()}")
    print(f"expected calibration error of the first answer: {expected_calibration_error(ranked.leader, right):.3f}")
    for one in reliability(ranked.leader, right):
        print(f"  {one.low:.1f}-{one.high:.1f} {one.count:5}  stated {one.stated:.3f}  right {one.right:.3f}")


def held_back(case: SolvedCase) -> bool:
    """Whether the case is of the tenth of papers that settings are checked on; the others lead to the same choice."""
    return zlib.crc32(f"held back {case.paper}".encode()) % 10 == 0


def with_onset(case: SolvedCase, ontology: Ontology) -> SolvedCase:
    """Return the case with the onset of the disease given as a finding."""
    if case.onset is None:
        return case
    row = ontology.resolve(case.onset).index if case.onset.startswith("HP:") else None
    age = None if case.onset.startswith("HP:") else years(case.onset)
    number = STAGES[stage_of_age(age)][0] if age is not None else None
    name = ontology.id_of(row) if row is not None else f"HP:{number:07d}" if number is not None else None
    return case if name is None else replace(case, findings=(*case.findings, Finding(name, "")))


def print_loss(clean: Ranked, noisy: Ranked, title: str) -> None:
    """Print how much of top-1 and top-10 noise costs, paired by case."""
    for name in "CL":
        before, after = clean.stratum(name), noisy.stratum(name)
        papers = [case.paper for case in before.cases]
        cells = [
            f"top-{count} {clustered_interval(top(before.rank, count) - top(after.rank, count), papers)}"
            for count in (1, 10)
        ]
        print(f"loss by noise, {title:20} {name}  " + "  ".join(cells), flush=True)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--forests", type=Path, required=True)
    parser.add_argument("--knowledge", type=Path, default=Path("/nonexistent"), help="data folder, for the time split")
    parser.add_argument("--fair-to", type=Path, help="phenotype.hpoa of that release: count cases it does not cite")
    parser.add_argument("--beside", type=Path, help="ranks by hpo3 (ranking_hpo3.py --kept): the same cases only")
    asked = parser.parse_args()
    ranker = open_ranker(asked.knowledge)
    cases = [case for case in read_solved_cases(asked.cases) if case.scored or asked.fair_to]
    if asked.fair_to:
        print_time_split(cases, ranker, asked.forests, asked.fair_to)
        return
    if asked.beside:
        print_beside(cases, ranker, asked.forests, asked.beside)
        return
    plain = ranker.with_forest(None)
    pool = np.flatnonzero(ranker.ontology.is_phenotypic & (np.diff(ranker.profiles.indptr) > 0))

    def spoil(case: SolvedCase) -> SolvedCase:
        return replace(case, findings=tuple(spoiled_findings(case, ranker.ontology, pool, parents=0.3, random=0.2)))

    clean_plain, noisy_plain = rank_cases(cases, lambda _: plain), rank_cases(cases, lambda _: plain, spoil)
    print_accuracy("plain likelihood sum", clean_plain)
    print_accuracy("plain, noisy findings", noisy_plain)
    print_loss(clean_plain, noisy_plain, "plain sum")
    for by in ("paper", "disease"):
        rankers = rankers_of_folds(ranker, asked.forests, by)

        def ranker_of(case: SolvedCase, by: str = by, rankers: list[PhenotypeRanker] = rankers) -> PhenotypeRanker:
            return rankers[case.fold(by, folds=FOLDS)]

        learned, noisy = rank_cases(cases, ranker_of), rank_cases(cases, ranker_of, spoil)
        print_accuracy(f"lexome, folds by {by}", learned)
        back = np.array([held_back(case) for case in cases])
        print_accuracy("  tenth of papers", learned.where(back))
        given = rank_cases(cases, ranker_of, lambda case: with_onset(case, ranker.ontology))
        print_accuracy("  onset of disease given", given)
        print_accuracy("  noisy findings", noisy)
        print_loss(learned, noisy, f"folds by {by}")
        print_calibration(learned)


def print_beside(cases: Sequence[SolvedCase], ranker: PhenotypeRanker, forests: Path, kept: Path) -> None:
    """Rank the cases that hpo3 has ranked, and print both and the difference, paired by case."""
    theirs = dict(map(json.loads, kept.read_text(encoding="utf-8").splitlines()))
    same = [case for case in cases if theirs.get(case.id) is not None and case.disease_id in ranker.listed.line_of_id]
    ranks = np.array([theirs[case.id] for case in same], float)
    hpo3 = Ranked(tuple(same), ranks, np.zeros(len(same)), np.ones(len(same), np.bool_))
    print_accuracy("hpo3 Resnik funSimAvg", hpo3)
    plain = ranker.with_forest(None)
    print_accuracy("plain likelihood sum", rank_cases(same, lambda _: plain))
    for by in ("paper", "disease"):
        rankers = rankers_of_folds(ranker, forests, by)
        ours = rank_cases(same, lambda case, by=by, rankers=rankers: rankers[case.fold(by, folds=FOLDS)])
        print_accuracy(f"lexome, folds by {by}", ours)
        for name in "CL":
            own, other = ours.stratum(name), hpo3.stratum(name)
            papers = [case.paper for case in own.cases]
            first, ten = (against(partial(top, count=count), own.rank, other.rank, papers) for count in (1, 10))
            print(f"  more than hpo3 {name}  top-1 {first}  top-10 {ten}", flush=True)


def _cited(annotations: Path) -> set[tuple[str, str]]:
    """Return (disease, paper) of every annotation row."""
    with gzip.open(annotations, "rt", encoding="utf-8") as handle:
        rows = [line.split("\t") for line in handle if not line.startswith("#")]
    return {(row[0], paper) for row in rows if len(row) > 4 for paper in re.findall(r"PMID:\d+", row[4])}


def print_time_split(cases: Sequence[SolvedCase], ranker: PhenotypeRanker, forests: Path, annotations: Path) -> None:
    """Rank the cases whose disease the older release has and whose paper it does not cite."""
    cited = _cited(annotations)
    fair = [
        case
        for case in cases
        if case.disease_id in ranker.listed.line_of_id and (case.disease_id, case.paper) not in cited
    ]
    plain = ranker.with_forest(None)
    by_paper = rankers_of_folds(ranker, forests, "paper")
    for title, ranked in (
        ("plain likelihood sum", rank_cases(fair, lambda _: plain)),
        ("lexome, folds by paper", rank_cases(fair, lambda case: by_paper[case.fold("paper", folds=FOLDS)])),
    ):
        papers, diseases = [case.paper for case in ranked.cases], [case.disease_id for case in ranked.cases]
        for count in (1, 3, 10):
            hits = top(ranked.rank, count)
            interval = clustered_interval(hits, papers)
            print(f"{title:28} {len(fair):5} fair cases  top-{count} {interval} macro {macro(hits, diseases):.3f}")


if __name__ == "__main__":
    main()
