"""Columns on disk: Arrow IPC files, memory-mapped, whose schema carries source, release and licence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lexome.core.errors import BrokenKnowledge

STARTER = Path(__file__).resolve().parents[1] / "starter"
"""Folder of the embedded knowledge."""


def open_table(name: str, *, folder: Path = STARTER, columns: tuple[str, ...] | None = None) -> Any:
    """Return a ``pyarrow.Table`` of ``folder/name.arrow``, reading only the columns asked for.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or cannot be read.
    """
    from pyarrow import ArrowInvalid, feather

    path = folder / f"{name}.arrow"
    try:
        return feather.read_table(path, columns=list(columns) if columns else None, memory_map=True)
    except (FileNotFoundError, ArrowInvalid) as error:
        raise BrokenKnowledge(f"{path.name}: {error}; run: lexome data verify") from error
