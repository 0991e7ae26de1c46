"""PM2, BA1 and BS1: how frequent the allele is in the general population."""

from __future__ import annotations

from lexome.core.consequence import Consequence
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome, Strength
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.hypothesis import Inheritance
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules
from lexome.core.variant import Frequencies, Frequency, VariantFacts

CODES = ("PM2", "BA1", "BS1")
LEAST_ALLELES = 2000
"""Chromosomes a population needs before its frequency can exclude (Ghosh 2018, doi:10.1002/humu.23642)."""

MALES = {"XY", "male", "males"}
"""How population sources name the frequency in males (gnomAD: AF_XY)."""


def argue(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Compare the highest frequency with the thresholds in force."""
    match facts.frequencies:
        case Unknown() as unknown:
            return tuple(NotAssessable(code, unknown.why, unknown.remedy) for code in CODES)
        case Absent(looked_in):
            because = f"not observed in {looked_in}"
            return (
                Evidence.criterion("PM2", Strength.SUPPORTING, because, (looked_in,)),
                NotMet("BA1", because, (looked_in,)),
                NotMet("BS1", because, (looked_in,)),
            )
    cited = (facts.frequencies.citation,)
    return _rare(facts, rules, cited), _alone(facts, rules, cited), _frequent(facts, rules, cited)


def _rare(facts: VariantFacts, rules: GeneRules, cited: tuple[Citation, ...]) -> Outcome:
    assert isinstance(facts.frequencies, Frequencies)
    top = facts.frequencies.highest
    limit = rules.pm2_recessive if _recessive(facts) else rules.pm2
    said = f"{top.fraction:.2g} at most ({top.population})"
    carriers = _carriers(facts.frequencies, rules.pm2_carriers[0]) if rules.pm2_carriers else None
    if rules.pm2_carriers and carriers is not None and carriers > rules.pm2_carriers[1]:
        words = {"hom": "homozygotes", "hemi": "hemizygotes", "homhemi": "homozygotes and hemizygotes"}
        return NotMet("PM2", f"{said}, but with {carriers} {words[rules.pm2_carriers[0]]}", cited)
    if rules.pm2_basis == "faf95":
        known = [each.faf95 for each in facts.frequencies.populations if each.faf95 is not None]
        if known:
            said = f"{max(known):.2g} at most (filtering frequency)"
            if max(known) <= limit:
                return Evidence.criterion("PM2", Strength.SUPPORTING, f"{said}, not above {limit:g}", cited)
            return NotMet("PM2", f"{said}, above {limit:g}", cited)
    if top.fraction <= limit:
        return Evidence.criterion("PM2", Strength.SUPPORTING, f"{said}, not above {limit:g}", cited)
    return NotMet("PM2", f"{said}, above {limit:g}", cited)


def _alone(facts: VariantFacts, rules: GeneRules, cited: tuple[Citation, ...]) -> Outcome:
    assert isinstance(facts.frequencies, Frequencies)
    top, value = _excluding(facts.frequencies, rules)
    said = f"{value:.2g} ({top.population})"
    if _exempt(facts, rules):
        return NotMet("BA1", f"{said}, but the variant is on the list of exceptions (Ghosh 2018)", cited)
    carriers = _carriers(facts.frequencies, "homhemi")
    if rules.ba1_carriers is not None and carriers is not None and carriers >= rules.ba1_carriers:
        because = f"{carriers} homozygotes and hemizygotes, {rules.ba1_carriers} or more"
        return Evidence.criterion("BA1", Strength.BENIGN_STAND_ALONE, because, cited)
    if value >= rules.ba1:
        return Evidence.criterion("BA1", Strength.BENIGN_STAND_ALONE, f"{said}, at or above {rules.ba1:g}", cited)
    return NotMet("BA1", f"{said}, below {rules.ba1:g}", cited)


def _frequent(facts: VariantFacts, rules: GeneRules, cited: tuple[Citation, ...]) -> Outcome:
    assert isinstance(facts.frequencies, Frequencies)
    top, value = _excluding(facts.frequencies, rules)
    said = f"{value:.2g} ({top.population})"
    told = facts.consequence
    if rules.bs1_exclude and isinstance(told, Consequence) and (told.hgvs_p or "").endswith(rules.bs1_exclude):
        return NotMet("BS1", f"{said}, but {rules.specification} keeps this variant from BS1", cited)
    if rules.bs1 is None:
        return NotMet("BS1", f"{said}; {rules.specification or rules.rule_set} states no threshold", cited)
    if value >= rules.ba1:
        return NotMet("BS1", f"{said} already meets BA1", cited)
    if value >= rules.bs1:
        return Evidence.criterion("BS1", Strength.BENIGN_STRONG, f"{said}, at or above {rules.bs1:g}", cited)
    return NotMet("BS1", f"{said}, below {rules.bs1:g}", cited)


def _excluding(frequencies: Frequencies, rules: GeneRules) -> tuple[Frequency, float]:
    """Return the population whose frequency speaks loudest against, and that frequency on the basis in force.

    The filtering allele frequency is used where the source states it; else the point frequency of populations with
    enough chromosomes, or of the largest one.
    """

    def value(each: Frequency) -> float:
        return each.faf95 if each.faf95 is not None and rules.frequency_basis != "point" else each.fraction

    populations = frequencies.populations
    if rules.frequency_basis == "males":
        populations = tuple(each for each in populations if each.population.split()[-1] in MALES) or populations
    large = [each for each in populations if (each.allele_number or LEAST_ALLELES) >= LEAST_ALLELES]
    if not large:
        large = [max(populations, key=lambda each: each.allele_number or 0)]
    top = max(large, key=value)
    return top, value(top)


def _carriers(frequencies: Frequencies, scope: str) -> int | None:
    """Return the most homozygotes, hemizygotes or both that a population counts; None where none counts them."""
    counts = []
    for each in frequencies.populations:
        told = [each.homozygotes] if "hom" in scope else []
        told += [each.hemizygotes] if "hemi" in scope else []
        known = [count for count in told if count is not None]
        if known:
            counts.append(sum(known))
    return max(counts, default=None)


def _recessive(facts: VariantFacts) -> bool:
    return not isinstance(facts.gene, Unknown) and set(facts.gene.inheritance) == {Inheritance.AUTOSOMAL_RECESSIVE}


def _exempt(facts: VariantFacts, rules: GeneRules) -> bool:
    if not isinstance(facts.consequence, Consequence) or not facts.consequence.hgvs_c:
        return False
    name = facts.consequence.hgvs_c.partition(":")[2] or facts.consequence.hgvs_c
    return f"{facts.consequence.gene_symbol}:{name}" in rules.ba1_exceptions


plugin = Argument(CODES, "Frequency in the general population", "doi:10.1002/humu.23642", argue)
