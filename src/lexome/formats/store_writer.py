"""Building an allele store: batches are spilt as runs with a journal, then sorted contig by contig.

Nothing of the store is visible before the last rename. A run that was stopped at any moment leaves its journal, and the
next one, given the same input, goes on from the last run that was written whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.formats.allele_keys import allele_keys
from lexome.formats.atomic import replacing
from lexome.formats.base_strings import Bases, trimmed
from lexome.formats.coverage import Coverage

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Batch:
    """Alleles as an importer reads them; ``columns`` has numbers, ``words`` strings that are stored as codes.

    ``offset`` counts the bytes of the decompressed input file number ``file`` that are used up after this batch.
    """

    contig: NDArray[np.int16]
    start: NDArray[np.int32]
    ref: Sequence[str]
    alt: Sequence[str]
    columns: Mapping[str, NDArray[Any]]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    offset: int = 0
    file: int = 0


def joined(batches: Sequence[Batch]) -> Batch:
    """Return several batches of one file as one, which ends where the last does."""
    if len(batches) == 1:
        return batches[0]
    last = batches[-1]
    return Batch(
        contig=np.concatenate([one.contig for one in batches]),
        start=np.concatenate([one.start for one in batches]),
        ref=[text for one in batches for text in one.ref],
        alt=[text for one in batches for text in one.alt],
        columns={name: np.concatenate([one.columns[name] for one in batches]) for name in last.columns},
        words={name: [word for one in batches for word in one.words[name]] for name in last.words},
        offset=last.offset,
        file=last.file,
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    with replacing(path) as handle:
        handle.write(content)


class StoreWriter:
    """Collects batches in ``folder`` and makes a store of them there.

    ``file`` and ``offset`` are how far an earlier attempt has used the input; ``finished`` is its store when it got so
    far. Of an allele given twice the first record counts, or the one with the highest ``best``.
    """

    def __init__(
        self, folder: Path, *, assembly: Assembly, identity: Mapping[str, Any], best: str | None = None
    ) -> None:
        self.folder, self.assembly, self.identity, self.best = folder, assembly, dict(identity), best
        self.runs: list[dict[str, Any]] = []
        self.file = self.offset = 0
        self.finished: dict[str, Any] | None = None
        self.words: dict[str, dict[str, int]] = {}
        self.folder.mkdir(parents=True, exist_ok=True)
        self._resume()

    def _resume(self) -> None:
        """Take up what an earlier attempt on the same input left; start anew on any other."""
        finished = _read_json(self.folder / "store.json")
        if finished.get("identity") == self.identity:
            self.finished = finished
            return
        journal = _read_json(self.folder / "journal.json")
        if journal.get("identity") == self.identity:
            self.runs, self.file, self.offset = journal["runs"], journal["file"], journal["offset"]
            self.words = {
                name: {word: code for code, word in enumerate(words)} for name, words in journal["words"].items()
            }
            return
        shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)

    @property
    def rows(self) -> int:
        """How many alleles have been spilt."""
        return sum(run["rows"] for run in self.runs)

    def add(self, batch: Batch) -> None:
        """Spill a batch and note it in the journal; only then does it count."""
        number = len(self.runs)
        start, ref_bases, alt_bases = trimmed(batch.start, Bases.of(batch.ref), Bases.of(batch.alt))
        keys = allele_keys(start, ref_bases, alt_bases)
        columns = dict(batch.columns)
        for name, words in batch.words.items():
            codes = self.words.setdefault(name, {})
            columns[name] = np.array([codes.setdefault(word, len(codes)) for word in words], np.int32)
        order = np.lexsort((keys, batch.contig))
        contigs = batch.contig[order]
        run = self.folder / "runs" / f"{number:06d}"
        shutil.rmtree(run, ignore_errors=True)
        run.mkdir(parents=True)
        present = np.unique(contigs).tolist()
        for code in present:
            rows = order[slice(*np.searchsorted(contigs, [code, code + 1]).tolist())]
            long = [row for row in rows.tolist() if int(keys[row]) & 1]
            arrays = {name: column[rows] for name, column in columns.items()}
            extent = (start[rows] + ref_bases.lengths[rows]).max()
            text = "\n".join(f"{ref_bases.at(row)}>{alt_bases.at(row)}" for row in long).encode()
            arrays |= {"key": keys[rows], "long_key": keys[long], "long": np.frombuffer(text, np.uint8), "end": extent}
            np.savez(str(run / f"{code}.npz"), allow_pickle=False, **arrays)
        self.runs.append({"rows": len(keys), "contigs": present})
        self.file, self.offset = batch.file, batch.offset
        self._note(columns)

    def _note(self, columns: Mapping[str, NDArray[Any]]) -> None:
        journal = {
            "identity": self.identity,
            "runs": self.runs,
            "file": self.file,
            "offset": self.offset,
            "words": {name: list(codes) for name, codes in self.words.items()},
            "columns": {name: column.dtype.str for name, column in columns.items()},
        }
        write_whole(self.folder / "journal.json", json.dumps(journal).encode())

    def finish(self, covered: Coverage | None) -> dict[str, Any]:
        """Sort the runs of each contig into the store's files and return the store's description.

        Without ``covered`` a contig counts as covered from its first to its last site.
        """
        import pyarrow as pa

        from lexome.formats.columns import write_table

        if self.finished is not None:
            self._clear()
            return self.finished
        contigs = {}
        codes = sorted({code for run in self.runs for code in run["contigs"]})
        types: dict[str, str] = {}
        for code in codes:
            contigs[CONTIGS[code]] = self._finish_contig(code, covered, types)
        for name, words in self.words.items():
            table = pa.table({"word": pa.array(list(words), pa.string())})
            write_table(table, folder=self.folder, name=f"words_{name}", origin={})
        if covered is not None:
            for code, bounds in covered.stretches.items():
                if code not in codes:
                    contigs[CONTIGS[code]] = self._empty_contig(code, bounds, types)
        description = {
            "identity": self.identity,
            "assembly": self.assembly.value,
            "columns": types,
            "words": sorted(self.words),
            "contigs": contigs,
            "rows": sum(entry["rows"] for entry in contigs.values()),
        }
        write_whole(self.folder / "store.json", json.dumps(description, indent=1).encode())
        self._clear()
        return description

    def _clear(self) -> None:
        """Remove what only the building needed."""
        shutil.rmtree(self.folder / "runs", ignore_errors=True)
        (self.folder / "journal.json").unlink(missing_ok=True)

    def _finish_contig(self, code: int, covered: Coverage | None, types: dict[str, str]) -> dict[str, Any]:
        folder = self.folder / CONTIGS[code]
        folder.mkdir(exist_ok=True)
        paths = [
            self.folder / "runs" / f"{number:06d}" / f"{code}.npz"
            for number, run in enumerate(self.runs)
            if code in run["contigs"]
        ]
        keys, order, last = _sorted_keys(paths, self.best)
        np.save(folder / "key.npy", keys)
        names = [name for name in np.load(paths[0]).files if name not in ("key", "long_key", "long", "end")]
        for name in names:
            column = np.concatenate([np.load(path)[name] for path in paths])
            np.save(folder / f"{name}.npy", column if order is None else column[order])
            types[name] = column.dtype.str
        bounds = np.array([[int(keys[0]) >> 32, last]], np.int64) if covered is None else covered.stretches.get(code)
        np.save(folder / "covered.npy", np.empty((0, 2), np.int64) if bounds is None else bounds)
        return {"rows": len(keys), "hashed": _write_long(folder, keys, paths)}

    def _empty_contig(self, code: int, bounds: NDArray[np.int64], types: Mapping[str, str]) -> dict[str, Any]:
        """A contig that was looked at and has no allele."""
        folder = self.folder / CONTIGS[code]
        folder.mkdir(exist_ok=True)
        np.save(folder / "key.npy", np.empty(0, np.uint64))
        np.save(folder / "covered.npy", bounds)
        for name, kind in types.items():
            np.save(folder / f"{name}.npy", np.empty(0, np.dtype(kind)))
        return {"rows": 0, "hashed": 0}


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content


def _sorted_keys(paths: Sequence[Path], best: str | None) -> tuple[NDArray[np.uint64], NDArray[np.int64] | None, int]:
    """Return ascending distinct keys, the rows they come from (None: all, in order) and the end of the last allele."""
    parts, last, scores = [], 0, []
    for path in paths:
        with np.load(path) as run:
            parts.append(run["key"])
            last = max(last, int(run["end"]))
            if best is not None:
                scores.append(np.nan_to_num(run[best].astype(np.float64), nan=-np.inf))
    keys = np.concatenate(parts)
    if bool((keys[1:] > keys[:-1]).all()):
        return keys, None, last
    order = np.argsort(keys, kind="stable") if best is None else np.lexsort((-np.concatenate(scores), keys))
    ascending = keys[order]
    kept = np.concatenate(([True], ascending[1:] != ascending[:-1]))
    return ascending[kept], order[kept], last


def _write_long(folder: Path, keys: NDArray[np.uint64], paths: Sequence[Path]) -> int:
    """Write REF and ALT of the rows whose key is a hash; return how many there are."""
    import pyarrow as pa

    from lexome.formats.columns import write_table

    bases: dict[int, str] = {}
    for path in paths:
        with np.load(path) as run:
            texts = run["long"].tobytes().decode().split("\n")
            for key, text in zip(run["long_key"].tolist(), texts, strict=False):
                bases.setdefault(key, text)
    rows = np.searchsorted(keys, np.array(sorted(bases), np.uint64))
    split = [bases[key].partition(">") for key in sorted(bases)]
    table = pa.table(
        {
            "row": pa.array(rows, pa.int64()),
            "ref": pa.array([ref for ref, _, _ in split], pa.large_string()),
            "alt": pa.array([alt for _, _, alt in split], pa.large_string()),
        }
    )
    if bases:
        write_table(table, folder=folder, name="long", origin={}, packed=False)
    return len(bases)
