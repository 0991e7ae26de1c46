"""What a FASTA header says of the place its sequence comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexome.core.assembly import CONTIGS, Assembly, assembly_of_length, canonical_contig

_REGION = re.compile(r"(?:^|[|\s]|range=)([\w.]+):(\d{1,10})-(\d{1,10})(?=$|[|\s])")
_ENSEMBL = re.compile(r"\bchromosome:(GRCh3[78]):(\w+):(\d{1,10}):(\d{1,10}):1\b")
_ACCESSION = re.compile(r"^NC_0000(\d\d)\.\d+$")
_BUILDS = {"GRCH38": Assembly.GRCH38, "HG38": Assembly.GRCH38, "GRCH37": Assembly.GRCH37, "HG19": Assembly.GRCH37}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sequence lies: contig (canonical where it is a chromosome's), 0-based half-open interval.

    ``assembly`` is None when neither the header nor the length tells.
    """

    contig: str
    start: int
    end: int
    assembly: Assembly | None = None


def place_of(header: str, length: int) -> Place:
    """Return the place of a sequence of ``length`` bases, from its header without '>'.

    A region counts when its length is the sequence's: 1-based inclusive as samtools and UCSC write it, or 0-based
    half-open as bedtools does. Otherwise the first word is the contig, read from its first base.

    >>> place_of("LRG_1|COL1A1|chr17:101-110|GRCh38|diffs=0", 10)
    Place(contig='17', start=100, end=110, assembly=<Assembly.GRCH38: 'GRCh38'>)
    """
    stated = _stated_assembly(header)
    whole = _ENSEMBL.search(header)
    if whole is not None and int(whole[4]) - int(whole[3]) + 1 == length:
        return Place(contig_named(whole[2]), int(whole[3]) - 1, int(whole[4]), Assembly(whole[1]))
    for region in _REGION.finditer(header):
        first, last = int(region[2]), int(region[3])
        if first >= 1 and last - first + 1 == length and "strand=-" not in header:
            return Place(contig_named(region[1]), first - 1, last, stated)
        if last - first == length and "strand=-" not in header:
            return Place(contig_named(region[1]), first, last, stated)
    contig = contig_named(header.split(maxsplit=1)[0] if header.strip() else "")
    return Place(contig, 0, length, assembly_of_length(contig, length) or stated)


def contig_named(word: str) -> str:
    """Return the canonical name of a contig given by name or RefSeq accession, any other name as it stands."""
    accession = _ACCESSION.match(word)
    if accession is not None and 1 <= int(accession[1]) <= 24:
        return CONTIGS[int(accession[1]) - 1]
    if word.startswith("NC_012920."):
        return "MT"
    return canonical_contig(word) or word


def _stated_assembly(header: str) -> Assembly | None:
    words = re.split(r"[|\s_:,=]", header.upper())
    found = {_BUILDS[word] for word in words if word in _BUILDS}
    return found.pop() if len(found) == 1 else None
