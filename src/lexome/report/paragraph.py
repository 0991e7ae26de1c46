"""The paragraph an accredited laboratory prints of a variant, built from nothing but the variant's record."""

from __future__ import annotations

from lexome.report.variant_schema import GenotypeRecord, VariantRecord
from lexome.report.wording import CLASSES, STRENGTHS, brief, clean, percent, points_told, short_variant, terms

MITOCHONDRIAL = frozenset({"heteroplasmic", "homoplasmic"})
"""Zygosities that say little without the share of reads."""


def paragraph(record: VariantRecord) -> str:
    """Return HGVS, zygosity, origin, consequence, class, points and criteria with strengths as prose."""
    return " ".join(sentence for sentence in (_what(record), _class(record), _grounds(record)) if sentence)


def named(record: VariantRecord) -> str:
    """Return the shortest full name of a variant: HGVS with transcript, else the place and change."""
    if not record.hgvs_c:
        return clean(record.name or brief(record.variant))
    change = record.hgvs_c
    if record.transcript and ":" not in change:
        change = f"{record.transcript}:{change}"
    return clean(f"{change} {bare(record.hgvs_p)}".strip())


def bare(hgvs: str | None) -> str:
    """Return an HGVS expression without its accession.

    >>> bare("NP_003156.1:p.(Arg406His)"), bare(None)
    ('p.(Arg406His)', '')
    """
    return (hgvs or "").rpartition(":")[2]


def carried(genotypes: tuple[GenotypeRecord, ...]) -> str:
    """Return the patient's zygosity, of mitochondrial variants with its share, or that it is not known."""
    if not genotypes:
        return "zygosity not known"
    first = genotypes[0]
    if first.zygosity in MITOCHONDRIAL and first.alt_fraction is not None:
        return f"{first.zygosity} ({percent(first.alt_fraction)} of reads)"
    return first.zygosity


def _what(record: VariantRecord) -> str:
    where = ""
    if record.exon:
        where = f" in exon {record.exon}" + (f" of {record.exon_count}" if record.exon_count else "")
    elif record.intron:
        where = f" in intron {record.intron}" + (f" of {record.exon_count - 1}" if record.exon_count else "")
    origin = f", {record.inheritance}" if record.inheritance else ", origin not established"
    gene = f" in {record.gene}" if record.gene else ""
    if record.name:
        among = f", with coding sequence of {record.gene}," if record.gene else ""
        return f"A {named(record)}{among} is {carried(record.genotypes)} in the patient{origin}."
    effect = f"{terms(record.consequence)}{where}"
    full = named(record) if record.hgvs_c else short_variant(record.variant)
    return f"{full}{gene} ({effect}) is {carried(record.genotypes)} in the patient{origin}."


def _class(record: VariantRecord) -> str:
    if record.classification is None:
        return "It was not graded."
    sum_said = f" ({points_told(record.points)})" if record.points is not None else ""
    rules = "point scheme for copy-number variants" if record.name else "ACMG/AMP criteria"
    sentence = f"By the {rules} it is classified as {CLASSES[record.classification].lower()}{sum_said}"
    if record.combination_2015 and record.combination_2015 != record.classification:
        sentence += f"; the 2015 combination rules give {CLASSES[record.combination_2015].lower()}"
    return f"{sentence}."


def _grounds(record: VariantRecord) -> str:
    if record.classification is None or record.name:
        return ""
    if not record.criteria:
        return "No criterion is met."
    met = ", ".join(f"{item.code} ({STRENGTHS.get(item.strength, item.strength)})" for item in record.criteria)
    return f"Criteria met: {met}."
