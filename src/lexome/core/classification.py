"""The class of a variant with everything that led to it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Strength
from lexome.core.variant import Significance

PRIOR = 0.1
"""Prior probability of pathogenicity behind the point system (Tavtigian 2018, doi:10.1038/gim.2017.210)."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A criterion that is met and does not count, or counts less; ``kept`` is what is left of it."""

    evidence: Evidence
    because: str
    reference: str
    kept: Strength | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """A class with everything that led to it.

    ``met`` are the criteria that count; ``set_aside`` those met but resting on facts already counted.
    ``classification`` is the class by points; ``combination_2015`` that of the 2015 table, ``combination_line`` its
    line. ``curators`` names who set or rejected a code by hand. ``frequency_thresholds`` are the frequencies at which
    criteria turn under the rules in force, by criterion. ``log10_lr`` is the sum of the evidence, ``posterior`` the
    probability it gives at the prior of 0.1.
    """

    classification: Significance
    points: int
    combination_2015: Significance
    combination_line: str
    log10_lr: float
    met: tuple[Evidence, ...] = ()
    not_met: tuple[NotMet, ...] = ()
    not_assessable: tuple[NotAssessable, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    rule_set: str = ""
    specification: str = ""
    curators: Mapping[str, str] = field(default_factory=dict)
    frequency_thresholds: tuple[tuple[str, float], ...] = ()

    @property
    def posterior(self) -> float:
        """Probability of pathogenicity at the prior of 0.1."""
        odds = PRIOR / (1 - PRIOR) * math.pow(10, self.log10_lr)
        return odds / (1 + odds)

    @property
    def agree(self) -> bool:
        """Whether both systems give the same class."""
        return self.classification is self.combination_2015
