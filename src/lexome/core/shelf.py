"""The shelf of plug-ins: listed by file name without importing, imported when taken."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexome.core.errors import UnknownPlugin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import EntryPoint

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def names(role: str) -> tuple[str, ...]:
    """Return the names of all plug-ins in a role ('knowledge', 'models', 'evidence', 'services').

    A file counts when its last line of code assigns ``plugin``; sub-folders are read too, so a plug-in may stand
    in ``evidence/acmg/pvs1.py`` and still be called ``pvs1``. Entry points in ``lexome.<role>`` are added.
    """
    return tuple(sorted({*own(role), *(point.name for point in _entry_points(role))}))


def own(role: str) -> tuple[str, ...]:
    """Return the names of the plug-ins that ship with Lexome; other packages are not searched."""
    return tuple(_files(role))


@cache
def take(role: str, name: str) -> Any:
    """Import and return one plug-in; its heavy dependencies are imported by its own functions.

    Raises
    ------
    UnknownPlugin
        when nothing of that name stands on the shelf.
    """
    files = _files(role)
    if name in files:
        return importlib.import_module(files[name]).plugin
    for point in _entry_points(role):
        if point.name == name:
            return point.load()
    raise UnknownPlugin(f"no plug-in {name!r} in {role}; there are: {', '.join(names(role))}")


def path_of(role: str, name: str) -> Path:
    """Return the file of a plug-in that ships with Lexome."""
    return (_PACKAGE.parent / _files(role)[name].replace(".", "/")).with_suffix(".py")


def _entry_points(role: str) -> Iterable[EntryPoint]:
    if not _declared():
        return ()
    from importlib.metadata import entry_points

    return entry_points(group=f"lexome.{role}")


@cache
def _declared() -> bool:
    """Whether an installed package may declare a plug-in, told by the files that would say so.

    Most often none does, and looking is ten times faster than importing what reads all that packages declare. Whatever
    is not a folder of packages (a zip file, a finder of its own) may.
    """
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return True
    return any(_declares(Path(folder or ".")) for folder in sys.path)


def _declares(folder: Path) -> bool:
    if not folder.is_dir():
        return folder.exists()
    told = folder.glob("*-info/entry_points.txt")
    return any(folder.glob("*.egg")) or any(b"[lexome." in one.read_bytes() for one in told)


@cache
def _files(role: str) -> dict[str, str]:
    found = {}
    for path in sorted((_PACKAGE / role).rglob("*.py")):
        if path.name != "__init__.py" and "\nplugin" in path.read_text(encoding="utf-8"):
            found[path.stem] = ".".join(("lexome", *path.relative_to(_PACKAGE).with_suffix("").parts))
    return found
