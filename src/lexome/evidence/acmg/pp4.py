"""PP4: the patient's findings are specific for the gene's disease."""

from __future__ import annotations

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

CODE = "PP4"
LEAST_POSTERIOR = 0.5
"""Posterior of the gene's disease above which the findings point to it more than to all others together."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:  # noqa: ARG001 - one signature for all
    """Judge by the posterior of the phenotype alone, before any variant was looked at."""
    match facts.family.phenotype:
        case Unknown() as unknown:
            return (NotAssessable(CODE, unknown.why, unknown.remedy),)
    fit = facts.family.phenotype
    said = f"{fit.disease_name} has a probability of {fit.posterior:.0%} from the findings alone"
    cited = (fit.citation,)
    if fit.posterior < LEAST_POSTERIOR:
        return (NotMet(CODE, said, cited),)
    if fit.genes_of_disease > 1:
        return (NotMet(CODE, f"{said}, but {fit.genes_of_disease} genes are known to cause it", cited),)
    return (Evidence.criterion(CODE, Strength.SUPPORTING, said, cited),)


plugin = Argument((CODE,), "Phenotype specific for the gene", "doi:10.1016/j.ajhg.2023.11.009", argue)
