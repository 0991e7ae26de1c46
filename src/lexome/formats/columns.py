"""Columns on disk: Arrow IPC files, memory-mapped, whose schema carries source, release and licence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lexome.core.errors import BrokenKnowledge

STARTER = Path(__file__).resolve().parents[1] / "starter"
"""Folder of the embedded knowledge."""


def open_table(name: str, *, folder: Path = STARTER, columns: tuple[str, ...] | None = None) -> Any:
    """Return a ``pyarrow.Table`` of ``folder/name.arrow``, reading only the columns asked for.

    The schema's metadata holds ``source``, ``release``, ``licence`` and ``reference`` as bytes.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or cannot be read.
    """
    import pyarrow as pa

    path = folder / f"{name}.arrow"
    try:
        mapped = pa.memory_map(str(path))
        reader = pa.ipc.open_file(mapped)
        if columns is not None:
            fields = [reader.schema.get_field_index(column) for column in columns]
            if -1 in fields:
                raise BrokenKnowledge(f"{path.name} lacks a column of {', '.join(columns)}; run: lexome data verify")
            options = pa.ipc.IpcReadOptions(included_fields=fields)
            reader = pa.ipc.open_file(mapped, options=options)
        return reader.read_all()
    except (OSError, pa.ArrowException) as error:
        raise BrokenKnowledge(f"{path.name}: {error}; run: lexome data verify") from error


def write_table(table: Any, *, folder: Path, name: str, origin: Mapping[str, str]) -> dict[str, Any]:
    """Write ``folder/name.arrow`` (zstd) in one rename and return its manifest entry.

    ``origin`` has the manifest's source, release, licence, reference and artifact; they go into the schema too.
    """
    import pyarrow as pa

    path = folder / f"{name}.arrow"
    beside = path.with_suffix(".partial")
    table = table.combine_chunks().replace_schema_metadata(dict(origin))
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=19))
    with pa.OSFile(str(beside), "wb") as sink, pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    content = beside.read_bytes()
    beside.replace(path)
    return {
        "file": path.name,
        **origin,
        "rows": table.num_rows,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
