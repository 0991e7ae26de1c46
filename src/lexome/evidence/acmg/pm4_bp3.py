"""PM4 and BP3: the protein's length changes without a shift of the frame, outside or inside a repeat."""

from __future__ import annotations

from lexome.core.consequence import Consequence
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

IN_FRAME = {"inframe_insertion", "inframe_deletion"}


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:  # noqa: ARG001 - one signature for all
    """Judge in-frame changes by whether the stretch is repetitive; a lost stop always lengthens the protein."""
    consequence = facts.consequence
    if isinstance(consequence, Unknown):
        return tuple(NotAssessable(code, consequence.why, consequence.remedy) for code in ("PM4", "BP3"))
    terms = set(consequence.terms)
    if "stop_lost" in terms:
        return Evidence.criterion("PM4", Strength.MODERATE, "the stop codon is lost"), _not_in_frame("BP3")
    if not terms & IN_FRAME or "stop_gained" in terms:
        return _not_in_frame("PM4"), _not_in_frame("BP3")
    match facts.repeat:
        case Unknown() as unknown:
            return tuple(NotAssessable(code, unknown.why, unknown.remedy) for code in ("PM4", "BP3"))
        case True:
            because = "in-frame change within a repetitive stretch"
            return NotMet("PM4", because), Evidence.criterion("BP3", Strength.BENIGN_SUPPORTING, because)
    residues = _residues(facts)
    # one residue: supporting (ACGS best practice guidelines 2024, version 1.2, PM4)
    strength = Strength.SUPPORTING if residues == 1 else Strength.MODERATE
    because = f"in-frame change of {residues} residue{'s' if residues != 1 else ''} outside any repeat"
    return Evidence.criterion("PM4", strength, because), NotMet("BP3", because)


def _residues(facts: VariantFacts) -> int:
    """Residues by which the protein grows or shrinks."""
    assert isinstance(facts.consequence, Consequence)
    return max(1, abs(len(facts.allele.alt) - len(facts.allele.ref)) // 3)


def _not_in_frame(code: str) -> NotMet:
    return NotMet(code, "no in-frame insertion or deletion")


plugin = Argument(("PM4", "BP3"), "Change of protein length in frame", "doi:10.1038/gim.2015.30", argue)
