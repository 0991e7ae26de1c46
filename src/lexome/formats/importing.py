"""From official files to a data set in use: allele stores by batches, tables whole."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.columns import write_table
from lexome.formats.coverage import Coverage
from lexome.formats.installing import (
    combined_sha256,
    file_entries,
    only_one,
    partial_folder,
    take_into_use,
)
from lexome.formats.store_writer import Batch, StoreWriter, joined

SPILL_ROWS = 100_000
"""Alleles that are spilt together, about: a genome's worth makes some thousand runs, each a few megabytes."""

Tell = Callable[[str, int], None]
"""Told what is being done and how many rows of it are."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the manifest says of a data set: where it came from and under which terms."""

    kind: str
    name: str
    source: str
    release: str
    licence: str
    reference: str
    files: tuple[Path, ...]

    def entry(self, table: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return a manifest entry in the starter's form."""
        return {
            "file": table,
            "source": self.source,
            "release": self.release,
            "licence": self.licence,
            "reference": self.reference,
            "artifact": ", ".join(path.name for path in self.files),
            **content,
        }


class AlleleFile(Protocol):
    """One official file of alleles; ``skipped`` counts the records that are no allele of a chromosome."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def skipped(self) -> int:
        """Records passed over so far."""

    def batches(self, *, offset: int = 0) -> Iterator[Batch]:
        """Yield the alleles from a decompressed offset on."""


def file_identity(path: Path) -> dict[str, Any]:
    """Return what tells a file from another without reading it whole: size, time and its first megabyte."""
    status = path.stat()
    with path.open("rb") as stream:
        beginning = hashlib.sha256(stream.read(1 << 20)).hexdigest()
    return {"name": path.name, "bytes": status.st_size, "modified": status.st_mtime_ns, "beginning": beginning}


def import_alleles(
    files: Sequence[AlleleFile],
    *,
    data_dir: Path,
    origin: Origin,
    assembly: Assembly,
    covered: Coverage | None,
    more: Mapping[str, Any],
    best: str | None = None,
    tell: Tell,
) -> dict[str, Any]:
    """Build the store of these files and take it into use; return its manifest.

    ``more`` is added to the manifest. Of an allele given twice the first counts, or the one with the highest ``best``.
    """
    partial = partial_folder(data_dir, origin.kind, origin.name)
    identity = {
        "release": origin.release,
        "assembly": assembly.value,
        "files": [file_identity(one.path) for one in files],
        "covered": None if covered is None else [covered.bases(), len(covered.stretches)],
        "form": 1,
    }
    with only_one(partial):
        writer = StoreWriter(partial, assembly=assembly, identity=identity, best=best)
        if writer.finished is None:
            _spill(files, writer, tell)
        if not writer.rows and writer.finished is None:
            shutil.rmtree(partial)
            message = "no allele of a chromosome with its bases spelt out is in the file"
            remedy = "give the small variants of the release; structural variants and copy numbers are not imported"
            raise BadInput([Problem(Level.ERROR, "nothing-to-import", files[0].path.name, message, remedy)])
        tell("sorting alleles", writer.rows)
        description = writer.finish(covered)
        tell("hashing files", description["rows"])
        entries = file_entries(partial)
        content = {
            "rows": description["rows"],
            "bytes": sum(entry["bytes"] for entry in entries.values()),
            "sha256": combined_sha256(entries),
        }
        manifest = {
            "kind": origin.kind,
            "name": origin.name,
            "assembly": assembly.value,
            "tables": {origin.kind: origin.entry("store.json", content)},
            "files": entries,
            **more,
        }
        take_into_use(partial, kind=origin.kind, name=origin.name, manifest=manifest)
    return manifest


def _spill(files: Sequence[AlleleFile], writer: StoreWriter, tell: Tell) -> None:
    """Spill what an earlier attempt has not: offsets count through all files."""
    for number, one in enumerate(files):
        if number < writer.file:
            continue
        waiting: list[Batch] = []
        for batch in one.batches(offset=writer.offset if number == writer.file else 0):
            waiting.append(replace(batch, file=number))
            if sum(len(each.contig) for each in waiting) >= SPILL_ROWS:
                writer.add(joined(waiting))
                waiting = []
            tell("reading alleles", writer.rows + sum(len(each.contig) for each in waiting))
        if waiting:
            writer.add(joined(waiting))


def import_tables(
    tables: Mapping[str, Any], *, data_dir: Path, origin: Origin, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Write whole tables as a data set and take it into use; return its manifest."""
    partial = partial_folder(data_dir, origin.kind, origin.name)
    with only_one(partial):
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        entries = {}
        for name, (table, told) in tables.items():
            described = replace(origin, **told) if told else origin
            schema = {
                "source": described.source,
                "release": described.release,
                "licence": described.licence,
                "reference": described.reference,
            }
            written = write_table(table, folder=partial, name=name, origin=schema)
            content = {key: written[key] for key in ("file", "rows", "bytes", "sha256")}
            entries[name] = described.entry(written["file"], content)
        manifest = {
            "kind": origin.kind,
            "name": origin.name,
            "tables": entries,
            "files": file_entries(partial),
            **(more or {}),
        }
        take_into_use(partial, kind=origin.kind, name=origin.name, manifest=manifest)
    return manifest


def import_track(path: Path, *, data_dir: Path, origin: Origin, assembly: Assembly, tell: Tell) -> dict[str, Any]:
    """Write a bigWig as a track and take it into use; return its manifest."""
    from lexome.formats.official.bigwig import BigWig
    from lexome.formats.track_store import write_track

    partial = partial_folder(data_dir, origin.kind, origin.name)
    track = BigWig(path)
    with only_one(partial):
        tell("reading values", 0)
        identity = {"release": origin.release, "assembly": assembly.value, "file": file_identity(path), "form": 1}
        description = write_track(track.sections(), folder=partial, assembly=assembly, identity=identity)
        rows = sum(entry["bases"] for entry in description["contigs"].values())
        tell("hashing files", rows)
        entries = file_entries(partial)
        content = {
            "rows": rows,
            "bytes": sum(entry["bytes"] for entry in entries.values()),
            "sha256": combined_sha256(entries),
        }
        manifest = {
            "kind": origin.kind,
            "name": origin.name,
            "assembly": assembly.value,
            "tables": {origin.kind: origin.entry("store.json", content)},
            "files": entries,
        }
        take_into_use(partial, kind=origin.kind, name=origin.name, manifest=manifest)
    return manifest
