"""Tabix indexes (.tbi and .csi): where in a bgzip file the records of a region begin. Never just believed."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from lexome.core.errors import BadInput
from lexome.formats.bgzf import Caps, Inflated

_CAPS = Caps(ratio=1e9, total_bytes=1 << 28)
"""An index of a whole genome's variants is a few megabytes."""


@dataclass(frozen=True, slots=True)
class Index:
    """For every contig its bins, and in each the virtual offsets (begin, end) of stretches of records.

    A virtual offset is the place of a bgzip member times 65,536 plus the place within it (SAM specification, 5.2).
    """

    names: tuple[str, ...]
    bins: tuple[dict[int, list[tuple[int, int]]], ...]
    min_shift: int
    depth: int

    def begins(self, contig: str) -> list[int]:
        """Return the virtual offsets at which a contig's stretches begin, in order; empty when it is not there."""
        if contig not in self.names:
            return []
        bins = self.bins[self.names.index(contig)]
        beyond = _metadata_bin(self.depth)
        return sorted({begin for bin_, chunks in bins.items() if bin_ != beyond for begin, _ in chunks})

    def first(self, contig: str, start: int, end: int) -> int | None:
        """Return the least virtual offset of records that overlap ``start`` to ``end``, None when there is none."""
        if contig not in self.names:
            return None
        bins = self.bins[self.names.index(contig)]
        found = [begin for bin_ in self._overlapping(start, end) for begin, _ in bins.get(bin_, ())]
        return min(found, default=None)

    def _overlapping(self, start: int, end: int) -> list[int]:
        found: list[int] = []
        offset = 0
        for level in range(self.depth + 1):
            shift = self.min_shift + 3 * (self.depth - level)
            found.extend(range(offset + (start >> shift), offset + (max(end - 1, start) >> shift) + 1))
            offset += 1 << 3 * level
        return found


def _metadata_bin(depth: int) -> int:
    return (1 << 3 * (depth + 1)) // 7 + 1


def index_of(path: Path) -> Index | None:
    """Return the index beside a file; None when there is none that can be read, or it is older than the file."""
    for suffix in (".tbi", ".csi"):
        beside = path.with_name(path.name + suffix)
        try:
            if beside.stat().st_mtime < path.stat().st_mtime:
                continue
            data = b"".join(Inflated(beside, caps=_CAPS).chunks())
            return _parse(data)
        except (OSError, BadInput, struct.error, ValueError, MemoryError):
            continue
    return None


def _parse(data: bytes) -> Index:
    """Return an index by its bytes; raises struct.error or ValueError where they are none."""
    if data[:4] == b"TBI\1":
        count, at, min_shift, depth = struct.unpack_from("<i", data, 4)[0], 8, 14, 5
        names, at = _names(data, at)
    elif data[:4] == b"CSI\1":
        min_shift, depth, length = struct.unpack_from("<3i", data, 4)
        if not (0 < min_shift < 32 and 0 <= depth < 12):
            raise ValueError("no such binning")
        names, _ = _names(data, 16)
        at = 16 + length
        count = struct.unpack_from("<i", data, at)[0]
        at += 4
    else:
        raise ValueError("no index")
    if count != len(names):
        raise ValueError("contigs and names differ in number")
    bins = []
    for _ in range(count):
        found, at = _bins(data, at, is_csi=data[:1] == b"C")
        bins.append(found)
    return Index(names, tuple(bins), min_shift, depth)


def _names(data: bytes, at: int) -> tuple[tuple[str, ...], int]:
    length = struct.unpack_from("<7i", data, at)[6]
    at += 28
    if not 0 <= length <= len(data) - at:
        raise ValueError("names beyond the end")
    text = data[at : at + length].rstrip(b"\0")
    return tuple(text.decode("utf-8").split("\0")) if text else (), at + length


def _bins(data: bytes, at: int, *, is_csi: bool) -> tuple[dict[int, list[tuple[int, int]]], int]:
    found: dict[int, list[tuple[int, int]]] = {}
    count = struct.unpack_from("<i", data, at)[0]
    at += 4
    for _ in range(count):
        bin_, chunks = struct.unpack_from("<I8xi" if is_csi else "<Ii", data, at)
        at += 16 if is_csi else 8
        flat = struct.unpack_from(f"<{2 * chunks}Q", data, at)
        found[bin_] = list(zip(flat[::2], flat[1::2], strict=True))
        at += 16 * chunks
    if not is_csi:
        at += 4 + 8 * struct.unpack_from("<i", data, at)[0]
    return found, at
