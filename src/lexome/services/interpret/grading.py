"""Which variants are graded in full, and their grading: alone first, then with their partners in the gene."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.call import Call
from lexome.core.consequence import RANK, Consequence
from lexome.core.facts import Unknown
from lexome.core.hypothesis import Inheritance
from lexome.core.variant import Effect, VariantFacts
from lexome.evidence.gather import NO_SPLICE
from lexome.reasoning.family_facts import Carried, Family, family_facts
from lexome.reasoning.interpretation import interpret_variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.classification import Classification
    from lexome.core.curation import Decision
    from lexome.core.family import PhenotypeMatch
    from lexome.core.rules import RuleSet
    from lexome.evidence.gather import Gatherer
    from lexome.formats.vcf.columns import VcfColumns

_MT = CONTIGS.index("MT")
_LEAST_SEVERE = RANK["splice_polypyrimidine_tract_variant"]
"""The least severe place that makes a candidate in a large file."""

MITOCHONDRIAL = (
    "mitochondrial DNA has rules of its own (McCormick 2020, doi:10.1002/humu.24107), which are not implemented: its "
    "criteria ask for heteroplasmy in tissues and along the maternal line, haplogroup and frequency in mitochondrial "
    "databases, none of which is read here"
)
UNPLACED = "the contig is none of the 24 chromosomes"
SPANNING = "the allele is a placeholder (* or <NON_REF>) or a breakend"
NOT_CARRIED = "the patient does not carry it"
NOT_CALLED = "the patient's genotype was not called"
BAD_GENOTYPE = "the patient's genotype cannot be read"
_BAD_GENOTYPE_CODES = frozenset({"genotype-invalid", "genotype-allele-unknown"})


@dataclass(frozen=True, slots=True)
class Graded:
    """One variant with its facts and class."""

    call: Call
    facts: VariantFacts
    classification: Classification


@dataclass(slots=True)
class Refusals:
    """Rows that are not graded, with the reason; everything else is."""

    reason: dict[int, str] = field(default_factory=dict)

    def add(self, rows: NDArray[np.bool_] | NDArray[np.int64], why: str) -> None:
        """Refuse rows that nobody refused before."""
        for row in (np.flatnonzero(rows) if rows.dtype == np.bool_ else rows).tolist():
            self.reason.setdefault(row, why)


def refusals(columns: VcfColumns, mismatched: Mapping[int, str], *, proband: str | None) -> Refusals:
    """Return the rows that cannot be graded at all."""
    refused = Refusals()
    refused.add(columns.contig == _MT, MITOCHONDRIAL)
    refused.add(columns.contig > _MT, UNPLACED)
    for row, found in mismatched.items():
        why = f"REF is {columns.ref_at(row)[:20]} but the reference has {found[:20]}"
        refused.reason.setdefault(row, why)
    alts = columns.alt.to_pylist()
    unspelt = [
        row for row in np.flatnonzero(columns.kind != 0).tolist() if alts[row] not in {"<DEL>", "<DUP>", "<CNV>"}
    ]
    refused.add(np.array(unspelt, np.int64), SPANNING)
    if proband is not None:
        bad = {problem.line for problem in columns.problems if problem.code in _BAD_GENOTYPE_CODES}
        refused.add(np.isin(columns.line, sorted(line for line in bad if line is not None)), BAD_GENOTYPE)
        copies = columns.copies[:, columns.sample_index[proband]]
        refused.add(copies < 0, NOT_CALLED)
        refused.add(copies == 0, NOT_CARRIED)
    return refused


def candidates(
    columns: VcfColumns, refused: Refusals, *, gatherer: Gatherer, known: NDArray[np.bool_], common: NDArray[np.bool_],
    most: int,
) -> NDArray[np.int64]:  # fmt: skip
    """Return the rows to grade in full, in file order: all of a small file, of a large one those that may matter.

    ``known`` marks alleles that ClinVar holds, ``common`` those too frequent to cause a rare disease.
    """
    free = np.ones(len(columns), bool)
    free[list(refused.reason)] = False
    if int(free.sum()) <= most:
        return np.flatnonzero(free)
    triage = gatherer.sources.annotator.triage(columns.contig, columns.start, columns.ref, columns.alt, columns.end)
    severity = triage.severity.astype(np.int64)
    quiet = (severity > _LEAST_SEVERE) & ~known
    refused.add(free & common & ~known, "too frequent to cause a rare disease")
    refused.add(free & quiet, "neither coding nor at a splice site, by its place")
    left = np.flatnonzero(free & ~quiet & ~(common & ~known))
    diseases = gatherer.sources.diseases
    symbols = gatherer.sources.transcripts.gene_symbols
    ill = np.array([bool(diseases and diseases.diseases_of_gene(symbols[int(t)])) if t >= 0 else False
                    for t in triage.transcript[left]], bool)  # fmt: skip
    refused.add(left[~ill & ~known[left]], "no disease of the gene is known")
    left = left[ill | known[left]]
    order = np.lexsort((left, severity[left], ~known[left]))
    refused.add(left[order[most:]], f"less severe by its place than the {most} variants graded")
    kept: NDArray[np.int64] = np.sort(left[order[:most]])
    return kept


@dataclass(slots=True)
class Grader:
    """Grades calls of one case."""

    gatherer: Gatherer
    rules: RuleSet
    family: Family | None = None
    phenotypes: Mapping[str, PhenotypeMatch] = field(default_factory=dict)
    decisions: Mapping[str, Sequence[Decision]] = field(default_factory=dict)

    def grade(
        self,
        calls: Sequence[Call],
        splice: Mapping[int, Effect | Unknown],
        told: Mapping[int, tuple[Consequence, ...]] | None = None,
    ) -> Iterator[Graded]:
        """Yield the calls graded, in order; ``splice``, and ``told`` consequences, are by place in ``calls``."""
        told = told or {}
        self.gatherer.prepare([call.allele for call in calls])
        alone = [
            self.gatherer.facts(call.allele, consequences=told.get(place), splice=splice.get(place, NO_SPLICE))
            for place, call in enumerate(calls)
        ]
        if self.family is None:
            for call, facts in zip(calls, alone, strict=True):
                yield Graded(call, facts, self._class(facts))
            return
        of_gene: dict[str, list[Carried]] = defaultdict(list)
        for call, facts in zip(calls, alone, strict=True):
            significance = self._class(facts).classification
            of_gene[_symbol(facts)].append(Carried(call.allele, call.genotypes, significance))
        for call, facts in zip(calls, alone, strict=True):
            together = self._with_family(call, facts, of_gene[_symbol(facts)])
            yield Graded(call, together, self._class(together))

    def _class(self, facts: VariantFacts) -> Classification:
        return interpret_variant(facts, self.rules, decisions=self.decisions.get(str(facts.allele), ()))

    def _with_family(self, call: Call, facts: VariantFacts, of_gene: Sequence[Carried]) -> VariantFacts:
        from dataclasses import replace

        assert self.family is not None
        symbol = _symbol(facts)
        own = next(each for each in of_gene if each.allele == call.allele)
        found = family_facts(
            own,
            of_gene if symbol else (),
            family=self.family,
            inheritance=_inheritance(facts, call.allele.contig),
            phenotype=self.phenotypes.get(symbol),
        )
        return replace(facts, family=found)


def _symbol(facts: VariantFacts) -> str:
    return "" if isinstance(facts.gene, Unknown) else facts.gene.symbol


def _inheritance(facts: VariantFacts, contig: str) -> Inheritance:
    """Return the mode under which segregation is judged: the gene's only one, dominant where there are several."""
    modes = () if isinstance(facts.gene, Unknown) else facts.gene.inheritance
    if contig == "X":
        dominant = Inheritance.X_LINKED_DOMINANT
        return dominant if set(modes) == {dominant} else Inheritance.X_LINKED_RECESSIVE
    for mode in (Inheritance.AUTOSOMAL_DOMINANT, Inheritance.AUTOSOMAL_RECESSIVE):
        if mode in modes:
            return mode
    return Inheritance.UNKNOWN
