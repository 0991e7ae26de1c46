"""What the user or laboratory may configure: frozen, passed in, never global."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lexome.core.errors import BadCall
from lexome.core.problem import Level, Problem


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
            jobs=_count(environ, "LEXOME_JOBS"),
        )


def _count(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name) or "0"
    if text.isascii() and text.isdigit() and len(text) < 5:
        return int(text)
    message, remedy = "this setting is not a whole number from 0 on", "set it to a number of processes, or unset it"
    raise BadCall([Problem(Level.ERROR, "bad-setting", name, message, remedy)])
