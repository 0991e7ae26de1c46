"""PM3: with a pathogenic variant on the other copy, in a recessive disorder."""

from __future__ import annotations

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Unknown
from lexome.core.family import Partner
from lexome.core.hypothesis import Inheritance
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import Frequencies, VariantFacts

CODE = "PM3"
POINTS: tuple[tuple[float, Strength], ...] = (
    (4.0, Strength.VERY_STRONG),
    (2.0, Strength.STRONG),
    (1.0, Strength.MODERATE),
    (0.5, Strength.SUPPORTING),
)
"""Least points for each strength (ClinGen SVI recommendation for in trans criterion PM3, version 1.0)."""

IN_TRANS, PHASE_UNKNOWN_PATHOGENIC, PHASE_UNKNOWN_LIKELY, HOMOZYGOUS = 1.0, 0.5, 0.25, 0.5
"""Points of one proband (the same)."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Count the proband's partner variant by phase and class."""
    if isinstance(facts.gene, Unknown):
        return (NotAssessable(CODE, facts.gene.why, facts.gene.remedy),)
    modes = facts.gene.inheritance
    if not modes:
        return (NotAssessable(CODE, f"the inheritance of {facts.gene.symbol} is not known", "--hpo or a disease"),)
    if Inheritance.AUTOSOMAL_RECESSIVE not in modes:
        return (NotMet(CODE, f"no recessive disorder of {facts.gene.symbol} is known"),)
    match facts.family.partners:
        case Unknown() as unknown:
            return (NotAssessable(CODE, unknown.why, unknown.remedy),)
    if not _rare(facts, rules):
        return (NotMet(CODE, "the variant is too frequent for partners to speak for it"),)
    scored = sorted(((points(each), each) for each in facts.family.partners), key=lambda pair: -pair[0])
    if not scored or scored[0][0] == 0:
        return (NotMet(CODE, "no pathogenic variant on the other copy"),)
    total, partner = scored[0]  # one proband counts once, by the best partner
    strength = strength_of_points(total)
    because = f"{partner.because}; {total:g} points"
    if strength is None:
        return (NotMet(CODE, because),)
    return (Evidence.criterion(CODE, strength, because),)


def points(partner: Partner) -> float:
    """Return the points of one proband with this partner variant."""
    if partner.homozygous:
        return HOMOZYGOUS
    if not (partner.pathogenic or partner.likely) or partner.in_trans is False:
        return 0.0
    if partner.in_trans:
        return IN_TRANS
    return PHASE_UNKNOWN_PATHOGENIC if partner.pathogenic else PHASE_UNKNOWN_LIKELY


def strength_of_points(total: float) -> Strength | None:
    """Return the strength of a sum of in-trans points."""
    return next((strength for least, strength in POINTS if total >= least), None)


def _rare(facts: VariantFacts, rules: GeneRules) -> bool:
    """Whether the variant is rare enough to be counted (the same recommendation): below BS1."""
    if not isinstance(facts.frequencies, Frequencies):
        return True
    limit = rules.bs1 if rules.bs1 is not None else rules.ba1
    return facts.frequencies.highest.fraction < limit


plugin = Argument((CODE,), "In trans with a pathogenic variant", "ClinGen SVI PM3 v1.0", argue)
