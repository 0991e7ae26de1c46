"""Add INFO fields to a VCF and leave every other byte of it as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.bgzf import Inflated

MAX_LINE_BYTES = 64 << 20
"""One line is held whole; longer ones are refused."""

MAX_HEADER_BYTES = 64 << 20
"""A header is held whole; those of large cohorts have a few megabytes."""
_CHROM, _POS, _REF, _ALT, _INFO = 0, 1, 3, 4, 7


@dataclass(frozen=True, slots=True)
class InfoField:
    """An INFO field with one value per alternate allele."""

    name: str
    type: str
    description: str

    @property
    def line(self) -> bytes:
        """The header line."""
        return f'##INFO=<ID={self.name},Number=A,Type={self.type},Description="{self.description}">'.encode()


@dataclass(frozen=True, slots=True)
class Site:
    """What a line says of its place: names and bases as written, ``pos`` None when it is not a number."""

    contig: str
    pos: int | None
    ref: str
    alts: tuple[str, ...]


def raw_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a VCF with their ends, as they are.

    Raises
    ------
    BadInput
        when the file cannot be read or a line is longer than any VCF's.
    """
    rest = b""
    for chunk in Inflated(path).chunks():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n"
        if len(rest) > MAX_LINE_BYTES:
            remedy = "check that the file is a VCF"
            raise BadInput([Problem(Level.ERROR, "line-too-long", path.name, "a line exceeds 64 MiB", remedy)])
    if rest:
        yield rest


def header_of(lines: Iterator[bytes], path: Path) -> list[bytes]:
    """Return the header lines, taken from ``lines``.

    Raises
    ------
    BadInput
        when the file does not start like a VCF.
    """
    header: list[bytes] = []
    size = 0
    for line in lines:
        header.append(line)
        size += len(line)
        if line.startswith(b"#CHROM\t"):
            return header
        if not line.startswith(b"##") or size > MAX_HEADER_BYTES:
            break
    remedy = "give a VCF: it starts with ##fileformat and has a line #CHROM"
    raise BadInput([Problem(Level.ERROR, "not-vcf", path.name, "no VCF header was found", remedy)])


def header_with(header: Sequence[bytes], fields: Sequence[InfoField], *, stamp: str) -> list[bytes]:
    """Return the header lines with definitions of ``fields`` and a line ``stamp`` before the column names."""
    end = b"\r\n" if header[-1].endswith(b"\r\n") else b"\n"
    own = tuple(f"##INFO=<ID={field.name},".encode() for field in fields)
    earlier = f"##{stamp.partition('=')[0]}=".encode()
    kept = [line for line in header[:-1] if not line.startswith((*own, earlier))]
    added = [field.line + end for field in fields] + [f"##{stamp}".encode() + end]
    return [*kept, *added, header[-1]]


def site_of(line: bytes) -> Site | None:
    """Return the place of a record line, None when it has fewer columns than a VCF."""
    columns = line.rstrip(b"\r\n").split(b"\t", 8)
    if len(columns) <= _INFO:
        return None
    text = [column.decode("utf-8", "replace") for column in columns[: _ALT + 1]]
    number = text[_POS]
    pos = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else None
    return Site(text[_CHROM], pos, text[_REF], tuple(text[_ALT].split(",")))


def with_info(line: bytes, added: Mapping[str, str], *, own: frozenset[bytes]) -> bytes:
    """Return a record line with INFO fields added; fields named in ``own`` that it had before are replaced."""
    body = line.rstrip(b"\r\n")
    end = line[len(body) :]
    columns = body.split(b"\t", 8)
    parts = [] if columns[_INFO] in {b".", b""} else columns[_INFO].split(b";")
    kept = [part for part in parts if part.partition(b"=")[0] not in own]
    columns[_INFO] = b";".join([*kept, *(f"{key}={value}".encode() for key, value in added.items())]) or b"."
    return b"\t".join(columns) + end
