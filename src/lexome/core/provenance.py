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


def plain(value: object) -> str:
    """Return what JSON has no form for as text: a time as ISO 8601, as ``default`` of ``json.dumps``.

    >>> from datetime import UTC
    >>> plain(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05Z'
    """
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)
