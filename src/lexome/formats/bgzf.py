"""Bytes of a plain, gzip or bgzip file as a stream of chunks: checked, bounded, and able to go back to a place."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

CHUNK = 1 << 21
"""Bytes asked of the file or the inflater at a time: the parser's arrays of one chunk stay in the processor's cache."""

END_MARKER = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
"""The empty member that ends every bgzip file (SAM specification v1.6, section 4.1.2)."""

RATIO_FREE_BYTES = 16 << 20
"""Inflated bytes before the ratio is looked at: small files of repeated text compress without harm."""

_WBITS_GZIP = 31

_INFLATE_ERRORS: tuple[type[Exception], ...] = (
    isal_zlib.IsalError,  # type: ignore[assignment] # isal's stubs call the class an instance
    zlib.error,
    EOFError,
)
"""What an inflater raises on damaged bytes."""


class Packing(StrEnum):
    """How the bytes of a file are packed."""

    PLAIN = "plain"
    GZIP = "gzip"
    BGZIP = "bgzip"


@dataclass(frozen=True, slots=True)
class Caps:
    """How much a file may inflate to: ``ratio`` inflated to packed, ``total_bytes`` inflated."""

    ratio: float = 300.0
    total_bytes: int = 1 << 38


def packing_of(path: Path) -> Packing:
    """Return how the file is packed, by its first bytes and never by its name.

    Raises
    ------
    BadInput
        when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(18)
    except OSError as error:
        raise BadInput([_unreadable(path, error)]) from error
    if start[:2] != b"\x1f\x8b":
        return Packing.PLAIN
    return Packing.BGZIP if start[:4] == b"\x1f\x8b\x08\x04" and start[12:14] == b"BC" else Packing.GZIP


class Inflated:
    """A file as inflated chunks in order; afterwards any inflated place can be read again.

    ``places`` holds (packed offset, inflated offset) all along a bgzip file, in order; ``last_byte``
    is the last one inflated so far.
    """

    def __init__(self, path: Path, *, caps: Caps | None = None) -> None:
        self.path = path
        self.caps = caps or Caps()
        self.packing = packing_of(path)
        self.places: list[tuple[int, int]] = []
        self.last_byte = b""

    def chunks(self) -> Iterator[bytes]:
        """Yield the inflated bytes from the start, in pieces of at most ``CHUNK`` bytes.

        Raises
        ------
        BadInput
            when the file is cut, damaged, or inflates beyond the caps.
        """
        reader = {Packing.PLAIN: self._plain, Packing.GZIP: self._gzip, Packing.BGZIP: self._bgzip}[self.packing]
        try:
            with self.path.open("rb") as file:
                for chunk in reader(file):
                    self.last_byte = chunk[-1:]
                    yield chunk
        except OSError as error:
            raise BadInput([_unreadable(self.path, error)]) from error

    def chunks_from(self, packed: int, *, within: int) -> Iterator[bytes]:
        """Yield the inflated bytes of a bgzip file from ``within`` the member at ``packed``; 0 is that member's start.

        Raises
        ------
        BadInput
            when no member begins there, or the file is cut or damaged further on.
        """
        self.places = [(packed, 0)]
        try:
            with self.path.open("rb") as file:
                file.seek(packed)
                for chunk, _ in _members(self.path, file, packed, strict_end=True):
                    yield chunk[within:]
                    within = 0
        except OSError as error:
            raise BadInput([_unreadable(self.path, error)]) from error

    def between(self, start: int, end: int) -> bytes:
        """Return the inflated bytes ``start`` to ``end`` of a plain or bgzip file whose chunks were read to there."""
        import bisect

        with self.path.open("rb") as file:
            if self.packing is Packing.PLAIN:
                file.seek(start)
                return file.read(end - start)
            at = bisect.bisect_right(self.places, start, key=lambda place: place[1]) - 1
            packed, inflated = self.places[at]
            file.seek(packed)
            parts, have = [], inflated
            for chunk in _members(self.path, file, packed, strict_end=False):
                parts.append(chunk[0])
                have += len(chunk[0])
                if have >= end:
                    break
            return b"".join(parts)[start - inflated : end - inflated]

    def _plain(self, file: BinaryIO) -> Iterator[bytes]:
        total = 0
        while chunk := file.read(CHUNK):
            total += len(chunk)
            self._check(0, total)
            yield chunk

    def _gzip(self, file: BinaryIO) -> Iterator[bytes]:
        inflater, total, pending = isal_zlib.decompressobj(_WBITS_GZIP), 0, b""
        while True:
            pending = pending or file.read(CHUNK // 4)
            if not pending:
                break
            at = file.tell() - len(pending)
            try:
                chunk = inflater.decompress(pending, CHUNK)
            except _INFLATE_ERRORS as error:
                raise BadInput([_damaged(self.path, at)]) from error
            total += len(chunk)
            self._check(file.tell(), total)
            if chunk:
                yield chunk
            pending = inflater.unconsumed_tail
            if inflater.eof:
                pending = inflater.unused_data.lstrip(b"\0") or file.read(CHUNK // 4).lstrip(b"\0")
                if not pending:
                    return
                if not pending.startswith(b"\x1f"):
                    raise BadInput([_damaged(self.path, file.tell() - len(pending))])
                inflater = isal_zlib.decompressobj(_WBITS_GZIP)
        raise BadInput([_cut(self.path, file.tell())])

    def _bgzip(self, file: BinaryIO) -> Iterator[bytes]:
        total, noted = 0, -CHUNK
        for chunk, packed in _members(self.path, file, 0, strict_end=True):
            if total >= noted + CHUNK:
                self.places.append((packed, total))
                noted = total
            total += len(chunk)
            self._check(packed + 1, total)
            yield chunk

    def _check(self, packed: int, inflated: int) -> None:
        caps = self.caps
        if inflated > caps.total_bytes:
            what = f"more than {caps.total_bytes:,} bytes when inflated"
        elif packed and inflated > RATIO_FREE_BYTES and inflated > caps.ratio * packed:
            what = f"inflates more than {caps.ratio:g}-fold"
        else:
            return
        message = f"the file holds {what}, which no ordinary VCF does"
        remedy = "check where the file comes from; the limits can be raised"
        raise BadInput([Problem(Level.ERROR, "file-inflates-too-much", self.path.name, message, remedy)])


def _members(path: Path, file: BinaryIO, start: int, *, strict_end: bool) -> Iterator[tuple[bytes, int]]:
    """Yield (inflated bytes, packed offset) of each bgzip member from ``start``, which begins a member."""
    packed, at, offset, last_was_marker = b"", 0, start, False
    while True:
        if len(packed) - at < 1 << 16:
            packed, at = packed[at:] + file.read(CHUNK), 0
        if at == len(packed):
            break
        size = _member_size(packed, at)
        if size is None:
            raise BadInput([_damaged(path, offset)])
        if size == 0 or at + size > len(packed):
            raise BadInput([_cut(path, offset)])
        try:
            inflated = isal_zlib.decompress(packed[at : at + size], wbits=_WBITS_GZIP, bufsize=1 << 16)
        except _INFLATE_ERRORS as error:
            raise BadInput([_damaged(path, offset)]) from error
        last_was_marker = not inflated
        if inflated:
            yield inflated, offset
        at, offset = at + size, offset + size
    if strict_end and not last_was_marker:
        raise BadInput([_unended(path)])


def _member_size(packed: bytes, at: int) -> int | None:
    """Return the packed size of the member at ``at``; 0 when the bytes end inside its header, None when it is none."""
    if len(packed) - at < 18:
        return 0 if END_MARKER[:4].startswith(packed[at : at + 4]) else None
    if packed[at : at + 4] != END_MARKER[:4]:
        return None
    extra, place = struct.unpack_from("<H", packed, at + 10)[0], at + 12
    end = place + extra
    while place + 4 <= min(end, len(packed) - 2):
        length = struct.unpack_from("<H", packed, place + 2)[0]
        if packed[place : place + 2] == b"BC" and length == 2:
            return int(struct.unpack_from("<H", packed, place + 4)[0]) + 1
        place += 4 + length
    return None


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        Level.ERROR, "file-unreadable", path.name, f"cannot be read: {error.strerror}", "check the path and its rights"
    )


def _damaged(path: Path, offset: int) -> Problem:
    return Problem(
        Level.ERROR,
        "file-damaged",
        f"{path.name}, near byte {offset:,}",
        "the compressed data is damaged: it does not inflate, or its checksum does not match",
        "copy or download the file again and compare its checksum with the original's",
    )


def _cut(path: Path, offset: int) -> Problem:
    return Problem(
        Level.ERROR,
        "file-truncated",
        f"{path.name}, near byte {offset:,}",
        "the compressed file ends before its data does",
        "copy or download the file again; it was cut short",
    )


def _unended(path: Path) -> Problem:
    return Problem(
        Level.ERROR,
        "file-truncated",
        path.name,
        "the bgzip end marker is missing: the file was cut at a block border, or its writer did not finish",
        "copy the file again; if it is known to be whole, pack it anew: bgzip -d FILE && bgzip FILE",
    )
