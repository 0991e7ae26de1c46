"""Runs of homozygosity: where both chromosomes descend from one ancestor, or one is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly
from lexome.reasoning.kinship import simple_sites
from lexome.reasoning.segments import best_segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns

LEAST_LENGTH = 1_500_000
"""Bases from which a run counts towards inbreeding; shorter ones are common in outbred people (McQuillan 2008,
doi:10.1016/j.ajhg.2008.08.007)."""

LEAST_VARIANTS = 25
"""Homozygous variants from which a run is told: an outbred person's variants are homozygous with probability about
0.4, so 25 in a row have probability 1e-10, 1e-5 over the 40,000 variants of an exome."""

ERROR = 0.01
"""Share of heterozygous calls within a run: genotyping error of sequencing (H3M2 uses the same order; Magi 2014,
doi:10.1093/bioinformatics/btu454)."""

SWITCH = 8.0
"""Natural log of the odds against a run beginning or ending between two variants: a few dozen runs in 40,000."""

WIDEST_GAP = 5_000_000
"""Bases without any variant across which no run is drawn: centromeres, and the sparsest stretches of an exome."""

_X = CONTIGS.index("X")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of homozygosity: 0-based ``start``, half-open ``end``, ``variants`` within, ``heterozygous`` of them."""

    contig: str
    start: int
    end: int
    variants: int
    heterozygous: int

    @property
    def length(self) -> int:
        """Bases."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Homozygosity:
    """A person's runs and the fraction of the autosomes they cover (F_ROH)."""

    runs: tuple[Run, ...]
    fraction: float


def runs_of_homozygosity(columns: VcfColumns, sample: str, *, assembly: Assembly) -> Homozygosity:
    """Return the runs on the autosomes by a two-state hidden Markov model over the sample's own variants.

    Only sites where the sample carries the variant are used, so a file of one person without reference sites serves.

    References
    ----------
    Magi 2014, doi:10.1093/bioinformatics/btu454; Narasimhan 2016, doi:10.1093/bioinformatics/btw044
    """
    copies = columns.copies[:, columns.sample_index[sample]]
    ploidy = columns.ploidy[:, columns.sample_index[sample]]
    rows = np.flatnonzero(simple_sites(columns) & (columns.contig < _X) & (copies > 0) & (ploidy == 2))
    rows = rows[np.lexsort((columns.start[rows], columns.contig[rows]))]
    het = copies[rows] == 1
    usual = min(0.95, max(0.3, float(het.mean()) if rows.size else 0.6))
    scores = np.where(het, math.log(ERROR / usual), math.log((1 - ERROR) / (1 - usual))).astype(np.float64)
    runs = [
        run
        for piece in _pieces(columns.contig[rows], columns.start[rows])
        for run in _runs(columns, rows[piece], het[piece], scores[piece])
        if run.length >= LEAST_LENGTH and run.variants - run.heterozygous >= LEAST_VARIANTS
    ]
    genome = sum(CONTIG_LENGTHS[assembly][name] for name in CONTIGS[:_X])
    return Homozygosity(tuple(runs), sum(run.length for run in runs) / genome)


def _pieces(contig: NDArray[np.int16], start: NDArray[np.int32]) -> list[slice]:
    """Return the stretches on one contig without a gap too wide."""
    breaks = np.flatnonzero((np.diff(contig) != 0) | (np.diff(start) > WIDEST_GAP)) + 1
    borders = [0, *breaks.tolist(), len(contig)]
    return [slice(first, last) for first, last in pairwise(borders) if last > first]


def _runs(
    columns: VcfColumns, rows: NDArray[np.int64], het: NDArray[np.bool_], scores: NDArray[np.float64]
) -> list[Run]:
    return [
        Run(
            columns.contig_at(int(rows[first])),
            int(columns.start[rows[first]]),
            int(columns.start[rows[last]]) + 1,
            last - first + 1,
            int(het[first : last + 1].sum()),
        )
        for first, last, _ in best_segments(scores.tolist(), switch=SWITCH)
    ]
