"""Codons, residues and their names, for the nucleus and the mitochondrion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lexome.core.residues import THREE_LETTERS

_BASES = "TCAG"
_CODONS = tuple(first + second + third for first in _BASES for second in _BASES for third in _BASES)
_COMPLEMENT = str.maketrans("ACGTUNRYSWKMBDHV", "TGCAANYRSWMKVHDB")


@dataclass(frozen=True, slots=True)
class GeneticCode:
    """A translation table of the NCBI, with the codons at which translation may start."""

    number: int
    residues: Mapping[str, str]
    starts: frozenset[str]

    def translate(self, bases: str) -> str:
        """Return the residues of every whole codon; 'X' where a base is not known, '*' for a stop."""
        residues = self.residues
        return "".join([residues.get(bases[at : at + 3], "X") for at in range(0, len(bases) - 2, 3)])

    def translate_to_stop(self, bases: str) -> str:
        """Return the residues up to and with the first stop, or of all whole codons when there is none."""
        residues = self.residues
        found = []
        for at in range(0, len(bases) - 2, 3):
            residue = residues.get(bases[at : at + 3], "X")
            found.append(residue)
            if residue == "*":
                break
        return "".join(found)


STANDARD = GeneticCode(
    1,
    dict(zip(_CODONS, "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG", strict=True)),
    frozenset({"ATG"}),
)
"""NCBI translation table 1; in the nucleus ATG alone is taken for a start."""

MITOCHONDRIAL = GeneticCode(
    2,
    dict(zip(_CODONS, "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSS**VVVVAAAADDEEGGGG", strict=True)),
    frozenset({"ATG", "ATA", "ATT", "ATC", "GTG"}),
)
"""NCBI translation table 2, the vertebrate mitochondrion."""


def code_of(contig: str) -> GeneticCode:
    """Return the code by which genes of a contig are translated."""
    return MITOCHONDRIAL if contig == "MT" else STANDARD


def reverse_complement(bases: str) -> str:
    """Return the other strand, read in its own direction."""
    return bases.translate(_COMPLEMENT)[::-1]


def spelt(residues: str) -> str:
    """Return residues in three-letter names.

    >>> spelt("MW*")
    'MetTrpTer'
    """
    return "".join([THREE_LETTERS.get(residue, "Xaa") for residue in residues])
