"""PP3 and BP4: what calibrated predictors say, for the protein by bands and for splicing by two thresholds."""

from __future__ import annotations

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import Effect, VariantFacts

CODES = ("PP3", "BP4")
IN_RNA, BESIDE_RNA = "non_coding_transcript_exon_variant", "upstream_gene_variant"
NULL = {"stop_gained", "frameshift_variant", "splice_acceptor_variant", "splice_donor_variant", "start_lost"}


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Take the stronger of protein and splicing toward pathogenic; toward benign both must agree.

    An RNA gene of one exon is not spliced, so that an intact splicing of it is no word for benign.
    """
    consequence = facts.consequence
    if isinstance(consequence, Unknown):
        return tuple(NotAssessable(code, consequence.why, consequence.remedy) for code in CODES)
    terms = set(consequence.terms)
    if terms & NULL:
        return tuple(NotMet(code, "a null variant is judged by PVS1") for code in CODES)
    if "missense_variant" in terms:
        return _missense(facts, rules)
    if terms == {IN_RNA} or (terms == {BESIDE_RNA} and consequence.protein_length is None):
        return tuple(
            NotAssessable(code, "the gene's product is an RNA, which no predictor here judges") for code in CODES
        )
    return _splicing(facts, rules)


def _missense(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    splice_pp3, splice_bp4 = _splicing(facts, rules)
    if isinstance(splice_pp3, Evidence):
        return splice_pp3, NotMet("BP4", splice_pp3.because, splice_pp3.citations)
    told = _told(facts, rules, splice_bp4)
    if told is not None:
        return told
    match facts.missense:
        case Unknown() as unknown:
            return tuple(NotAssessable(code, unknown.why, unknown.remedy) for code in CODES)
        case Absent(looked_in):
            return tuple(NotAssessable(code, f"no score in {looked_in}") for code in CODES)
    effect = facts.missense
    bands = rules.missense_bands.get(effect.model)
    if bands is None:
        return tuple(NotAssessable(code, f"{effect.model} has no calibrated bands in the rule set") for code in CODES)
    said = f"{effect.model} {effect.value:.3g}"
    cited = (effect.citation,)
    strength = band_of(effect.value, rules, model=effect.model)
    if strength is None:
        return tuple(NotMet(code, f"{said} lies in the uninformative band", cited) for code in CODES)
    if strength.points > 0:
        return Evidence.criterion("PP3", strength, f"{said}: {_level(strength)}", cited), NotMet("BP4", said, cited)
    if isinstance(splice_bp4, NotMet):
        return NotMet("PP3", said, cited), NotMet("BP4", f"{said}, but {splice_bp4.because}", cited)
    return NotMet("PP3", said, cited), Evidence.criterion("BP4", strength, f"{said}: {_level(strength)}", cited)


def _told(facts: VariantFacts, rules: GeneRules, splice_bp4: Outcome) -> tuple[Outcome, ...] | None:
    """Return the specification's own verdict on the change, where it has a table of them."""
    consequence = facts.consequence
    name = "" if isinstance(consequence, Unknown) else (consequence.hgvs_c or "").rpartition(":")[2]
    if name not in rules.missense_told:
        return None
    strength, said = rules.missense_told[name], f"{rules.specification} lists {name}"
    cited = (Citation("ClinGen CSpec", rules.specification, name),)
    if strength is None:
        return tuple(NotMet(code, f"{said} as neither for nor against", cited) for code in CODES)
    if strength.points > 0:
        return Evidence.criterion("PP3", strength, f"{said}: {_level(strength)}", cited), NotMet("BP4", said, cited)
    if isinstance(splice_bp4, NotMet):
        return NotMet("PP3", said, cited), NotMet("BP4", f"{said}, but {splice_bp4.because}", cited)
    return NotMet("PP3", said, cited), Evidence.criterion("BP4", strength, f"{said}: {_level(strength)}", cited)


def band_of(score: float, rules: GeneRules, *, model: str) -> Strength | None:
    """Return the strength of a score; bands for are closed below, bands against closed above."""
    for band in rules.missense_bands[model]:
        inside = band.low <= score < band.high if band.strength.points > 0 else band.low < score <= band.high
        if inside:
            return band.strength
    return None


def _splicing(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, Outcome]:
    """Judge by the predicted change of splicing (Walker 2023, doi:10.1016/j.ajhg.2023.06.002)."""
    effect = facts.splice
    if isinstance(effect, Unknown):
        return NotAssessable("PP3", effect.why, effect.remedy), NotAssessable("BP4", effect.why, effect.remedy)
    said = _splice_words(effect)
    cited = (effect.citation,)
    if effect.value >= rules.splice_pp3:
        because = f"{said}, at or above {rules.splice_pp3:g}"
        return Evidence.criterion("PP3", Strength.SUPPORTING, because, cited), NotMet("BP4", because, cited)
    if effect.value <= rules.splice_bp4:
        because = f"{said}, not above {rules.splice_bp4:g}"
        return NotMet("PP3", because, cited), Evidence.criterion("BP4", Strength.BENIGN_SUPPORTING, because, cited)
    because = f"{said}, between {rules.splice_bp4:g} and {rules.splice_pp3:g}"
    return NotMet("PP3", because, cited), NotMet("BP4", because, cited)


def _splice_words(effect: Effect) -> str:
    return f"splice change {effect.value:.2f}" + (f" ({effect.kind})" if effect.kind else "")


def _level(strength: Strength) -> str:
    return strength.label.replace("_", " ")


plugin = Argument(CODES, "Computational predictions", "doi:10.1016/j.ajhg.2022.10.013", argue)
