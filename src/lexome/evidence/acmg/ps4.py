"""PS4: more frequent in the affected than in controls, or seen in several unrelated patients."""

from __future__ import annotations

import math

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import Frequencies, VariantFacts

CODE = "PS4"
LEAST_ODDS_RATIO = 5.0
"""Odds ratio above which PS4 holds, its confidence interval without 1 (Richards 2015, doi:10.1038/gim.2015.30)."""

PROBANDS: tuple[tuple[int, Strength], ...] = (
    (15, Strength.STRONG),
    (6, Strength.MODERATE),
    (2, Strength.SUPPORTING),
)
"""Unrelated probands for each strength where the variant is rare (Kelly 2018, doi:10.1038/gim.2017.218)."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Use the odds ratio where cases and controls were counted, else the number of probands of a rare variant."""
    match facts.case_counts:
        case Unknown() as unknown:
            return (NotAssessable(CODE, unknown.why, unknown.remedy),)
        case Absent(looked_in):
            return (NotMet(CODE, "no case was described", (looked_in,)),)
    counts = facts.case_counts
    cited = (counts.citation,)
    if counts.cases and counts.controls:
        ratio, low = odds_ratio(counts.cases, counts.controls)
        said = f"odds ratio {ratio:.3g}, 95 % at least {low:.3g}"
        if ratio > LEAST_ODDS_RATIO and low > 1:
            return (Evidence.criterion(CODE, Strength.STRONG, said, cited),)
        return (NotMet(CODE, said, cited),)
    if isinstance(facts.frequencies, Unknown):
        return (NotAssessable(CODE, f"probands count only for a rare variant, and {facts.frequencies.why}"),)
    said = f"{counts.carriers_described} unrelated probands"
    if isinstance(facts.frequencies, Frequencies) and facts.frequencies.highest.fraction > rules.pm2:
        return (NotMet(CODE, f"{said}, but the variant is not rare", cited),)
    for least, strength in PROBANDS:
        if counts.carriers_described >= least:
            return (Evidence.criterion(CODE, strength, said, cited),)
    return (NotMet(CODE, said, cited),)


def odds_ratio(cases: tuple[int, int], controls: tuple[int, int]) -> tuple[float, float]:
    """Return the odds ratio and its lower 95 % bound from (carriers, people); Haldane's correction for zero cells.

    References
    ----------
    Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x
    """
    cells = [cases[0], cases[1] - cases[0], controls[0], controls[1] - controls[0]]
    a, b, c, d = (cell + 0.5 for cell in cells) if 0 in cells else map(float, cells)
    ratio = (a * d) / (b * c)
    return ratio, math.exp(math.log(ratio) - 1.959964 * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d))


plugin = Argument((CODE,), "Enriched in the affected", "doi:10.1038/gim.2015.30", argue)
