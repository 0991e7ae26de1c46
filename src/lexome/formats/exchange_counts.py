"""How often pathogenic and benign variants exchange one amino acid for another: the counts and their origin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.errors import BrokenKnowledge
from lexome.core.facts import Citation
from lexome.formats.columns import STARTER

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FILE = STARTER / "rules" / "amino-acid-exchanges.tsv"
RESIDUES = "ACDEFGHIKLMNPQRSTVWY"


@dataclass(frozen=True, slots=True, eq=False)
class ExchangeCounts:
    """Numbers of variants by (residue, other residue), in the order of ``RESIDUES``, and what they are cited as."""

    pathogenic: NDArray[np.int64]
    benign: NDArray[np.int64]
    citation: Citation


@cache
def read_exchange_counts(path: Path = FILE) -> ExchangeCounts:
    """Return the counts of a file.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or not of its form.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
        counts = np.zeros((2, len(RESIDUES), len(RESIDUES)), np.int64)
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        for ref, alt, *told in rows[1:]:
            pathogenic, benign = map(int, told)
            counts[:, RESIDUES.index(ref), RESIDUES.index(alt)] = pathogenic, benign
        citation = Citation(head["source"].partition(";")[0], head["release"].partition(" (")[0])
    except (OSError, ValueError, KeyError) as error:
        raise BrokenKnowledge(f"{path.name} cannot be read: {error}") from error
    if (counts < 0).any() or not counts.sum(axis=(1, 2)).all():
        raise BrokenKnowledge(f"{path.name}: a count is below zero, or a class has none")
    return ExchangeCounts(counts[0], counts[1], citation)
