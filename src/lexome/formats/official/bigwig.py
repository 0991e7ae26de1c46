"""bigWig files read from front to back (Kent 2010, doi:10.1093/bioinformatics/btq351): one value a base."""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.errors import BadInput
from lexome.formats.official.text import bad

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAGIC, _TREE_MAGIC, _INDEX_MAGIC = 0x888FFC26, 0x78CA8C91, 0x2468ACE0
_DEEPEST = 32
"""Most levels of an index that are followed; a tree of 256 children a node needs five for a genome."""


class BigWig:
    """One bigWig file, little-endian as all tools write it; ``sizes`` gives the length of each of its contigs.

    Raises
    ------
    BadInput
        when the file is no bigWig or its parts contradict each other.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as stream:
                self._bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            magic, _, _, tree, _, index = struct.unpack_from("<IHHQQQ", self._bytes, 0)
            if magic != _MAGIC:
                raise bad(path, "not-a-bigwig", "the file does not begin as a bigWig", "give the .bw of the track")
            (self._compressed,) = struct.unpack_from("<I", self._bytes, 52)
            self._names: dict[int, str] = {}
            self.sizes: dict[str, int] = {}
            self._read_names(tree)
            self._index = index
        except (OSError, ValueError, struct.error) as error:
            raise self._broken() from error

    def _broken(self) -> BadInput:
        message = "the bigWig is damaged or cut short"
        return bad(self.path, "bad-bigwig", message, "check the download (size, checksum) and try again")

    def _read_names(self, tree: int) -> None:
        magic, _, key_size, _, _, _ = struct.unpack_from("<IIIIQQ", self._bytes, tree)
        if magic != _TREE_MAGIC:
            raise self._broken()
        waiting = [(tree + 32, 0)]
        while waiting:
            at, depth = waiting.pop()
            leaf, _, count = struct.unpack_from("<BBH", self._bytes, at)
            if depth > _DEEPEST:
                raise self._broken()
            for item in range(count):
                place = at + 4 + item * (key_size + 8)
                if leaf:
                    name = self._bytes[place : place + key_size].rstrip(b"\0").decode("ascii", "replace")
                    number, size = struct.unpack_from("<II", self._bytes, place + key_size)
                    self._names[number], self.sizes[name] = name, size
                else:
                    (child,) = struct.unpack_from("<Q", self._bytes, place + key_size)
                    waiting.append((child, depth + 1))

    def sections(self) -> Iterator[tuple[str, NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]]:
        """Yield contig name, starts, ends and values of each data block, in the order of the index."""
        try:
            for offset, size in self._blocks():
                raw = self._bytes[offset : offset + size]
                block = zlib.decompressobj().decompress(raw, self._compressed) if self._compressed else raw
                yield self._section(block)
        except (ValueError, KeyError, struct.error, zlib.error) as error:
            raise self._broken() from error

    def _blocks(self) -> Iterator[tuple[int, int]]:
        (magic,) = struct.unpack_from("<I", self._bytes, self._index)
        if magic != _INDEX_MAGIC:
            raise self._broken()
        waiting = [(self._index + 48, 0)]
        while waiting:
            at, depth = waiting.pop()
            leaf, _, count = struct.unpack_from("<BBH", self._bytes, at)
            if depth > _DEEPEST:
                raise self._broken()
            width = 32 if leaf else 24
            items = [
                struct.unpack_from("<QQ" if leaf else "<Q", self._bytes, at + 20 + width * n) for n in range(count)
            ]
            if leaf:
                yield from items
            else:
                waiting.extend((child, depth + 1) for (child,) in reversed(items))

    def _section(self, block: bytes) -> tuple[str, NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        number, start, _, step, span, kind, _, count = struct.unpack_from("<IIIIIBBH", block, 0)
        if kind == 1:
            rows = np.frombuffer(block, np.dtype("<u4,<u4,<f4"), count, 24)
            starts, ends, values = rows["f0"].astype(np.int64), rows["f1"].astype(np.int64), rows["f2"]
        elif kind == 2:
            rows = np.frombuffer(block, np.dtype("<u4,<f4"), count, 24)
            starts, values = rows["f0"].astype(np.int64), rows["f1"]
            ends = starts + span
        elif kind == 3:
            values = np.frombuffer(block, "<f4", count, 24)
            starts = start + step * np.arange(count, dtype=np.int64)
            ends = starts + span
        else:
            raise ValueError("unknown kind of block")
        return self._names[number], starts, ends, values.astype(np.float32)
