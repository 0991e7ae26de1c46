"""PM4 and BP3: the protein's length changes without a shift of the frame, outside or inside a repeat."""

from __future__ import annotations

from lexome.core.consequence import Consequence
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Citation, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

IN_FRAME = {"inframe_insertion", "inframe_deletion"}


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Judge in-frame changes by whether the stretch is repetitive; a lost stop always lengthens the protein."""
    consequence = facts.consequence
    if isinstance(consequence, Unknown):
        return tuple(NotAssessable(code, consequence.why, consequence.remedy) for code in ("PM4", "BP3"))
    terms = set(consequence.terms)
    if "stop_lost" in terms:
        return _stop_lost(rules), _not_in_frame("BP3")
    if not terms & IN_FRAME or "stop_gained" in terms:
        return _not_in_frame("PM4"), _not_in_frame("BP3")
    named = rules.length.bp3
    if named is not None and _within(consequence, named):
        met = Evidence.criterion("BP3", Strength.BENIGN_SUPPORTING, f"{_REPEAT} that the panel names", _cited(rules))
        return NotMet("PM4", _REPEAT), met
    match facts.repeat:
        case Unknown() as unknown:
            return tuple(NotAssessable(code, unknown.why, unknown.remedy) for code in ("PM4", "BP3"))
        case True if named is not None:
            return NotMet("PM4", _REPEAT), NotMet("BP3", f"{_REPEAT}, not one the panel names", _cited(rules))
        case True:
            return NotMet("PM4", _REPEAT), Evidence.criterion("BP3", Strength.BENIGN_SUPPORTING, _REPEAT)
    return _outside(facts, consequence, rules), NotMet("BP3", "in-frame change outside any repeat")


_REPEAT = "in-frame change within a repetitive stretch"


def _stop_lost(rules: GeneRules) -> Outcome:
    strength = rules.length.stop_lost
    if strength is None:
        return NotMet("PM4", f"{rules.specification} does not use PM4 for a lost stop", _cited(rules))
    return Evidence.criterion("PM4", strength, "the stop codon is lost", _cited(rules))


def _outside(facts: VariantFacts, consequence: Consequence, rules: GeneRules) -> Outcome:
    """Return PM4 by the size of the change and by the regions the specification names."""
    length, cited = rules.length, _cited(rules)
    residues = _residues(facts)
    because = f"in-frame change of {residues} residue{'s' if residues != 1 else ''} outside any repeat"
    first, last = _span(consequence, facts)
    if any(start <= last and first <= end for start, end in length.deny):
        return NotMet("PM4", f"{because}, where {rules.specification} does not use PM4", cited)
    if length.conserved is not None:
        if isinstance(facts.conservation, Unknown):
            why = f"{rules.specification} asks for conservation, and {facts.conservation.why}"
            return NotAssessable("PM4", why, facts.conservation.remedy)
        if facts.conservation.value < length.conserved:
            return NotMet("PM4", f"{because}, not conserved (phyloP {facts.conservation.value:.2g})", cited)
    holding = [each for each in length.regions if each.first <= last and first <= each.last]
    if holding:
        best = max(holding, key=lambda each: each.strength.points)
        because += f", within {best.first}–{best.last}, named by {rules.specification}"
        return Evidence.criterion("PM4", best.strength, because, cited)
    if length.elsewhere is None:
        return NotMet("PM4", f"{because}, in no region that {rules.specification} names", cited)
    if length.needs_known and len(facts.allele.alt) < len(facts.allele.ref) and not facts.known_in_change:
        return NotMet("PM4", f"{because}; no residue it removes is known to matter", cited)
    # few residues: supporting (ACGS best practice guidelines 2024, version 1.2, PM4; a panel says how many)
    strength = Strength.SUPPORTING if residues <= length.supporting_up_to else length.elsewhere
    return Evidence.criterion("PM4", strength, because, cited)


def _span(consequence: Consequence, facts: VariantFacts) -> tuple[int, int]:
    """Return the residues that change (1-based, both included)."""
    first = consequence.protein_position or 0
    return first, first + max(0, (len(facts.allele.ref) - len(facts.allele.alt)) // 3 - 1)


def _within(consequence: Consequence, spans: tuple[tuple[int, int], ...]) -> bool:
    place = consequence.protein_position
    return place is not None and any(first <= place <= last for first, last in spans)


def _cited(rules: GeneRules) -> tuple[Citation, ...]:
    return (Citation("ClinGen CSpec", rules.specification),) if rules.specification else ()


def _residues(facts: VariantFacts) -> int:
    """Residues by which the protein grows or shrinks."""
    assert isinstance(facts.consequence, Consequence)
    return max(1, abs(len(facts.allele.alt) - len(facts.allele.ref)) // 3)


def _not_in_frame(code: str) -> NotMet:
    return NotMet(code, "no in-frame insertion or deletion")


plugin = Argument(("PM4", "BP3"), "Change of protein length in frame", "doi:10.1038/gim.2015.30", argue)
