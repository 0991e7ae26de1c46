"""Copy-number variants of a call, by the point scheme of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from lexome.core.hypothesis import Inheritance
from lexome.evidence.cnv.content import copy_number_facts, direction_of
from lexome.evidence.cnv.scheme import classify
from lexome.reasoning.family_facts import Carried, family_facts
from lexome.services.interpret.lines import copy_number_line

if TYPE_CHECKING:
    from lexome.core.call import Call
    from lexome.core.copy_number import CopyNumberFacts
    from lexome.core.family import PhenotypeMatch
    from lexome.evidence.gather import Gatherer
    from lexome.services.interpret.intake import Intake
    from lexome.services.interpret.question import VariantLine


def copy_numbers(
    calls: Mapping[int, Call],
    gatherer: Gatherer,
    given: Intake,
    *,
    phenotypes: Mapping[str, PhenotypeMatch],
) -> dict[int, VariantLine]:
    """Return the lines of the copy-number variants among the calls, by row; ``phenotypes`` are by gene symbol."""
    found = {}
    for row, call in calls.items():
        direction = direction_of(call.allele)
        if direction is None:
            continue
        family = None
        if given.family is not None:
            carried = Carried(call.allele, call.genotypes)
            family = family_facts(carried, (), family=given.family, inheritance=Inheritance.AUTOSOMAL_DOMINANT)
        facts = copy_number_facts(call.allele, direction, gatherer=gatherer, family=family)
        facts = _with_phenotype(facts, phenotypes)
        found[row] = copy_number_line(call, facts, classify(facts), people=given.people)
    return found


def _with_phenotype(facts: CopyNumberFacts, phenotypes: Mapping[str, PhenotypeMatch]) -> CopyNumberFacts:
    """Return the facts with the best fit among the genes whose dosage is established to cause their disease."""
    sensitive = [gene.symbol for gene in facts.genes if True in (gene.haploinsufficient, gene.triplosensitive)]
    fits = [phenotypes[symbol] for symbol in sensitive if symbol in phenotypes]
    if not fits:
        return facts
    best = max(fits, key=lambda fit: fit.posterior)
    return replace(facts, family=replace(facts.family, phenotype=best))
