"""Large text files, plain, gzipped or bgzipped, in blocks of lines whose place in the decompressed text is known."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

BLOCK_BYTES = 8 << 20
"""Decompressed bytes a block has, about; a batch of it fits in memory many times over."""

LONGEST_LINE = 64 << 20
"""Bytes of the longest line that is read: gnomAD's are below 1 MB, a bomb's are not."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines without their ends, the number of the first (1-based), and the bytes used up after them."""

    lines: list[str]
    first_line: int
    offset: int


def open_bytes(path: Path) -> IO[bytes]:
    """Return the decompressed bytes of a file, by its first two bytes and not by its name."""
    with path.open("rb") as stream:
        magic = stream.read(2)
    if magic == b"\x1f\x8b":
        from isal import igzip

        compressed: IO[bytes] = igzip.open(path, "rb")  # type: ignore[no-untyped-call]
        return compressed
    return path.open("rb")


def read_blocks(path: Path, *, offset: int = 0) -> Iterator[Block]:
    """Yield the lines of a file from a decompressed offset that an earlier block ended at.

    Raises
    ------
    BadInput
        when the file cannot be read, is cut short, is no text or has a line beyond any sense.
    """
    from isal import isal_zlib

    isal_error: Any = isal_zlib.IsalError  # its stub types the class as an instance
    damaged = (OSError, EOFError, zlib.error, isal_error)

    try:
        with open_bytes(path) as stream:
            line_number = 1 + _skip(stream, offset)
            rest = b""
            while piece := stream.read(BLOCK_BYTES):
                rest += piece
                end = rest.rfind(b"\n") + 1
                if not end and len(rest) > LONGEST_LINE:
                    raise _unreadable(path, f"line {line_number} is longer than {LONGEST_LINE >> 20} MB")
                if end:
                    lines = rest[:end].decode("utf-8").split("\n")[:-1]
                    offset += end
                    yield Block([line.rstrip("\r") for line in lines], line_number, offset)
                    line_number += len(lines)
                    rest = rest[end:]
            if rest:
                yield Block([rest.decode("utf-8").rstrip("\r")], line_number, offset + len(rest))
    except damaged as error:
        raise _unreadable(path, str(error) or "the compressed file ends too early") from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, "it is not text in UTF-8") from error


def _skip(stream: IO[bytes], offset: int) -> int:
    """Read past ``offset`` bytes and return how many lines they held."""
    lines = 0
    while offset > 0 and (piece := stream.read(min(offset, BLOCK_BYTES))):
        lines += piece.count(b"\n")
        offset -= len(piece)
    return lines


def header(path: Path, *, mark: str = "#") -> list[str]:
    """Return the lines at the top of a file that begin with ``mark``, and the first that does not."""
    found: list[str] = []
    for block in read_blocks(path):
        for line in block.lines:
            found.append(line)
            if not line.startswith(mark):
                return found
    return found


def fields_of(line: str) -> list[str]:
    """Return the fields of a line that separates them by tabs, or else by commas with quotes."""
    return line.split("\t") if "\t" in line else next(csv.reader([line]), [])


def bad(path: Path, code: str, message: str, remedy: str, *, line: int | None = None) -> BadInput:
    """Return the error that says what is wrong with an input file."""
    return BadInput([Problem(Level.ERROR, code, path.name, message, remedy, line=line)])


def _unreadable(path: Path, why: str) -> BadInput:
    return bad(path, "unreadable-file", why, "check the download (size, checksum) and try again")


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and fields of each line of a small table, by its own separator."""
    for block in read_blocks(path):
        for at, line in enumerate(block.lines):
            if line.strip():
                yield block.first_line + at, fields_of(line)


def numbers(values: list[Any], kind: str, missing: float) -> Any:
    """Return texts as an array of a NumPy type; '', '.' and 'NA' are ``missing``."""
    import numpy as np

    return np.array([missing if value in ("", ".", "NA", "NaN", None) else float(value) for value in values]).astype(
        kind
    )
