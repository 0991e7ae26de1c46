"""PS2 and PM6: the variant arose de novo, with or without parentage confirmed."""

from __future__ import annotations

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Unknown
from lexome.core.family import PhenotypeMatch
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

SPECIFIC, CONSISTENT, HETEROGENEOUS = 2.0, 1.0, 0.5
"""Points of one confirmed occurrence by how well the phenotype fits; half when assumed (ClinGen SVI, PS2/PM6 v1.1)."""

POINTS: tuple[tuple[float, Strength], ...] = (
    (4.0, Strength.VERY_STRONG),
    (2.0, Strength.STRONG),
    (1.0, Strength.MODERATE),
    (0.5, Strength.SUPPORTING),
)
"""Least points for each strength (ClinGen SVI, PS2/PM6 v1.1)."""

SPECIFIC_POSTERIOR = 0.9
"""Posterior of the gene's disease that counts as a phenotype highly specific for the gene: the probability the
guideline sets for 'likely' (Richards 2015, doi:10.1038/gim.2015.30)."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:  # noqa: ARG001 - one signature for all
    """Count the occurrence by parentage and by how well the phenotype fits the gene."""
    match facts.family.de_novo:
        case Unknown() as unknown:
            return tuple(NotAssessable(code, unknown.why, unknown.remedy) for code in ("PS2", "PM6"))
        case Absent(looked_in):
            return tuple(NotMet(code, "inherited from a parent", (looked_in,)) for code in ("PS2", "PM6"))
    de_novo = facts.family.de_novo
    if de_novo.parentage is False:
        return tuple(NotMet(code, f"parentage is contradicted: {de_novo.because}") for code in ("PS2", "PM6"))
    each, fit = _points_of(facts.family.phenotype)
    confirmed = de_novo.parentage is True
    points = (each if confirmed else each / 2) * (1 + de_novo.earlier)
    code, other = ("PS2", "PM6") if confirmed else ("PM6", "PS2")
    because = f"{de_novo.because}; {fit}; {points:g} points"
    strength = strength_of_points(points)
    passed = NotMet(other, "parentage is confirmed" if confirmed else "parentage is not confirmed")
    if strength is None:
        met: Outcome = NotMet(code, because)
    else:
        met = Evidence.criterion(code, strength, because)
    return (met, passed) if confirmed else (passed, met)


def strength_of_points(points: float) -> Strength | None:
    """Return the strength of a sum of de novo points."""
    return next((strength for least, strength in POINTS if points >= least), None)


def _points_of(phenotype: PhenotypeMatch | Unknown) -> tuple[float, str]:
    """Return points of a confirmed occurrence; without findings the least that a patient with disease can have."""
    if isinstance(phenotype, Unknown):
        return HETEROGENEOUS, "no findings to judge the phenotype by: counted as genetically heterogeneous"
    if phenotype.log10_lr <= 0:
        return 0.0, f"the findings do not fit {phenotype.disease_name}"
    if phenotype.posterior >= SPECIFIC_POSTERIOR and phenotype.genes_of_disease <= 1:
        return SPECIFIC, f"the findings are highly specific for {phenotype.disease_name}"
    if phenotype.posterior >= 1 - SPECIFIC_POSTERIOR:
        return CONSISTENT, f"the findings are consistent with {phenotype.disease_name}"
    return HETEROGENEOUS, f"the findings are consistent with {phenotype.disease_name}, of many causes"


plugin = Argument(("PS2", "PM6"), "De novo occurrence", "ClinGen SVI PS2/PM6 v1.1", argue)
