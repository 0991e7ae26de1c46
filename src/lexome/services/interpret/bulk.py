"""What the sources say of many alleles at once: which ClinVar holds, which are common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf.columns import VcfColumns
    from lexome.lab import Lab

COMMON = 0.05
"""Frequency from which a large file's allele is not graded: BA1 (Ghosh 2018, doi:10.1002/humu.23642)."""


def known_rows(columns: VcfColumns, lab: Lab) -> NDArray[np.bool_]:
    """Mark the alleles that ClinVar holds as (likely) pathogenic."""
    clinvar = lab.knowledge("clinvar")
    found: NDArray[np.bool_] = clinvar.pathogenic(
        clinvar.lookup(columns.contig, columns.start, columns.ref, columns.alt)
    )
    return found


def common_rows(columns: VcfColumns, lab: Lab) -> NDArray[np.bool_]:
    """Mark the alleles known to be common."""
    found = lab.knowledge("population").bulk(columns.contig, columns.start, columns.ref, columns.alt)
    return np.asarray(np.nan_to_num(found.fraction, nan=0.0) >= COMMON)
