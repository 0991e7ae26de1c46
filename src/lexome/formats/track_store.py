"""One value a base on disk: per contig the stretches that have values and the values, memory-mapped.

::

    FOLDER/store.json            assembly, contigs with bases
    FOLDER/CONTIG/covered.npy    (n, 2) int64 stretches with values, ascending
    FOLDER/CONTIG/offset.npy     where the values of each stretch begin
    FOLDER/CONTIG/value.bin      float16, little-endian
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly, canonical_contig
from lexome.core.errors import BrokenKnowledge
from lexome.formats.store_writer import write_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

Section = tuple[str, "NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.float32]"]


class TrackStore:
    """A track opened without reading it. Values are kept to three significant digits (float16)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            description: Mapping[str, Any] = json.loads((folder / "store.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BrokenKnowledge(f"{folder / 'store.json'}: {error}; run: lexome data verify") from error
        self.assembly = Assembly(description["assembly"])
        self._open: dict[int, tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float16]]] = {}
        self._contigs = {CONTIGS.index(name): name for name in description["contigs"]}

    def values(self, contig: NDArray[np.int16], position: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the value at each base, NaN where there is none; positions are 0-based."""
        found = np.full(len(contig), np.nan, np.float32)
        for code in np.unique(contig).tolist():
            if code not in self._contigs:
                continue
            covered, offset, value = self._contig(code)
            asked = np.flatnonzero(contig == code)
            at = np.searchsorted(covered[:, 0], position[asked], side="right") - 1
            inside = (at >= 0) & (position[asked] < covered[np.maximum(at, 0), 1])
            rows, at = asked[inside], at[inside]
            found[rows] = value[offset[at] + position[rows] - covered[at, 0]]
        return found

    def _contig(self, code: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float16]]:
        if code not in self._open:
            folder = self.folder / self._contigs[code]
            try:
                covered, offset = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("covered", "offset"))
                self._open[code] = covered, offset, np.memmap(folder / "value.bin", "<f2", "r")
            except (OSError, ValueError) as error:
                raise BrokenKnowledge(f"{folder}: {error}; run: lexome data verify") from error
        return self._open[code]


def write_track(
    sections: Iterator[Section], *, folder: Path, assembly: Assembly, identity: Mapping[str, Any]
) -> dict[str, Any]:
    """Write a track from sections that are ascending within a contig; return its description.

    A contig that an earlier attempt on the same input finished is not written again.
    """
    journal_path = folder / "journal.json"
    journal = json.loads(journal_path.read_text(encoding="utf-8")) if journal_path.exists() else {}
    if journal.get("identity") != dict(identity):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        journal = {"identity": dict(identity), "contigs": {}}
    for name, of_contig in groupby(sections, key=lambda section: section[0]):
        contig = canonical_contig(name)
        if contig is None or contig in journal["contigs"]:
            continue
        journal["contigs"][contig] = _write_contig(of_contig, folder / contig)
        write_whole(journal_path, json.dumps(journal).encode())
    description = {"assembly": assembly.value, "contigs": journal["contigs"]}
    write_whole(folder / "store.json", json.dumps(description, indent=1).encode())
    journal_path.unlink(missing_ok=True)
    return description


def _write_contig(sections: Iterator[Section], folder: Path) -> dict[str, int]:
    folder.mkdir(exist_ok=True)
    stretches: list[list[int]] = []
    with (folder / "value.bin").open("wb") as stream:
        for _, starts, ends, values in sections:
            _append(stream, stretches, starts, ends, values)
    covered = np.array(stretches, np.int64).reshape(-1, 2)
    lengths = covered[:, 1] - covered[:, 0]
    np.save(folder / "covered.npy", covered)
    np.save(folder / "offset.npy", np.cumsum(lengths) - lengths)
    return {"bases": int(lengths.sum()), "stretches": len(covered)}


def _append(
    stream: IO[bytes],
    stretches: list[list[int]],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    values: NDArray[np.float32],
) -> None:
    """Write a section's values base by base and join its intervals to the last stretch where they touch it."""
    stream.write(np.repeat(values, ends - starts).astype("<f2").tobytes())
    breaks = np.flatnonzero(starts[1:] != ends[:-1]) + 1
    for low, high in zip((0, *breaks.tolist()), (*breaks.tolist(), len(starts)), strict=True):
        start, end = int(starts[low]), int(ends[high - 1])
        if stretches and stretches[-1][1] == start:
            stretches[-1][1] = end
        else:
            stretches.append([start, end])
