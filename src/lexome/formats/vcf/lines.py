"""The inflated bytes of a VCF as its header lines and then blocks of whole body lines, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.bgzf import CHUNK, Inflated
from lexome.formats.vcf.limits import Limits
from lexome.formats.vcf.numbers import PAD

_PAD = b" " * PAD


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines, each ended by LF, between two pads of ``PAD`` bytes; ``offset`` is where they begin in the file."""

    padded: bytes
    offset: int

    @property
    def size(self) -> int:
        """Bytes of the lines."""
        return len(self.padded) - 2 * PAD

    @property
    def data(self) -> bytes:
        """The lines without the pads, as a copy."""
        return self.padded[PAD:-PAD]


def header_and_blocks(inflated: Inflated, limits: Limits) -> tuple[list[str], Iterator[Lines]]:
    """Return the header's lines (up to and with ``#CHROM``) and an iterator over the rest.

    Raises
    ------
    BadInput
        when the file is damaged, binary, or a line or the header is longer than the limits; from the iterator too.
    """
    blocks = whole_lines(inflated.chunks(), limits, name=inflated.path.name)
    header: list[str] = []
    size = 0
    for block in blocks:
        if b"\0" in block.padded:
            raise BadInput([_not_text(inflated.path.name)])
        at, data = 0, block.data
        while data[at : at + 1] == b"#":
            stop = data.index(b"\n", at)
            header.append(data[at:stop].rstrip(b"\r").decode("utf-8", errors="replace"))
            at, size = stop + 1, size + stop + 1 - at
            if len(header) > limits.header_lines or size > limits.header_bytes:
                raise BadInput(
                    [
                        _too_long(
                            inflated.path.name,
                            "header",
                            f"{limits.header_lines:,} lines or {limits.header_bytes:,} bytes",
                        )
                    ]
                )
            if not header[-1].startswith("##"):
                break
        column_line_seen = bool(header) and not header[-1].startswith("##")
        if at < len(data) or column_line_seen:
            return header, _rest(_lines(data[at:], block.offset + at), blocks)
    return header, iter(())


def _lines(data: bytes, offset: int) -> Lines:
    return Lines(b"".join((_PAD, data, _PAD)), offset)


def _rest(first: Lines, blocks: Iterator[Lines]) -> Iterator[Lines]:
    if first.size:
        yield first
    yield from blocks


def whole_lines(
    chunks: Iterator[bytes], limits: Limits, *, name: str, block: int = CHUNK, offset: int = 0
) -> Iterator[Lines]:
    """Yield blocks of about ``block`` bytes; a longer line makes a longer block. ``offset`` is where they begin."""
    parts: list[bytes | memoryview] = [_PAD]
    size = 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size < block:
            continue
        last = chunk.rfind(b"\n") + 1
        if not last:
            if size > limits.line_bytes:
                raise BadInput([_too_long(name, "line", f"{limits.line_bytes:,} bytes")])
            continue
        parts[-1] = memoryview(chunk)[:last]
        lines = Lines(b"".join((*parts, _PAD)), offset)
        yield lines
        offset += lines.size
        parts, size = [_PAD, chunk[last:]], len(chunk) - last
    if size:
        rest = b"".join(parts)[PAD:]
        yield _lines(rest if rest.endswith(b"\n") else rest + b"\n", offset)


def _not_text(name: str) -> Problem:
    return Problem(
        Level.ERROR,
        "file-not-text",
        name,
        "the file holds bytes that no VCF has; a BCF or another binary format?",
        "give a VCF: plain, gzip or bgzip (bcftools view -O z turns BCF into VCF)",
    )


def _too_long(name: str, what: str, limit: str) -> Problem:
    return Problem(
        Level.ERROR,
        f"{what}-too-long",
        name,
        f"the {what} is longer than {limit}",
        "check where the file comes from; the limit can be raised",
    )
