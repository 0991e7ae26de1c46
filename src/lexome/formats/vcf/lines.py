"""The inflated bytes of a VCF as its header lines and then blocks of whole body lines, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.bgzf import Inflated
from lexome.formats.vcf.limits import Limits


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines, each ended by LF; ``offset`` is where they begin in the inflated file."""

    data: bytes
    offset: int


def header_and_blocks(inflated: Inflated, limits: Limits) -> tuple[list[str], Iterator[Lines]]:
    """Return the header's lines (up to and with ``#CHROM``) and an iterator over the rest.

    Raises
    ------
    BadInput
        when the file is damaged, binary, or a line or the header is longer than the limits; from the iterator too.
    """
    blocks = _whole_lines(inflated, limits)
    header: list[str] = []
    for block in blocks:
        if b"\0" in block.data:
            raise BadInput([_not_text(inflated.path.name)])
        at, data = 0, block.data
        while data[at : at + 1] == b"#":
            stop = data.index(b"\n", at)
            header.append(data[at:stop].rstrip(b"\r").decode("utf-8", errors="replace"))
            at = stop + 1
            if len(header) > limits.header_lines:
                raise BadInput([_too_long(inflated.path.name, "header", f"{limits.header_lines:,} lines")])
            if not header[-1].startswith("##"):
                break
        column_line_seen = bool(header) and not header[-1].startswith("##")
        if at < len(data) or column_line_seen:
            return header, _rest(Lines(data[at:], block.offset + at), blocks)
    return header, iter(())


def _rest(first: Lines, blocks: Iterator[Lines]) -> Iterator[Lines]:
    if first.data:
        yield first
    yield from blocks


def _whole_lines(inflated: Inflated, limits: Limits) -> Iterator[Lines]:
    carry, offset = bytearray(), 0
    for chunk in inflated.chunks():
        last = chunk.rfind(b"\n") + 1
        if not last:
            carry += chunk
        else:
            data = bytes(carry) + chunk[:last] if carry else chunk[:last]
            yield Lines(data, offset)
            offset += len(data)
            carry = bytearray(chunk[last:])
        if len(carry) > limits.line_bytes:
            raise BadInput([_too_long(inflated.path.name, "line", f"{limits.line_bytes:,} bytes")])
    if carry:
        yield Lines(bytes(carry) + b"\n", offset)


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
