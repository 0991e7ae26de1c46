"""REF of every record against the reference sequence: the surest sign of another assembly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.formats.vcf.alleles import Bases

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf.columns import VcfColumns

_WINDOW = 1 << 16
"""Bases fetched at a time: neighbouring records share them."""


@dataclass(frozen=True, slots=True)
class ReferenceCheck:
    """``differing`` are rows whose REF is not what the reference has; ``checked`` and ``outside`` count records."""

    differing: NDArray[np.int64]
    checked: int
    outside: int


def check_reference(columns: VcfColumns, reference: Bases, *, most: int | None = None) -> ReferenceCheck:
    """Return which records disagree with the reference; those it does not cover are counted, not blamed.

    With ``most``, so many records are compared, spread evenly over the file: enough to know another assembly.

    An 'N' on either side agrees with anything, and an ambiguity code of the reference is not held against a base.
    """
    rows = np.flatnonzero(columns.number == 1)
    if most is not None and len(rows) > most:
        rows = rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]
    refs = columns.ref.take(_arrow(rows)).to_pylist()
    differing, outside = [], 0
    window, window_contig, window_start = "", "", 0
    for row, ref in zip(rows.tolist(), refs, strict=True):
        contig, start = columns.contig_at(row), int(columns.start[row])
        end = start + len(ref)
        if contig != window_contig or start < window_start or end > window_start + len(window):
            window = _window(reference, contig, start, end, size=_WINDOW if most is None else 0)
            window_contig, window_start = contig, start
            if not window:
                outside += 1
                continue
        there = window[start - window_start : end - window_start]
        if ref != there and any(
            one != other and one in "ACGT" and other in "ACGT" for one, other in zip(ref, there, strict=True)
        ):
            differing.append(row)
    return ReferenceCheck(np.array(differing, np.int64), len(rows) - outside, outside)


def _arrow(rows: NDArray[np.int64]) -> object:
    import pyarrow

    return pyarrow.array(rows)


def _window(reference: Bases, contig: str, start: int, end: int, *, size: int) -> str:
    """Return a stretch from ``start`` that reaches ``end``, longer where the reference goes on, else ''."""
    if start < 0 or not reference.covers(contig, start, end):
        return ""
    while size > end - start:
        if reference.covers(contig, start, start + size):
            return reference.fetch(contig, start, start + size)
        size //= 4
    return reference.fetch(contig, start, end)
