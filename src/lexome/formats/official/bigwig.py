"""bigWig files read from front to back (Kent 2010, doi:10.1093/bioinformatics/btq351): one value a base."""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.errors import BadInput
from lexome.formats.official.text import bad

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAGIC, _TREE_MAGIC, _INDEX_MAGIC = 0x888FFC26, 0x78CA8C91, 0x2468ACE0
_LARGEST_BLOCK = 64 << 20
"""Bytes of the largest block that is decompressed; writers use 32 kB or less."""

_LONGEST_SECTION = 64_000_000
"""Bases that the items of one block may span; each becomes a value on disk."""


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
            magic, _, _, tree, _, index = self._unpack("<IHHQQQ", 0)
            if magic != _MAGIC:
                raise bad(path, "not-a-bigwig", "the file does not begin as a bigWig", "give the .bw of the track")
            (self._compressed,) = self._unpack("<I", 52)
            self._names: dict[int, str] = {}
            self.sizes: dict[str, int] = {}
            self._read_names(tree)
            self._index = index
        except (OSError, ValueError, struct.error) as error:
            raise self._broken() from error

    def _unpack(self, form: str, at: int) -> tuple[int, ...]:
        """Return the numbers at a place, ValueError where the file has no such place."""
        if at + struct.calcsize(form) > len(self._bytes):
            raise ValueError("a pointer leads out of the file")
        return struct.unpack_from(form, self._bytes, at)

    def _broken(self) -> BadInput:
        message = "the bigWig is damaged or cut short"
        return bad(self.path, "bad-bigwig", message, "check the download (size, checksum) and try again")

    def _read_names(self, tree: int) -> None:
        magic, _, key_size, _, _, _ = self._unpack("<IIIIQQ", tree)
        if magic != _TREE_MAGIC:
            raise self._broken()
        waiting, seen = [tree + 32], {tree + 32}
        while waiting:
            at = waiting.pop()
            leaf, _, count = self._unpack("<BBH", at)
            for item in range(count):
                place = at + 4 + item * (key_size + 8)
                if leaf:
                    name = self._bytes[place : place + key_size].rstrip(b"\0").decode("ascii", "replace")
                    number, size = self._unpack("<II", place + key_size)
                    self._names[number], self.sizes[name] = name, size
                else:
                    waiting += _unseen(self._unpack("<Q", place + key_size), seen)

    def sections(self) -> Iterator[tuple[str, NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]]:
        """Yield contig name, starts, ends and values of each data block; within a contig the places ascend."""
        last: dict[str, int] = {}
        try:
            for offset, size in self._blocks():
                raw = self._bytes[offset : offset + size]
                block = (
                    zlib.decompressobj().decompress(raw, min(self._compressed, _LARGEST_BLOCK))
                    if self._compressed
                    else raw
                )
                name, starts, ends, values = self._section(block)
                if not len(starts):
                    continue
                ends = np.minimum(ends, np.append(starts[1:], ends[-1:]))  # an item ends where the next begins
                _check_places(starts, ends, after=last.get(name, 0), size=self.sizes[name])
                last[name] = int(ends[-1])
                yield name, starts, ends, values
        except (ValueError, KeyError, struct.error, zlib.error) as error:
            raise self._broken() from error

    def _blocks(self) -> Iterator[tuple[int, int]]:
        (magic,) = self._unpack("<I", self._index)
        if magic != _INDEX_MAGIC:
            raise self._broken()
        waiting, seen = [self._index + 48], {self._index + 48}
        while waiting:
            at = waiting.pop()
            leaf, _, count = self._unpack("<BBH", at)
            form, width = ("<QQ", 32) if leaf else ("<Q", 24)
            items = [self._unpack(form, at + 20 + width * number) for number in range(count)]
            if leaf:
                yield from ((offset, size) for offset, size in items)
            else:
                waiting += reversed(_unseen((child for (child,) in items), seen))

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


def _unseen(children: Iterable[int], seen: set[int]) -> list[int]:
    """Return the nodes not visited yet and mark them: a damaged file may point back."""
    found = [child for child in dict.fromkeys(children) if child not in seen]
    seen.update(found)
    return found


def _check_places(starts: NDArray[np.int64], ends: NDArray[np.int64], *, after: int, size: int) -> None:
    """Raise ValueError unless the items ascend, within the contig and after the block before."""
    ascending = bool((starts[1:] > starts[:-1]).all()) and int(starts[0]) >= after
    if not ascending or int(ends[-1]) > size or int((ends - starts).sum()) > _LONGEST_SECTION:
        raise ValueError("the places of a block make no sense")
