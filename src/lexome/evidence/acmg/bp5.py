"""BP5: another cause already explains the patient."""

from __future__ import annotations

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

CODE = "BP5"


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:  # noqa: ARG001 - one signature for all
    """Count a stated alternate cause."""
    match facts.family.alternate:
        case Unknown() as unknown:
            return (NotAssessable(CODE, unknown.why, unknown.remedy),)
        case Absent(looked_in):
            return (NotMet(CODE, "no other cause was found", (looked_in,)),)
    cause = facts.family.alternate
    cited = (cause.citation,) if cause.citation else ()
    return (Evidence.criterion(CODE, Strength.BENIGN_SUPPORTING, cause.description, cited),)


plugin = Argument((CODE,), "Another molecular cause", "doi:10.1038/gim.2015.30", argue)
