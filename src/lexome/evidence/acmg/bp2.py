"""BP2: on the other copy beside a pathogenic variant in a dominant disorder, or on the same copy in any."""

from __future__ import annotations

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Unknown
from lexome.core.hypothesis import Inheritance
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

CODE = "BP2"


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:  # noqa: ARG001 - one signature for all
    """Look for a pathogenic partner whose phase is known."""
    partners = facts.family.partners
    if isinstance(partners, Unknown):
        return (NotAssessable(CODE, partners.why, partners.remedy),)
    if isinstance(facts.gene, Unknown):
        return (NotAssessable(CODE, facts.gene.why, facts.gene.remedy),)
    pathogenic = [each for each in partners if each.pathogenic and not each.homozygous]
    cis = [each for each in pathogenic if each.in_trans is False]
    dominant = set(facts.gene.inheritance) == {Inheritance.AUTOSOMAL_DOMINANT}
    trans = [each for each in pathogenic if each.in_trans is True and dominant]
    if cis:
        return (Evidence.criterion(CODE, Strength.BENIGN_SUPPORTING, f"in cis: {cis[0].because}"),)
    if trans:
        because = f"in trans, in a dominant disorder: {trans[0].because}"
        return (Evidence.criterion(CODE, Strength.BENIGN_SUPPORTING, because),)
    return (NotMet(CODE, "no pathogenic partner variant whose phase speaks against this one"),)


plugin = Argument((CODE,), "Beside a pathogenic variant", "doi:10.1038/gim.2015.30", argue)
