"""The single currency: every argument is a log10 likelihood ratio with its reason and its sources."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from lexome.core.facts import Citation

ODDS_VERY_STRONG = 350.0
"""Odds of pathogenicity of one very strong criterion (Tavtigian 2018, doi:10.1038/gim.2017.210)."""


class Strength(Enum):
    """ACMG/AMP evidence strength; the value is its points (Tavtigian 2020, doi:10.1002/humu.24088).

    Benign evidence uses the negative members; stand-alone benign (BA1) has no points of its own there and is
    given -8, the points of very strong evidence against.
    """

    VERY_STRONG = 8
    STRONG = 4
    MODERATE = 2
    SUPPORTING = 1
    BENIGN_SUPPORTING = -1
    BENIGN_MODERATE = -2
    BENIGN_STRONG = -4
    BENIGN_STAND_ALONE = -8

    @property
    def points(self) -> int:
        """Points on the scale of the point-based classification."""
        return self.value

    @property
    def log10_lr(self) -> float:
        """Likelihood ratio as log10: the very strong odds to the power points/8."""
        return math.log10(ODDS_VERY_STRONG) * self.value / 8

    @property
    def label(self) -> str:
        """The guideline's word, without direction: 'very_strong', 'strong', 'moderate', 'supporting', 'stand_alone'."""
        return self.name.lower().removeprefix("benign_")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One argument for (positive) or against (negative) a hypothesis.

    ``code`` is the criterion or argument; ``strength`` its ACMG view where it has one; ``about`` the HPO term or
    allele it speaks of.
    """

    code: str
    log10_lr: float
    because: str
    citations: tuple[Citation, ...] = ()
    strength: Strength | None = None
    about: str = ""

    @classmethod
    def criterion(cls, code: str, strength: Strength, because: str, citations: tuple[Citation, ...] = ()) -> Evidence:
        """Return an ACMG criterion that is met at a strength."""
        return cls(code, strength.log10_lr, because, citations, strength)


@dataclass(frozen=True, slots=True)
class NotMet:
    """The facts are at hand and the criterion does not hold."""

    code: str
    because: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAssessable:
    """The facts are not at hand; ``remedy`` says what would supply them."""

    code: str
    why: str
    remedy: str = ""


Outcome = Evidence | NotMet | NotAssessable
