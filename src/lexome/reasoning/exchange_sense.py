"""What the exchange of one amino acid for another says of a missense allele: causes are not those merely there.

The ratio of an ordered pair is its share among (likely) pathogenic over its share among (likely) benign variants.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.facts import Citation
from lexome.core.residues import THREE_LETTERS
from lexome.formats.exchange_counts import RESIDUES, read_exchange_counts
from lexome.reasoning.gene_evidence import VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHRINK = 2e-4
"""Share that is added to each pair in either class, so that pairs hardly seen say little: about 7 variants of 36,000.
Between 3e-5 and 5e-4 variants of proteins that were left out are told best, and the ratio itself better than any power
of it (benchmarks/amino_acid_exchanges.py)."""

NONE = -1
"""The code of an allele whose exchange is not known, or that exchanges nothing."""


def exchange_of(before: str | None, after: str | None) -> int:
    """Return the code of one residue exchanged for another, NONE for anything else.

    >>> exchange_of("G", "R"), exchange_of("GA", "RA"), exchange_of("G", "*"), exchange_of(None, None)
    (114, -1, -1, -1)
    """
    pair = (before or "", after or "")
    if before == after or any(len(one) != 1 or one not in RESIDUES for one in pair):
        return NONE
    return RESIDUES.index(pair[0]) * len(RESIDUES) + RESIDUES.index(pair[1])


@cache
def _log10_ratios() -> NDArray[np.float64]:
    """Return the log10 ratio of each code, and last 0, for NONE; the mean ratio of benign variants is 1."""
    counts = read_exchange_counts()
    pathogenic, benign = ((one / one.sum()).ravel() for one in (counts.pathogenic, counts.benign))
    ratio = (pathogenic + SHRINK) / (benign + SHRINK)
    seen = pathogenic + benign > 0
    return np.append(np.where(seen, np.log10(ratio / (benign @ ratio)), 0.0), 0.0)


def exchange_log10(exchange: NDArray[np.int16]) -> NDArray[np.float64]:
    """Return how much more each exchange is like a causal one than like one merely there, log10; 0 for NONE."""
    return np.asarray(_log10_ratios()[exchange], np.float64)


def speaking(exchange: NDArray[np.int16], kind: NDArray[np.int8]) -> NDArray[np.int16]:
    """Return the exchanges that say something: those of missense alleles that are not known as pathogenic."""
    return np.where(kind == VariantClass.MISSENSE, exchange, np.int16(NONE))


def _residues(exchange: int) -> tuple[str, str]:
    before, after = divmod(exchange, len(RESIDUES))
    return RESIDUES[before], RESIDUES[after]


def exchange_words(exchange: int) -> str:
    """Return an exchange and what it says, in words.

    >>> exchange_words(exchange_of("I", "V"))
    'Ile to Val is about 8 times as frequent among benign as among pathogenic variants'
    """
    log10 = float(_log10_ratios()[exchange])
    more, less = ("pathogenic", "benign") if log10 >= 0 else ("benign", "pathogenic")
    times = f"{10 ** abs(log10):.2g}"
    said = "about" if times == "1" else f"about {times} times"
    before, after = (THREE_LETTERS[one] for one in _residues(exchange))
    return f"{before} to {after} is {said} as frequent among {more} as among {less} variants"


def exchange_citation(exchange: int) -> Citation:
    """Return the record that an exchange was judged by."""
    cited = read_exchange_counts().citation
    before, after = _residues(exchange)
    return Citation(cited.source, cited.release, f"{before}>{after}")
