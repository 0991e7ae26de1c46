"""Secondary findings among structural calls: losses that take the product of a listed gene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexome.core.copy_number import Direction
from lexome.evidence.cnv.lost_gene import lost_gene
from lexome.reasoning.family_facts import Family
from lexome.services.diagnose.beyond_told import structural_line
from lexome.services.diagnose.structural import classed
from lexome.services.diagnose.structural_record import structural_variant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lexome.core.case import Case
    from lexome.formats.secondary_list import SecondaryList
    from lexome.report.variant_schema import VariantRecord
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.genotyped import Genotyped


@dataclass(frozen=True, slots=True)
class CountingAllele:
    """An allele in a listed gene that counts as pathogenic, and why.

    ``whole`` says that no other copy is left, ``origin`` the parent it came from ('' when not known), ``truncating``
    that it cuts the protein short.
    """

    gene: str
    variant: str
    whole: bool
    origin: str
    truncating: bool
    grounds: str
    record: VariantRecord


def losses(case: Case, genotyped: Genotyped, engine: Engine, listed: SecondaryList) -> Iterator[CountingAllele]:
    """Yield the counted structural calls that take the product of a gene whose loss causes the listed disorder."""
    family = Family(genotyped.sample, case.pedigree, relationships=genotyped.relationships)
    people = {genotyped.sample: "patient"}
    wanted = {symbol for symbol, gene in listed.genes.items() if gene.loss}
    for call in genotyped.examined.beyond.weighed:
        if call.direction is None or not wanted & set(call.genes):
            continue
        told = classed(call, gatherer=engine.gatherer, family=family)
        line = structural_line(call, genotyped, engine.gatherer, family)
        for gene in told.facts.genes if told.facts else ():
            taken = lost_gene(gene, call.direction) if gene.symbol in wanted else ""
            if taken:
                yield CountingAllele(
                    gene=gene.symbol,
                    variant=line.variant,
                    whole=call.copies >= call.ploidy,
                    origin=line.origin,
                    truncating=call.direction is Direction.LOSS,
                    grounds=f"{taken}. Loss of {gene.symbol} is a known cause of {listed.genes[gene.symbol].disorder}",
                    record=structural_variant(call, line, genes=(gene.symbol,), people=people),
                )
