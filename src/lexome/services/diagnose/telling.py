"""Says in a sentence what a patient's alleles in a gene are, and how often such alleles are merely there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lexome.core.evidence import Evidence
from lexome.core.facts import Citation
from lexome.core.hypothesis import Inheritance
from lexome.reasoning.gene_evidence import DETECTED, Background, CarriedAlleles, Origin, Tier, VariantClass
from lexome.reasoning.variant_support import Found, Genotype

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lexome.core.allele import Allele
    from lexome.core.consequence import Consequence
    from lexome.formats.vcf import VcfColumns

_GENOTYPES = {
    Genotype.ONE_ALLELE: "heterozygous",
    Genotype.HOMOZYGOUS: "homozygous",
    Genotype.HEMIZYGOUS: "hemizygous",
    Genotype.COMPOUND: "two heterozygous alleles",
    Genotype.SECOND_HIT_MISSING: "heterozygous, a second allele was not found",
}
_KINDS = {
    VariantClass.KNOWN_PATHOGENIC: "recorded as pathogenic in ClinVar",
    VariantClass.LOSS_OF_FUNCTION: "loss-of-function",
    VariantClass.INFRAME: "in-frame",
    VariantClass.MISSENSE: "missense",
    VariantClass.CODING_UNRESOLVED: "coding, effect not resolved without a reference",
    VariantClass.SPLICE_REGION: "splice-region",
    VariantClass.SYNONYMOUS: "synonymous",
    VariantClass.NON_CODING: "non-coding",
}
_TIERS = {
    Tier.COMMON: "common",
    Tier.LOW: "0.1–1 % in a population",
    Tier.RARE: "rare",
    Tier.UNKNOWN: "frequency unknown",
}
_ORIGINS = {
    Origin.MATERNAL: "from the mother",
    Origin.PATERNAL: "from the father",
    Origin.BOTH: "carried by both parents",
    Origin.DE_NOVO: "in neither parent",
}


@dataclass(frozen=True)
class FileTeller:
    """Tells of the alleles of one file."""

    columns: VcfColumns
    alleles: CarriedAlleles
    background: Background
    symbols: Sequence[str]
    annotate: Callable[[Allele], tuple[Consequence, ...]]
    sources: tuple[Citation, ...]

    def allele(self, row: int) -> Allele:
        """Return the key of a carried row."""
        return self.columns.allele(row).trimmed()

    def evidence(self, log10_lr: float, *, gene: int, found: Found, mode: Inheritance) -> Evidence:
        """Return what was found in a gene as evidence."""
        if gene < 0:
            return Evidence("variants", log10_lr, "its genes were not read, so variants say nothing of it")
        symbol = self.symbols[gene]
        if found.genotype is Genotype.NONE:
            because = (
                f"{symbol}: no allele that would explain it as {mode}; about {1 - DETECTED:.0%} of causes hide from "
                "a file of small variants"
            )
            return Evidence("variants", log10_lr, because, self.sources, about=symbol)
        described = " and ".join(self._describe(row, symbol) for row in found.rows)
        expected = max(float(self.background.expected(self.alleles)[row]) for row in found.rows)
        because = (
            f"{symbol}: {described}; {_GENOTYPES[found.genotype]} ({mode}). Of such alleles this file leads one to "
            f"expect {expected:.2g} in this gene by chance"
        )
        about = " ".join(str(self.allele(row)) for row in found.rows)
        return Evidence("variants", log10_lr, because, self.sources, about=about)

    def _describe(self, row: int, symbol: str) -> str:
        consequence = next((one for one in self.annotate(self.allele(row)) if one.gene_symbol == symbol), None)
        name = ""
        if consequence is not None:
            change = (consequence.hgvs_p or consequence.hgvs_c or "").rpartition(":")[2]
            name = f"{consequence.text} {change}".strip()
        kind = _KINDS[VariantClass(int(self.alleles.kind[row]))]
        facts = [
            kind,
            _TIERS[Tier(int(self.alleles.tier[row]))],
            _ORIGINS.get(Origin(int(self.alleles.origin[row])), ""),
        ]
        return f"{name or self.allele(row)} ({', '.join(fact for fact in facts if fact)})"


def remembering(annotate: Callable[[Allele], tuple[Consequence, ...]]) -> Callable[[Allele], tuple[Consequence, ...]]:
    """Return the annotation with its answers remembered: the same few alleles are told of in several places."""
    return lru_cache(maxsize=16_384)(annotate)
