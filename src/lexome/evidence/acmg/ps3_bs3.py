"""PS3 and BS3: a measured effect on function, by the assay's odds of pathogenicity."""

from __future__ import annotations

import math

from lexome.core.evidence import ODDS_VERY_STRONG, Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

CODES = ("PS3", "BS3")
ODDS: tuple[tuple[float, Strength], ...] = tuple(
    (ODDS_VERY_STRONG ** (strength.points / 8), strength)
    for strength in (Strength.VERY_STRONG, Strength.STRONG, Strength.MODERATE, Strength.SUPPORTING)
)
"""Odds from which an assay's result has a strength (Brnich 2019, doi:10.1186/s13073-019-0690-2, figure 4, which rounds
them to 350, 18.7, 4.3 and 2.1)."""

ODDS_AGAINST: tuple[tuple[float, Strength], ...] = tuple(
    (ODDS_VERY_STRONG ** (strength.points / 8), strength)
    for strength in (Strength.BENIGN_STRONG, Strength.BENIGN_MODERATE, Strength.BENIGN_SUPPORTING)
)
"""Odds up to which an assay's result has a strength (the same: 0.053, 0.23 and 0.48)."""

EXACT = 1e-9
"""Relative slack: odds are carried as logarithms."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:  # noqa: ARG001 - one signature for all
    """Translate the odds of the assay's result into a strength."""
    match facts.functional:
        case Unknown() as unknown:
            return tuple(NotAssessable(code, unknown.why, unknown.remedy) for code in CODES)
        case Absent(looked_in):
            return tuple(NotAssessable(code, f"not measured in {looked_in}") for code in CODES)
    measured = facts.functional
    odds = math.pow(10, measured.log10_odds)
    said, cited = f"{measured.result}; odds of pathogenicity {odds:.3g}", (measured.citation,)
    for least, strength in ODDS:
        if odds >= least * (1 - EXACT):
            return Evidence.criterion("PS3", strength, said, cited), NotMet("BS3", said, cited)
    for most, strength in ODDS_AGAINST:
        if odds <= most * (1 + EXACT):
            return NotMet("PS3", said, cited), Evidence.criterion("BS3", strength, said, cited)
    return tuple(NotMet(code, f"{said}: indeterminate", cited) for code in CODES)


plugin = Argument(CODES, "Functional assay", "doi:10.1186/s13073-019-0690-2", argue)
