"""The few variants that a report shows, graded by ACMG/AMP with everything known of them and of the family."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.case import Case
from lexome.core.facts import Unknown
from lexome.core.family import FamilyFacts, PhenotypeMatch
from lexome.core.hypothesis import Inheritance
from lexome.core.variant import Effect, Significance, VariantFacts
from lexome.evidence.gather import NO_SPLICE, Gatherer
from lexome.knowledge.population import ImportedSites, Population
from lexome.reasoning.family_facts import Carried, Family, family_facts
from lexome.reasoning.gene_evidence import STRUCTURAL, Origin
from lexome.reasoning.interpretation import interpret_variant
from lexome.reasoning.variant_support import Genotype
from lexome.report.event_schema import Events
from lexome.report.variant_record import variant_record
from lexome.report.variant_schema import TranscriptDrawing, VariantRecord
from lexome.services.diagnose.beyond_told import events_of, structural_variants
from lexome.services.diagnose.structural import classed

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.call import Call
    from lexome.core.classification import Classification
    from lexome.core.consequence import Consequence
    from lexome.core.problem import Problem
    from lexome.core.rules import RuleSet
    from lexome.knowledge.imprinting import Imprinted
    from lexome.knowledge.repeats import Repeats
    from lexome.reasoning.joint import Differential, Placed
    from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores
    from lexome.services.diagnose.genotyped import Genotyped


OF_THE_ALLELE_ITSELF = frozenset({"PS1", "PM5", "PM1", "PP3", "BP4", "PS3", "BS3", "PS4", "BP7", "BP3"})
"""Criteria that add to the background model. Those left out speak of what it already weighs: kind (PVS1, PM4, PP2,
BP1), frequency (PM2, BA1, BS1, BS2), zygosity and partners (PM3, BP2), origin (PS2, PM6), relatives (PP1, BS4) and
phenotype (PP4, BP5)."""

OF_THE_EXCHANGE = frozenset({"PS1", "PP3", "BP4", "PS3", "BS3"})
"""Criteria that look at the very exchange of residues, or find that the allele acts by splicing: where one is met, or a
predictor scored the allele, what exchanges of these residues say in general would count twice. PM5 and PM1 speak of the
place, whatever residue comes there."""

NO_MATCH = Unknown("no disease of the gene was weighed against findings", "--hpo or --note")


@dataclass(frozen=True, slots=True)
class Grading:
    """With what variants are graded: facts, rules, the fit of each gene's disease, splicing, consequences by row."""

    gatherer: Gatherer
    rules: RuleSet
    phenotypes: Mapping[str, PhenotypeMatch]
    splicing: Callable[[list[Allele]], Mapping[Allele, Effect | Unknown]]
    consequences: Callable[[int], tuple[Consequence, ...]]


@dataclass(frozen=True, slots=True)
class Graded:
    """One variant as called, with its facts and class."""

    row: int
    gene: str
    call: Call
    facts: VariantFacts
    classification: Classification


def beyond_background(graded: tuple[Graded, ...]) -> dict[int, float]:
    """Return, by row, the log10 likelihood ratio of the criteria that the background model does not express."""
    return {
        one.row: sum(item.log10_lr for item in one.classification.met if item.code in OF_THE_ALLELE_ITSELF)
        for one in graded
    }


def exchange_judged(graded: tuple[Graded, ...]) -> frozenset[int]:
    """Return the rows whose very exchange of residues a criterion or a predictor has judged."""
    return frozenset(
        one.row
        for one in graded
        if isinstance(one.facts.missense, Effect)
        or any(item.code in OF_THE_EXCHANGE for item in one.classification.met)
    )


@dataclass(frozen=True, slots=True)
class Described:
    """The variants shown, most important first, with the transcripts to draw."""

    graded: tuple[Graded, ...]
    records: tuple[VariantRecord, ...]
    drawings: tuple[TranscriptDrawing, ...]
    has_reference: bool
    has_population: bool
    parent_of: Mapping[Allele, str] = field(default_factory=dict)
    events: Events = field(default_factory=Events)
    de_novo: frozenset[Allele] = frozenset()
    problems: tuple[Problem, ...] = ()
    imprinted: Mapping[str, Imprinted] = field(default_factory=dict)
    origins: Mapping[int, Origin] = field(default_factory=dict)

    def flags_of(self, placed: Placed) -> tuple[str, ...]:
        """Return the flags of one diagnosis: what the genotype found leaves open or settles."""
        flags = []
        if placed.found.genotype is Genotype.SECOND_HIT_MISSING:
            flags.append("second_hit_missing")
        if placed.found.genotype is Genotype.COMPOUND:
            pair = placed.verdict.hypothesis.alleles
            parents = {self.parent_of.get(allele, "") for allele in pair}
            trans = len(parents - {""}) == 2 or _on_the_copy_left(pair)
            flags.append("in_trans" if trans else "phase_unknown")
        if placed.found.genotype is Genotype.NONE and placed.gene:
            flags.append("no_variant")
        if placed.event is not None:
            flags.extend(placed.event.flags)
        flags.extend(self._imprinted(placed))
        alleles = set(placed.verdict.hypothesis.alleles)
        if alleles & self.de_novo or any(one.facts.allele in alleles and _is_de_novo(one.facts) for one in self.graded):
            flags.append("de_novo")
        return tuple(dict.fromkeys(flags))

    def _imprinted(self, placed: Placed) -> tuple[str, ...]:
        """Return whether an allele in an imprinted gene lies on the active copy, where the disease depends on it."""
        active = self.imprinted.get(placed.gene or "")
        if active is None or not placed.found.rows or not _is_of(active, placed):
            return ()
        return (_origin_flag(active, self.origins.get(placed.found.rows[0], Origin.UNKNOWN)),)


def _origin_flag(active: Imprinted, origin: Origin) -> str:
    if origin not in {Origin.MATERNAL, Origin.PATERNAL}:
        return "parent_unknown"
    return "parent_of_origin" if origin.name.lower() == active.expressed.value else "silent_copy"


def _is_of(active: Imprinted, placed: Placed) -> bool:
    hypothesis = placed.verdict.hypothesis
    return bool({hypothesis.disease_id, *hypothesis.equivalent_ids} & set(active.diseases))


def _on_the_copy_left(alleles: Sequence[Allele]) -> bool:
    """Whether one of two alleles is a loss that holds the other: what is seen there lies on the copy that is left."""
    return any(
        loss.is_symbolic and loss.contig == other.contig and loss.start < other.start and other.end <= loss.end
        for loss in alleles
        for other in alleles
        if loss != other
    )


def _is_de_novo(facts: VariantFacts) -> bool:
    from lexome.core.family import DeNovo

    return isinstance(facts.family.de_novo, DeNovo) and facts.family.de_novo.parentage is not False


def wanted_rows(differential: Differential, *, most: int) -> list[tuple[int, str, Inheritance]]:
    """Return the rows that the leading diagnoses and the candidate genes rest on: (row, gene, inheritance)."""
    rows: dict[int, tuple[str, Inheritance]] = {}
    shown = [one for place, one in enumerate(differential.placed) if place < most or one.line is None]
    for placed in shown:
        for row in placed.found.rows:
            if placed.gene and placed.verdict.hypothesis.alleles:
                rows.setdefault(row, (placed.gene, placed.verdict.hypothesis.inheritance))
        for row, gene in placed.event.rows if placed.event else ():
            rows.setdefault(row, (gene, Inheritance.UNKNOWN))
    return [(row, gene, mode) for row, (gene, mode) in rows.items()]


def phenotype_matches(
    ranker: PhenotypeRanker, scores: PhenotypeScores, differential: Differential
) -> dict[str, PhenotypeMatch]:
    """Return by gene how well the first of its diseases in the differential explains the findings alone."""
    found: dict[str, PhenotypeMatch] = {}
    if not scores.terms.observed:
        return found
    for placed in differential.placed:
        if placed.line is None or placed.gene is None:
            continue
        line = placed.line
        match = PhenotypeMatch(
            ranker.listed.id_of(line),
            ranker.listed.shown_name(line),
            float(scores.posterior[line]),
            float(scores.log10_lr[line]),
            len(ranker.listed.genes(line)),
            ranker.listed.diseases.citation,
        )
        if placed.gene not in found or match.posterior > found[placed.gene].posterior:
            found[placed.gene] = match
    return found


def grade(
    wanted: list[tuple[int, str, Inheritance]],
    case: Case,
    genotyped: Genotyped,
    *,
    grading: Grading,
) -> tuple[Graded, ...]:
    """Return each wanted row graded: once alone, and again with its partners in the gene and the family."""
    gatherer, rules = grading.gatherer, grading.rules
    family = Family(genotyped.sample, case.pedigree, relationships=genotyped.relationships)
    calls = {row: genotyped.call(row) for row, _, _ in wanted}
    structural = {row: call for row, _, _ in wanted if (call := genotyped.structural_call(row))}
    small = [one for one in wanted if one[0] not in structural]
    splice = grading.splicing([calls[row].allele.trimmed() for row, _, _ in small])

    def facts_of(row: int, gene: str, said: FamilyFacts | None = None) -> VariantFacts:
        allele, told = calls[row].allele.trimmed(), grading.consequences(row)
        return gatherer.facts(allele, consequences=told, gene=gene, family=said, splice=splice.get(allele, NO_SPLICE))

    alone = {row: interpret_variant(facts_of(row, gene), rules).classification for row, gene, _ in small}
    for row, call in structural.items():
        alone[row] = classed(call, gatherer=gatherer, family=family).significance
    graded = []
    for row, gene, mode in small:
        carried = [
            Carried(calls[other].allele.trimmed(), calls[other].genotypes, alone[other])
            for other, its_gene, _ in wanted
            if its_gene == gene
        ]
        mine = next(one for one in carried if one.allele == calls[row].allele.trimmed())
        fits: PhenotypeMatch | Unknown = grading.phenotypes.get(gene) or NO_MATCH
        others = [one for one in carried if one is not mine]
        said = family_facts(mine, others, family=family, inheritance=mode, phenotype=fits)
        facts = facts_of(row, gene, said)
        graded.append(Graded(row, gene, calls[row], facts, interpret_variant(facts, rules)))
    return tuple(graded)


def has_imported_population(population: object) -> bool:
    """Whether a population set beyond the embedded sites was open."""
    return isinstance(population, Population) and any(isinstance(one, ImportedSites) for one in population.sets)


def described(
    graded: tuple[Graded, ...],
    differential: Differential,
    case: Case,
    genotyped: Genotyped,
    *,
    gatherer: Gatherer,
    repeats: Repeats,
    imprinted: Mapping[str, Imprinted],
) -> Described:
    """Return the records and drawings of graded variants, the structural ones that diagnoses rest on first."""
    people = _people(case, genotyped)
    origin = genotyped.carried.alleles.origin
    one_parent = {Origin.MATERNAL: "from the mother", Origin.PATERNAL: "from the father"}
    known = {one.row: one_parent[Origin(int(origin[one.row]))] for one in graded if int(origin[one.row]) in one_parent}
    events = events_of(case, genotyped, gatherer, repeats)
    structural = structural_variants(differential, genotyped, events, people)
    de_novo = np.flatnonzero((origin == Origin.DE_NOVO) & np.isin(genotyped.carried.alleles.kind, STRUCTURAL))
    order = {name: place for place, name in enumerate(Significance)}
    ordered = sorted(graded, key=lambda one: order[one.classification.classification])
    return Described(
        tuple(graded),
        (*structural, *(_record(one, people, known.get(one.row, "")) for one in ordered)),
        _drawings(graded, gatherer),
        has_reference=gatherer.sources.annotator.reference is not None,
        has_population=has_imported_population(gatherer.sources.population),
        parent_of={one.facts.allele: known[one.row] for one in graded if one.row in known},
        events=events,
        de_novo=frozenset(genotyped.columns.allele(row) for row in de_novo.tolist()),
        imprinted=imprinted,
        origins={row: Origin(int(origin[row])) for one in differential.placed for row in one.found.rows},
    )


def _record(one: Graded, people: dict[str, str], origin: str) -> VariantRecord:
    """Return the record of a graded variant, with the parent it came from where one alone carries it."""
    record = variant_record(one.facts, one.classification, call=one.call, people=people)
    return record.model_copy(update={"inheritance": origin}) if origin else record


def _people(case: Case, genotyped: Genotyped) -> dict[str, str]:
    """Return the relation of each sample to show, the patient first."""
    people = {genotyped.sample: "patient"}
    if case.pedigree is None or case.proband is None:
        return people
    father, mother = case.pedigree.parents(case.proband)
    for person, word in ((father, "father"), (mother, "mother")):
        if person:
            people[person.id] = word
    for person in case.pedigree.members.values():
        sibling = {person.father, person.mother} & {one.id for one in (father, mother) if one}
        people.setdefault(person.id, "sibling" if sibling else "relative")
    return people


def _drawings(graded: tuple[Graded, ...], gatherer: Gatherer) -> tuple[TranscriptDrawing, ...]:
    columns = gatherer.sources.transcripts
    from lexome.core.assembly import CONTIGS

    drawings = {}
    for one in graded:
        told = one.facts.consequence
        row = None if isinstance(told, Unknown) else gatherer.row_of(told.transcript, one.facts.allele)
        if isinstance(told, Unknown) or row is None:
            continue
        coding = int(columns.cds_start[row]) >= 0
        drawings[told.transcript] = TranscriptDrawing(
            transcript=told.transcript,
            gene=told.gene_symbol,
            contig=CONTIGS[int(columns.contig[row])],
            strand="+" if int(columns.strand[row]) > 0 else "-",
            exons=columns.exons(row),
            cds_start=int(columns.cds_start[row]) if coding else None,
            cds_end=int(columns.cds_end[row]) if coding else None,
            protein_length=told.protein_length,
        )
    return tuple(drawings.values())
