"""The same base on another assembly, by an imported chain file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.plugin import Card, Source
from lexome.core.provenance import DataRelease
from lexome.core.settings import Settings
from lexome.formats.releases import Dataset, imported

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Lifted:
    """Where intervals lie on the target: ``contig`` -1 where they could not be placed; ``strand`` 1 or -1.

    ``start`` is the 0-based start on the forward strand of the target. ``why`` is 0 placed, 1 in no chain, 2 across a
    gap or the edge of a chain, so that the interval would change.
    """

    contig: NDArray[np.int16]
    start: NDArray[np.int64]
    strand: NDArray[np.int8]
    why: NDArray[np.uint8]


class Liftover:
    """One chain file: from ``source`` to ``target``."""

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("chain")
        self.releases = dataset.releases()
        self.source = Assembly(dataset.manifest["source"])
        self.target = Assembly(dataset.manifest["target"])
        table = dataset.table("chain")
        self._blocks: dict[str, Any] = {name: table[name].to_numpy() for name in table.column_names}
        bounds = np.searchsorted(self._blocks["source_contig"], np.arange(len(CONTIGS) + 1))
        self._parts = [slice(low, high) for low, high in pairwise(bounds.tolist())]

    def lift(self, contig: NDArray[np.int16], start: NDArray[np.int64], end: NDArray[np.int64]) -> Lifted:
        """Return the place of each 0-based half-open interval that lies whole in one gapless block.

        Where several chains hold it, the best-scoring one counts.
        """
        rows = len(contig)
        lifted = Lifted(
            np.full(rows, -1, np.int16), np.full(rows, -1, np.int64), np.ones(rows, np.int8), np.ones(rows, np.uint8)
        )
        for code in np.unique(contig).tolist():
            if 0 <= code < len(self._parts):
                self._lift_contig(self._parts[code], np.flatnonzero(contig == code), (start, end), lifted)
        return lifted

    def _lift_contig(self, part: slice, asked: NDArray[np.int64], bounds: tuple[Any, Any], lifted: Lifted) -> None:
        """Go through the contig's chains, best first; the blocks of a chain ascend and do not overlap."""
        chain = self._blocks["chain"][part]
        edges = [0, *(np.flatnonzero(np.diff(chain)) + 1).tolist(), len(chain)]
        for low, high in pairwise(edges):
            open_rows = asked[lifted.contig[asked] < 0]
            if not len(open_rows):
                return
            blocks = {name: column[part.start + low : part.start + high] for name, column in self._blocks.items()}
            start, end = bounds[0][open_rows], bounds[1][open_rows]
            at = np.searchsorted(blocks["source_start"], start, side="right") - 1
            at_or_first = np.maximum(at, 0)
            stop = blocks["source_start"][at_or_first] + blocks["size"][at_or_first]
            touches = (at >= 0) & (start < stop)
            whole = touches & (end <= stop)
            lifted.why[open_rows[touches & ~whole]] = 2
            rows, at = open_rows[whole], at[whole]
            strand = blocks["strand"][at]
            into = bounds[0][rows] - blocks["source_start"][at]
            length = bounds[1][rows] - bounds[0][rows]
            forward = blocks["target_start"][at] + into
            backward = blocks["target_start"][at] - into - length + 1
            lifted.contig[rows] = blocks["target_contig"][at]
            lifted.start[rows] = np.where(strand == 1, forward, backward)
            lifted.strand[rows], lifted.why[rows] = strand, 0


@dataclass(frozen=True, slots=True)
class Chains:
    """All imported chains."""

    chains: tuple[Liftover, ...]

    @property
    def releases(self) -> tuple[DataRelease, ...]:
        """What is stamped on answers that moved variants."""
        return tuple(release for chain in self.chains for release in chain.releases)

    def between(self, source: Assembly, target: Assembly) -> Liftover | None:
        """Return the chain from one assembly to the other, None where none was imported."""
        return next((chain for chain in self.chains if (chain.source, chain.target) == (source, target)), None)


def open_liftover(settings: Settings) -> Chains:
    """Return the imported chains, none when nothing was imported."""
    return Chains(tuple(map(Liftover, imported(settings, "chain"))))


plugin = Source(
    card=Card(
        title="Chains between assemblies",
        about="Places on the other assembly by a chain file the user imports.",
        licence="as the chain file's",
        reference="https://genome.ucsc.edu/goldenPath/help/chain.html",
        limits="Not embedded: lexome data import chain hg19ToHg38.over.chain.gz --release R. An interval is placed "
        "only within one gapless block.",
    ),
    open=open_liftover,
)
