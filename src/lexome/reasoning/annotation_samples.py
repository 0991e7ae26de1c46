"""Annotation rows as small samples of patients, pooled over the records of each listed disease."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lexome.knowledge.diseases import Diseases
from lexome.reasoning.listed_diseases import ListedDiseases
from lexome.reasoning.profiles import PRIOR_MEAN, Annotations

MOST_PATIENTS = 30.0
"""One paper counts as at most so many patients: cohorts differ by more than chance does."""

CATEGORY_PATIENTS = 4.0
"""Weight of a frequency category ('frequent'). In Orphanet rows whose sign another paper counted, 'very frequent'
was .70, 'frequent' .55, 'occasional' .29 of patients (HPO annotations 2025-01-16, joined through MONDO)."""

UNSTATED_PATIENTS = 1.0
"""Weight of a row that states no frequency; other papers see such signs in .55 of patients (same data)."""


def annotation_samples(diseases: Diseases, listed: ListedDiseases) -> Annotations:
    """Return every phenotype row as hits among trials, by listed line."""
    hits, trials = _samples(diseases)
    return Annotations(listed.line_of[diseases.disease], diseases.term, hits, trials)


def _samples(diseases: Diseases) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    counted = diseases.denominator > 0
    unstated = np.isnan(diseases.frequency) & ~counted
    fraction = np.where(counted, diseases.numerator / np.maximum(diseases.denominator, 1), diseases.frequency)
    fraction = np.where(unstated, PRIOR_MEAN, fraction)
    trials = np.where(counted, np.minimum(diseases.denominator, MOST_PATIENTS), CATEGORY_PATIENTS)
    trials = np.where(unstated, UNSTATED_PATIENTS, trials)
    denied = ~diseases.present
    fraction, trials = np.where(denied, 0.0, fraction), np.where(denied & unstated, CATEGORY_PATIENTS, trials)
    return (fraction * trials).astype(np.float32), trials.astype(np.float32)
