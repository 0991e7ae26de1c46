"""Facts of made-up variants, with everything Unknown that a test does not state."""

from __future__ import annotations

from typing import Any

from lexome.core.allele import Allele
from lexome.core.consequence import Consequence
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome
from lexome.core.facts import Citation
from lexome.core.family import FamilyFacts
from lexome.core.hypothesis import Inheritance
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import (
    ClinVarRecord,
    Effect,
    Frequencies,
    Frequency,
    GeneFacts,
    LossMechanism,
    Mechanism,
    Significance,
    VariantFacts,
)
from lexome.formats.rule_sets import read_rule_set

RULES = read_rule_set()
CITED = Citation("source", "release 1")
ALLELE = Allele.parse("GRCh38:17:43045705:T:C")
AD, AR = Inheritance.AUTOSOMAL_DOMINANT, Inheritance.AUTOSOMAL_RECESSIVE


def consequence(*terms: str, **more: Any) -> Consequence:
    """Return a consequence on a made-up MANE transcript."""
    given = {"hgvs_c": "NM_1.1:c.100A>G", "protein_position": 34, "protein_length": 400, "mane_select": True} | more
    return Consequence("ENST1", "GENE", "HGNC:1", terms, **given)


MISSENSE = consequence("missense_variant", ref_amino_acids="R", alt_amino_acids="W")
SILENT = consequence("synonymous_variant")


def variant(*, allele: Allele = ALLELE, **known: Any) -> VariantFacts:
    """Return a variant of which only ``known`` is known."""
    return VariantFacts(allele, **known)


def family(**known: Any) -> FamilyFacts:
    """Return a family of which only ``known`` is known."""
    return FamilyFacts(**known)


def gene(*inheritance: Inheritance, loss: LossMechanism = LossMechanism.ESTABLISHED, **more: Any) -> GeneFacts:
    """Return a made-up gene."""
    return GeneFacts("GENE", inheritance=inheritance, mechanism=Mechanism(loss, "stated", (CITED,)), **more)


def seen(fraction: float, **more: Any) -> Frequencies:
    """Return frequencies with one large population."""
    return Frequencies((Frequency("any", fraction, allele_number=100_000, **more),), CITED)


def splice(value: float) -> Effect:
    """Return a predicted change of splicing."""
    return Effect("splice", value, "delta probability", CITED, kind="donor loss")


def record(
    position: int, ref: str, alt: str, significance: Significance = Significance.PATHOGENIC, at: int = 43045704
) -> ClinVarRecord:
    """Return a ClinVar record of another missense variant."""
    other = Allele.parse(f"GRCh38:17:{at}:A:G")
    return ClinVarRecord(other, significance, 2, CITED, "GENE", (), "missense_variant", position, ref, alt)


def outcome(plugin: Argument, code: str, facts: VariantFacts, rules: GeneRules = RULES.general) -> Outcome:
    """Return the outcome of one code."""
    return next(item for item in plugin.argue(facts, rules) if item.code == code)


def word(found: Outcome) -> str:
    """Return an outcome as 'strong', 'not met' or 'not assessable'."""
    match found:
        case Evidence(strength=strength):
            assert strength is not None
            return strength.label
        case NotMet():
            return "not met"
        case NotAssessable():
            return "not assessable"
