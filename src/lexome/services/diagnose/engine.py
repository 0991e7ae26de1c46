"""What every diagnosis needs, opened once: the ranker and, when variants come, transcripts and their knowledge."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from lexome.reasoning.joint import Differential, rank
from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores

if TYPE_CHECKING:
    from pathlib import Path

    from lexome.core.case import Case
    from lexome.lab import Lab
    from lexome.reasoning.joint import Carried


class Engine:
    """Diagnoses cases with one lab's knowledge."""

    def __init__(self, lab: Lab, *, fasta: Path | None = None) -> None:
        self.lab = lab
        self.fasta = fasta

    @cached_property
    def ranker(self) -> PhenotypeRanker:
        """The ranker over all listed diseases."""
        return PhenotypeRanker(self.lab.knowledge("hpo"), self.lab.knowledge("diseases"))

    def phenotype(self, case: Case) -> PhenotypeScores:
        """Return what the findings alone say of every listed disease."""
        return self.ranker.score(case.findings, sex=case.sex, age_years=case.age_years)

    def diagnose(self, case: Case, carried: Carried | None, *, keep: int) -> Differential:
        """Return the differential of a case, with its variants when they were read."""
        return rank(self.ranker, self.phenotype(case), carried, keep=keep)
