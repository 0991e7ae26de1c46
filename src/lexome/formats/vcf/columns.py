"""The variants of a VCF as columns, one row per alternate allele; objects for the few that a person will read."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.call import Call, Genotype, Zygosity
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.vcf.header import Header
from lexome.formats.vcf.record_text import Record, RecordText

HOMOPLASMIC_FRACTION = 0.95
"""Reads with the allele from which a mitochondrial variant counts as homoplasmic (Laricchia 2022,
doi:10.1101/gr.276013.121)."""

_MITOCHONDRION = CONTIGS.index("MT")


@dataclass(frozen=True)
class VcfColumns:
    """One row per alternate allele; genotype columns have shape (rows, samples).

    ``contig`` is an index into ``contig_names`` (0–24 are ``core.assembly.CONTIGS``); ``start`` is 0-based, ``end``
    half-open (of a symbolic allele: as INFO states it); ``ref`` and ``alt`` are ``pyarrow.StringArray``, bases in
    upper case; ``kind`` a ``Kind``; ``number`` the allele's place in ALT, from 1; ``line`` the 1-based line;
    ``passed`` whether FILTER is PASS or '.'. ``copies`` counts the allele (-1: not called, as in blocks of a gVCF);
    ``haplotype`` is the side of ``|`` that carries a phased heterozygous allele, else -1; ``phase_set`` -1, ``depth``
    -1, ``quality`` nan and ``alt_fraction`` nan mean not given.
    """

    header: Header
    contig_names: tuple[str, ...]
    samples: tuple[str, ...]
    contig: NDArray[np.int16]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    ref: Any
    alt: Any
    kind: NDArray[np.int8]
    number: NDArray[np.int16]
    line: NDArray[np.int64]
    qual: NDArray[np.float32]
    passed: NDArray[np.bool_]
    copies: NDArray[np.int8]
    ploidy: NDArray[np.int8]
    phased: NDArray[np.bool_]
    haplotype: NDArray[np.int8]
    phase_set: NDArray[np.int32]
    depth: NDArray[np.int32]
    quality: NDArray[np.float32]
    alt_fraction: NDArray[np.float32]
    problems: tuple[Problem, ...]
    text: RecordText
    stated_assembly: Assembly | None = None

    def __len__(self) -> int:
        return len(self.start)

    @property
    def assembly(self) -> Assembly | None:
        """The assembly stated by the caller, else the one the header gives away."""
        return self.stated_assembly or self.header.assembly

    @cached_property
    def sample_index(self) -> dict[str, int]:
        """Place of each sample in the genotype columns."""
        return {name: place for place, name in enumerate(self.samples)}

    def ref_at(self, row: int) -> str:
        """Return the reference bases of a row."""
        return str(self.ref[int(row)].as_py())

    def alt_at(self, row: int) -> str:
        """Return the alternate allele of a row."""
        return str(self.alt[int(row)].as_py())

    def contig_at(self, row: int) -> str:
        """Return the contig of a row, canonical where it is a chromosome's."""
        return self.contig_names[int(self.contig[row])]

    def select(self, mask: NDArray[np.bool_] | NDArray[np.int64]) -> VcfColumns:
        """Return the rows of a mask, or at the given places, as columns of their own."""
        import pyarrow

        places = np.flatnonzero(mask) if mask.dtype == np.bool_ else np.asarray(mask)
        taken: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                taken[field.name] = value[places]
            elif field.name in {"ref", "alt"}:
                taken[field.name] = value.take(pyarrow.array(places, pyarrow.int64()))
        return replace(self, **taken)

    def allele(self, row: int) -> Allele:
        """Return the key of one row.

        Raises
        ------
        BadInput
            when nothing tells the assembly.
        """
        if self.assembly is None:
            raise BadInput([assembly_unknown(self.text.name)])
        symbolic = self.kind[row] != 0
        return Allele(
            self.assembly,
            self.contig_at(row),
            int(self.start[row]),
            self.ref_at(row),
            self.alt_at(row),
            int(self.end[row]) if symbolic else None,
        )

    def record(self, row: int) -> Record:
        """Return the line of a row as it stands in the file, split."""
        return self.text.record(int(self.line[row]))

    def info(self, row: int) -> dict[str, str]:
        """Return INFO of the row's line as written; a flag has an empty value."""
        return self.record(row).info()

    def call(self, row: int) -> Call:
        """Return one row as an allele with its genotypes, filters and record id."""
        record = self.record(row)
        filters = () if record.filter in {"PASS", "."} else tuple(record.filter.split(";"))
        quality = float(self.qual[row])
        return Call(
            self.allele(row),
            {sample: self.genotype(row, sample) for sample in self.samples},
            filters,
            quality if np.isfinite(quality) else None,
            None if record.id == "." else record.id,
            int(self.line[row]) if self.text.numbered else None,
        )

    def genotype(self, row: int, sample: str) -> Genotype:
        """Return what one person carries of the allele of one row."""
        at = (row, self.sample_index[sample])
        depth, phase_set, haplotype = int(self.depth[at]), int(self.phase_set[at]), int(self.haplotype[at])
        fraction, quality = float(self.alt_fraction[at]), float(self.quality[at])
        return Genotype(
            self.zygosity(row, sample),
            max(0, int(self.copies[at])),
            int(self.ploidy[at]),
            phased=bool(self.phased[at]),
            copy_of=haplotype if haplotype >= 0 else None,
            phase_set=str(phase_set) if phase_set >= 0 else None,
            depth=depth if depth >= 0 else None,
            alt_fraction=fraction if np.isfinite(fraction) else None,
            genotype_quality=quality if np.isfinite(quality) else None,
        )

    def zygosity(self, row: int, sample: str) -> Zygosity:
        """Return how many copies one person carries, in words."""
        at = (row, self.sample_index[sample])
        copies, ploidy = int(self.copies[at]), int(self.ploidy[at])
        if copies < 0:
            return Zygosity.NOT_CALLED
        if copies == 0:
            return Zygosity.REFERENCE
        if self.contig[row] == _MITOCHONDRION:
            fraction = float(self.alt_fraction[at])
            whole = copies == ploidy if np.isnan(fraction) else fraction >= HOMOPLASMIC_FRACTION
            return Zygosity.HOMOPLASMIC if whole else Zygosity.HETEROPLASMIC
        if copies < ploidy:
            return Zygosity.HETEROZYGOUS
        return Zygosity.HEMIZYGOUS if ploidy == 1 else Zygosity.HOMOZYGOUS


def assembly_unknown(where: str) -> Problem:
    """Return the problem of a file that does not tell its assembly."""
    return Problem(
        Level.ERROR,
        "assembly-unknown",
        where,
        "nothing in the header tells the assembly: no contig lengths, no ##reference",
        "state it (--assembly GRCh38), or add the ##contig lines of the reference the variants were called on",
    )
