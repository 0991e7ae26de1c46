"""PS1 and PM5: another variant, known to be pathogenic, changes the same residue or hits the same splice site."""

from __future__ import annotations

from lexome.core.consequence import Consequence
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Citation, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import ClinVarRecord, Significance, VariantFacts
from lexome.evidence.grantham import distance

CANONICAL = {"splice_acceptor_variant", "splice_donor_variant"}


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Compare with known pathogenic variants at the residue, else at the splice site."""
    consequence = facts.consequence
    if isinstance(consequence, Unknown):
        return tuple(NotAssessable(code, consequence.why, consequence.remedy) for code in ("PS1", "PM5"))
    if consequence.needs_reference:
        why, remedy = "the codon cannot be read without the reference", "--fasta"
        return NotAssessable("PS1", why, remedy), NotAssessable("PM5", why, remedy)
    if "missense_variant" in consequence.terms:
        ps1, pm5 = _protein(facts, consequence, rules)
        if rules.pm5_truncations:
            pm5 = NotMet("PM5", f"{rules.specification} does not use PM5 for missense variants")
        return ps1, pm5
    not_missense = _truncation(consequence, rules)
    if "start_lost" in consequence.terms and not isinstance(facts.same_residue, Unknown):
        return _start(facts.same_residue), not_missense
    return _splice(facts, consequence, rules), not_missense


def _protein(facts: VariantFacts, consequence: Consequence, rules: GeneRules) -> tuple[Outcome, Outcome]:
    records = facts.same_residue
    if isinstance(records, Unknown):
        ps1_unknown, pm5_unknown = (NotAssessable(code, records.why, records.remedy) for code in ("PS1", "PM5"))
        return ps1_unknown, pm5_unknown
    known = [each for each in records if each.consequence == "missense_variant" and each.significance.side > 0]
    same = [each for each in known if each.alt_amino_acid == consequence.alt_amino_acids]
    other = [each for each in known if each.alt_amino_acid != consequence.alt_amino_acids]
    if not rules.pm5_likely:
        other = [each for each in other if each.significance is Significance.PATHOGENIC]
    if rules.pm5_as_severe:
        other = [each for each in other if _as_severe(consequence, each)]
    where = f"{consequence.ref_amino_acids}{consequence.protein_position}"
    ps1: Outcome = NotMet("PS1", f"no other variant known to be pathogenic gives the same change of {where}")
    if same:
        strength = Strength.STRONG if _sure(same) else Strength.MODERATE
        ps1 = Evidence.criterion("PS1", strength, f"{_names(same)} gives the same amino acid change", _cited(same))
    pm5: Outcome = NotMet("PM5", f"no other missense variant known to be pathogenic at {where}")
    if other:
        changes = {each.alt_amino_acid for each in other if each.significance is Significance.PATHOGENIC}
        strength = Strength.MODERATE if changes else Strength.SUPPORTING
        # several different pathogenic changes: strong where the specification allows that much, as caps then say
        if len(changes) > 1 and rules.caps.get("PM5") is Strength.STRONG:
            strength = Strength.STRONG
        pm5 = Evidence.criterion("PM5", strength, f"another change of the residue: {_names(other)}", _cited(other))
    return ps1, pm5


def _truncation(consequence: Consequence, rules: GeneRules) -> Outcome:
    """Judge PM5 of a premature stop, which some panels use it for instead of missense changes."""
    if rules.pm5_truncations is None or not {"stop_gained", "frameshift_variant"} & set(consequence.terms):
        return NotMet("PM5", "not a missense variant")
    length, regions = rules.pm5_truncations
    place = consequence.protein_position
    cited = (Citation("ClinGen CSpec", rules.specification),)
    of_length = place is not None and consequence.protein_length == length
    span = next((each for each in regions if of_length and place and each.first <= place <= each.last), None)
    if span is None:
        return NotMet("PM5", f"no premature stop where {rules.specification} uses PM5 for one", cited)
    because = f"a premature stop at residues {span.first} to {span.last}, where {rules.specification} knows others"
    return Evidence.criterion("PM5", span.strength, because, cited)


def _as_severe(consequence: Consequence, known: ClinVarRecord) -> bool:
    """Whether the change is at least as far as the known one."""
    ref, alt = consequence.ref_amino_acids or "", consequence.alt_amino_acids or ""
    here, there = distance(ref, alt), distance(known.ref_amino_acid or "", known.alt_amino_acid or "")
    return here is not None and there is not None and here >= there


def _start(records: tuple[ClinVarRecord, ...]) -> Outcome:
    """Judge an initiation codon: every change of it has the same effect."""
    known = [each for each in records if each.significance.side > 0]
    if not known:
        return NotMet("PS1", "no other variant of the initiation codon is known to be pathogenic")
    strength = Strength.STRONG if _sure(known) else Strength.MODERATE
    return Evidence.criterion("PS1", strength, f"{_names(known)} also removes the start", _cited(known))


def _splice(facts: VariantFacts, consequence: Consequence, rules: GeneRules) -> Outcome:
    """Judge by the same splice site (Walker 2023, doi:10.1016/j.ajhg.2023.06.002, table 2)."""
    if not any("splice" in term for term in consequence.terms):
        return NotMet("PS1", "neither a missense variant nor one of a splice site")
    records = facts.same_splice_site
    if isinstance(records, Unknown):
        return NotAssessable("PS1", records.why, records.remedy)
    known = [each for each in records if each.significance.side > 0]
    canonical = bool(CANONICAL & set(consequence.terms))
    sure = [each for each in known if each.significance is Significance.PATHOGENIC]
    if canonical:
        if not rules.ps1_canonical:
            return NotMet("PS1", f"{rules.specification} does not use PS1 at canonical splice sites")
        if not sure:
            return NotMet("PS1", "no other pathogenic variant of the same splice site is known")
        return Evidence.criterion("PS1", Strength.SUPPORTING, f"{_names(sure)} hits the same splice site", _cited(sure))
    here = [each for each in known if each.allele.start == facts.allele.start]
    if not known or isinstance(facts.splice, Unknown):
        return NotMet("PS1", "no other pathogenic variant of the same splice site with the same predicted effect")
    best = here or known
    levels = (Strength.STRONG, Strength.MODERATE) if here else (Strength.MODERATE, Strength.SUPPORTING)
    return Evidence.criterion("PS1", levels[0] if _sure(best) else levels[1],
                              f"{_names(best)} hits the same splice site", _cited(best))  # fmt: skip


def _sure(records: list[ClinVarRecord]) -> bool:
    return any(each.significance is Significance.PATHOGENIC for each in records)


def _names(records: list[ClinVarRecord]) -> str:
    return ", ".join(
        f"{each.allele} ({each.ref_amino_acid}{each.protein_position}{each.alt_amino_acid}, {each.significance})"
        if each.protein_position
        else f"{each.allele} ({each.significance})"
        for each in records[:3]
    )


def _cited(records: list[ClinVarRecord]) -> tuple[Citation, ...]:
    return tuple(each.citation for each in records[:3])


plugin = Argument(("PS1", "PM5"), "Known pathogenic change of the same residue or splice site",
                  "doi:10.1038/gim.2015.30", argue)  # fmt: skip
