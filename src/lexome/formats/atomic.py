"""Writing without halves: a file is complete under its name, or it is not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that takes its name only when the block ends without an error.

    Raises
    ------
    BadInput
        when the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise BadInput([cannot_write(path, error)]) from error
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        beside.chmod(0o644)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that takes its name when the block ends; the folder is there and is one that Lexome prepares.

    What a killed run leaves is ``NAME.partial``, which the next one writes over or removes.
    """
    beside = path.with_name(f"{path.name}.partial")
    with beside.open("wb") as handle:
        yield handle
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)


def write_together(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write several UTF-8 files into a folder: all are complete beside their names before the first is renamed.

    Raises
    ------
    BadInput
        when the folder cannot be written.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            descriptor, beside = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            waiting.append((Path(beside), folder / name))
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as handle:
                handle.write(text)
                handle.flush()
                os.fsync(handle.fileno())
            Path(beside).chmod(0o644)
        for beside_path, path in waiting:
            beside_path.replace(path)
    except OSError as error:
        raise BadInput([cannot_write(folder, error)]) from error
    finally:
        for beside_path, _ in waiting:
            beside_path.unlink(missing_ok=True)
    return tuple(path for _, path in waiting)


def cannot_write(path: Path, error: OSError) -> Problem:
    """Return the problem of a place that cannot be written."""
    return Problem(
        Level.ERROR,
        "cannot-write",
        str(path),
        error.strerror or "cannot be written",
        "choose a folder that you may write, with --out",
    )


def refuse_overwriting(target: Path | None, *inputs: Path | None) -> None:
    """Refuse to write over what is to be read.

    Raises
    ------
    BadInput
        when the target is one of the inputs.
    """
    if target is None or not target.exists():
        return
    for path in inputs:
        if path is not None and path.exists() and target.samefile(path):
            message = "this is the file to be read; it would be lost"
            raise BadInput([Problem(Level.ERROR, "out-is-input", str(target), message, "choose another --out")])
