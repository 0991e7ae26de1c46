"""The patient's VCF with what the report says of its alleles in INFO; every other byte stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexome import __version__
from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.formats.bgzf_writer import WholeFile
from lexome.formats.vcf.annotation import InfoField, Site, header_of, header_with, raw_lines, site_of, with_info

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lexome.report.schema import Diagnosis, DiagnosisReport
    from lexome.report.variant_schema import VariantRecord

FIELDS = (
    InfoField("LEXOME_RANK", "Integer", "Rank of the best diagnosis that rests on the allele"),
    InfoField("LEXOME_POSTERIOR", "Float", "Probability of that diagnosis (0-1)"),
    InfoField("LEXOME_HYPOTHESIS", "String", "That diagnosis: disease id, genes joined by +, inheritance, joined by |"),
    InfoField("LEXOME_CLASS", "String", "ACMG/AMP class by points"),
    InfoField("LEXOME_CRITERIA", "String", "ACMG/AMP criteria met, each as CODE:strength, joined by |"),
)
_OWN = frozenset(field.name.encode() for field in FIELDS)
_UNSAFE = str.maketrans(dict.fromkeys(" ,;=\t\r\n%", "_"))
"""What has a meaning of its own in INFO (VCF specification 4.5, section 1.6.1)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the report says of one allele."""

    diagnosis: Diagnosis | None
    record: VariantRecord | None

    def values(self) -> tuple[str, ...]:
        """Return the value of each field, '.' where there is none."""
        best, record = self.diagnosis, self.record
        rank, posterior = (str(best.rank), f"{best.posterior:.6g}") if best else (".", ".")
        named = (best.disease_id or "candidate", "+".join(best.genes) or ".", best.inheritance) if best else ()
        criteria = "|".join(f"{one.code}:{one.strength}" for one in record.criteria) if record else ""
        graded = (record.classification or ".") if record else "."
        texts = (rank, posterior, "|".join(named) or ".", graded, criteria or ".")
        return tuple(text.translate(_UNSAFE) for text in texts)


def write_evidence(source: Path, target: Path, report: DiagnosisReport) -> None:
    """Write ``source`` to ``target`` (bgzipped), alleles of the report annotated.

    Raises
    ------
    BadInput
        when the source can no longer be read, or the target not be written.
    """
    by_allele, by_line = _told(report)
    lines = raw_lines(source)
    header = header_of(lines, source)
    stamp = f'lexome_diagnose=<ID=evidence,version="{__version__}",schema="{report.schema_version}">'
    with WholeFile(target) as out:
        for line in header_with(header, FIELDS, stamp=stamp):
            out.write(line)
        for number, line in enumerate(lines, start=len(header) + 1):
            out.write(_annotated(line, by_allele, by_line.get(number)))


def _annotated(line: bytes, by_allele: Mapping[str, Told], told: Told | None) -> bytes:
    site = site_of(line)
    if site is None or site.pos is None or site.pos < 1:
        return line
    found = [by_allele.get(_key(site, alt)) for alt in site.alts]
    if told is not None and len(found) == 1:  # an allele that was moved to its leftmost place has another key
        found = [found[0] or told]
    if not any(found):
        return with_info(line, {}, own=_OWN) if b"LEXOME_" in line else line
    columns = zip(*(one.values() if one else (".",) * len(FIELDS) for one in found), strict=True)
    added = {field.name: ",".join(values) for field, values in zip(FIELDS, columns, strict=True)}
    return with_info(line, {name: text for name, text in added.items() if text.strip(".,")}, own=_OWN)


def _key(site: Site, alt: str) -> str:
    assert site.pos is not None
    allele = Allele.from_vcf(Assembly.GRCH38, contig=site.contig, pos=site.pos, ref=site.ref, alt=alt)
    return str(allele if allele.is_symbolic else allele.trimmed())


def _told(report: DiagnosisReport) -> tuple[dict[str, Told], dict[int, Told]]:
    """Return what is said by allele, and by line of the file where the report knows it."""
    best: dict[str, Diagnosis] = {}
    for diagnosis in report.differential:
        for variant in diagnosis.variants:
            best.setdefault(variant, diagnosis)
    records = {record.variant: record for record in report.variants}
    told = {name: Told(best.get(name), records.get(name)) for name in dict.fromkeys((*best, *records))}
    by_line = {record.line: told[name] for name, record in records.items() if record.line is not None}
    return told, by_line
