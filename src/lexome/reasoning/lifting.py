"""Variants on GRCh37 taken to GRCh38 by the chain the user imported, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lexome.core.assembly import Assembly
from lexome.core.problem import Level, Problem
from lexome.formats.vcf.lift import Lifting, NotLifted, lifted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lexome.formats.vcf.alleles import Bases
    from lexome.formats.vcf.columns import VcfColumns
    from lexome.knowledge.liftover import Chains, Liftover

IMPORT_CHAIN = (
    "import the chain once: lexome data import chain hg19ToHg38.over.chain.gz --release UCSC (the file is at "
    "hgdownload.soe.ucsc.edu/goldenPath/hg19/liftOver), then run again; or call the variants on GRCh38"
)
"""What to do with a file on GRCh37 when no chain has been imported."""

ONE_BY_ONE = 20
"""Lines that stayed behind told one by one; the others are named together, by reason."""


@dataclass(frozen=True, slots=True)
class OnGRCh38:
    """What became of a file on GRCh37: ``moved`` rows, the rows that stayed behind, and what is told."""

    lifting: Lifting
    problems: tuple[Problem, ...]
    chain: str

    @property
    def columns(self) -> VcfColumns:
        """The rows that were moved."""
        return self.lifting.columns

    @property
    def behind(self) -> dict[int, str]:
        """Why rows of the original file stayed behind."""
        return {one.row: f"not moved to GRCh38: {one.why}" for one in self.lifting.failures}


def on_grch38(columns: VcfColumns, chains: Chains, *, reference: Bases | None) -> OnGRCh38 | None:
    """Return a file on GRCh37 moved to GRCh38; None when no chain between the two was imported."""
    chain = chains.between(Assembly.GRCH37, Assembly.GRCH38)
    if chain is None:
        return None
    lifting = lifted(columns, chain, target=Assembly.GRCH38, reference=reference)
    name = _name(chain)
    told = _told(columns, lifting, name, compared=reference is not None)
    return OnGRCh38(lifting, tuple(told), name)


def older_assembly(columns: VcfColumns, chains: Chains) -> tuple[Problem, ...]:
    """Return what there is to say before anything is moved: nothing of a file that is not on GRCh37."""
    if columns.assembly is not Assembly.GRCH37:
        return ()
    chain = chains.between(Assembly.GRCH37, Assembly.GRCH38)
    message = "the variants are on GRCh37; the knowledge is on GRCh38"
    remedy = IMPORT_CHAIN if chain is None else f"diagnose and interpret move them by the imported {_name(chain)}"
    return (Problem(Level.NOTICE, "older-assembly", columns.text.name, message, remedy),)


def _name(chain: Liftover) -> str:
    return f"{chain.citation.source}, {chain.citation.release}"


def _told(columns: VcfColumns, lifting: Lifting, chain: str, *, compared: bool) -> Iterator[Problem]:
    where = columns.text.name
    message = f"{len(lifting.columns):,} of {len(columns):,} alleles were moved from GRCh37 to GRCh38 ({chain})"
    if not compared:
        message += "; REF was not compared with GRCh38, so a base that the reference changed is not noticed"
    remedy = "results are in GRCh38 positions" + ("" if compared else "; give --fasta of GRCh38 to have REF compared")
    yield Problem(Level.NOTICE, "variants-lifted", where, message, remedy)
    if lifting.swapped:
        message = f"GRCh38 has the ALT base as its reference on lines {in_ranges(lifting.swapped)}"
        remedy = "REF and ALT were exchanged and genotypes counted anew"
        yield Problem(Level.NOTICE, "reference-changed", where, message, remedy)
    yield from _behind(where, lifting.failures)


_REMEDY = "look at the variant on GRCh37, or call it on GRCh38"


def _behind(where: str, failures: Iterable[NotLifted]) -> Iterator[Problem]:
    """Name every line that stayed behind: the first ones one by one, all others together by reason."""
    lines = list({one.line: one for one in failures}.values())
    for one in lines[:ONE_BY_ONE]:
        yield Problem(Level.WARNING, "not-lifted", f"{where}, line {one.line}", str(one.why), _REMEDY, one.line)
    rest = sorted(lines[ONE_BY_ONE:], key=lambda one: (one.why, one.line))
    for why, group in groupby(rest, key=lambda one: one.why):
        numbers = [one.line for one in group]
        message = f"{len(numbers):,} more lines were not moved to GRCh38, as {why}: lines {in_ranges(numbers)}"
        yield Problem(Level.WARNING, "not-lifted", where, message, _REMEDY)


def in_ranges(numbers: Iterable[int]) -> str:
    """Return ascending numbers with neighbours joined.

    >>> in_ranges([3, 4, 5, 9])
    '3-5, 9'
    """
    ascending = list(numbers)
    stretches = groupby(enumerate(ascending), key=lambda pair: pair[1] - pair[0])
    bounds = [[number for _, number in group] for _, group in stretches]
    return ", ".join(f"{one[0]}-{one[-1]}" if len(one) > 1 else str(one[0]) for one in bounds)
