"""A lab over the embedded knowledge, and one whose data folder is empty and writable."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.settings import Settings
from lexome.lab import Lab


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """Return a lab without imported data."""
    folder: Path = tmp_path_factory.mktemp("nothing-imported")
    return Lab(Settings(folder / "data", folder / "cache"))
