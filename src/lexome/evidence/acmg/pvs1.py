"""PVS1: a null variant in a gene whose loss causes the disease, by the decision tree."""

from __future__ import annotations

from lexome.core.consequence import Consequence
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules, NullRules
from lexome.core.variant import GeneFacts, LossKind, LossMechanism, Mechanism, ProductLoss, VariantFacts

CODE = "PVS1"
LARGE_FRACTION = 0.1
"""Fraction of the protein whose loss counts as large (Abou Tayoun 2018, doi:10.1002/humu.23626, figure 1)."""

_ONE_LESS = {
    Strength.VERY_STRONG: Strength.STRONG,
    Strength.STRONG: Strength.MODERATE,
    Strength.MODERATE: Strength.SUPPORTING,
}


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Walk the tree for the variant's kind of loss, then weaken by how sure the mechanism is."""
    match facts.loss:
        case Unknown() as unknown:
            return (NotAssessable(CODE, unknown.why, unknown.remedy),)
        case Absent(looked_in):
            return (NotMet(CODE, "no null variant in the transcript it is judged on", (looked_in,)),)
    mechanism = _mechanism(facts.gene, rules)
    if isinstance(mechanism, Unknown):
        return (NotAssessable(CODE, mechanism.why, mechanism.remedy),)
    if mechanism.loss is LossMechanism.NOT_A_MECHANISM:
        return (NotMet(CODE, mechanism.because, mechanism.citations),)
    strength, branch = by_panel(facts.loss, facts.consequence, rules) or decide(facts.loss)
    cited = facts.loss.citations + mechanism.citations
    if strength is None:
        return (NotMet(CODE, branch, cited),)
    because = f"{facts.loss.because or facts.loss.kind}; {branch}; {mechanism.because}"
    if mechanism.loss is LossMechanism.LIKELY:
        weaker = _ONE_LESS.get(strength)
        if weaker is None:
            return (NotMet(CODE, because + " (the mechanism is only likely: one level less leaves nothing)", cited),)
        strength, because = weaker, because + " (one level less: the mechanism is only likely)"
    return (Evidence.criterion(CODE, strength, because, cited),)


def by_panel(loss: ProductLoss, told: Consequence | Unknown, rules: GeneRules) -> tuple[Strength | None, str] | None:
    """Return what the specification says of this loss and why, None where the decision tree speaks.

    A panel's numbering is that of one isoform: a transcript of another length is judged by the tree.
    """
    null = rules.null
    if null is None or isinstance(told, Unknown):
        return None
    named = f"{rules.specification} says so of"
    if loss.kind is LossKind.SPLICE and loss.exon is not None and loss.exon in null.skipped:
        return null.skipped[loss.exon], f"{named} skipping exon {loss.exon}"
    if null.residues != told.protein_length:
        return None
    if loss.kind is LossKind.START and "start" in null.kinds:
        return null.kinds["start"], f"{named} the initiation codon"
    if loss.kind is LossKind.SPLICE and "splice" in null.kinds:
        return null.kinds["splice"], f"{named} canonical splice sites"
    if loss.kind is LossKind.TRUNCATION:
        return _truncated(loss, told, null, named)
    return None


def _truncated(loss: ProductLoss, told: Consequence, null: NullRules, named: str) -> tuple[Strength | None, str] | None:
    spans = null.truncations
    if "frameshift_variant" in told.terms and null.frameshifts:
        spans = null.frameshifts
    place = told.protein_position
    for span in spans:
        if place is not None and span.first <= place <= span.last:
            return span.strength, f"{named} truncations of residues {span.first} to {span.last}"
    if loss.escapes_nmd and "escape" in null.kinds:
        return null.kinds["escape"], f"{named} truncations that escape decay"
    return None


def decide(loss: ProductLoss) -> tuple[Strength | None, str]:
    """Return the strength the decision tree gives a loss, before the mechanism, and the branch taken."""
    if loss.kind is LossKind.WHOLE_GENE:
        return Strength.VERY_STRONG, "the whole gene is deleted"
    if loss.kind is LossKind.START:
        return _start(loss)
    if loss.in_all_transcripts is False:
        return None, "the exon is missing from other transcripts of the gene"
    if not loss.in_frame and not loss.escapes_nmd:
        if loss.kind is LossKind.DUPLICATION:
            return Strength.STRONG, "a tandem duplication, presumed, that shifts the frame and meets decay"
        return Strength.VERY_STRONG, "nonsense-mediated decay is predicted"
    return _altered_product(loss)


def _altered_product(loss: ProductLoss) -> tuple[Strength | None, str]:
    """Judge a shortened product that is still made."""
    kept = "the reading frame is kept" if loss.in_frame else "the transcript escapes nonsense-mediated decay"
    if isinstance(loss.pathogenic_beyond, int) and loss.pathogenic_beyond > 0:
        seen = f"{loss.pathogenic_beyond} (likely) pathogenic variants lie in the part that is lost"
        return Strength.STRONG, f"{kept}, {seen}"
    if loss.common_loss_in_exon is True:
        return None, f"{kept}, and null variants of this exon are frequent in the general population"
    share = f"{loss.fraction_lost:.0%} of the protein is lost"
    if loss.fraction_lost > LARGE_FRACTION:
        return Strength.STRONG, f"{kept}, {share}"
    return Strength.MODERATE, f"{kept}, only {share}"


def _start(loss: ProductLoss) -> tuple[Strength | None, str]:
    if loss.in_all_transcripts is False:
        return None, "another transcript of the gene starts elsewhere"
    if isinstance(loss.pathogenic_beyond, int) and loss.pathogenic_beyond > 0:
        return Strength.MODERATE, f"{loss.pathogenic_beyond} (likely) pathogenic variants before the next methionine"
    return Strength.SUPPORTING, "no pathogenic variant is known before the next in-frame methionine"


def _mechanism(gene: GeneFacts | Unknown, rules: GeneRules) -> Mechanism | Unknown:
    """Return the gene's mechanism; an expert panel's word comes first."""
    if rules.loss_of_function is not None:
        cited = (Citation("ClinGen CSpec", rules.specification),)
        if rules.loss_of_function:
            return Mechanism(LossMechanism.ESTABLISHED, f"{rules.specification} applies PVS1", cited)
        return Mechanism(LossMechanism.NOT_A_MECHANISM, f"{rules.specification} does not apply PVS1", cited)
    return gene if isinstance(gene, Unknown) else gene.mechanism


plugin = Argument((CODE,), "Null variant where loss of function causes disease", "doi:10.1002/humu.23626", argue)
