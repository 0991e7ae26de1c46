"""Says in a sentence what a patient's alleles in a gene are, and how often such alleles are merely there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.evidence import Evidence
from lexome.core.facts import Citation
from lexome.core.hypothesis import Inheritance, Mechanism
from lexome.reasoning.allele_form import form_words
from lexome.reasoning.exchange_sense import NONE, exchange_citation, exchange_words
from lexome.reasoning.gene_evidence import (
    DETECTED,
    STRUCTURAL,
    Background,
    CarriedAlleles,
    Origin,
    Tier,
    VariantClass,
)
from lexome.reasoning.variant_support import Found, Genotype
from lexome.report.wording import small

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from lexome.core.allele import Allele
    from lexome.core.consequence import Consequence
    from lexome.formats.vcf import VcfColumns
    from lexome.knowledge.imprinting import Imprinted

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
    VariantClass.STRUCTURAL_LOSS: "copy-number loss",
    VariantClass.STRUCTURAL_GAIN: "copy-number gain within the gene",
    VariantClass.WHOLE_GAIN: "copy-number gain of the whole gene",
}
_TIERS = {
    Tier.COMMON: "common",
    Tier.LOW: "0.1–1 % in a population",
    Tier.RARE: "rare",
    Tier.UNKNOWN: "frequency unknown",
}
ORIGINS = {
    Origin.MATERNAL: "from the mother",
    Origin.PATERNAL: "from the father",
    Origin.BOTH: "carried by both parents",
    Origin.DE_NOVO: "in neither parent",
}


@dataclass(frozen=True)
class FileTeller:
    """Tells of the alleles of one file.

    By row, ``exchange`` has the exchange of residues that was weighed, ``form`` what the form of the allele says
    (log10), and ``elsewhere`` whether only transcripts beside the main ones show it.
    """

    columns: VcfColumns
    alleles: CarriedAlleles
    background: Background
    exchange: NDArray[np.int16]
    form: NDArray[np.float64]
    elsewhere: NDArray[np.bool_]
    symbols: Sequence[str]
    consequences: Callable[[int], tuple[Consequence, ...]]
    sources: tuple[Citation, ...]
    imprinted: Mapping[str, Imprinted] = field(default_factory=dict)

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
        described = " and ".join(self.describe(row, symbol) for row in found.rows)
        expected = max(float(self._expected[row]) for row in found.rows)
        genotype = "carried" if mode is Inheritance.MITOCHONDRIAL else _GENOTYPES[found.genotype]
        because = (
            f"{symbol}: {described}; {genotype} ({mode}). Of such alleles this file leads one to "
            f"expect {small(expected)} in this gene by chance"
        )
        about = " ".join(str(self.allele(row)) for row in found.rows)
        weighed = (int(self.exchange[row]) for row in found.rows)
        sources = (*self.sources, *(exchange_citation(one) for one in weighed if one != NONE))
        if symbol in self.imprinted:
            active = self.imprinted[symbol]
            because = f"{because}. {self._imprinted(active, found)}"
            sources = (*sources, active.citation)
        return Evidence("variants", log10_lr, because, sources, about=about)

    @cached_property
    def _expected(self) -> NDArray[np.float64]:
        """How many such alleles each row's gene holds by chance."""
        return self.background.expected(self.alleles)

    def _imprinted(self, active: Imprinted, found: Found) -> str:
        where = f" ({active.where})" if active.where else ""
        said = f"{active.symbol} is active on the {active.expressed} copy{where}"
        came_from = Origin(int(self.alleles.origin[found.rows[0]]))
        if came_from not in {Origin.MATERNAL, Origin.PATERNAL}:
            return f"{said}; from which parent the allele came is not known"
        right = came_from.name.lower() == active.expressed.value
        return f"{said}, {'where' if right else 'and not where'} the allele lies"

    def silent_on(self, rows: NDArray[np.intp]) -> FileTeller:
        """Return one that says nothing of the exchange of residues of some rows, for it is not weighed."""
        exchange = self.exchange.copy()
        exchange[rows] = NONE
        return replace(self, exchange=exchange)

    def event(self, rows: Sequence[int]) -> tuple[Mechanism, str]:
        """Return the mechanism of the rows found, and in words the structural change among them."""
        for row in rows:
            kind = VariantClass(int(self.alleles.kind[row]))
            if kind in STRUCTURAL:
                said = self._structural(row)
                if not said.startswith("copy-number"):
                    return Mechanism.REARRANGEMENT, said
                gain = kind is not VariantClass.STRUCTURAL_LOSS
                return Mechanism.COPY_GAIN if gain else Mechanism.COPY_LOSS, said
        return Mechanism.SEQUENCE, ""

    def _structural(self, row: int) -> str:
        allele = self.allele(row)
        mine = (self.columns.line == self.columns.line[row]) & np.isin(self.alleles.kind, STRUCTURAL)
        genes = len(set(self.alleles.gene[mine & (self.columns.number == self.columns.number[row])].tolist()))
        of = change_of(allele, gain=int(self.alleles.kind[row]) != VariantClass.STRUCTURAL_LOSS)
        return f"{of}, {genes} gene{'' if genes == 1 else 's'}"

    def describe(self, row: int, symbol: str) -> str:
        """Return one allele of a gene in words: its change, kind, frequency and origin."""
        if VariantClass(int(self.alleles.kind[row])) in STRUCTURAL:
            origin = ORIGINS.get(Origin(int(self.alleles.origin[row])), "")
            return f"{self._structural(row)}{f' ({origin})' if origin else ''}"
        consequence = next((one for one in self.consequences(row) if one.gene_symbol == symbol), None)
        name = ""
        if consequence is not None:
            change = (consequence.hgvs_p or consequence.hgvs_c or "").rpartition(":")[2]
            name = f"{consequence.text} {change}".strip()
        kind, exchange = _KINDS[VariantClass(int(self.alleles.kind[row]))], int(self.exchange[row])
        facts = [
            kind,
            "not in the main transcript" if self.elsewhere[row] else "",
            form_words(float(self.form[row])),
            _TIERS[Tier(int(self.alleles.tier[row]))],
            ORIGINS.get(Origin(int(self.alleles.origin[row])), ""),
        ]
        said = f"; {exchange_words(exchange)}" if exchange != NONE else ""
        return f"{name or self.allele(row)} ({', '.join(fact for fact in facts if fact)}{said})"


def change_of(allele: Allele, *, gain: bool) -> str:
    """Return a structural allele in words: what happens to which stretch, and how long it is."""
    if not allele.is_symbolic or allele.alt.startswith(("<DEL", "<DUP", "<CN")):
        word = "copy-number gain" if gain else "copy-number loss"
        return f"{word} {allele.contig}:{allele.start + 2:,}–{allele.end:,} ({size(allele.end - allele.start - 1)})"
    if allele.alt.startswith("<INV"):
        return f"inversion {allele.contig}:{allele.start + 2:,}–{allele.end:,} ({size(allele.end - allele.start - 1)})"
    word = "insertion" if allele.alt.startswith("<INS") else "breakpoint"
    return f"{word} at {allele.contig}:{allele.pos:,}"


def size(bases: int) -> str:
    """Return a length in the unit a reader thinks in.

    >>> size(2_553_442), size(15_300), size(999)
    ('2.6 Mb', '15 kb', '999 bases')
    """
    if bases >= 1_000_000:
        return f"{bases / 1_000_000:.1f} Mb"
    return f"{bases / 1_000:.0f} kb" if bases >= 10_000 else f"{bases:,} bases"


def remembering(annotate: Callable[[Allele], tuple[Consequence, ...]]) -> Callable[[Allele], tuple[Consequence, ...]]:
    """Return the annotation with its answers remembered: the same few alleles are told of in several places."""
    return lru_cache(maxsize=16_384)(annotate)
