"""Values of the core as parts of the report document, field by field: nothing is weighed or worked out here."""

from __future__ import annotations

from typing import Literal

from lexome.core.assembly import CONTIGS
from lexome.core.case import Finding, Pedigree
from lexome.core.evidence import Evidence
from lexome.core.hypothesis import Verdict
from lexome.core.transcript import TranscriptColumns
from lexome.report.schema import Diagnosis, EvidenceRecord, Family, FamilyCheck, FindingRecord, PedigreeMember
from lexome.report.variant_schema import TranscriptDrawing

FindingSource = Literal["note", "given", "phenopacket", "relative"]


def finding_record(finding: Finding, *, source: FindingSource = "note") -> FindingRecord:
    """Return a finding as the document holds it."""
    span = finding.span
    return FindingRecord(
        hpo_id=finding.hpo_id,
        label=finding.label,
        status=finding.status.value,
        start=span.start if span else None,
        end=span.end if span else None,
        quote=span.quote if span else None,
        onset=finding.onset,
        relative=finding.relative,
        modifiers=finding.modifiers,
        because=finding.because,
        source=source,
    )


def evidence_record(evidence: Evidence) -> EvidenceRecord:
    """Return an argument as the document holds it."""
    return EvidenceRecord(
        code=evidence.code,
        log10_lr=evidence.log10_lr,
        because=evidence.because,
        about=evidence.about,
        strength=evidence.strength.label if evidence.strength else None,
        citations=evidence.citations,
    )


def diagnosis_record(
    verdict: Verdict,
    *,
    rank: int,
    explained: tuple[str, ...] = (),
    unexplained: tuple[str, ...] = (),
    flags: tuple[str, ...] = (),
) -> Diagnosis:
    """Return one line of the differential; a hypothesis without disease is a candidate gene."""
    hypothesis = verdict.hypothesis
    return Diagnosis(
        rank=rank,
        disease_id=hypothesis.disease_id,
        disease_name=hypothesis.disease_name,
        equivalent_ids=hypothesis.equivalent_ids,
        genes=hypothesis.genes,
        variants=tuple(str(allele) for allele in hypothesis.alleles),
        inheritance=hypothesis.inheritance.value,
        posterior=min(1.0, max(0.0, verdict.posterior)),
        log10_lr=verdict.log10_lr,
        evidence=tuple(evidence_record(item) for item in verdict.evidence),
        explained=explained,
        unexplained=unexplained,
        candidate_gene=hypothesis.disease_id is None,
        flags=flags,
    )


def transcript_drawing(columns: TranscriptColumns, row: int) -> TranscriptDrawing:
    """Return what is drawn of one transcript, called as consequences call it: RefSeq where there is one."""
    part = slice(int(columns.exon_indptr[row]), int(columns.exon_indptr[row + 1]))
    starts, ends = columns.exon_start[part].tolist(), columns.exon_end[part].tolist()
    low, high = int(columns.cds_start[row]), int(columns.cds_end[row])
    return TranscriptDrawing(
        transcript=columns.refseq_ids[row] or columns.transcript_ids[row],
        gene=columns.gene_symbols[row],
        contig=CONTIGS[int(columns.contig[row])],
        strand="+" if int(columns.strand[row]) > 0 else "-",
        exons=tuple(zip(starts, ends, strict=True)),
        cds_start=low if low >= 0 else None,
        cds_end=high if low >= 0 else None,
    )


def family_record(pedigree: Pedigree, *, proband: str, checks: tuple[FamilyCheck, ...] = ()) -> Family:
    """Return the pedigree as the document holds it."""
    members = tuple(
        PedigreeMember(
            id=person.id,
            sex=person.sex.value,
            father=person.father,
            mother=person.mother,
            affected=person.affected,
        )
        for person in pedigree.members.values()
    )
    return Family(family_id=pedigree.family_id, proband=proband, members=members, checks=checks)
