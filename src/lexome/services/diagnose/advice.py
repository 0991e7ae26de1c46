"""What to ask next, and whether two diseases explain the patient better than one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lexome.reasoning.calibrate import posterior
from lexome.reasoning.next_question import next_questions
from lexome.reasoning.two_diagnoses import two_diagnoses
from lexome.reasoning.two_diseases import two_diseases
from lexome.report.schema import Combination, NextQuestion

if TYPE_CHECKING:
    from lexome.core.case import Case
    from lexome.core.hypothesis import Verdict
    from lexome.reasoning.joint import Carried
    from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores
    from lexome.services.diagnose.engine import Diagnosed

QUESTIONS = 5
"""Questions shown; more would be a questionnaire."""

MOST_EXPLAINED = 5
"""Findings named of each of two diagnoses; all stand in the differential."""

EXPLAINS_FROM = 0.05
"""A finding counts as explained by a disease from this log10 likelihood ratio on."""

LEAST_BITS = 0.05
"""Expected information below which a question is not worth a visit."""


def joint_scores(scores: PhenotypeScores, carried: Carried | None) -> PhenotypeScores:
    """Return the scores with what the variants say added."""
    if carried is None:
        return scores
    joint = scores.log10_lr + carried.support.log10_lr
    found = posterior(joint, unlisted_log10=scores.unlisted_log10)
    return replace(scores, log10_lr=joint, posterior=found.listed, unlisted_posterior=found.unlisted)


def questions(ranker: PhenotypeRanker, scores: PhenotypeScores) -> tuple[NextQuestion, ...]:
    """Return the findings whose answer would tell most between the leading diseases, best first."""
    asked = []
    for one in next_questions(ranker, scores, count=QUESTIONS):
        if one.gain_bits < LEAST_BITS:
            continue
        question, _, why = one.text.partition("? ")
        asked.append(
            NextQuestion(question=f"{question}?", why=why, kind="finding", hpo_id=one.hpo_id, bits=one.gain_bits)
        )
    return tuple(asked)


def _speaking(verdict: Verdict) -> set[str]:
    """Return what speaks for a diagnosis: what its report calls explained."""
    weight: dict[str, float] = {}
    for item in verdict.evidence:
        weight[item.about] = weight.get(item.about, 0.0) + item.log10_lr
    return {about for about, sum_of in weight.items() if sum_of >= EXPLAINS_FROM}


def _some(names: list[str]) -> str:
    """Return the first few names, and how many more there are.

    >>> _some(["Seizure", "Ataxia"]), _some([f"Finding {n}" for n in range(11)])[-23:]
    ('Seizure, Ataxia', 'Finding 4 and 6 further')
    """
    rest = len(names) - MOST_EXPLAINED
    return ", ".join(names[:MOST_EXPLAINED]) + (f" and {rest} further" if rest > 0 else "")


def combinations(ranker: PhenotypeRanker, case: Case, diagnosed: Diagnosed) -> tuple[Combination, ...]:
    """Return the pair of diseases that together explain the patient far better than one, when there is one.

    With variants, each of the two has alleles of its own; without, findings decide.
    """
    scores, differential = diagnosed.scores, diagnosed.differential
    if diagnosed.described is None:
        pair = two_diseases(ranker, scores)
    else:
        pair = two_diagnoses(ranker, case.findings, scores, diagnosed.joint)
    if pair is None or not pair.likely:
        return ()
    ranks = {placed.line: rank for rank, placed in enumerate(differential.placed, start=1)}
    if pair.first not in ranks or pair.second not in ranks:
        return ()
    label, listed = ranker.ontology.label_of, ranker.listed
    parts = sorted(
        ((pair.first, pair.first_findings), (pair.second, pair.second_findings)), key=lambda part: ranks[part[0]]
    )
    told = []
    for line, terms in parts:
        speaking = _speaking(differential.placed[ranks[line] - 1].verdict)
        if explained := [label(term) for term in terms if ranker.ontology.id_of(term) in speaking]:
            told.append((listed.shown_name(line), _some(explained)))
    return (
        Combination(
            ranks=tuple(ranks[line] for line, _ in parts),
            disease_ids=tuple(listed.id_of(line) for line, _ in parts),
            because="; ".join(f"{name} explains {findings}" for name, findings in told),
        ),
    )
