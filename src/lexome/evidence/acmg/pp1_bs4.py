"""PP1 and BS4: how the allele travels with the disease in the family."""

from __future__ import annotations

import math

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

CODES = ("PP1", "BS4")
LIKELIHOOD_RATIOS: tuple[tuple[float, Strength], ...] = (
    (32.0, Strength.STRONG),
    (16.0, Strength.MODERATE),
    (8.0, Strength.SUPPORTING),
)
"""Least likelihood ratio within one family: N of 1/32, 1/16, 1/8 (Jarvik 2016, doi:10.1016/j.ajhg.2016.04.003)."""

AGAINST: tuple[tuple[float, Strength], ...] = (
    (1 / 18.7, Strength.BENIGN_STRONG),
    (1 / 4.33, Strength.BENIGN_MODERATE),
    (1 / 2.08, Strength.BENIGN_SUPPORTING),
)
"""Most likelihood ratio for evidence against: the odds of each strength (Tavtigian 2018, doi:10.1038/gim.2017.210)."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:  # noqa: ARG001 - one signature for all
    """Translate the exact co-segregation likelihood ratio of the family into a strength."""
    match facts.family.segregation:
        case Unknown() as unknown:
            return tuple(NotAssessable(code, unknown.why, unknown.remedy) for code in CODES)
        case Absent(looked_in):
            return tuple(NotMet(code, "no informative relative", (looked_in,)) for code in CODES)
    seen = facts.family.segregation
    ratio = math.pow(10, seen.log10_lr)
    said = f"{seen.because}; likelihood ratio {ratio:.3g}"
    for least, strength in LIKELIHOOD_RATIOS:
        # the ratio is a product of halves carried in floating point
        if ratio >= least * (1 - 1e-9):
            return Evidence.criterion("PP1", strength, said), NotMet("BS4", said)
    for most, strength in AGAINST:
        if ratio <= most and seen.against:
            return NotMet("PP1", said), Evidence.criterion("BS4", strength, said)
    return NotMet("PP1", said), NotMet("BS4", said)


plugin = Argument(CODES, "Co-segregation", "doi:10.1016/j.ajhg.2016.04.003", argue)
