"""From a diagnosed case to the document that every page and table is a view of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from lexome.core.case import BY_HAND, EARLIER, Case, Finding
from lexome.reasoning.gene_evidence import VariantClass
from lexome.report.event_schema import Events
from lexome.report.schema import (
    Combination,
    Diagnosis,
    DiagnosisReport,
    EvidenceRecord,
    Family,
    FamilyCheck,
    FilterStep,
    FindingRecord,
    Laboratory,
    NextQuestion,
    NotDone,
    Note,
    Patient,
    PedigreeMember,
)
from lexome.services.diagnose.advice import EXPLAINS_FROM, combinations, questions
from lexome.services.diagnose.beyond_told import in_full, not_covered
from lexome.services.diagnose.confirming import before_all, confirmations, settled
from lexome.services.diagnose.scope_told import outside_scope
from lexome.services.diagnose.secondary import secondary_findings, with_incidental

if TYPE_CHECKING:
    from lexome.core.evidence import Evidence
    from lexome.knowledge.hpo import Ontology
    from lexome.lab import Lab
    from lexome.reasoning.joint import Placed
    from lexome.reasoning.parentage import Relationship
    from lexome.services.diagnose.engine import Diagnosed, Engine
    from lexome.services.diagnose.genotyped import Genotyped
    from lexome.services.diagnose.patient import Intake
    from lexome.services.diagnose.scope import Scope
    from lexome.services.diagnose.variants import Described

EXOME_FROM, GENOME_FROM = 10_000, 500_000
"""Alleles of one person from which a file is taken for an exome's, and for a genome's: an exome has some 20,000 coding
ones, a genome 4 to 5 million (1000 Genomes 2015, doi:10.1038/nature15393)."""


def document(
    case: Case,
    diagnosed: Diagnosed,
    genotyped: Genotyped | None,
    *,
    engine: Engine,
    intake: Intake,
    lab: Lab,
    age: str | None = None,
) -> DiagnosisReport:
    """Return the report of one case; provenance is taken last, when everything that was used is open."""
    differential, described = diagnosed.differential, diagnosed.described
    listed = tuple(
        _diagnosis(rank, placed, case, described) for rank, placed in enumerate(differential.placed, start=1)
    )
    secondary = secondary_findings(case, genotyped, engine, listed)
    events, family = _events(described, engine), _family(case, genotyped)
    together = combinations(engine.ranker, case, diagnosed)
    return DiagnosisReport(
        provenance=lab.provenance(),
        case_id=case.id,
        patient=Patient(
            case_id=case.id,
            sex=case.sex.value,
            age=age,
            age_years=case.age_years,
            sample=genotyped.sample if genotyped else None,
        ),
        scope=_scope(genotyped, engine.scope),
        assembly="GRCh38" if genotyped else None,
        note=Note(text=case.note, language=intake.language) if case.note is not None else None,
        findings=tuple(_finding(finding, engine.ranker.ontology) for finding in case.findings),
        differential=with_incidental(listed, case, engine),
        unlisted_posterior=differential.ranking.unlisted_posterior,
        considered=differential.ranking.considered,
        left_out=differential.ranking.left_out,
        combinations=together,
        next_questions=_next(listed, events, diagnosed, engine, family=family, together=together, case=case),
        variants=described.records if described else (),
        events=events,
        transcripts=described.drawings if described else (),
        family=family,
        variant_counts=_counts(genotyped),
        not_done=tuple(_not_done(case, genotyped, described, engine.scope)),
        not_covered=(*outside_scope(genotyped, engine), *not_covered(genotyped)),
        secondary_findings=secondary,
        problems=(*intake.problems, *(diagnosed.described.problems if diagnosed.described else ())),
        laboratory=Laboratory(name=lab.settings.laboratory),
    )


def _counts(genotyped: Genotyped | None) -> tuple[FilterStep, ...]:
    return tuple(
        FilterStep(step=one.step, kept=one.kept, put_aside=one.put_aside, because=one.because)
        for one in (genotyped.steps if genotyped else ())
    )


def _events(described: Described | None, engine: Engine) -> Events:
    events = described.events if described else Events()
    if not events.any:
        return events
    return in_full(events, bands=engine.lab.knowledge("cytobands"), listed=engine.ranker.listed)


def _next(
    listed: Sequence[Diagnosis],
    events: Events,
    diagnosed: Diagnosed,
    engine: Engine,
    *,
    family: Family | None,
    together: Sequence[Combination],
    case: Case,
) -> tuple[NextQuestion, ...]:
    """Return what to set right, what to test, then what to ask where findings could still tell diagnoses apart."""
    unlisted, has_findings = diagnosed.differential.ranking.unlisted_posterior, bool(case.observed())
    first = before_all(checks=family.checks if family else (), has_findings=has_findings)
    asked = questions(engine.ranker, diagnosed.joint) if has_findings and not settled(listed) else ()
    records = diagnosed.described.records if diagnosed.described else ()
    ranks = next((frozenset(one.ranks) for one in together if 1 in one.ranks), frozenset[int]())
    confirm = confirmations(listed, events, records, unlisted=unlisted, together=ranks)
    return (*first, *confirm, *asked)


def _scope(genotyped: Genotyped | None, asked: Scope) -> Literal["phenotype", "panel", "exome", "genome", "variants"]:
    if genotyped is None:
        return "phenotype"
    if asked.name:
        return asked.name
    carried = next(step.kept for step in genotyped.steps if step.step == "carried by the patient")
    return "genome" if carried >= GENOME_FROM else "exome" if carried >= EXOME_FROM else "variants"


def _finding(finding: Finding, ontology: Ontology) -> FindingRecord:
    of_note = finding.span is not None or finding.because.startswith(EARLIER)
    source: Literal["note", "given", "phenopacket"] = "note" if of_note else "phenopacket"
    if finding.because == BY_HAND:
        source = "given"
    return FindingRecord(
        hpo_id=finding.hpo_id,
        label=finding.label,
        status=finding.status.value,
        start=finding.span.start if finding.span else None,
        end=finding.span.end if finding.span else None,
        quote=finding.span.quote if finding.span else None,
        onset=finding.onset,
        relative=finding.relative,
        modifiers=finding.modifiers,
        onset_label=_label(finding.onset or "", ontology),
        modifier_labels=tuple(_label(one, ontology) or one for one in finding.modifiers),
        because=finding.because,
        source=source,
    )


def _label(term: str, ontology: Ontology) -> str | None:
    row = ontology.resolve(term).index if term.startswith("HP:") else None
    return None if row is None else ontology.label_of(row)


def _diagnosis(rank: int, placed: Placed, case: Case, described: Described | None) -> Diagnosis:
    verdict = placed.verdict
    hypothesis = verdict.hypothesis
    weight: dict[str, float] = {}
    for item in verdict.evidence:
        weight[item.about] = weight.get(item.about, 0.0) + item.log10_lr
    observed = list(dict.fromkeys(finding.hpo_id for finding in case.observed()))
    return Diagnosis(
        rank=rank,
        disease_id=hypothesis.disease_id,
        disease_name=hypothesis.disease_name,
        equivalent_ids=hypothesis.equivalent_ids,
        genes=hypothesis.genes,
        variants=tuple(str(allele) for allele in hypothesis.alleles),
        inheritance=hypothesis.inheritance.value,
        posterior=verdict.posterior,
        log10_lr=verdict.log10_lr,
        evidence=tuple(_evidence(item) for item in verdict.evidence),
        explained=tuple(hpo_id for hpo_id in observed if weight.get(hpo_id, 0.0) >= EXPLAINS_FROM),
        unexplained=tuple(hpo_id for hpo_id in observed if weight.get(hpo_id, 0.0) < EXPLAINS_FROM),
        mechanism=hypothesis.mechanism.value,
        event=hypothesis.event,
        candidate_gene=hypothesis.disease_id is None,
        flags=described.flags_of(placed) if described else (),
    )


def _evidence(item: Evidence) -> EvidenceRecord:
    return EvidenceRecord(
        code=item.code,
        log10_lr=item.log10_lr,
        because=item.because,
        about=item.about,
        strength=item.strength.label if item.strength else None,
        citations=item.citations,
    )


def _family(case: Case, genotyped: Genotyped | None) -> Family | None:
    if case.pedigree is None or case.proband is None:
        return None
    members = tuple(
        PedigreeMember(
            id=person.id, sex=person.sex.value, father=person.father, mother=person.mother, affected=person.affected
        )
        for person in case.pedigree.members.values()
    )
    checks = tuple(_check(name, said, case) for name, said in (genotyped.relationships if genotyped else {}).items())
    return Family(family_id=case.pedigree.family_id, proband=case.proband, members=members, checks=checks)


def _check(parent: str, said: Relationship, case: Case) -> FamilyCheck:
    """Return whether the genotypes agree that somebody is a parent of the patient."""
    result: Literal["agrees", "disagrees", "not assessable"] = "not assessable"
    if said.is_parent is not None:
        result = "agrees" if said.is_parent else "disagrees"
    figures = f"kinship {said.kinship:.2f} (parent and child: 0.25), {said.opposite:.2%} opposite homozygotes"
    return FamilyCheck(
        what=f"{parent} is a parent of {case.proband}", result=result, because=f"{figures}, {said.sites:,} sites"
    )


def _unread(genotyped: Genotyped) -> int:
    """Return how many weighed alleles change a codon that could not be read."""
    return int((genotyped.carried.alleles.kind == VariantClass.CODING_UNRESOLVED).sum())


def _not_done(case: Case, genotyped: Genotyped | None, described: Described | None, scope: Scope) -> Sequence[NotDone]:
    steps = []
    if scope.name == "phenotype":
        why = "the scope asked for is findings only; no variant was read"
        steps.append(NotDone(what="Variants", why=why, remedy="leave out --scope phenotype"))
    elif genotyped is None:
        steps.append(NotDone(what="Variants", why="no VCF was given", remedy="--vcf FILE"))
    elif described is not None and not described.has_reference:
        steps.append(
            NotDone(
                what="Codon-level effects and splice prediction",
                why="no reference genome was given: missense, stop and synonymous changes cannot be told apart",
                remedy="--fasta GRCh38.fa",
            )
        )
    elif genotyped is not None and (unread := _unread(genotyped)):
        steps.append(
            NotDone(
                what="Codon-level effects where the reference given has no sequence",
                why=(
                    f"{unread:,} coding alleles lie outside it: missense, stop and synonymous cannot be told apart, "
                    "and insertions and deletions get no HGVS name"
                ),
                remedy="--fasta with the whole of GRCh38",
            )
        )
    if genotyped is not None and described is not None and not described.has_population:
        steps.append(
            NotDone(
                what="Population frequencies beyond the embedded 1000 Genomes sites",
                why="no population database was imported; most frequencies are unknown, which is not rare",
                remedy="lexome data import population GNOMAD.vcf.bgz --release 4.1 --assembly GRCh38",
            )
        )
    if not case.observed():
        steps.append(NotDone(what="Phenotype", why="no observed finding was given", remedy="--hpo or --note"))
    return steps
