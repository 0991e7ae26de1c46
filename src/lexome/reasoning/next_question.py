"""The finding to ask about next: the one whose answer is expected to reduce uncertainty most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores

RIVALS = 60
"""Lines between which a question should decide."""

LEAST = 0.005
"""Probability of a sign in a disease that does not list it, at least: no answer rules a disease out by itself."""

TOO_GENERAL = 1.0
"""Terms below this information content (nats) are no question a clinic would ask."""


@dataclass(frozen=True, slots=True)
class Question:
    """A finding to look for.

    ``gain_bits`` is the expected reduction of uncertainty between the diseases considered; ``speaks_for`` names lines
    in which the finding is likely, with its probability; ``speaks_against`` those in which it is not.
    """

    hpo_id: str
    label: str
    text: str
    gain_bits: float
    speaks_for: tuple[tuple[int, float], ...]
    speaks_against: tuple[tuple[int, float], ...]


def next_questions(ranker: PhenotypeRanker, scores: PhenotypeScores, *, count: int = 5) -> tuple[Question, ...]:
    """Return the questions with the highest expected information gain; no two where one implies the other.

    A disease and its own kind under a number (Kabuki syndrome, Kabuki syndrome 1) are no rivals: no answer parts them.
    """
    lines = _rivals(ranker, scores.best(RIVALS))
    terms, table = answer_table(ranker, lines, known=scores.query.closure)
    if not len(terms):
        return ()
    belief = scores.posterior[lines] / max(float(scores.posterior[lines].sum()), 1e-300)
    gain = information_gain(belief, table)
    chosen: list[int] = []
    for at in np.argsort(-gain, kind="stable").tolist():
        if gain[at] <= 0 or len(chosen) == count:
            break
        if not any(_related(ranker, int(terms[at]), int(terms[other])) for other in chosen):
            chosen.append(at)
    return tuple(_question(ranker, lines, int(terms[at]), table[:, at], float(gain[at])) for at in chosen)


def _rivals(ranker: PhenotypeRanker, lines: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the lines without those that tell an earlier one of the same gene again, by name."""
    listed = ranker.listed
    kept: list[tuple[int, str, set[str]]] = []
    for line in lines.tolist():
        name, genes = listed.name_of(line).casefold(), set(listed.genes(line))
        told = (other for _, other, own in kept if genes & own)
        if not any(name.startswith(other) or other.startswith(name) for other in told):
            kept.append((line, name, genes))
    return np.array([line for line, _, _ in kept], np.intp)


def answer_table(
    ranker: PhenotypeRanker, lines: NDArray[np.intp], *, known: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the terms worth asking about and their probability in each line, shape (lines, terms)."""
    profiles = ranker.profiles
    indptr, posted, probability = profiles.by_disease
    parts = [slice(int(indptr[line]), int(indptr[line + 1])) for line in lines.tolist()]
    terms = np.unique(np.concatenate([posted[part] for part in parts])) if parts else np.zeros(0, np.int32)
    terms = terms[(profiles.information[terms] >= TOO_GENERAL) & ~np.isin(terms, known)]
    table = np.maximum(np.tile(profiles.background[terms].astype(np.float64), (len(lines), 1)), LEAST)
    for row, part in enumerate(parts):
        at = np.searchsorted(terms, posted[part])
        at = np.minimum(at, max(len(terms) - 1, 0))
        held = terms[at] == posted[part] if len(terms) else np.zeros(0, np.bool_)
        table[row, at[held]] = np.maximum(table[row, at[held]], probability[part][held])
    return terms.astype(np.int64), np.minimum(table, 1 - LEAST)


def information_gain(belief: NDArray[np.float64], table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mutual information in bits between the disease and the answer to each term.

    >>> information_gain(np.array([0.5, 0.5]), np.array([[1.0, 0.5], [0.0, 0.5]])).round(3).tolist()
    [1.0, 0.0]
    """
    gain: NDArray[np.float64] = _entropy(belief @ table) - belief @ _entropy(table)
    return gain


def _entropy(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(probability, 1e-12, 1 - 1e-12)
    entropy: NDArray[np.float64] = -(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside))
    return entropy


def _related(ranker: PhenotypeRanker, one: int, other: int) -> bool:
    return one in ranker.profiles.closure.of(other) or other in ranker.profiles.closure.of(one)


def _question(
    ranker: PhenotypeRanker, lines: NDArray[np.intp], term: int, probability: NDArray[np.float64], gain: float
) -> Question:
    first = range(min(10, len(lines)))
    likely = [(int(lines[at]), float(probability[at])) for at in first if probability[at] >= 0.3]
    unlikely = [(int(lines[at]), float(probability[at])) for at in first if probability[at] < 0.1]
    label = ranker.ontology.label_of(term)
    text = f"Does the patient have {_within_a_sentence(label)}?"
    if likely:
        text += f" Expected in {likely[0][1]:.0%} of patients with {ranker.listed.shown_name(likely[0][0])}"
        if unlikely:
            text += f", hardly in {ranker.listed.shown_name(unlikely[0][0])}"
        text += "."
    return Question(ranker.ontology.id_of(term), label, text, gain, tuple(likely[:5]), tuple(unlikely[:5]))


def _within_a_sentence(label: str) -> str:
    """Return a label as it stands within a sentence: its first letter small, unless it is an abbreviation's.

    >>> _within_a_sentence("Fetal distress"), _within_a_sentence("EEG abnormality")
    ('fetal distress', 'EEG abnormality')
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
