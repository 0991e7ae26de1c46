"""BP7: a silent or deep intronic change without predicted effect on splicing."""

from __future__ import annotations

from lexome.core.consequence import Consequence
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import VariantFacts

CODE = "BP7"


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Ask for a silent or deep intronic place first, then for an undisturbed splice prediction, as BP4 does."""
    consequence = facts.consequence
    if isinstance(consequence, Unknown):
        return (NotAssessable(CODE, consequence.why, consequence.remedy),)
    if consequence.needs_reference:
        return (NotAssessable(CODE, "the codon cannot be read without the reference", "--fasta"),)
    place = _place(consequence, rules)
    if place is None:
        return (NotMet(CODE, "neither silent nor deep intronic"),)
    effect = facts.splice
    if isinstance(effect, Unknown):
        return (NotAssessable(CODE, f"{place}, but {effect.why}", effect.remedy),)
    said = f"{place}; splice change {effect.value:.2f}"
    if effect.value > rules.splice_bp4:
        return (NotMet(CODE, f"{said}, above {rules.splice_bp4:g}", (effect.citation,)),)
    limit = rules.conservation_bp7
    if limit is not None and not isinstance(facts.conservation, Unknown) and facts.conservation.value >= limit:
        said += f"; conserved (phyloP {facts.conservation.value:.2g}, at or above {limit:g})"
        return (NotMet(CODE, said, (facts.conservation.citation,)),)
    return (Evidence.criterion(CODE, Strength.BENIGN_SUPPORTING, said, (effect.citation,)),)


def _place(consequence: Consequence, rules: GeneRules) -> str | None:
    """Return what makes the place eligible (Walker 2023, doi:10.1016/j.ajhg.2023.06.002), or None."""
    terms = set(consequence.terms)
    if terms & {"splice_acceptor_variant", "splice_donor_variant"}:
        return None
    if "synonymous_variant" in terms or "stop_retained_variant" in terms:
        return "synonymous"
    if "intron_variant" in terms and consequence.splice_distance is not None:
        offset = consequence.splice_distance
        donor, acceptor = rules.intronic_bp7
        side = intronic_offset(consequence)
        if side is None:
            return f"intronic, {offset} bases from the exon" if offset >= max(donor, -acceptor) else None
        if side >= donor or side <= acceptor:
            return f"intronic at {side:+d}"
    return None


def intronic_offset(consequence: Consequence) -> int | None:
    """Return the signed offset of an intronic HGVS name, '+' from the donor, '-' from the acceptor.

    >>> intronic_offset(Consequence("T", "G", "", ("intron_variant",), hgvs_c="NM_1.1:c.451-14T>C"))
    -14
    """
    name = (consequence.hgvs_c or "").rpartition(":")[2].removeprefix("c.").removeprefix("n.")
    position = name.split("_", 1)[0].lstrip("-*")
    for sign in "+-":
        _, found, rest = position.partition(sign)
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        if found and digits:
            return int(sign + digits)
    return None


plugin = Argument(
    (CODE,), "Silent or deep intronic without effect on splicing", "doi:10.1016/j.ajhg.2023.06.002", argue
)
