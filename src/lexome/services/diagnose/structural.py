"""Structural calls of the file: read, placed on genes, weighed as one allele in each gene they hit, and classed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.case import Case, Sex
from lexome.core.hypothesis import Inheritance
from lexome.core.variant import Significance
from lexome.evidence.cnv.content import copy_number_facts
from lexome.evidence.cnv.scheme import classify
from lexome.formats.vcf.repeats import is_repeat, repeat_call
from lexome.formats.vcf.rows import Kind
from lexome.knowledge.imprinting import Parent
from lexome.reasoning.beyond import Beyond
from lexome.reasoning.family_facts import Carried, Family, family_facts
from lexome.reasoning.gene_evidence import VariantClass
from lexome.reasoning.parental_shares import of_one, of_trio
from lexome.reasoning.structural_calls import StructuralCall, is_structural, structural_calls, with_stated_copies

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.copy_number import CopyNumberClass, CopyNumberFacts
    from lexome.evidence.gather import Gatherer
    from lexome.formats.vcf import VcfColumns
    from lexome.formats.vcf.repeats import RepeatCall
    from lexome.knowledge.repeats import Repeats
    from lexome.services.diagnose.engine import Engine


def males_of(case: Case, sample: str, *, sex: Sex) -> frozenset[str]:
    """Return the samples whose X and Y are single; ``sex`` is the patient's by genotypes, used when none was given."""
    relatives = case.pedigree.members.values() if case.pedigree else ()
    males = {person.id for person in relatives if person.sex is Sex.MALE} - {sample}
    known = case.sex if case.sex is not Sex.UNKNOWN else sex
    return frozenset(males | ({sample} if known is Sex.MALE else set()))


def read_beyond(
    columns: VcfColumns, sample: str, case: Case, engine: Engine, *, sex: Sex, trusted: bool
) -> tuple[VcfColumns, Beyond]:
    """Return the columns with copy numbers understood, and what the file holds beyond small variants.

    ``trusted`` says that the genotypes contradict no stated parent.
    """
    males = males_of(case, sample, sex=sex)
    columns = with_stated_copies(columns, males=males)
    genes, symbols = engine.structural_genes, engine.lab.knowledge("transcripts").gene_symbols
    calls = tuple(
        replace(call, genes=tuple(symbols[row] for row in genes.hits(call).transcript.tolist()))
        for call in structural_calls(columns, sample, males=males)
    )
    repeats = repeat_calls(columns, sample, engine.lab.knowledge("repeats"))
    parents = parents_of(case, columns)
    if len(parents) == 2 and trusted:
        father, mother = sorted(parents, key=lambda name: parents[name] is Parent.MATERNAL)
        shares = of_trio(columns, child=sample, father=father, mother=mother)
    else:
        shares = of_one(columns, sample)
    return columns, Beyond(
        calls,
        structural_records=int(is_structural(columns).sum()),
        repeats=repeats,
        disomies=shares.disomies,
        tested=shares.tested,
        alike=shares.alike,
        parents=parents if trusted else {},
    )


def parents_of(case: Case, columns: VcfColumns) -> dict[str, Parent]:
    """Return the parents' samples in the file."""
    if case.pedigree is None or case.proband is None or case.proband not in case.pedigree.members:
        return {}
    both = zip(case.pedigree.parents(case.proband), (Parent.PATERNAL, Parent.MATERNAL), strict=True)
    return {person.id: parent for person, parent in both if person and person.id in columns.sample_index}


def repeat_calls(columns: VcfColumns, sample: str, repeats: Repeats) -> tuple[RepeatCall, ...]:
    """Return a person's passed repeats, one a record; records without an allele are read at known loci alone."""
    bare = np.flatnonzero(columns.passed & (columns.kind == Kind.NONE))
    contig, start, end = columns.contig[bare], columns.start[bare], columns.end[bare]
    at_locus = np.zeros(len(bare), np.bool_)
    for one in repeats.loci if len(bare) else ():
        at_locus |= (contig == CONTIGS.index(one.contig)) & (start < one.end) & (end > one.start - 1)
    rows = np.concatenate([np.flatnonzero(columns.passed & (columns.kind == Kind.SYMBOLIC)), bare[at_locus]])
    found = {}
    for row in rows.tolist():
        line = int(columns.line[row])
        if line not in found and is_repeat(columns, row) and (call := repeat_call(columns, row, sample)):
            found[line] = call
    return tuple(found.values())


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Rows to weigh: places in the columns given (a structural row once for each gene), gene, kind (-1: small)."""

    places: NDArray[np.int64]
    gene: NDArray[np.int32]
    kind: NDArray[np.int8]


def spread(columns: VcfColumns, gene: NDArray[np.int32], beyond: Beyond, engine: Engine) -> Spread:
    """Return the rows of small variants as they are, and each structural call once for every gene it hits.

    ``columns`` are a selection of the file's, ``gene`` their gene rows (-1: beside all genes). Symbolic alleles that
    are no structural call (repeats) are judged apart.
    """
    apart = is_structural(columns) | (columns.kind == Kind.SYMBOLIC)
    small = np.flatnonzero(~apart & (gene >= 0))
    keys = zip(columns.line[apart].tolist(), columns.number[apart].tolist(), strict=True)
    row_of = dict(zip(keys, np.flatnonzero(apart).tolist(), strict=True))
    places, genes, kinds = [small], [gene[small]], [np.full(len(small), -1, np.int8)]
    for call in beyond.weighed:
        hits = engine.structural_genes.hits(call)
        places.append(np.full(len(hits.transcript), row_of.get(call.key, -1)))
        genes.append(engine.genes.of_transcript[hits.transcript])
        kinds.append(hits.kind)
    taken = np.concatenate(places).astype(np.int64)
    there = taken >= 0
    gene_rows = np.concatenate(genes).astype(np.int32)
    return Spread(taken[there], gene_rows[there], np.concatenate(kinds).astype(np.int8)[there])


def on_one_copy(columns: VcfColumns, kind: NDArray[np.int8], place: int) -> NDArray[np.bool_]:
    """Return which small variants lie where a loss leaves one copy: what is called on two is then on that one."""
    left: NDArray[np.bool_] = np.zeros(len(columns), np.bool_)
    lost = (kind == VariantClass.STRUCTURAL_LOSS) & (columns.copies[:, place] < columns.ploidy[:, place])
    lost &= columns.end - columns.start > 1
    spans = {(int(columns.contig[row]), int(columns.start[row]), int(columns.end[row])) for row in np.flatnonzero(lost)}
    for contig, start, end in spans:
        left |= (columns.contig == contig) & (columns.start > start) & (columns.end <= end)
    small: NDArray[np.bool_] = left & (kind < VariantClass.STRUCTURAL_LOSS)
    return small


@dataclass(frozen=True, slots=True)
class ClassedCall:
    """A call with what it touches and the class the point scheme gives it; None for what the scheme does not cover."""

    call: StructuralCall
    facts: CopyNumberFacts | None
    classed: CopyNumberClass | None

    @property
    def significance(self) -> Significance:
        """The class; uncertain where there is none."""
        return self.classed.classification if self.classed else Significance.UNCERTAIN


def classed(call: StructuralCall, *, gatherer: Gatherer, family: Family) -> ClassedCall:
    """Return one call classed by Riggs 2020 (doi:10.1038/s41436-019-0686-8), with inheritance where parents are in."""
    if call.direction is None:
        return ClassedCall(call, None, None)
    said = None
    if family.pedigree is not None:
        carried = Carried(call.allele, call.genotypes)
        said = family_facts(carried, (), family=family, inheritance=Inheritance.AUTOSOMAL_DOMINANT)
    facts = copy_number_facts(call.allele, call.direction, gatherer=gatherer, family=said)
    return ClassedCall(call, facts, classify(facts))
