"""What the documents for other systems share: the diagnoses they carry, names of variants, ids the report lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lexome.core.allele import Allele
from lexome.core.assembly import refseq_accession
from lexome.report.schema import Diagnosis, DiagnosisReport
from lexome.report.variant_schema import GenotypeRecord, VariantRecord
from lexome.report.wording import FLAGS, clean, percent

LEADING_FROM = 0.10
"""Probability from which a diagnosis is handed on; below is 'very unlikely' (IPCC guidance note, Mastrandrea 2010)."""

MAX_POSITION = 2**31 - 1
"""Highest position of a VCF record (VCF 4.3, section 1.6.1)."""

_COMPLEMENT = str.maketrans("ACGT", "TGCA")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Ids and labels that a report does not hold: HGNC id of each gene symbol, label of each HPO id."""

    hgnc: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)


def leading(report: DiagnosisReport) -> tuple[Diagnosis, ...]:
    """Return the diagnoses worth handing on: probable enough, or part of a combination that is."""
    together = {rank for one in report.combinations if (one.posterior or 0.0) >= LEADING_FROM for rank in one.ranks}
    return tuple(one for one in report.differential if one.posterior >= LEADING_FROM or one.rank in together)


def told_in_words(diagnosis: Diagnosis) -> str:
    """Return the place, probability, inheritance and flags of a diagnosis in one sentence."""
    flags = "; ".join(FLAGS[flag][0] if flag in FLAGS else flag for flag in diagnosis.flags)
    told = f"Rank {diagnosis.rank}, probability {percent(diagnosis.posterior)}, {diagnosis.inheritance} inheritance"
    return clean(told + (f": {flags}" if flags else "")).replace("\u00a0", " ")


def described(report: DiagnosisReport) -> dict[str, VariantRecord]:
    """Return the variants described, by their key."""
    return {record.variant: record for record in report.variants}


def carried_by_patient(record: VariantRecord) -> GenotypeRecord | None:
    """Return the patient's genotype, None when nobody's is shown."""
    named = (one for one in record.genotypes if one.relation == "patient")
    return next(named, next(iter(record.genotypes), None))


def allele_of(variant: str) -> Allele | None:
    """Return the allele a key names, None for what cannot be written as a record of one place (a breakend)."""
    try:
        allele = Allele.parse(variant)
    except ValueError:
        return None
    return allele if allele.pos <= MAX_POSITION else None


def accession(allele: Allele) -> str | None:
    """Return the RefSeq accession of the chromosome, None for another contig.

    >>> accession(Allele.parse("GRCh38:X:1:A:C")), accession(Allele.parse("GRCh37:MT:1:A:C"))
    ('NC_000023.11', 'NC_012920.1')
    """
    return refseq_accession(allele.assembly, allele.contig)


def genomic_hgvs(allele: Allele) -> str | None:
    """Return the genomic HGVS name of a substitution or an exchange of equally many bases.

    Anything that may be shifted along a repeat (deletion, insertion, duplication) is None: its most 3' place cannot
    be told without the reference sequence.

    >>> genomic_hgvs(Allele.parse("GRCh38:17:43045705:T:C"))
    'NC_000017.11:g.43045705T>C'
    >>> genomic_hgvs(Allele.parse("GRCh38:MT:3243:AAT:GAC")), genomic_hgvs(Allele.parse("GRCh38:1:100:CT:C"))
    ('NC_012920.1:m.3243_3245delinsGAC', None)
    """
    bare, name = allele.trimmed(), accession(allele)
    if name is None or bare.is_symbolic or len(bare.ref) != len(bare.alt) or bare.ref == bare.alt:
        return None
    where = f"{name}:{'m' if allele.contig == 'MT' else 'g'}.{bare.pos}"
    if bare.is_snv:
        return f"{where}{bare.ref}>{bare.alt}"
    if bare.alt == bare.ref.translate(_COMPLEMENT)[::-1]:
        return f"{where}_{bare.end}inv"
    return f"{where}_{bare.end}delins{bare.alt}"


def instant(moment: datetime) -> str:
    """Return a moment in UTC as RFC 3339; a moment without a zone is taken for UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
