"""Reference sequence from FASTA files: whole genomes or slices, plain or compressed, addressed by genomic position."""

from lexome.formats.fasta.normalise import left_align
from lexome.formats.fasta.reference import Reference

__all__ = ["Reference", "left_align"]
