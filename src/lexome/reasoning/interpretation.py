"""One variant judged by every criterion on the shelf, under the rules of its gene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from lexome.core import shelf
from lexome.core.classification import Classification
from lexome.core.curation import Decision
from lexome.core.evidence import Evidence, NotMet, Outcome
from lexome.core.facts import Unknown
from lexome.core.plugin import Argument
from lexome.core.rules import GeneRules, RuleSet
from lexome.core.variant import VariantFacts
from lexome.reasoning.acmg import classify
from lexome.reasoning.curated import curators, with_decisions


@cache
def criteria() -> tuple[Argument, ...]:
    """Return every criterion on the shelf of evidence."""
    plugins = (shelf.take("evidence", name) for name in shelf.names("evidence"))
    return tuple(plugin for plugin in plugins if isinstance(plugin, Argument))


def interpret_variant(facts: VariantFacts, rules: RuleSet, *, decisions: Sequence[Decision] = ()) -> Classification:
    """Return the classification of a variant by all criteria, the rules of its gene and curators' decisions."""
    of_gene = rules.general if isinstance(facts.gene, Unknown) else rules.of_gene(facts.gene.symbol)
    found = with_decisions(outcomes(facts, of_gene), decisions)
    graded = classify(found, rules, specification=of_gene.specification, dependences=of_gene.dependences)
    return replace(graded, curators=curators(decisions), frequency_thresholds=_thresholds(of_gene))


def _thresholds(rules: GeneRules) -> tuple[tuple[str, float], ...]:
    """Return the frequencies at which PM2, BS1 and BA1 turn."""
    told = (("PM2", rules.pm2), ("BS1", rules.bs1), ("BA1", rules.ba1))
    return tuple((code, value) for code, value in told if value and code not in rules.not_applicable)


def outcomes(facts: VariantFacts, rules: GeneRules) -> tuple[Outcome, ...]:
    """Return one outcome per code, within what the rules allow."""
    return tuple(allowed(outcome, rules) for argument in criteria() for outcome in argument.argue(facts, rules))


def allowed(outcome: Outcome, rules: GeneRules) -> Outcome:
    """Return the outcome as the rules allow it: not at all, or up to the strength they cap it at."""
    if outcome.code in rules.not_applicable:
        said = f" ({outcome.because})" if isinstance(outcome, Evidence) else ""
        return NotMet(outcome.code, f"{rules.specification} does not use {outcome.code}{said}")
    if not isinstance(outcome, Evidence):
        return outcome
    cap = rules.caps.get(outcome.code)
    if cap is None or outcome.strength is None or abs(outcome.strength.points) <= abs(cap.points):
        return outcome
    return replace(outcome, strength=cap, log10_lr=cap.log10_lr)
