"""PM1: a mutational hot spot or critical domain that a published specification names."""

from __future__ import annotations

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

CODE = "PM1"
ALTERING = {"missense_variant", "inframe_deletion", "inframe_insertion", "protein_altering_variant"}


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Look the residue up in the specification's regions, else in an imported hot-spot table."""
    consequence = facts.consequence
    if isinstance(consequence, Unknown):
        return (NotAssessable(CODE, consequence.why, consequence.remedy),)
    if consequence.needs_reference:
        return (NotAssessable(CODE, "the codon cannot be read without the reference", "--fasta"),)
    if not ALTERING & set(consequence.terms) or consequence.protein_position is None:
        return (NotMet(CODE, "no change of a residue"),)
    where = consequence.protein_position
    if rules.hot_spots is not None:
        cited = (Citation("ClinGen CSpec", rules.specification),)
        holding = [each for each in rules.hot_spots if each.first <= where <= each.last]
        cysteine = any(first <= where <= last for first, last in rules.cysteine_regions)
        if cysteine and consequence.alt_amino_acids == "C" and not holding:
            because = f"a new cysteine at residue {where}, in a domain that {rules.specification} names"
            return (Evidence.criterion(CODE, Strength.MODERATE, because, cited),)
        if not holding:
            return (NotMet(CODE, f"residue {where} lies in no region of {rules.specification}", cited),)
        best = max(holding, key=lambda each: each.strength.points)
        span = f"{best.first}" if best.first == best.last else f"{best.first}–{best.last}"
        because = f"residue {where} lies in {span}, named by {rules.specification}"
        return (Evidence.criterion(CODE, best.strength, because, cited),)
    match facts.hot_spot:
        case Unknown() as unknown:
            return (NotAssessable(CODE, unknown.why, unknown.remedy),)
        case Absent(looked_in):
            return (NotMet(CODE, f"residue {where} lies in no known hot spot", (looked_in,)),)
    spot = facts.hot_spot
    strength = Strength[spot.strength.upper()]
    return (Evidence.criterion(CODE, strength, f"residue {where} lies in {spot.name}", (spot.citation,)),)


plugin = Argument((CODE,), "Hot spot or critical domain", "doi:10.1038/gim.2015.30", argue)
