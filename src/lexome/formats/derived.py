"""What is computed from knowledge alone, kept between runs: tables of a second's work, mapped back in a hundredth.

Kept objects are pickles of our own classes and of arrays; a file that names anything else is not read but made again.
They are read only from a folder and a file that belong to the user and that nobody else can write. The key of a file
covers all files of Lexome and the hashes of all knowledge in use, so that another program or release never reads
them. Nothing of a patient is kept here.

A file begins with the number of its parts and the place and size of each (little-endian 64-bit integers); the first
part is the pickle, the others are the bytes of its arrays, which are mapped into memory and cannot be written to.
"""

from __future__ import annotations

import copy
import hashlib
import mmap
import os
import pickle
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lexome.formats.columns import STARTER

if TYPE_CHECKING:
    from lexome.core.settings import Settings

T = TypeVar("T")

KEPT = 3
"""Files kept of one name: as many data folders or versions as are used in turn; some 75 MB each."""

_ARRAYS = {("numpy", "dtype"), ("numpy", "ndarray"), ("numeric", "_frombuffer"), ("multiarray", "_reconstruct")}
"""Module (its last part) and name of what a pickled NumPy array is made with."""

_ALIGNED = 64
"""Bytes at whose multiples the parts of a file begin, so that arrays lie as NumPy itself would lay them."""

_PACKAGE = Path(__file__).resolve().parents[1]


class Derived:
    """Objects kept in a folder; ``known`` are those that stand by name in a kept one and are opened anew."""

    def __init__(self, settings: Settings, known: Mapping[str, object]) -> None:
        self._folder = settings.cache_dir / "derived"
        self._known = known
        self._key = _key(settings)

    def knowing(self, more: Mapping[str, object]) -> Derived:
        """Return the same objects kept, with more that stand by name in them."""
        other = copy.copy(self)
        other._known = {**self._known, **more}
        return other

    def get(self, name: str, build: Callable[[], T]) -> T:
        """Return the object of a name, built when it is not kept yet; it must rest on knowledge alone."""
        if not only_ours(self._folder):
            return build()
        path = self._folder / f"{name}-{self._key}.pickle"
        found = self._read(path)
        if found is not None:
            return found  # type: ignore[no-any-return] # the key names the type
        made = build()
        self._write(path, made, name)
        return made

    def _read(self, path: Path) -> Any:
        try:
            with path.open("rb") as file:
                if not _is_ours(os.fstat(file.fileno())):
                    return None
                return _loaded(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), self._known)
        except FileNotFoundError:
            return None
        except Exception:  # a damaged pickle may raise anything; it is made again
            path.unlink(missing_ok=True)
            return None

    def _write(self, path: Path, made: object, name: str) -> None:
        """Keep an object; when that cannot be done, the next run builds it again."""
        arrays: list[pickle.PickleBuffer] = []
        content = BytesIO()
        _Pickler(content, self._known, arrays).dump(made)
        try:
            descriptor, beside = tempfile.mkstemp(dir=self._folder, prefix=".derived.")  # mode 600
            with os.fdopen(descriptor, "wb") as file:
                for at, part in _laid_out([content.getbuffer(), *(array.raw() for array in arrays)]):
                    file.seek(at)
                    file.write(part)
            Path(beside).replace(path)
            older = sorted(self._folder.glob(f"{name}-*.pickle"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
            for one in older[KEPT:]:
                one.unlink(missing_ok=True)
        except OSError:
            return


def only_ours(folder: Path) -> bool:
    """Whether a folder is there, or can be made, that nobody else can write: code is loaded from it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _is_ours(folder.stat()) and os.access(folder, os.W_OK)
    except OSError:
        return False


def _is_ours(found: os.stat_result) -> bool:
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return mine and not found.st_mode & 0o022


def _key(settings: Settings) -> str:
    digest = hashlib.sha256(f"{sys.version} {sys.byteorder}".encode())
    for source, found in sorted(_sources(str(_PACKAGE)), key=itemgetter(0)):
        digest.update(f"{source} {found.st_size} {found.st_mtime_ns}\n".encode())
    current = sorted(settings.data_dir.glob("*/current.json")) if settings.data_dir.is_dir() else []
    for path in (STARTER / "manifest.json", *current):
        digest.update(f"{path} {path.stat().st_mtime_ns}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _laid_out(parts: Sequence[memoryview]) -> list[tuple[int, bytes | memoryview]]:
    """Return what is written where: the places of the parts, and the parts."""
    at, header, placed = 8 + 16 * len(parts), struct.pack("<Q", len(parts)), []
    for part in parts:
        at += -at % _ALIGNED
        header += struct.pack("<QQ", at, part.nbytes)
        placed.append((at, part))
        at += part.nbytes
    return [(0, header), *placed]


def _loaded(content: mmap.mmap, known: Mapping[str, object]) -> Any:
    """Return the object of a file; its arrays lie in the file's mapping, which they keep open."""
    whole = memoryview(content)
    (count,) = struct.unpack_from("<Q", whole)
    if not 0 < count <= len(whole) // 16:
        raise pickle.UnpicklingError("this is no file of parts")
    bounds = struct.unpack_from(f"<{2 * count}Q", whole, 8)
    if any(at + size > len(whole) for at, size in zip(bounds[0::2], bounds[1::2], strict=True)):
        raise pickle.UnpicklingError("parts of this file are missing")
    first, *arrays = (whole[at : at + size] for at, size in zip(bounds[0::2], bounds[1::2], strict=True))
    return _Unpickler(BytesIO(first), known, arrays).load()


def _sources(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file in a folder and below but what Python compiles; a path object for each would take far longer."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield entry.path, entry.stat()
            elif entry.name != "__pycache__":
                yield from _sources(entry.path)


class _Pickler(pickle.Pickler):
    def __init__(self, file: BytesIO, known: Mapping[str, object], arrays: list[pickle.PickleBuffer]) -> None:
        super().__init__(file, protocol=5, buffer_callback=arrays.append)
        self._names = {id(one): name for name, one in known.items()}

    def persistent_id(self, obj: Any) -> str | None:
        return self._names.get(id(obj))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, known: Mapping[str, object], arrays: Sequence[memoryview]) -> None:
        super().__init__(file, buffers=arrays)
        self._known = known

    def persistent_load(self, pid: Any) -> object:
        return self._known[pid]

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of Lexome or what NumPy makes an array of; whatever else a file names is not looked up."""
        if (module.rpartition(".")[2], name) in _ARRAYS and module.partition(".")[0] == "numpy":
            return super().find_class(module, name)
        if module.partition(".")[0] == _PACKAGE.name and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is nothing that is kept here")
