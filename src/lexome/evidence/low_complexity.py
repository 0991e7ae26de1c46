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


def is_simple_repeat(protein: str, *, first: int, last: int) -> bool:
    """Return whether a window around the residues is made of little else than two amino acids.

    Collagen's Gly-X-Y is of low complexity and anything but free of function; runs of one or two residues are what
    'repetitive region without a known function' means here.

    >>> is_simple_repeat("MSTNPK" + "HHHHHHHHPPPPPPQQPQQQQ" + "RNTNRRPQD", first=12, last=14)
    True
    >>> is_simple_repeat("GPPGEKGDRGPPGYTGSPGPKGERGPPG", first=12, last=14)
    False
    """
    start = max(0, first - WINDOW)
    windows = [protein[at : at + WINDOW] for at in range(start, min(last, len(protein)))]
    shares = [_two_commonest(window) for window in windows if len(window) == WINDOW]
    return any(share >= SIMPLE for share in shares)


def is_hydrophobic(protein: str, *, first: int, last: int) -> bool:
    """Return whether the repeat is one of leucine, isoleucine, valine or phenylalanine.

    Such runs are signal peptides (Nielsen 1997, Protein Engineering 10, 1-6) and membrane spans: repetitive, and with
    a function. Without this, 2 of 281 pathogenic in-frame changes of ClinVar met BP3, both in a signal peptide
    (benchmarks/acmg.py inframe); with it none.

    >>> is_hydrophobic("MSART" + "LLLLPLLLLVLL" + "PAWG", first=8, last=9)
    True
    >>> is_hydrophobic("MSTNPK" + "HHHHHHHHPPPPPPQQPQQQQ" + "RNTNRRPQD", first=12, last=14)
    False
    """
    start = max(0, first - WINDOW)
    windows = [protein[at : at + WINDOW] for at in range(start, min(last, len(protein)))]
    repeats = [window for window in windows if len(window) == WINDOW and _two_commonest(window) >= SIMPLE]
    return any(Counter(window).most_common(1)[0][0] in "LIVF" for window in repeats)


SIMPLE = 10
"""Residues of a window that the two commonest amino acids make up in a simple repeat."""


def _two_commonest(window: str) -> int:
    return sum(count for _, count in Counter(window).most_common(2))


def entropy_bits(residues: str) -> float:
    """Return the Shannon entropy of the composition, in bits a residue."""
    total = len(residues)
    return -sum(count / total * math.log2(count / total) for count in Counter(residues).values())
