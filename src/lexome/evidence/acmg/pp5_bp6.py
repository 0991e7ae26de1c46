"""PP5 and BP6: another laboratory's word, which is never evidence here."""

from __future__ import annotations

from lexome.core.evidence import NotMet, Outcome
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

_BECAUSE = "an assertion without its evidence does not count (Biesecker 2018, doi:10.1038/gim.2018.42)"


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:  # noqa: ARG001 - one signature for all
    """Decline: the record is shown beside the classification instead."""
    return NotMet("PP5", _BECAUSE), NotMet("BP6", _BECAUSE)


plugin = Argument(("PP5", "BP6"), "Reputable source", "doi:10.1038/gim.2018.42", argue)
