"""Read motif matrices in JASPAR's text format: ``>ID NAME`` and four rows of counts, ``A [ 1 2 ]`` or bare numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_BYTES = 64 << 20
"""All of JASPAR is 2 MB; more is another file."""
MAX_WIDTH = 60
_ROW = re.compile(r"^\s*(?:[ACGT]\s*)?\[?\s*([0-9.eE+\-\s]+?)\s*\]?\s*$")


@dataclass(frozen=True, slots=True, eq=False)
class Motif:
    """Counts (4, width) of the bases A, C, G, T at each place."""

    id: str
    name: str
    counts: NDArray[np.float64]


def read_motifs(path: Path) -> list[Motif]:
    """Return the matrices of a file in order.

    Raises
    ------
    BadInput
        when the file cannot be read or a matrix is not four rows of as many counts, none negative.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _bad(path, 0, "the file cannot be opened") from error
    if len(data) > MAX_BYTES:
        raise _bad(path, 0, "the file is larger than 64 MB")
    motifs: list[Motif] = []
    header = ""
    rows: list[str] = []
    for number, line in enumerate([*data.decode("utf-8", "replace").splitlines(), ">"], start=1):
        if line.startswith(">"):
            if header:
                motifs.append(_motif(path, number, header, rows))
            header, rows = line[1:].strip(), []
        elif line.strip():
            rows.append(line)
    return motifs


def _motif(path: Path, number: int, header: str, rows: list[str]) -> Motif:
    """Return one matrix; ``number`` is the line after it."""
    found = [_ROW.match(row) for row in rows]
    try:
        values = [[float(word) for word in match.group(1).split()] for match in found if match]
    except ValueError:
        values = []
    widths = {len(row) for row in values}
    if len(rows) != 4 or len(values) != 4 or len(widths) != 1 or not 0 < max(widths) <= MAX_WIDTH:
        raise _bad(path, number, "the matrix above this line is not four rows of as many counts, at most 60")
    counts = np.array(values)
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts.sum(axis=0) <= 0).any():
        raise _bad(path, number, "the matrix above this line has a negative count or an empty place")
    name, _, rest = header.partition(" ") if "\t" not in header else header.partition("\t")
    return Motif(name, rest.strip() or name, counts)


def _bad(path: Path, line: int, message: str) -> BadInput:
    remedy = "give matrices in JASPAR's text format, as its site offers them"
    where = f"{path.name} line {line}" if line else path.name
    return BadInput([Problem(Level.ERROR, "motifs-unreadable", where, message, remedy, line or None)])
