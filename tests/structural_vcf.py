"""Small VCFs with structural and other calls, written for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

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


def write_trio(
    path: Path,
    *records: str,
    disomic: str = "",
    lost: tuple[str, int, int] = ("", 0, 0),
    mother: bool = True,
    seed: int = 11,
) -> Path:
    """Write kid, dad and mum at independent sites, and records for the three.

    On chromosome ``disomic`` the child has both copies of the mother's, or of the father's; in the stretch ``lost`` one
    copy, of the mother's or of the father's.
    """
    rng = np.random.default_rng(seed)
    sites = []
    for contig in map(str, range(1, 23)):
        count = 500 if lost[0] else 150
        for position in np.unique(rng.integers(3_000_000, 40_000_000, count)).tolist():
            dad, mum = (rng.random(2) < 0.4).astype(int), (rng.random(2) < 0.4).astype(int)
            both = mum if mother else dad
            kid = both if contig == disomic else np.array([rng.choice(dad), rng.choice(mum)])
            if contig == lost[0] and lost[1] < position <= lost[2]:
                kid = np.repeat(rng.choice(both), 2)
            if dad.any() or mum.any():
                sites.append(f"{contig} {position} A G . GT {' '.join(f'{a}/{b}' for a, b in (kid, dad, mum))}")
    return write_vcf(path, *records, *sites, samples=("kid", "dad", "mum"))


PED = "F\tkid\tdad\tmum\t2\t2\nF\tdad\t0\t0\t1\t1\nF\tmum\t0\t0\t2\t1\n"
"""The pedigree of ``write_trio``."""
