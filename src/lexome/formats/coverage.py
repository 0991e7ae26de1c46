"""What stretches of a contig a source has looked at: without this, absence says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS, canonical_contig
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Coverage:
    """Disjoint ascending stretches of each contig code, as an (n, 2) array of 0-based half-open bounds."""

    stretches: dict[int, NDArray[np.int64]]

    def covers(self, contig: NDArray[np.int16], start: NDArray[np.int32], end: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which intervals lie within one stretch whole."""
        covered = np.zeros(len(contig), bool)
        for code, bounds in self.stretches.items():
            asked = np.flatnonzero(contig == code)
            if len(asked) and len(bounds):
                at = np.searchsorted(bounds[:, 0], start[asked], side="right") - 1
                covered[asked] = (at >= 0) & (end[asked] <= bounds[np.maximum(at, 0), 1])
        return covered

    def bases(self) -> int:
        """Return how many bases are covered."""
        return int(sum(np.diff(bounds, axis=1).sum() for bounds in self.stretches.values()))


def merged(stretches: Iterable[tuple[int, int, int]]) -> Coverage:
    """Return the coverage of (contig code, start, end) in any order, overlapping or touching ones joined."""
    joined: dict[int, list[list[int]]] = {}
    for code, start, end in sorted(stretches):
        found = joined.setdefault(code, [])
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        elif end > start:
            found.append([start, end])
    return Coverage({code: np.array(found, np.int64).reshape(-1, 2) for code, found in joined.items()})


def read_bed(lines: Iterable[str], *, where: str) -> Coverage:
    """Return the coverage of a BED file; contigs other than chromosomes are passed over.

    Raises
    ------
    BadInput
        when lines are no BED; every bad one up to ten is told.
    """
    stretches, problems = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith(("#", "track", "browser")):
            continue
        fields = line.split()
        if len(fields) < 3 or not (fields[1].isdecimal() and fields[2].isdecimal()) or int(fields[1]) > int(fields[2]):
            message = "not a BED line: contig, start and end are needed, start not above end"
            remedy = "give tab-separated contig, 0-based start and end"
            problems.append(Problem(Level.ERROR, "bad-bed-line", where, message, remedy, line=number))
            if len(problems) == 10:
                break
            continue
        name = canonical_contig(fields[0])
        if name:
            stretches.append((CONTIGS.index(name), int(fields[1]), int(fields[2])))
    if problems:
        raise BadInput(problems)
    return merged(stretches)
