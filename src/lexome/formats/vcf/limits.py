"""How much a VCF may ask of the machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from lexome.formats.bgzf import Caps


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on a VCF; each can be raised by who knows the file.

    ``line_bytes`` bounds memory (one line is held whole), ``rows`` the columns of the whole file (one row per
    alternate allele, about 50 bytes and 20 per sample), ``header_lines`` and ``header_bytes`` the header,
    ``problems_per_code`` how often one kind of problem is told before the rest are only counted.
    """

    inflation: Caps = field(default_factory=Caps)
    line_bytes: int = 16 << 20
    header_lines: int = 200_000
    header_bytes: int = 64 << 20
    samples: int = 10_000
    alleles: int = 1_000
    rows: int = 60_000_000
    problems_per_code: int = 20
