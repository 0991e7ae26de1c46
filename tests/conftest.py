"""Where the shared test data lies, and the fixture that skips without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("lexome", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lexome")  # timings never decide a test: a busy machine is no failure

SHARED_DATA = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture
def shared_data() -> Path:
    """Return the folder of shared real data; skip when it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"LEXOME_SHARED_DATA is not there: {SHARED_DATA}")
    return SHARED_DATA
