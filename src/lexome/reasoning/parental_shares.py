"""Which stretches of a child came from one parent only, and where a single person's two copies are alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly
from lexome.reasoning.disomy import Disomy, uniparental_disomy
from lexome.reasoning.homozygosity import Run, runs_of_homozygosity
from lexome.reasoning.kinship import simple_sites

if TYPE_CHECKING:
    from lexome.formats.vcf import VcfColumns

LEAST_INFORMATIVE = 10
"""Sites on a chromosome where the parents' genotypes would show the absence of one, from which it counts as tested;
a stretch is told from six sites on."""

MOST_SITES = 120_000
"""Sites looked at: every k-th of more, as a genome has; a chromosome keeps some thousands."""

LONGEST_ELSEWHERE = 0.01
"""Share of the other autosomes in runs of homozygosity above which parents are related rather than one chromosome
doubled: the children of second cousins have about 0.016 (1/64, Wright's coefficient)."""

ALIKE_SHARE = 0.5
"""Share of a chromosome's length that one run must cover to speak of isodisomy of it, half of the chromosome: the
sparse sites of an exome break longer ones."""


@dataclass(frozen=True, slots=True)
class ParentalShares:
    """Stretches from one parent with the contigs on which they were looked for, and runs that stand alone."""

    disomies: tuple[Disomy, ...] = ()
    tested: tuple[str, ...] = ()
    alike: tuple[Run, ...] = ()


def of_trio(columns: VcfColumns, *, child: str, father: str, mother: str) -> ParentalShares:
    """Return what the genotypes of a trio say."""
    sparse = _thinned(columns)
    found = uniparental_disomy(sparse, child=child, father=father, mother=mother)
    return ParentalShares(found, _tested(sparse, child=child, father=father, mother=mother))


def _tested(columns: VcfColumns, *, child: str, father: str, mother: str) -> tuple[str, ...]:
    """Return the autosomes with enough sites at which each parent's absence would show."""
    c, f, m = (columns.copies[:, columns.sample_index[name]] for name in (child, father, mother))
    called = simple_sites(columns) & (c >= 0) & (f >= 0) & (m >= 0)
    opposite = called & (np.abs(f.astype(np.int16) - m) == 2)
    counts = np.bincount(columns.contig[opposite & (columns.contig < 22)].astype(np.int64), minlength=22)
    return tuple(CONTIGS[at] for at in range(22) if counts[at] >= LEAST_INFORMATIVE)


def of_one(columns: VcfColumns, sample: str) -> ParentalShares:
    """Return the runs of homozygosity of one person that make most of one chromosome alike and stand alone."""
    assembly = columns.assembly or Assembly.GRCH38
    found = runs_of_homozygosity(_thinned(columns, sample), sample, assembly=assembly)
    lengths = CONTIG_LENGTHS[assembly]
    whole = [run for run in found.runs if run.length >= ALIKE_SHARE * lengths[run.contig]]
    alone = []
    for run in whole:
        elsewhere = sum(one.length for one in found.runs if one.contig != run.contig)
        others = sum(lengths[name] for name in CONTIGS[:22] if name != run.contig)
        if elsewhere <= LONGEST_ELSEWHERE * others:
            alone.append(run)
    return ParentalShares(alike=tuple(alone))


def _thinned(columns: VcfColumns, sample: str = "") -> VcfColumns:
    """Return every k-th simple autosomal site, of those that a person carries where one is named."""
    wanted = simple_sites(columns) & (columns.contig < 22)
    if sample:
        wanted &= columns.copies[:, columns.sample_index[sample]] > 0
    rows = np.flatnonzero(wanted)
    return columns.select(rows[:: max(1, len(rows) // MOST_SITES)])
