"""Write bigWig: values of one contig's intervals with an index, readable by genome browsers.

Layout by Kent 2010 (doi:10.1093/bioinformatics/btq351), supplement: header, summary, contig tree, blocks of bedGraph
items, R tree. No zoom levels: browsers compute them from the blocks, which are few in a map.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC, TREE_MAGIC, INDEX_MAGIC = 0x888FFC26, 0x78CA8C91, 0x2468ACE0
_VERSION, _BEDGRAPH = 4, 1
_ITEMS = 1024
_HEADER, _SUMMARY, _TREE, _INDEX = 64, 40, 32, 48
_SLOTS = 256


@dataclass(frozen=True, slots=True)
class Signal:
    """Values of ascending, disjoint intervals [start, end) of one contig."""

    contig: str
    length: int
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    value: NDArray[np.float32]

    @classmethod
    def per_base(cls, contig: str, length: int, start: int, values: Any, *, least: float) -> Signal:
        """Return runs of equal values, leaving out those of absolute value below ``least``."""
        values = np.asarray(values, np.float32)
        edges = np.concatenate(([0], np.flatnonzero(np.diff(values)) + 1, [len(values)])).astype(np.int64)
        kept = np.abs(values[edges[:-1]]) >= least
        return cls(contig, length, start + edges[:-1][kept], start + edges[1:][kept], values[edges[:-1]][kept])


def bigwig(signal: Signal) -> bytes:
    """Return the bytes of a bigWig file."""
    blocks = [_block(signal, at) for at in range(0, len(signal.value), _ITEMS)]
    summary = _HEADER
    tree = summary + _SUMMARY
    contigs = _contig_tree(signal)
    data = tree + len(contigs)
    first = data + 8  # the count of blocks stands before them
    offsets = np.cumsum([first, *(len(packed) for _, _, packed in blocks)]).tolist()
    index_at = offsets[-1]
    uncompressed = 24 + 12 * _ITEMS
    header = struct.pack("<IHHQQQHHQQIQ", MAGIC, _VERSION, 0, tree, data, index_at, 0, 0, 0, summary, uncompressed, 0)
    body = b"".join(packed for _, _, packed in blocks)
    index = _index(blocks, offsets, index_at)
    return b"".join([header, _summary(signal), contigs, struct.pack("<Q", len(blocks)), body, index])


def _block(signal: Signal, at: int) -> tuple[int, int, bytes]:
    """Return start, end and compressed items of one block."""
    part = slice(at, at + _ITEMS)
    items = np.zeros(len(signal.value[part]), np.dtype([("start", "<u4"), ("end", "<u4"), ("value", "<f4")]))
    items["start"], items["end"], items["value"] = signal.start[part], signal.end[part], signal.value[part]
    start, end = int(signal.start[part][0]), int(signal.end[part][-1])
    header = struct.pack("<5IBBH", 0, start, end, 0, 0, _BEDGRAPH, 0, len(items))
    return start, end, zlib.compress(header + items.tobytes())


def _summary(signal: Signal) -> bytes:
    width = (signal.end - signal.start).astype(float)
    value = signal.value.astype(float)
    bounds = (float(value.min()), float(value.max())) if len(value) else (0.0, 0.0)
    sums = float((value * width).sum()), float((value**2 * width).sum())
    return struct.pack("<Q4d", int(width.sum()), *bounds, *sums)


def _contig_tree(signal: Signal) -> bytes:
    name = signal.contig.encode()
    header = struct.pack("<IIIIQQ", TREE_MAGIC, 1, len(name), 8, 1, 0)
    return header + struct.pack("<BBH", 1, 0, 1) + name + struct.pack("<II", 0, signal.length)


def _index(blocks: Sequence[tuple[int, int, bytes]], offsets: Sequence[int], index_at: int) -> bytes:
    """Return an R tree of one or two levels, enough for 65,536 blocks."""
    start, end = (blocks[0][0], blocks[-1][1]) if blocks else (0, 0)
    header = struct.pack("<IIQIIIIQII", INDEX_MAGIC, _SLOTS, len(blocks), 0, start, 0, end, index_at, _ITEMS, 0)
    leaves = [range(at, min(at + _SLOTS, len(blocks))) for at in range(0, len(blocks), _SLOTS)] or [range(0)]
    packed = [_leaf(blocks, offsets, rows) for rows in leaves]
    if len(leaves) == 1:
        return header + packed[0]
    at = index_at + _INDEX + 4 + 24 * len(leaves)
    root = struct.pack("<BBH", 0, 0, len(leaves))
    for rows, leaf in zip(leaves, packed, strict=True):
        root += struct.pack("<IIIIQ", 0, blocks[rows[0]][0], 0, blocks[rows[-1]][1], at)
        at += len(leaf)
    return header + root + b"".join(packed)


def _leaf(blocks: Sequence[tuple[int, int, bytes]], offsets: Sequence[int], rows: range) -> bytes:
    leaf = struct.pack("<BBH", 1, 0, len(rows))
    for row in rows:
        start, end, packed = blocks[row]
        leaf += struct.pack("<IIIIQQ", 0, start, 0, end, offsets[row], len(packed))
    return leaf
