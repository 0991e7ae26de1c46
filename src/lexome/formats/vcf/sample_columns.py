"""The columns of one sample: copies of each allele, ploidy and phase; and what callers say about the call."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.balance import from_depths, from_told, wanted_keys
from lexome.formats.vcf.block import Block, Tokens
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.genotypes import MISSING, NO_SECOND, Called, Layout, called, reals, whole_numbers
from lexome.formats.vcf.local import LOCAL_DEPTHS, LOCAL_GENOTYPE, call_locally, from_local_depths, told_locally
from lexome.formats.vcf.rows import Kind, Rows

_SINGLE = ("DP", "GQ", "PS")


def sample_columns(
    block: Block, rows: Rows, groups: list[Layout], *, column: int, findings: Findings, details: bool
) -> dict[str, NDArray[Any]]:
    """Return the columns of one sample by name, a value for every row; ``details`` are all but the genotype."""
    cut: list[tuple[Layout, dict[str, Tokens]]] = []
    for group in groups:
        genotype = LOCAL_GENOTYPE if told_locally(group.place) else ("GT",)
        more = (*_SINGLE, *(wanted_keys(group.place) or LOCAL_DEPTHS)) if details else ()
        wanted = dict.fromkeys((*genotype, *more))
        keys = [key for key in wanted if key in group.place]
        tokens = block.tokens(group.rows, column=column, wanted=[group.place[key] for key in keys])
        cut.append((group, {key: tokens[group.place[key]] for key in keys}))
    calls = called(block, [(group, tokens.get("GT")) for group, tokens in cut], findings)
    for group, named in cut:
        if told_locally(group.place):
            call_locally(block, group, named, calls, findings)
    columns = _copies(block, rows, calls, findings)
    return columns | _details(block, rows, cut) if details else columns


def _details(block: Block, rows: Rows, cut: list[tuple[Layout, dict[str, Tokens]]]) -> dict[str, NDArray[Any]]:
    size = len(block)
    depth, phase_set = np.full(size, -1, np.int32), np.full(size, -1, np.int32)
    quality, fraction = np.full(size, np.nan, np.float32), np.full(len(rows), np.nan, np.float32)
    for group, tokens in cut:
        for key, values in (("DP", depth), ("PS", phase_set)):
            if key in tokens:
                values[group.rows] = whole_numbers(block, tokens[key])
        if "GQ" in tokens:
            quality[group.rows] = reals(block, tokens["GQ"])
        balance = wanted_keys(group.place)
        if balance == ("AD",):
            from_depths(block, tokens["AD"], lines=group.rows, rows=rows, result=fraction)
        elif balance:
            told = {key: tokens[key] for key in balance}
            from_told(block, told, lines=group.lines(size), rows=rows, result=fraction)
        elif set(LOCAL_DEPTHS) <= group.place.keys():
            from_local_depths(block, tokens, group=group, rows=rows, result=fraction)
    pick = rows.pick
    return {"depth": depth[pick], "phase_set": phase_set[pick], "quality": quality[pick], "alt_fraction": fraction}


def _copies(block: Block, rows: Rows, calls: Called, findings: Findings) -> dict[str, NDArray[Any]]:
    pick, number = rows.pick, rows.number
    first, second = calls.first[pick], calls.second[pick]
    is_first, is_second = first == number, second == number
    copies = is_first.view(np.int8) + is_second.view(np.int8)
    copies[((first < 0) | (second == MISSING)) & (copies == 0)] = -1
    haploid = second == NO_SECOND
    ploidy = np.int8(2) - haploid.view(np.int8)
    ploidy[first == NO_SECOND] = 0
    phased = calls.phased[pick] & ~haploid
    haplotype = np.where(phased & (copies == 1), is_second.view(np.int8), np.int8(-1))
    for line, alleles in calls.many.items():
        here = slice(int(rows.first_row[line]), int(rows.first_row[line] + rows.alts[line]))
        counts = np.array([alleles.count(int(k)) for k in number[here]], np.int8)
        copies[here] = np.where((counts == 0) & (MISSING in alleles), -1, counts)
        ploidy[here], haplotype[here] = len(alleles), -1
        calls.first[line] = max(alleles)
    beyond = np.maximum(calls.first, calls.second) > rows.most
    if beyond.any():
        for wrong in np.flatnonzero(beyond & rows.usable):
            findings.error(
                "genotype-allele-unknown",
                "a GT value names an allele that ALT does not have",
                remedy="number the alleles 0 (REF), 1, 2 … in the order of ALT",
                line=int(block.line[wrong]),
            )
    if rows.has_blocks:
        copies[rows.kind == Kind.BLOCK] = -1
    return {"copies": copies, "ploidy": ploidy, "phased": phased, "haplotype": haplotype}
