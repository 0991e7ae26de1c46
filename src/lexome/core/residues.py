"""Names of amino-acid residues, in one letter and in three."""

from __future__ import annotations

from collections.abc import Mapping

THREE_LETTERS: Mapping[str, str] = {
    "A": "Ala", "C": "Cys", "D": "Asp", "E": "Glu", "F": "Phe", "G": "Gly", "H": "His", "I": "Ile", "K": "Lys",
    "L": "Leu", "M": "Met", "N": "Asn", "P": "Pro", "Q": "Gln", "R": "Arg", "S": "Ser", "T": "Thr", "V": "Val",
    "W": "Trp", "Y": "Tyr", "U": "Sec", "O": "Pyl", "X": "Xaa", "*": "Ter",
}  # fmt: skip
"""Names of residues (IUPAC-IUB 1984, doi:10.1111/j.1432-1033.1984.tb07877.x); 'Ter' is a stop, as HGVS writes it."""

ONE_LETTER: Mapping[str, str] = {name: letter for letter, name in THREE_LETTERS.items()}
