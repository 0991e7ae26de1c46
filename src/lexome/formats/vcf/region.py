"""The records of one region: by the index where it can be trusted, else by reading the file through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lexome.core.assembly import Assembly, canonical_contig
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.bgzf import Inflated, Packing
from lexome.formats.tabix import Index, index_of
from lexome.formats.vcf.columns import VcfColumns
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.limits import Limits
from lexome.formats.vcf.lines import header_and_blocks, whole_lines
from lexome.formats.vcf.read import Reading, read_vcf
from lexome.formats.vcf.record_text import RecordText

_BLOCK = 1 << 17
"""Bytes parsed at a time: a region is a few blocks, and reading stops with the first record beyond it."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a contig, in either naming: 0-based ``start``, half-open ``end``."""

    contig: str
    start: int
    end: int


def read_region(
    path: Path | str,
    region: Region,
    *,
    samples: Sequence[str] | None = None,
    limits: Limits | None = None,
    assembly: Assembly | None = None,
) -> VcfColumns:
    """Return the alleles that overlap a region.

    An index beside the file is used as a hint: reading begins before the region and ends beyond it, and where what
    comes back does not bear that out (or the index is older than the file) the file is read through and a warning
    says so. Lines are not numbered when an index was used.
    """
    path, limits = Path(path), limits or Limits()
    index = index_of(path)
    if index is not None:
        found = _by_index(path, region, index, samples=samples, limits=limits, assembly=assembly)
        if found is not None:
            return _overlapping(found, region)
    whole = read_vcf(path, samples=samples, limits=limits, assembly=assembly)
    if index is not None:
        problem = Problem(
            Level.WARNING,
            "index-wrong",
            path.name,
            "the index does not lead to the region; the whole file was read",
            "index the file anew (bcftools index)",
        )
        whole = replace(whole, problems=(*whole.problems, problem))
    return _overlapping(whole, region)


def _overlapping(columns: VcfColumns, region: Region) -> VcfColumns:
    wanted = canonical_contig(region.contig) or region.contig
    if wanted not in columns.contig_names:
        return columns.select(np.zeros(len(columns), np.bool_))
    code = columns.contig_names.index(wanted)
    end = np.maximum(columns.end, columns.start + 1)
    return columns.select((columns.contig == code) & (columns.start < region.end) & (end > region.start))


def _by_index(
    path: Path,
    region: Region,
    index: Index,
    *,
    samples: Sequence[str] | None,
    limits: Limits,
    assembly: Assembly | None,
) -> VcfColumns | None:
    """Return the records around a region; None where the index does not bear out."""
    wanted = canonical_contig(region.contig) or region.contig
    name = next((one for one in index.names if (canonical_contig(one) or one) == wanted), None)
    begins = index.begins(name) if name is not None else []
    if name is None or not begins:
        return None
    first = index.first(name, region.start, region.end)
    if first is None:
        first = begins[-1]
    earlier = [begin for begin in begins if begin < first]
    begin = earlier[-1] if earlier else first
    try:
        inflated = Inflated(path, caps=limits.inflation)
        if inflated.packing is not Packing.BGZIP:
            return None
        lines, _ = header_and_blocks(inflated, limits)
        reading = Reading(path, limits, details=True)
        reading.findings = Findings(path.name, per_code=limits.problems_per_code, numbered=False)
        reading.take_header(lines, samples)
        beyond = _read_around(reading, inflated, begin, region, wanted, at_first=not earlier)
    except BadInput:
        return None
    return reading.columns(assembly) if beyond else None


def _read_around(
    reading: Reading, inflated: Inflated, begin: int, region: Region, wanted: str, *, at_first: bool
) -> bool:
    """Read from a virtual offset until beyond the region; return whether both sides of it were seen."""
    reading.text = RecordText(inflated, name=inflated.path.name, numbered=False)
    packed, within = begin >> 16, begin & 0xFFFF
    chunks = inflated.chunks_from(packed, within=within)
    line, last = 1, -2
    for block in whole_lines(chunks, reading.limits, name=inflated.path.name, block=_BLOCK, offset=within):
        reading.body(iter((block,)), first_line=line)
        line += block.padded.count(b"\n")
        arrays = reading.parts[-1].arrays
        if not len(arrays["start"]):
            return False
        names = reading.names.names()
        code = names.index(wanted) if wanted in names else -1
        contig, start = arrays["contig"], arrays["start"]
        here = contig == code
        if last == -2 and not (here[0] and (at_first or start[0] < region.start)):
            return False
        mine = start[here]
        if len(mine) and (mine[0] < last or (np.diff(mine) < 0).any()):
            return False
        last = int(mine[-1]) if len(mine) else last
        if not here.all() or last >= region.end:
            return True
    return True
