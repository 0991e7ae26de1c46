"""Genome assemblies and the names and lengths of their contigs."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache


class Assembly(StrEnum):
    """A reference assembly; part of the key of every variant."""

    GRCH37 = "GRCh37"
    GRCH38 = "GRCh38"


CONTIGS: tuple[str, ...] = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")
"""Canonical contig names in karyotypic order, without 'chr'; the mitochondrion is 'MT'."""

CONTIG_LENGTHS: dict[Assembly, dict[str, int]] = {
    Assembly.GRCH38: dict(
        zip(
            CONTIGS,
            (
                248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717,
                133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285,
                58617616, 64444167, 46709983, 50818468, 156040895, 57227415, 16569,
            ),
            strict=True,
        )
    ),
    Assembly.GRCH37: dict(
        zip(
            CONTIGS,
            (
                249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022, 141213431,
                135534747, 135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210, 78077248,
                59128983, 63025520, 48129895, 51304566, 155270560, 59373566, 16569,
            ),
            strict=True,
        )
    ),
}  # fmt: skip
"""Contig lengths in bases (NCBI assembly reports GCF_000001405.40 and GCF_000001405.25; MT is rCRS, NC_012920.1)."""

_BY_LENGTH: dict[tuple[str, int], Assembly] = {
    (contig, length): assembly
    for assembly, lengths in CONTIG_LENGTHS.items()
    for contig, length in lengths.items()
    if contig != "MT"
}


_VERSIONS = {
    Assembly.GRCH38: (11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10),
    Assembly.GRCH37: (10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9),
}
"""Versions of the RefSeq accessions of chromosomes 1 to 22, X and Y (NCBI assembly GCF_000001405.40 and .25)."""

MITOCHONDRION = "NC_012920.1"
"""RefSeq accession of the revised Cambridge reference sequence, the mitochondrion of both assemblies."""


def refseq_accession(assembly: Assembly, contig: str) -> str | None:
    """Return the RefSeq accession of a chromosome, None for another contig.

    >>> refseq_accession(Assembly.GRCH38, "17"), refseq_accession(Assembly.GRCH37, "MT")
    ('NC_000017.11', 'NC_012920.1')
    """
    if contig == "MT":
        return MITOCHONDRION
    number = CONTIGS.index(contig) if contig in CONTIGS else -1
    return f"NC_{number + 1:06d}.{_VERSIONS[assembly][number]}" if number >= 0 else None


_BY_ACCESSION: dict[str, tuple[str, Assembly | None]] = {
    f"NC_{number + 1:06d}.{version}": (CONTIGS[number], assembly)
    for assembly, versions in _VERSIONS.items()
    for number, version in enumerate(versions)
} | {MITOCHONDRION: ("MT", None)}


def assembly_of_accession(name: str) -> Assembly | None:
    """Return the assembly that a RefSeq accession with its version belongs to; None for any other name.

    >>> assembly_of_accession("NC_000017.10"), assembly_of_accession("chr17")
    (<Assembly.GRCH37: 'GRCh37'>, None)
    """
    return _BY_ACCESSION.get(name.upper(), ("", None))[1]


@lru_cache(maxsize=4096)
def canonical_contig(name: str) -> str | None:
    """Return the canonical name of a chromosome, or None for any other contig.

    RefSeq accessions are names too, where their version is that of GRCh37 or GRCh38.

    >>> canonical_contig("chr11"), canonical_contig("chrM"), canonical_contig("23"), canonical_contig("HLA-A*01")
    ('11', 'MT', None, None)
    >>> canonical_contig("NC_000017.11"), canonical_contig("NC_000017.9")
    ('17', None)
    """
    if name[:3].upper() == "NC_":
        return _BY_ACCESSION.get(name.upper(), (None, None))[0]
    bare = name[3:] if name[:3].lower() == "chr" else name
    bare = bare.upper()
    bare = "MT" if bare == "M" else bare
    return bare if bare in _CANONICAL else None


_CANONICAL = frozenset(CONTIGS)


def assembly_of_length(contig: str, length: int) -> Assembly | None:
    """Return the assembly in which this canonical contig has this length; the mitochondrion tells nothing."""
    return _BY_LENGTH.get((contig, length))
