"""BS2: healthy people carry the variant in the zygosity that should make them ill."""

from __future__ import annotations

from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.hypothesis import Inheritance
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import Frequencies, GeneFacts, VariantFacts

CODE = "BS2"
LEAST_PEOPLE = {"homozygotes": 3, "hemizygotes": 3, "heterozygotes": 10}
"""Healthy carriers asked for where no specification says: three homozygotes as the SVI-approved recessive panels ask
(ClinGen CSpec GN005), ten heterozygotes for a dominant disorder."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Count healthy carriers of the zygosity that the gene's inheritance makes ill."""
    gene = facts.gene
    if isinstance(gene, Unknown):
        return (NotAssessable(CODE, gene.why, gene.remedy),)
    if not gene.inheritance:
        return (NotAssessable(CODE, f"the inheritance of {gene.symbol} is not known"),)
    zygosity = _zygosity(gene)
    counted = _count(facts, zygosity, rules)
    if isinstance(counted, Unknown):
        return (NotAssessable(CODE, counted.why, counted.remedy),)
    people, citation = counted
    levels = rules.bs2_levels or ((LEAST_PEOPLE[zygosity], Strength.BENIGN_STRONG),)
    said = f"{people} healthy {zygosity}"
    for least, strength in sorted(levels, key=lambda level: -level[0]):
        if people >= least:
            return (Evidence.criterion(CODE, strength, f"{said}, {least} or more", (citation,)),)
    return (NotMet(CODE, f"{said}, fewer than {min(least for least, _ in levels)}", (citation,)),)


def _zygosity(gene: GeneFacts) -> str:
    """Return the zygosity that causes the mildest-inherited disorder of the gene: recessive wins where both exist."""
    modes = set(gene.inheritance)
    if Inheritance.AUTOSOMAL_RECESSIVE in modes:
        return "homozygotes"
    if modes & {Inheritance.X_LINKED, Inheritance.X_LINKED_RECESSIVE, Inheritance.X_LINKED_DOMINANT}:
        return "hemizygotes"
    return "heterozygotes"


def _count(facts: VariantFacts, zygosity: str, rules: GeneRules) -> tuple[int, Citation] | Unknown:
    """Return healthy carriers; heterozygotes of a population source are not known to be healthy, so never counted."""
    match facts.healthy:
        case Unknown():
            pass
        case Absent(looked_in):
            return 0, looked_in
        case healthy:
            return getattr(healthy, zygosity), healthy.citation
    if not rules.bs2_population:
        why = f"{rules.specification} does not take BS2 from people of a population source"
        return Unknown(why, "a curation file that counts healthy carriers")
    match facts.frequencies:
        case Unknown() as unknown:
            return unknown
        case Absent(looked_in):
            return 0, looked_in
    if zygosity == "heterozygotes":
        return Unknown("no healthy carriers beyond the age of onset were counted", "a curation file that counts them")
    assert isinstance(facts.frequencies, Frequencies)
    counts = [getattr(each, zygosity) for each in facts.frequencies.populations]
    known = [count for count in counts if count is not None]
    if not known:
        return Unknown(f"the population source does not count {zygosity}", "lexome data import population")
    return max(known), facts.frequencies.citation


plugin = Argument((CODE,), "Healthy carriers", "doi:10.1038/gim.2015.30", argue)
