"""What the user or laboratory may configure: frozen, passed in, never global."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where data and caches lie and what the laboratory is called.

    ``data_dir`` (LEXOME_DATA_DIR) holds imported releases, ``cache_dir`` (LEXOME_CACHE_DIR) indexes and the like;
    ``laboratory`` (LEXOME_LABORATORY) is printed on reports; ``jobs`` (LEXOME_JOBS) caps worker processes,
    0 meaning one per core; ``seed`` feeds every random generator.
    """

    data_dir: Path
    cache_dir: Path
    laboratory: str = ""
    jobs: int = 0
    seed: int = 20250116

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Return the settings that environment variables give, with the platform's folders as defaults."""
        import platformdirs

        return cls(
            data_dir=Path(environ.get("LEXOME_DATA_DIR") or platformdirs.user_data_dir("lexome", appauthor=False)),
            cache_dir=Path(environ.get("LEXOME_CACHE_DIR") or platformdirs.user_cache_dir("lexome", appauthor=False)),
            laboratory=environ.get("LEXOME_LABORATORY", ""),
            jobs=int(environ.get("LEXOME_JOBS") or 0),
        )
