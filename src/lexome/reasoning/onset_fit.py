"""When the disease began: how well an onset given as a finding agrees with what each disease is known for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.facts import Citation
from lexome.knowledge.hpo import Ontology
from lexome.reasoning.listed_diseases import ListedDiseases

STAGES = (
    (30674, -1.0),
    (3577, 0.0),
    (3623, 0.0),
    (3593, 28 / 365.25),
    (11463, 1.0),
    (3621, 5.0),
    (11462, 16.0),
    (3596, 40.0),
    (3584, 60.0),
)
"""HPO number of each stage of onset and the age in years at which it begins, by the HPO's own definitions."""

AGREEMENT = np.array(
    [
        [0.704, 0.137, 0.032, 0.082, 0.026, 0.013, 0.002, 0.003, 0.001],
        [0.022, 0.871, 0.018, 0.054, 0.023, 0.008, 0.003, 0.001, 0.001],
        [0.019, 0.063, 0.614, 0.206, 0.065, 0.021, 0.008, 0.003, 0.001],
        [0.015, 0.061, 0.065, 0.712, 0.107, 0.030, 0.007, 0.002, 0.001],
        [0.007, 0.039, 0.031, 0.160, 0.590, 0.132, 0.029, 0.010, 0.001],
        [0.005, 0.019, 0.014, 0.064, 0.186, 0.551, 0.129, 0.028, 0.004],
        [0.001, 0.009, 0.006, 0.017, 0.045, 0.144, 0.632, 0.127, 0.019],
        [0.003, 0.003, 0.005, 0.011, 0.034, 0.067, 0.272, 0.515, 0.091],
        [0.003, 0.004, 0.003, 0.004, 0.019, 0.034, 0.159, 0.357, 0.416],
    ]
)
"""How a second patient of a disease begins (column) when one began so (row): pairs of the 20,694 patients counted by
onset in 2,900 diseases of the HPO annotations 2025-01-16."""


SHARE = 0.5
"""Share of the log ratio that counts: findings tell of age already. On dev cases with the onset of their disease given,
the first line of stratum C is right in .414 without it, .416 at this share, .410 in full (folds by paper), and in .350,
.365 and .367 (by disease)."""


def stage_of_age(age_years: float) -> int:
    """Return the stage in which an age lies; birth itself is congenital."""
    if age_years <= 0:
        return 1
    return max(at for at, (_, start) in enumerate(STAGES) if age_years >= start)


@dataclass(frozen=True, slots=True)
class Onset:
    """The stages in which a patient's disease may have begun, and what that rests on."""

    stages: NDArray[np.bool_]
    because: str


@dataclass(frozen=True)
class OnsetFit:
    """Distribution over stages of each line that states its onset (``row_of`` is -1 for the others), and over all."""

    ontology: Ontology
    listed: ListedDiseases
    row_of: NDArray[np.int32]
    share: NDArray[np.float64]
    terms_of: dict[int, tuple[tuple[int, int], ...]]

    @classmethod
    def build(cls, ontology: Ontology, listed: ListedDiseases) -> OnsetFit:
        """Read the onset terms of every disease."""
        diseases = listed.diseases
        stages = {term: stages_of_term(ontology, term) for term in np.unique(diseases.course_term).tolist()}
        terms: dict[int, list[tuple[int, int]]] = {}
        for disease, term in zip(diseases.course_disease.tolist(), diseases.course_term.tolist(), strict=True):
            if 0 < stages[term].sum() < len(STAGES):
                terms.setdefault(int(listed.line_of[disease]), []).append((disease, term))
        row_of = np.full(len(listed), -1, np.int32)
        row_of[list(terms)] = np.arange(len(terms))
        share = np.zeros((len(terms), len(STAGES)))
        for row, own in enumerate(terms.values()):
            stated = np.array([stages[term] / stages[term].sum() for _, term in own])
            share[row] = (stated @ (AGREEMENT / AGREEMENT.sum(axis=1, keepdims=True))).mean(axis=0)
        return cls(ontology, listed, row_of, share, {line: tuple(own) for line, own in terms.items()})

    def log_lr(self, onset: Onset) -> NDArray[np.float32]:
        """Return the natural log likelihood ratio of every line against those that state an onset; 0 where unknown."""
        ratio = np.zeros(len(self.row_of), np.float32)
        if len(self.share) and onset.stages.any():
            own = self.share[:, onset.stages].sum(axis=1)
            known = self.row_of >= 0
            ratio[known] = SHARE * np.log(own / own.mean())[self.row_of[known]]
        return ratio

    def citations(self, line: int) -> tuple[Citation, ...]:
        """Cite the rows that state the onset of a line."""
        cited = self.listed.diseases.citation
        ids = self.listed.diseases.ids
        return tuple(
            Citation(cited.source, cited.release, f"{ids[disease]} {self.ontology.id_of(term)}")
            for disease, term in self.terms_of.get(line, ())
        )

    def named(self, line: int) -> str:
        """Return the onset that is stated of a line, in words."""
        labels = (self.ontology.label_of(term).lower() for _, term in self.terms_of.get(line, ()))
        return ", ".join(dict.fromkeys(labels))


def stages_of_term(ontology: Ontology, term: int) -> NDArray[np.bool_]:
    """Return the stages that an onset term names: those at or below it, or the one it lies in; none for other terms."""
    if not ontology.is_onset[term]:
        return np.zeros(len(STAGES), np.bool_)
    rows = [ontology.index.get(f"HP:{number:07d}", -1) for number, _ in STAGES]
    near = {*ontology.ancestors(term).tolist(), *ontology.descendants(term).tolist()}
    return np.array([row in near for row in rows], np.bool_)


def patient_onset(ontology: Ontology, given: Sequence[int]) -> Onset | None:
    """Return the stages that onset terms given as findings name, None when they name none or all."""
    stated = np.zeros(len(STAGES), np.bool_)
    for term in given:
        stated |= stages_of_term(ontology, term)
    if not 0 < stated.sum() < len(STAGES):
        return None
    return Onset(stated, f"{', '.join(ontology.label_of(term).lower() for term in given)} in the patient")
