"""What of a file is interpreted: everything in genes, coding sequence only, a panel, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.consequence import RANK
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem, errors_among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns
    from lexome.knowledge.genes import Genes
    from lexome.services.diagnose.gene_table import GeneTable

LAST_OF_EXOME = RANK["coding_sequence_variant"]
"""Consequences up to here in severity lie in coding sequence or in a splice region; an exome's probes cover those."""

MOST_NAMED = 10


@dataclass(frozen=True)
class Scope:
    """What was asked for; ``name`` is '' when nothing was, and everything in genes is interpreted.

    ``genes`` are approved symbols, ``regions`` (contig, start, end) on GRCh38; a panel has either. ``left_out`` counts
    genes of the panel of less than diagnostic confidence, ``unknown`` those that no gene is called by.
    """

    name: Literal["", "phenotype", "panel", "exome", "genome"] = ""
    title: str = ""
    genes: frozenset[str] = frozenset()
    regions: tuple[tuple[str, int, int], ...] = ()
    left_out: int = 0
    unknown: tuple[str, ...] = ()

    @property
    def limits_genes(self) -> bool:
        """Whether only some genes are interpreted."""
        return self.name == "panel"

    def inside(
        self, columns: VcfColumns, gene: NDArray[np.int32], severity: NDArray[np.int8], *, genes: GeneTable
    ) -> NDArray[np.bool_]:
        """Return which rows are interpreted; ``gene`` are rows of ``genes``."""
        everything: NDArray[np.bool_] = np.ones(len(gene), np.bool_)
        if self.name == "exome":
            everything = severity <= LAST_OF_EXOME
        elif self.name == "panel" and not self.regions:
            wanted = np.array([symbol in self.genes for symbol in genes.symbols], np.bool_)
            everything = wanted[gene]
        elif self.name == "panel":
            everything = self._merged.overlap(columns.contig, columns.start, np.maximum(columns.end, columns.start + 1))
        return everything

    def covered(self, genes: GeneTable) -> dict[str, float]:
        """Return the share of the coding sequence that lies inside, of each gene that has any; 1 for listed genes."""
        if not self.regions:
            return dict.fromkeys(self.genes & set(genes.symbols), 1.0)
        transcripts = genes.transcripts
        row = np.repeat(np.arange(len(transcripts)), np.diff(transcripts.exon_indptr))
        low = np.maximum(transcripts.exon_start, transcripts.cds_start[row])
        high = np.minimum(transcripts.exon_end, transcripts.cds_end[row])
        coding = (high > low) & (transcripts.cds_start[row] >= 0)
        row, low, high = row[coding], low[coding], high[coding]
        inside = self._merged.bases(transcripts.contig[row], low, high)
        held = np.bincount(row, weights=inside, minlength=len(transcripts))
        whole = np.maximum(np.bincount(row, weights=high - low, minlength=len(transcripts)), 1)
        best = np.zeros(len(genes.symbols))
        np.maximum.at(best, genes.of_transcript, held / whole)
        return {genes.symbols[at]: float(best[at]) for at in np.flatnonzero(best).tolist()}

    @cached_property
    def _merged(self) -> _Regions:
        return _Regions(self.regions)


EVERYTHING = Scope()
"""Everything in or beside genes is interpreted."""


class _Regions:
    """Regions in order, overlapping ones merged."""

    def __init__(self, regions: Iterable[tuple[str, int, int]]) -> None:
        at = {name: place for place, name in enumerate(CONTIGS)}
        merged: list[list[int]] = []
        for contig, start, end in sorted((at[name], low, high) for name, low, high in regions if name in at):
            if merged and merged[-1][0] == contig and start <= merged[-1][2]:
                merged[-1][2] = max(merged[-1][2], end)
            else:
                merged.append([contig, start, end])
        table = np.array(merged, np.int64).reshape(-1, 3)
        self._start, self._end = (table[:, 0] << 32) + table[:, 1], (table[:, 0] << 32) + table[:, 2]
        self._before = np.concatenate(([0], np.cumsum(table[:, 2] - table[:, 1])))

    def bases(self, contig: NDArray[np.int16], start: NDArray[np.int32], end: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return how many bases of each interval lie in a region."""
        place = contig.astype(np.int64) << 32
        return self._below(place + end) - self._below(place + start)

    def overlap(self, contig: NDArray[np.int16], start: NDArray[np.int32], end: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which intervals touch a region."""
        touched: NDArray[np.bool_] = self.bases(contig, start, end) > 0
        return touched

    def _below(self, key: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many bases of regions lie before a place."""
        if not len(self._start):
            return np.zeros(len(key), np.int64)
        at = np.searchsorted(self._start, key, side="right") - 1
        inside = np.minimum(key, self._end[at]) - self._start[at]
        found: NDArray[np.int64] = np.where(at >= 0, self._before[np.maximum(at, 0)] + inside, 0)
        return found


def scope_of(name: str | None, panel: tuple[str, ...], genes: Genes) -> tuple[Scope, tuple[Problem, ...]]:
    """Return what a call asks for: ``panel`` names files, or genes themselves.

    Raises
    ------
    BadInput
        when a panel cannot be read, or names no gene that is known.
    """
    if name == "panel" and not panel:
        message, remedy = "no panel was given", "give --panel with genes or a file"
        raise BadInput([Problem(Level.ERROR, "no-panel", "--scope", message, remedy)])
    if not panel:
        return Scope(_known(name)), ()
    if name not in {None, "panel"}:
        message, remedy = f"a panel and the scope {name!r} exclude each other", "leave out one of them"
        raise BadInput([Problem(Level.ERROR, "scope-contradicts", "--panel", message, remedy)])
    return _panel(panel, genes)


def _known(name: str | None) -> Literal["", "phenotype", "panel", "exome", "genome"]:
    match name:
        case "phenotype" | "exome" | "genome":
            return name
        case _:
            return ""


def _panel(panel: tuple[str, ...], genes: Genes) -> tuple[Scope, tuple[Problem, ...]]:
    from lexome.formats.panel import read_panel

    files = [read_panel(Path(one)) for one in panel if _is_file(one)]
    written = [name for name in panel if not _is_file(name)] + [name for file in files for name in file.genes]
    found = {name: genes.resolve(name) for name in dict.fromkeys(written)}
    symbols = frozenset(gene.symbol for gene in found.values() if gene)
    unknown = tuple(name for name, gene in found.items() if gene is None)
    regions = tuple(region for file in files for region in file.regions)
    problems = [problem for file in files for problem in file.problems]
    if unknown:
        shown = ", ".join(unknown[:MOST_NAMED]) + (" …" if len(unknown) > MOST_NAMED else "")
        one = len(unknown) == 1
        belong = "name of the panel belongs" if one else "names of the panel belong"
        message = f"{len(unknown)} {belong} to no gene, or to several: {shown}"
        remedy = "write approved symbols or HGNC ids"
        problems.append(Problem(Level.WARNING, "panel-gene-unknown", "--panel", message, remedy))
    if regions and symbols:
        message, remedy = "genes and regions cannot be mixed in one panel", "give either"
        problems.append(Problem(Level.ERROR, "scope-contradicts", "--panel", message, remedy))
    if not regions and not symbols:
        message, remedy = "no gene of the panel is known", "write approved symbols or HGNC ids"
        problems.append(Problem(Level.ERROR, "no-panel", "--panel", message, remedy))
    if errors_among(problems):
        raise BadInput(problems)
    title = ", ".join(file.name for file in files) or f"{len(symbols)} genes given"
    left_out = sum(file.left_out for file in files)
    return Scope("panel", title, symbols, regions, left_out, unknown), tuple(problems)


def _is_file(name: str) -> bool:
    return "/" in name or "." in name or Path(name).is_file()
