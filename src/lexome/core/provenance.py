"""Where an answer came from: stamped on every result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DataRelease:
    """One data source as it was used; ``sha256`` covers its columns as stored."""

    name: str
    source: str
    release: str
    licence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Versions, data releases, settings that matter, seed and time of an answer."""

    lexome_version: str
    created: datetime
    data: tuple[DataRelease, ...] = ()
    models: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    seed: int = 0
