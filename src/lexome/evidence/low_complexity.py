"""Whether a stretch of protein is repetitive, by its sequence alone."""

from __future__ import annotations

import math
from collections import Counter

WINDOW = 12
TRIGGER_BITS = 2.2
"""Window in residues and the entropy at or below which it is of low complexity (SEG: Wootton 1993,
doi:10.1016/0097-8485(93)85006-X)."""


def is_repetitive(protein: str, *, first: int, last: int) -> bool:
    """Return whether residues ``first`` to ``last`` (1-based, both included) lie in a window of low complexity.

    >>> is_repetitive("MSTNPKPQRKTKRNTNRRPQD", first=5, last=6)
    False
    >>> is_repetitive("MSTNPK" + "HHHHHHHHPPPPPPQQQPQQQ" + "RNTNRRPQD", first=12, last=14)
    True
    """
    start = max(0, first - WINDOW)
    windows = (protein[at : at + WINDOW] for at in range(start, min(last, len(protein))))
    return any(len(window) == WINDOW and entropy_bits(window) <= TRIGGER_BITS for window in windows)


def entropy_bits(residues: str) -> float:
    """Return the Shannon entropy of the composition, in bits a residue."""
    total = len(residues)
    return -sum(count / total * math.log2(count / total) for count in Counter(residues).values())
