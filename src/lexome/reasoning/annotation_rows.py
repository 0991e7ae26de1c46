"""Annotation rows as small samples of patients, assigned to the lines of the differential."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class AnnotationRows:
    """Which annotation row (of ``diseases``) speaks for which line; ``lines`` counts the lines.

    Training appends lines: a copy of a disease without the rows of one paper, so that a patient of that paper is as
    new to it as a patient who walks in. ``origin`` gives the listed line of every line.
    """

    diseases: Diseases
    line: NDArray[np.int32]
    row: NDArray[np.int64]
    origin: NDArray[np.int32]

    @property
    def lines(self) -> int:
        """Number of lines, copies included."""
        return len(self.origin)

    def term(self) -> NDArray[np.int32]:
        """Return the ontology row of each annotation."""
        return self.diseases.term[self.row]

    def samples(self) -> Annotations:
        """Return every annotation as hits among trials."""
        diseases, row = self.diseases, self.row
        numerator, denominator = diseases.numerator[row], diseases.denominator[row]
        frequency, present = diseases.frequency[row], diseases.present[row]
        counted = denominator > 0
        unstated = np.isnan(frequency) & ~counted
        fraction = np.where(counted, numerator / np.maximum(denominator, 1), frequency)
        fraction = np.where(unstated, PRIOR_MEAN, fraction)
        trials = np.where(counted, np.minimum(denominator, MOST_PATIENTS), CATEGORY_PATIENTS)
        trials = np.where(unstated & present, UNSTATED_PATIENTS, trials)
        fraction = np.where(present, fraction, 0.0)
        hits, trials = (fraction * trials).astype(np.float32), trials.astype(np.float32)
        return Annotations(self.line, self.term(), hits, trials)


def listed_rows(diseases: Diseases, listed: ListedDiseases) -> AnnotationRows:
    """Return every annotation row with the line its disease is listed in."""
    lines = np.arange(len(listed), dtype=np.int32)
    return AnnotationRows(diseases, listed.line_of[diseases.disease], np.arange(len(diseases.term)), lines)
