"""The columns of one block, and their joining into those of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.block import Block, Tokens
from lexome.formats.vcf.contigs import ContigNames
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.genotypes import layouts, reals
from lexome.formats.vcf.numbers import Bytes, gather, integers, keep_first
from lexome.formats.vcf.rows import Rows, ends_of, expand
from lexome.formats.vcf.sample_columns import sample_columns

_PER_SAMPLE = ("copies", "ploidy", "phased", "haplotype", "phase_set", "depth", "quality", "alt_fraction")
_TYPES = {
    "contig": np.int16, "start": np.int32, "end": np.int32, "kind": np.int8, "number": np.int16, "line": np.int64,
    "qual": np.float32, "passed": np.bool_, "copies": np.int8, "ploidy": np.int8, "phased": np.bool_,
    "haplotype": np.int8, "phase_set": np.int32, "depth": np.int32, "quality": np.float32, "alt_fraction": np.float32,
}  # fmt: skip


_UNREAD = {"qual": np.nan, "phase_set": -1, "depth": -1, "quality": np.nan, "alt_fraction": np.nan}
_PASS, _DOT = np.uint64(int.from_bytes(b"PASS", "little")), np.uint64(ord("."))


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
        rows = sum(map(len, parts))
        for name, type_ in _TYPES.items():
            shape = (rows, samples) if name in _PER_SAMPLE else (rows,)
            if parts and name in parts[0].arrays:
                joined[name] = np.concatenate([part.arrays.pop(name) for part in parts], dtype=type_)
            else:
                joined[name] = np.broadcast_to(np.array(_UNREAD.get(name, 0), type_), shape)
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
    block: Block,
    samples: tuple[int, ...],
    *,
    names: ContigNames,
    findings: Findings,
    max_alleles: int,
    details: bool,
) -> Part:
    """Return the columns of one block; ``samples`` are places of genotype columns, ``details`` all but the genotype."""
    rows = expand(block, findings, max_alleles=max_alleles)
    pick = rows.pick
    contig = names.codes(block)
    start = _starts(block, contig, rows.usable, findings)
    arrays: dict[str, NDArray[Any]] = {
        "contig": contig[pick],
        "start": start[pick],
        "kind": rows.kind,
        "number": rows.number,
        "line": block.line[pick],
        "passed": _passed(_whole(block, 6))[pick],
    }
    if details:
        arrays["qual"] = reals(block, _whole(block, 5)).astype(np.float32)[pick]
    arrays["end"] = ends_of(block, rows, arrays["start"])
    groups = layouts(block, 8) if samples and len(block) else []
    shape = (len(rows.line_index), len(samples))
    for name in _PER_SAMPLE:
        if details or name not in _UNREAD:
            arrays[name] = np.empty(shape, _TYPES[name])
    for place, sample in enumerate(samples):
        columns = sample_columns(block, rows, groups, column=9 + sample, findings=findings, details=details)
        for name, values in columns.items():
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


def _whole(block: Block, column: int) -> Tokens:
    """Return a column as tokens that are not cut further."""
    begin, end = block.column(column)
    return Tokens(begin, end - begin, block.words[begin])


def _passed(filters: Tokens) -> NDArray[np.bool_]:
    text = keep_first(filters.word, filters.length)
    passed: NDArray[np.bool_] = ((text == _PASS) & (filters.length == 4)) | ((text == _DOT) & (filters.length == 1))
    return passed


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
