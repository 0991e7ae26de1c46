"""PP2 and BP1: whether the gene's disease comes from missense or from truncating variants."""

from __future__ import annotations

from lexome.core.consequence import Consequence
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import Constraint, Spectrum, VariantFacts

LEAST_Z = 3.09
"""Missense z of a gene depleted of missense variants (Lek 2016, doi:10.1038/nature19057)."""

MISSENSE_SHARE, LEAST_RECORDS = 0.5, 10
"""Share of a gene's pathogenic records that makes missense a common mechanism, of ten records or more; the guideline
gives no number (doi:10.1038/gim.2015.30)."""

LEAST_TRUNCATING = 100
"""Null variants known to be pathogenic, beside not one missense, before BP1 speaks without a specification. At a share
of nine tenths, 6 of 517 pathogenic missense variants of ClinVar became likely benign by BP1 alone; now none."""

OTHER_DISEASE = 1
"""Other pathogenic null variants of the gene that contradict 'truncations do not cause disease': one reviewed record is
enough to be silent. The panel of PTPN11 speaks of RASopathies, and the loss of the gene causes metachondromatosis."""

KINDS = {
    "missense": {"missense_variant"},
    "truncating": {"stop_gained", "frameshift_variant", "splice_acceptor_variant", "splice_donor_variant"},
    "broad": {"missense_variant", "synonymous_variant", "inframe_deletion", "inframe_insertion"},
    "none": set(),
}
"""Consequences each target of BP1 speaks of."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Judge by the specification, else by the gene's spectrum and constraint."""
    consequence = facts.consequence
    if isinstance(consequence, Unknown):
        return tuple(NotAssessable(code, consequence.why, consequence.remedy) for code in ("PP2", "BP1"))
    if consequence.needs_reference:
        why, remedy = "the codon cannot be read without the reference", "--fasta"
        return NotAssessable("PP2", why, remedy), NotAssessable("BP1", why, remedy)
    missense = "missense_variant" in consequence.terms
    pp2 = _pp2(facts, rules) if missense else NotMet("PP2", "not a missense variant")
    if rules.bp1_target:
        return pp2, _bp1_by_panel(facts, consequence, rules)
    return pp2, _bp1(facts) if missense else NotMet("BP1", "not a missense variant")


def _pp2(facts: VariantFacts, rules: GeneRules) -> Outcome:
    if rules.pp2_applies is not None:
        panel = (Citation("ClinGen CSpec", rules.specification),)
        if rules.pp2_applies:
            return Evidence.criterion("PP2", Strength.SUPPORTING, f"{rules.specification} applies PP2", panel)
        return NotMet("PP2", f"{rules.specification} does not apply PP2", panel)
    if isinstance(facts.gene, Unknown):
        return NotAssessable("PP2", facts.gene.why, facts.gene.remedy)
    constraint, spectrum = facts.gene.constraint, facts.gene.spectrum
    if isinstance(spectrum, Spectrum) and spectrum.total >= LEAST_RECORDS:
        share = spectrum.missense / spectrum.total
        if share < MISSENSE_SHARE:
            return NotMet("PP2", f"{share:.0%} of pathogenic variants are missense", (spectrum.citation,))
    if isinstance(constraint, Unknown):
        return NotAssessable("PP2", constraint.why, constraint.remedy)
    if not isinstance(constraint, Constraint) or constraint.missense_z is None:
        return NotAssessable("PP2", "the gene has no missense constraint", "lexome data import constraint")
    if not isinstance(spectrum, Spectrum) or spectrum.total < LEAST_RECORDS:
        return NotMet("PP2", "too few pathogenic variants are known to see their spectrum")
    said = f"missense z {constraint.missense_z:.2f}, {spectrum.missense} of {spectrum.total} pathogenic are missense"
    cited = (constraint.citation, spectrum.citation)
    if constraint.missense_z >= LEAST_Z:
        return Evidence.criterion("PP2", Strength.SUPPORTING, said, cited)
    return NotMet("PP2", said, cited)


def _bp1_by_panel(facts: VariantFacts, consequence: Consequence, rules: GeneRules) -> Outcome:
    """Judge by the kind of variant and the residues the specification names."""
    cited = (Citation("ClinGen CSpec", rules.specification),)
    if not KINDS[rules.bp1_target] & set(consequence.terms):
        return NotMet("BP1", f"{rules.specification} does not apply BP1 to such a variant", cited)
    spectrum = Unknown("no gene") if isinstance(facts.gene, Unknown) else facts.gene.spectrum
    known = spectrum.truncating + spectrum.splice if isinstance(spectrum, Spectrum) else 0
    if rules.bp1_target == "truncating" and known >= OTHER_DISEASE:
        why = (
            f"{known} pathogenic null variants are known: another disease of the gene than the panel's may be at stake"
        )
        return NotAssessable("BP1", why, "the patient's disease")
    where = consequence.protein_position
    if where is not None and any(first <= where <= last for first, last in rules.bp1_exclude):
        return NotMet("BP1", f"residue {where} is excluded from BP1 by {rules.specification}", cited)
    if rules.bp1_needs_splicing:
        if isinstance(facts.splice, Unknown):
            return NotAssessable("BP1", f"splicing must stay as it is, but {facts.splice.why}", facts.splice.remedy)
        if facts.splice.value > rules.splice_bp4:
            said = f"splice change {facts.splice.value:.2f}, above {rules.splice_bp4:g}"
            return NotMet("BP1", said, (facts.splice.citation,))
    return Evidence.criterion("BP1", rules.bp1_strength, f"{rules.specification} applies BP1", cited)


def _bp1(facts: VariantFacts) -> Outcome:
    if isinstance(facts.gene, Unknown):
        return NotAssessable("BP1", facts.gene.why, facts.gene.remedy)
    match facts.gene.spectrum:
        case Unknown() as unknown:
            return NotAssessable("BP1", unknown.why, unknown.remedy)
        case Absent(looked_in):
            return NotMet("BP1", "no pathogenic variant of the gene is known", (looked_in,))
    spectrum = facts.gene.spectrum
    cited = (spectrum.citation,)
    lost = spectrum.truncating + spectrum.splice
    said = f"{lost} of {spectrum.total} pathogenic variants truncate"
    if lost >= LEAST_TRUNCATING and spectrum.missense == 0:
        return Evidence.criterion("BP1", Strength.BENIGN_SUPPORTING, said, cited)
    return NotMet("BP1", said, cited)


plugin = Argument(("PP2", "BP1"), "Spectrum of the gene", "doi:10.1038/gim.2015.30", argue)
