"""The obvious way to tell what a variant does: change the genome, splice it again, translate it, compare.

It knows nothing of offsets, windows or shifting. Only for changes that leave every splice site and exon edge alone.
"""

from __future__ import annotations

from dataclasses import dataclass

_BASES = "TCAG"
_CODE = dict(
    zip(
        (a + b + c for a in _BASES for b in _BASES for c in _BASES),
        "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)
_PAIR = {"A": "T", "C": "G", "G": "C", "T": "A"}


@dataclass(frozen=True)
class Gene:
    """Exons and coding interval on the forward strand, 0-based and half-open, and the strand."""

    exons: tuple[tuple[int, int], ...]
    coding: tuple[int, int]
    strand: int


def other_strand(bases: str) -> str:
    """Return the reverse complement, base by base."""
    return "".join(_PAIR[base] for base in reversed(bases))


def protein(genome: str, gene: Gene, change: tuple[int, str, str] | None = None) -> str:
    """Return the protein, up to and with its first stop, of the genome with a change (start, ref, alt)."""
    letters = [genome[at] for at in range(len(genome))]
    if change is not None:
        start, ref, alt = change
        assert genome[start : start + len(ref)] == ref
        for at in range(start, start + len(ref)):
            letters[at] = ""
        # inserted bases go where the bases they replace were; after the anchor when there are none
        letters[start] = alt
    spliced = "".join(letters[at] for start, end in gene.exons for at in range(start, end))
    before = "".join(
        letters[at]
        for start, end in gene.exons
        for at in range(start, end)
        if (at < gene.coding[0] if gene.strand > 0 else at >= gene.coding[1])
    )
    if gene.strand < 0:
        spliced = other_strand(spliced)
    reading = spliced[len(before) :]
    residues = ""
    for at in range(0, len(reading) - 2, 3):
        residues += _CODE[reading[at : at + 3]]
        if residues.endswith("*"):
            break
    return residues
