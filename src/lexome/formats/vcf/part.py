"""The columns of one block, and their joining into those of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.balance import alt_fractions
from lexome.formats.vcf.block import Block
from lexome.formats.vcf.contigs import ContigNames
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.genotypes import (
    MISSING,
    NO_SECOND,
    Called,
    Layout,
    called,
    layouts,
    real_numbers,
    reals,
    whole_numbers,
)
from lexome.formats.vcf.numbers import Bytes, Places, equals, gather, integers
from lexome.formats.vcf.rows import Kind, Rows, ends_of, expand

_PER_ROW = ("contig", "start", "end", "kind", "number", "line", "qual", "passed")
_PER_SAMPLE = ("copies", "ploidy", "phased", "haplotype", "phase_set", "depth", "quality", "alt_fraction")
_TYPES = {
    "contig": np.int16, "start": np.int32, "end": np.int32, "kind": np.int8, "number": np.int16, "line": np.int64,
    "qual": np.float32, "passed": np.bool_, "copies": np.int8, "ploidy": np.int8, "phased": np.bool_,
    "haplotype": np.int8, "phase_set": np.int32, "depth": np.int32, "quality": np.float32, "alt_fraction": np.float32,
}  # fmt: skip


@dataclass(slots=True)
class Part:
    """Columns of one block: ``arrays`` by name, and the text of REF and ALT end to end with lengths."""

    arrays: dict[str, NDArray[Any]]
    ref: Bytes
    ref_length: NDArray[np.int32]
    alt: Bytes
    alt_length: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ref_length)

    @staticmethod
    def join(parts: list[Part], *, samples: int) -> dict[str, Any]:
        """Return the columns of all parts by name, emptying the parts as it goes."""
        joined: dict[str, Any] = {}
        for name in (*_PER_ROW, *_PER_SAMPLE):
            empty: NDArray[Any] = np.empty((0, samples) if name in _PER_SAMPLE else 0, _TYPES[name])
            joined[name] = np.concatenate([empty, *(part.arrays.pop(name) for part in parts)])
        joined["ref"] = _strings([part.ref for part in parts], [part.ref_length for part in parts])
        joined["alt"] = _strings([part.alt for part in parts], [part.alt_length for part in parts])
        return joined


def _strings(data: list[Bytes], lengths: list[NDArray[np.int32]]) -> Any:
    """Return a pyarrow string array; ``large_string`` where the text passes 2 GB."""
    import pyarrow

    every = np.concatenate([np.empty(0, np.int32), *lengths])
    ends = np.cumsum(every, dtype=np.int64)
    large = bool(ends.size and ends[-1] >= 1 << 31)
    offsets = np.zeros(len(every) + 1, np.int64 if large else np.int32)
    offsets[1:] = ends
    maker = pyarrow.LargeStringArray if large else pyarrow.StringArray
    text = np.concatenate([np.empty(0, np.uint8), *data])
    return maker.from_buffers(len(every), pyarrow.py_buffer(offsets), pyarrow.py_buffer(text))


def parse_block(
    block: Block, samples: tuple[int, ...], *, names: ContigNames, findings: Findings, max_alleles: int
) -> Part:
    """Return the columns of one block; ``samples`` are places of genotype columns."""
    rows = expand(block, findings, max_alleles=max_alleles)
    pick: Places | slice = slice(None) if len(rows.line_index) == len(block) else rows.line_index
    contig = names.codes(block)
    start = _starts(block, contig, rows.usable, findings)
    filter_begin, filter_end = block.column(6)
    passed = equals(block.words, b"PASS", begin=filter_begin, end=filter_end)
    passed |= equals(block.words, b".", begin=filter_begin, end=filter_end)
    arrays: dict[str, NDArray[Any]] = {
        "contig": contig[pick],
        "start": start[pick],
        "kind": rows.kind,
        "number": rows.number,
        "line": block.line[pick],
        "qual": reals(block, *block.column(5)).astype(np.float32)[pick],
        "passed": passed[pick],
    }
    arrays["end"] = ends_of(block, rows, arrays["start"])
    groups = layouts(block, 8) if samples and len(block) else []
    shape = (len(rows.line_index), len(samples))
    for name in _PER_SAMPLE:
        arrays[name] = np.empty(shape, _TYPES[name])
    for place, sample in enumerate(samples):
        for name, values in _one_sample(block, rows, groups, pick, column=9 + sample, findings=findings).items():
            arrays[name][:, place] = values
    return _kept(arrays, rows)


def _starts(
    block: Block, contig: NDArray[np.int16], usable: NDArray[np.bool_], findings: Findings
) -> NDArray[np.int32]:
    begin, end = block.column(1)
    position, good = integers(block.buffer, block.words, begin=begin, end=end)
    good &= position < 1 << 31
    for line in np.flatnonzero(~good & usable):
        findings.error(
            "position-invalid",
            "POS is not a whole number from 0 to 2147483647",
            remedy="write the 1-based position",
            line=int(block.line[line]),
        )
    for line in np.flatnonzero((contig < 0) & usable):
        findings.error(
            "contig-invalid",
            "CHROM is empty or has white space, or the file has too many contigs",
            remedy="write the name of the contig",
            line=int(block.line[line]),
        )
    usable &= good & (contig >= 0)
    return (np.where(good, position, 1) - 1).astype(np.int32)


def _one_sample(
    block: Block, rows: Rows, groups: list[Layout], pick: Places | slice, *, column: int, findings: Findings
) -> dict[str, NDArray[Any]]:
    calls = called(block, groups, column=column, findings=findings)
    depth = whole_numbers(block, groups, key="DP", column=column)
    columns = _copies(block, rows, calls, pick, findings)
    columns["phase_set"] = whole_numbers(block, groups, key="PS", column=column)[pick]
    columns["depth"] = depth[pick]
    columns["quality"] = real_numbers(block, groups, key="GQ", column=column)[pick]
    columns["alt_fraction"] = alt_fractions(block, groups, column=column, first_row=rows.first_row, alts=rows.alts)
    return columns


def _copies(
    block: Block, rows: Rows, calls: Called, pick: Places | slice, findings: Findings
) -> dict[str, NDArray[Any]]:
    first, second, number = calls.first[pick], calls.second[pick], rows.number
    is_first, is_second = first == number, second == number
    copies = is_first.astype(np.int8) + is_second
    incomplete = (first == MISSING) | (second == MISSING) | (first == NO_SECOND)
    copies[incomplete & (copies == 0)] = -1
    ploidy = np.where(first == NO_SECOND, 0, np.where(second == NO_SECOND, 1, 2)).astype(np.int8)
    phased = calls.phased[pick] & (second != NO_SECOND)
    haplotype = np.where(phased & (copies == 1), np.where(is_first, 0, 1), -1).astype(np.int8)
    most = np.where(rows.kind[rows.first_row] == Kind.NONE, 0, rows.alts).astype(np.int64) if len(block) else rows.alts
    for line, alleles in calls.many.items():
        here = slice(int(rows.first_row[line]), int(rows.first_row[line] + rows.alts[line]))
        counts = np.array([alleles.count(int(k)) for k in number[here]], np.int8)
        copies[here] = np.where((counts == 0) & (MISSING in alleles), -1, counts)
        ploidy[here], haplotype[here] = len(alleles), -1
        calls.first[line] = max(alleles)
    for wrong in np.flatnonzero(rows.usable & ((calls.first > most) | (calls.second > most))):
        findings.error(
            "genotype-allele-unknown",
            "a GT value names an allele that ALT does not have",
            remedy="number the alleles 0 (REF), 1, 2 … in the order of ALT",
            line=int(block.line[wrong]),
        )
    copies[rows.kind == Kind.BLOCK] = -1
    return {"copies": copies, "ploidy": ploidy, "phased": phased, "haplotype": haplotype}


def _kept(arrays: dict[str, NDArray[Any]], rows: Rows) -> Part:
    ref, ref_length, alt, alt_length = rows.ref, rows.ref_length, rows.alt, rows.alt_length
    if not rows.usable.all():
        keep = np.flatnonzero(rows.usable[rows.line_index])
        arrays = {name: values[keep] for name, values in arrays.items()}
        ends = np.cumsum(ref_length)
        ref, ref_length = gather(ref, begin=(ends - ref_length)[keep], end=ends[keep])
        ends = np.cumsum(alt_length)
        alt, alt_length = gather(alt, begin=(ends - alt_length)[keep], end=ends[keep])
    return Part(arrays, ref, ref_length.astype(np.int32), alt, alt_length.astype(np.int32))
