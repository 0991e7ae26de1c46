"""Write a file that appears whole or not at all: in blocks (bgzip) when its name says so, plain otherwise."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from lexome.formats.atomic import atomic
from lexome.formats.bgzf import END_MARKER

BLOCK = 65_280
"""Bytes of text in a block, as bgzip writes them (SAM specification v1.6, section 4.1)."""
_LEVEL = 6
_HEADER = struct.Struct("<4BI2BH2B2H")


class WholeFile:
    """Text written beside its target and moved there when all is well."""

    def __init__(self, target: Path) -> None:
        self._blocks = target.suffix in {".gz", ".bgz"}
        self._waiting = bytearray()
        self._whole = atomic(target)

    def __enter__(self) -> Self:
        self._file: BinaryIO = self._whole.__enter__()
        return self

    def write(self, text: bytes) -> None:
        """Append text."""
        if not self._blocks:
            self._file.write(text)
            return
        self._waiting += text
        whole = len(self._waiting) - len(self._waiting) % BLOCK
        for at in range(0, whole, BLOCK):
            self._file.write(block(bytes(self._waiting[at : at + BLOCK])))
        del self._waiting[:whole]

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None and self._blocks:
            try:
                self._file.write((block(bytes(self._waiting)) if self._waiting else b"") + END_MARKER)
            except OSError as full:
                self._whole.__exit__(type(full), full, full.__traceback__)
                raise
        self._whole.__exit__(kind, error, at)


def block(text: bytes) -> bytes:
    """Return one BGZF block of at most ``BLOCK`` bytes of text."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = packer.compress(text) + packer.flush()
    size = len(packed) + 25
    header = _HEADER.pack(0x1F, 0x8B, 8, 4, 0, 0, 0xFF, 6, ord("B"), ord("C"), 2, size)
    return header + packed + struct.pack("<II", zlib.crc32(text), len(text))
