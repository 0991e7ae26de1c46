"""Random access to the bytes of a FASTA file, plain or in BGZF blocks; plain gzip is rewritten in blocks once."""

from __future__ import annotations

import os
import struct
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK = 8 << 20
MAX_BYTES = 1 << 34
"""Bytes a FASTA may hold uncompressed: five human genomes; more is a decompression bomb or another mistake."""
_BLOCK = 0xFF00
"""Uncompressed bytes of a block, as bgzip writes them (SAM specification 4.1)."""
_HEADER = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0"
_END = _HEADER + b"\x1b\0\x03\0\0\0\0\0\0\0\0\0"
_KEPT_BLOCKS = 128


class Storage(Protocol):
    """Bytes that can be read anywhere."""

    def read(self, offset: int, length: int) -> bytes:
        """Return up to ``length`` bytes from ``offset`` of the uncompressed file."""


def damaged(path: Path, why: str) -> BadInput:
    """Return the error for a FASTA file that cannot be read."""
    remedy = "copy or compress the file again, then run 'gzip -t' on it"
    return BadInput([Problem(Level.ERROR, "fasta-damaged", path.name, why, remedy)])


def is_gzip(path: Path) -> bool:
    """Tell whether the file starts like gzip."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def is_blocked(path: Path) -> bool:
    """Tell whether the file starts like BGZF."""
    with path.open("rb") as file:
        head = file.read(18)
    return head[:4] == b"\x1f\x8b\x08\x04" and head[12:14] == b"BC"


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the uncompressed file piece by piece; raises BadInput when it is damaged or beyond MAX_BYTES."""
    from isal import igzip, isal_zlib

    total = 0
    gunzip: Any = igzip.open
    broken: Any = (OSError, EOFError, zlib.error, isal_zlib.error)
    opened: BinaryIO = gunzip(path, "rb") if is_gzip(path) else path.open("rb")
    with opened as file:
        while True:
            try:
                piece = file.read(CHUNK)
            except broken as error:
                raise damaged(path, f"decompression failed after {total} bytes") from error
            if not piece:
                return
            total += len(piece)
            if total > MAX_BYTES:
                raise damaged(path, f"it holds more than {MAX_BYTES} bytes")
            yield piece


class Plain:
    """An uncompressed file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def read(self, offset: int, length: int) -> bytes:
        """Return up to ``length`` bytes from ``offset``."""
        return os.pread(self._file.fileno(), length, offset)

    def __del__(self) -> None:
        self._file.close()


class Blocked:
    """A BGZF file with the offsets of its blocks (both arrays end with the end of the file)."""

    def __init__(self, path: Path, compressed: NDArray[np.int64], uncompressed: NDArray[np.int64]) -> None:
        self._path = path
        self._file = path.open("rb")
        self._compressed = compressed
        self._uncompressed = uncompressed
        self._kept: OrderedDict[int, bytes] = OrderedDict()

    def read(self, offset: int, length: int) -> bytes:
        """Return up to ``length`` bytes from ``offset`` of the uncompressed file."""
        last = len(self._uncompressed) - 1
        block = int(self._uncompressed.searchsorted(offset, side="right")) - 1
        parts = []
        while length > 0 and block < last:
            start = offset - int(self._uncompressed[block])
            part = self._block(block)[start : start + length]
            parts.append(part)
            offset, length, block = offset + len(part), length - len(part), block + 1
        return b"".join(parts)

    def _block(self, number: int) -> bytes:
        kept = self._kept.get(number)
        if kept is not None:
            self._kept.move_to_end(number)
            return kept
        start, end = int(self._compressed[number]), int(self._compressed[number + 1])
        raw = os.pread(self._file.fileno(), end - start, start)
        size = int(self._uncompressed[number + 1] - self._uncompressed[number])
        text = _inflate(raw, size)
        if text is None:
            raise damaged(self._path, f"the block at byte {start} is damaged")
        self._kept[number] = text
        if len(self._kept) > _KEPT_BLOCKS:
            self._kept.popitem(last=False)
        return text

    def __del__(self) -> None:
        self._file.close()


def _inflate(raw: bytes, size: int) -> bytes | None:
    """Return the content of one block, None when header, length or checksum is wrong."""
    if len(raw) < 26 or raw[:4] != _HEADER[:4]:
        return None
    body = 12 + int.from_bytes(raw[10:12], "little")
    try:
        text = zlib.decompressobj(-15).decompress(raw[body:-8], size + 1)
    except zlib.error:
        return None
    return text if (zlib.crc32(text), len(text)) == struct.unpack("<II", raw[-8:]) and len(text) == size else None


def block_offsets(path: Path) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the blocks of a BGZF file start, compressed and uncompressed, each ending with the total."""
    import numpy as np

    size = path.stat().st_size
    compressed, uncompressed = [0], [0]
    with path.open("rb") as file:
        while compressed[-1] < size:
            file.seek(compressed[-1])
            head = file.read(18)
            if len(head) < 18 or head[:4] != _HEADER[:4] or head[12:14] != b"BC":
                raise damaged(path, f"no block starts at byte {compressed[-1]}")
            end = compressed[-1] + int.from_bytes(head[16:18], "little") + 1
            file.seek(end - 4)
            length = int.from_bytes(file.read(4), "little")
            if end > size or length > 1 << 16:
                raise damaged(path, f"the block at byte {compressed[-1]} is cut short")
            compressed.append(end)
            uncompressed.append(uncompressed[-1] + length)
            if uncompressed[-1] > MAX_BYTES:
                raise damaged(path, f"it holds more than {MAX_BYTES} bytes")
    return np.array(compressed, np.int64), np.array(uncompressed, np.int64)


def rewrite_in_blocks(source: Path, target: Path) -> None:
    """Write a gzip file again as BGZF, atomically, in one pass and bounded memory."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            rest = b""
            for piece in chunks(source):
                text = rest + piece
                whole = len(text) - len(text) % _BLOCK
                for start in range(0, whole, _BLOCK):
                    file.write(_deflate(text[start : start + _BLOCK]))
                rest = text[whole:]
            file.write((_deflate(rest) if rest else b"") + _END)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _deflate(text: bytes) -> bytes:
    from isal import isal_zlib

    packer = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
    body = packer.compress(text) + packer.flush()
    tail = struct.pack("<II", zlib.crc32(text), len(text))
    return _HEADER + struct.pack("<H", len(body) + 25) + body + tail
