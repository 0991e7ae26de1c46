"""Small official-looking files for import tests."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

SITES_HEADER = (
    "##fileformat=VCFv4.2",
    '##INFO=<ID=AC,Number=A,Type=Integer,Description="">',
    '##INFO=<ID=AN,Number=1,Type=Integer,Description="">',
    '##INFO=<ID=nhomalt,Number=A,Type=Integer,Description="">',
    '##INFO=<ID=AC_nfe,Number=A,Type=Integer,Description="">',
    '##INFO=<ID=AN_nfe,Number=1,Type=Integer,Description="">',
    '##INFO=<ID=faf95_nfe,Number=A,Type=Float,Description="">',
    "##contig=<ID=chr1,length=248956422>",
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO",
)


def sites_vcf(path: Path, records: Iterable[tuple[str, int, str, str, str]]) -> Path:
    """Write a sites VCF of (contig, 1-based position, REF, ALT, INFO), gzipped when its name ends in .gz."""
    lines = [*SITES_HEADER, *(f"{c}\t{pos}\t.\t{ref}\t{alt}\t.\tPASS\t{info}" for c, pos, ref, alt, info in records)]
    content = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path
