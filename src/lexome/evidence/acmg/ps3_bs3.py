"""PS3 and BS3: a measured effect on function, by the assay's odds of pathogenicity."""

from __future__ import annotations

import math

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

CODES = ("PS3", "BS3")
ODDS: tuple[tuple[float, Strength], ...] = (
    (350.0, Strength.VERY_STRONG),
    (18.7, Strength.STRONG),
    (4.3, Strength.MODERATE),
    (2.1, Strength.SUPPORTING),
)
"""Odds above which an assay's result has a strength (Brnich 2019, doi:10.1186/s13073-019-0690-2, figure 4)."""

ODDS_AGAINST: tuple[tuple[float, Strength], ...] = (
    (0.053, Strength.BENIGN_STRONG),
    (0.23, Strength.BENIGN_MODERATE),
    (0.48, Strength.BENIGN_SUPPORTING),
)
"""Odds below which an assay's result has a strength (the same)."""


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
        if odds > least:
            return Evidence.criterion("PS3", strength, said, cited), NotMet("BS3", said, cited)
    for most, strength in ODDS_AGAINST:
        if odds < most:
            return NotMet("PS3", said, cited), Evidence.criterion("BS3", strength, said, cited)
    return tuple(NotMet(code, f"{said}: indeterminate", cited) for code in CODES)


plugin = Argument(CODES, "Functional assay", "doi:10.1186/s13073-019-0690-2", argue)
