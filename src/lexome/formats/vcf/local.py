"""Local alleles: genotypes and reads of a sample told for the few ALT alleles that its LAA names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.formats.vcf.genotypes import MISSING, NO_SECOND, Called, Layout, parse_genotype

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf.block import Block, Tokens
    from lexome.formats.vcf.findings import Findings
    from lexome.formats.vcf.rows import Rows

LOCAL_GENOTYPE = ("LGT", "LAA")
"""Drafts of version 4.5 and joint callers write the genotype so, without GT; the specification kept GT."""

LOCAL_DEPTHS = ("LAD", "LAA")
"""Reads of REF and the local alleles (VCF specification 4.5, LAD)."""


def told_locally(keys: dict[str, int]) -> bool:
    """Whether a FORMAT has the genotype by local alleles alone."""
    return "GT" not in keys and set(LOCAL_GENOTYPE) <= keys.keys()


def call_locally(block: Block, group: Layout, tokens: dict[str, Tokens], result: Called, findings: Findings) -> None:
    """Write the genotypes of a group of lines whose alleles are numbered by LAA."""
    for at, line in enumerate(group.lines(len(block)).tolist()):
        parsed = parse_genotype(_text(block, tokens["LGT"], at))
        named = _named(block, tokens["LAA"], at)
        numbers = None if parsed is None or named is None else _translated(parsed[0], named)
        if parsed is None or numbers is None:
            findings.error(
                "local-genotype-invalid",
                "LGT is no genotype of the alleles that LAA names",
                remedy="number LGT as in LAA: 0 for REF, 1 for the first allele of LAA",
                line=int(block.line[line]),
            )
            parsed, numbers = ((), False), (MISSING, MISSING)
        result.first[line], result.phased[line] = numbers[0], parsed[1]
        result.second[line] = numbers[1] if len(numbers) > 1 else NO_SECOND
        if len(numbers) > 2:
            result.many[line] = numbers


def _translated(alleles: tuple[int, ...], named: list[int]) -> tuple[int, ...] | None:
    table = [0, *named]
    if any(allele >= len(table) for allele in alleles):
        return None
    return tuple(table[allele] if allele >= 0 else MISSING for allele in alleles)


def from_local_depths(
    block: Block, told: dict[str, Tokens], *, group: Layout, rows: Rows, result: NDArray[np.float32]
) -> None:
    """Write the fraction of reads of every allele by LAD; an allele that LAA does not name has none stated."""
    for at, line in enumerate(group.lines(len(block)).tolist()):
        named = _named(block, told["LAA"], at)
        parts = _text(block, told["LAD"], at).split(b",")
        if named is None or len(parts) != len(named) + 1:
            continue
        if not all(part.isdigit() and len(part) < 18 for part in parts):
            continue
        whole, first = sum(map(int, parts)), int(rows.first_row[line])
        for number, depth in zip(named, parts[1:], strict=True):
            if whole and number <= rows.alts[line]:
                result[first + number - 1] = int(depth) / whole


def _named(block: Block, tokens: Tokens, at: int) -> list[int] | None:
    text = _text(block, tokens, at)
    if text in {b"", b"."}:
        return []
    parts = text.split(b",")
    return [int(part) for part in parts] if all(part.isdigit() and 0 < len(part) < 5 for part in parts) else None


def _text(block: Block, tokens: Tokens, at: int) -> bytes:
    begin = int(tokens.begin[at])
    return block.text(begin, begin + int(tokens.length[at]))
