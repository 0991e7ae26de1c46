"""HGVS names of variants, read and written: 'NM_000059.4:c.68-7T>A', 'NP_000050.3:p.(Ala938ProfsTer21)'."""

from lexome.formats.hgvs.nucleotide import NucleotideChange, Position, read_nucleotide
from lexome.formats.hgvs.protein import ProteinChange, read_protein

__all__ = ["NucleotideChange", "Position", "ProteinChange", "read_nucleotide", "read_protein"]
