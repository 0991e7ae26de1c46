"""Heavy or optional dependencies, imported where they are needed, with a kind failure."""

from __future__ import annotations

import importlib
from types import ModuleType

from lexome.core.errors import MissingExtra


def optional(module: str, *, extra: str) -> ModuleType:
    """Return the module, or raise MissingExtra naming the extra that installs it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtra(module, extra=extra) from error
