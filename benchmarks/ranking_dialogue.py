"""Two diseases in one patient, and the next question, measured on solved cases and by simulation.

    python benchmarks/ranking_dialogue.py --cases ../shared/data/cases/dev.jsonl.gz --forests /tmp/ranker

Composites join the findings of two scored patients with different diseases; singles are scored patients. Questions
are simulated: a patient of a known disease shows its signs with their frequency, four are known at first, and one
answer is given at a time until the disease is first, at most twenty.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lexome.assurance.ranking_metrics import clustered_interval
from lexome.assurance.solved_cases import SolvedCase, read_solved_cases
from lexome.core.case import Finding, Status
from lexome.reasoning.next_question import RIVALS, answer_table, information_gain
from lexome.reasoning.phenotype_ranking import PhenotypeRanker
from lexome.reasoning.two_diseases import two_diseases
from ranking import FOLDS, open_ranker, rankers_of_folds

KNOWN_FIRST = 4
MOST_ANSWERS = 20


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--forests", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--patients", type=int, default=120)
    asked = parser.parse_args()
    ranker = open_ranker(Path("/nonexistent"))
    by_paper = rankers_of_folds(ranker, asked.forests, "paper")
    cases = [case for case in read_solved_cases(asked.cases) if case.scored and case.stratum in "CL"]
    print_two_diseases(cases, by_paper, pairs=asked.pairs)
    print_questions(ranker, patients=asked.patients)


def print_two_diseases(cases: list[SolvedCase], rankers: list[PhenotypeRanker], *, pairs: int) -> None:
    """Print how often composites and singles are called two diseases, and how often both are named."""
    rng = np.random.default_rng(3)
    long_enough = [case for case in cases if sum(one.status is Status.OBSERVED for one in case.findings) >= 4]
    drawn = [rng.choice(len(long_enough), 2, replace=False) for _ in range(pairs)]
    chosen = [(long_enough[a], long_enough[b]) for a, b in drawn]
    chosen = [(one, other) for one, other in chosen if one.disease_id != other.disease_id]
    gains, called, both, either = [], [], [], []
    for one, other in chosen:
        ranker = rankers[one.fold("paper", folds=FOLDS)]
        observed = {f.hpo_id: f for case in (one, other) for f in case.findings if f.status is Status.OBSERVED}
        found = two_diseases(ranker, ranker.score(list(observed.values())))
        truth = {ranker.listed.line_of_id[case.disease_id] for case in (one, other)}
        hit = len(truth & {found.first, found.second}) if found else 0
        gains.append(found.gain if found else 0.0)
        called.append(bool(found and found.likely))
        both.append(hit == 2)
        either.append(hit >= 1)
    singles = [long_enough[at] for at in rng.choice(len(long_enough), pairs, replace=False)]
    alone, false = [], []
    for case in singles:
        ranker = rankers[case.fold("paper", folds=FOLDS)]
        found = two_diseases(ranker, ranker.score(case.findings))
        alone.append(found.gain if found else 0.0)
        false.append(bool(found and found.likely))
    higher = np.array(gains)[:, None] > np.array(alone)[None, :]
    papers = [one.paper for one, _ in chosen]
    print(f"composites {len(chosen)}: called two diseases {clustered_interval(np.array(called, float), papers)}")
    print(f"  both diseases named as the pair {np.mean(both):.3f}, at least one {np.mean(either):.3f}")
    papers = [case.paper for case in singles]
    print(f"singles {len(singles)}: called two diseases {clustered_interval(np.array(false, float), papers)}")
    print(f"  AUROC of the gain {higher.mean():.3f}", flush=True)


Choose = Callable[[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]], int]


def print_questions(ranker: PhenotypeRanker, *, patients: int) -> None:
    """Print how many answers it takes by each way of choosing the question."""
    rng = np.random.default_rng(5)

    def best(belief: NDArray[np.float64], table: NDArray[np.float64], asked: NDArray[np.bool_]) -> int:
        return int(np.where(asked, -1, information_gain(belief, table)).argmax())

    def at_random(belief: NDArray[np.float64], table: NDArray[np.float64], asked: NDArray[np.bool_]) -> int:
        del belief, table
        return int(rng.choice(np.flatnonzero(~asked)))

    def frequent(belief: NDArray[np.float64], table: NDArray[np.float64], asked: NDArray[np.bool_]) -> int:
        del belief
        return int(np.where(asked, -1, table.mean(axis=0)).argmax())

    ways: dict[str, Choose] = {"information gain": best, "random": at_random, "most frequent first": frequent}
    answers: dict[str, list[int]] = {name: [] for name in ways}
    profiles = ranker.profiles
    rich = np.flatnonzero(np.diff(profiles.own_indptr) >= 15)
    for line in rng.choice(rich, patients, replace=False).tolist():
        part = slice(profiles.own_indptr[line], profiles.own_indptr[line + 1])
        shown = profiles.own_term[part][rng.random(part.stop - part.start) < profiles.own_probability[part]]
        if len(shown) < KNOWN_FIRST:
            continue
        known = rng.choice(shown, KNOWN_FIRST, replace=False)
        seed = int(rng.integers(1 << 30))
        for name, choose in ways.items():
            answers[name].append(_answers_needed(ranker, line, known.tolist(), choose, seed))
    for name, counts in answers.items():
        done = np.array(counts)
        print(
            f"next question by {name:20} mean answers {done.mean():5.2f}  median {np.median(done):4.1f}  "
            f"first within {MOST_ANSWERS}: {(done < MOST_ANSWERS).mean():.3f}  ({len(done)} patients)"
        )


def _answers_needed(ranker: PhenotypeRanker, line: int, known: list[int], choose: Choose, seed: int) -> int:
    """Return how many answers bring the line first among the rivals of the first differential."""
    rng = np.random.default_rng(seed)
    scores = ranker.score([Finding(ranker.ontology.id_of(term), "") for term in known])
    rivals = scores.best(RIVALS)
    lines = rivals if line in rivals else np.append(rivals[:-1], line)
    terms, table = answer_table(ranker, lines, known=scores.query.closure)
    belief = np.maximum(scores.posterior[lines], 1e-6)
    belief /= belief.sum()
    truth = int(np.flatnonzero(lines == line)[0])
    asked = np.zeros(len(terms), np.bool_)
    for count in range(MOST_ANSWERS):
        if int(belief.argmax()) == truth or asked.all():
            return count
        at = choose(belief, table, asked)
        asked[at] = True
        present = rng.random() < table[truth, at]
        belief = belief * (table[:, at] if present else 1 - table[:, at])
        belief /= belief.sum()
    return MOST_ANSWERS


if __name__ == "__main__":
    main()
