"""Reference sequence from FASTA files: whole genomes or slices, plain or compressed, addressed by genomic position."""

from lexome.formats.fasta.headers import contig_named
from lexome.formats.fasta.normalise import left_align
from lexome.formats.fasta.reference import Reference

__all__ = ["Reference", "contig_named", "left_align"]
