"""Small VCFs with structural and other calls, written for tests."""

from __future__ import annotations

from pathlib import Path

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly

ORDER = {name: place for place, name in enumerate(CONTIGS)}


def write_vcf(path: Path, *records: str, samples: tuple[str, ...] = ("P",)) -> Path:
    """Write records ('chrom pos ref alt info format sample…', blanks between) in genomic order."""
    lengths = CONTIG_LENGTHS[Assembly.GRCH38]
    head = ["##fileformat=VCFv4.3", *(f"##contig=<ID={name},length={lengths[name]}>" for name in CONTIGS)]
    head.append("\t".join(["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", *samples]))
    lines = []
    for record in records:
        contig, pos, ref, alt, info, form, *values = record.split()
        place, _, filters = pos.partition("/")
        lines.append(
            (ORDER[contig], int(place), [contig, place, ".", ref, alt, ".", filters or "PASS", info, form, *values])
        )
    body = ["\t".join(parts) for _, _, parts in sorted(lines, key=lambda one: one[:2])]
    path.write_text("\n".join([*head, *body]) + "\n")
    return path
