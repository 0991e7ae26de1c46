"""What is computed from knowledge alone is kept: read back equal, never from others, never for another program."""

from __future__ import annotations

import os
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest

from lexome.core.hypothesis import Inheritance
from lexome.core.settings import Settings
from lexome.formats import derived
from lexome.formats.derived import Derived


def settings(folder: Path) -> Settings:
    return Settings(folder / "data", folder / "cache")


def counted(calls: list[int], made: object) -> object:
    calls.append(1)
    return made


def test_a_second_run_reads_what_the_first_built_and_names_stay_the_same_object(tmp_path: Path) -> None:
    shared: list[str] = ["opened elsewhere"]
    calls: list[int] = []
    for _ in range(2):
        kept = Derived(settings(tmp_path), {"shared": shared})
        found = kept.get("table", lambda: counted(calls, {"own": (1, 2.5), "shared": shared}))
        assert found == {"own": (1, 2.5), "shared": shared}
        assert found["shared"] is shared
    assert len(calls) == 1


def test_other_knowledge_is_another_key(tmp_path: Path) -> None:
    calls: list[int] = []
    Derived(settings(tmp_path), {}).get("table", lambda: counted(calls, 1))
    (tmp_path / "data" / "hpo").mkdir(parents=True)
    (tmp_path / "data" / "hpo" / "current.json").write_text('{"in_use": {}}')
    assert Derived(settings(tmp_path), {}).get("table", lambda: counted(calls, 2)) == 2


def test_another_source_file_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text("1")
    monkeypatch.setattr(derived, "_PACKAGE", package)
    Derived(settings(tmp_path), {}).get("table", lambda: 1)
    (package / "a.py").write_text("22")
    assert Derived(settings(tmp_path), {}).get("table", lambda: 2) == 2


def kept_file(folder: Path) -> Path:
    (path,) = (folder / "cache" / "derived").glob("table-*.pickle")
    return path


def test_a_damaged_file_is_built_again(tmp_path: Path) -> None:
    Derived(settings(tmp_path), {}).get("table", lambda: 1)
    kept_file(tmp_path).write_bytes(b"\x80garbage")
    assert Derived(settings(tmp_path), {}).get("table", lambda: 2) == 2
    assert Derived(settings(tmp_path), {}).get("table", lambda: 3) == 2


def as_kept(made: object) -> bytes:
    """Return a file of one part, the pickle of an object."""
    content = pickle.dumps(made)
    return struct.pack("<QQQ", 1, 24, len(content)) + content


class Trap:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("target", ["file", "folder"])
def test_what_others_can_write_is_never_read(target: str, tmp_path: Path) -> None:
    Derived(settings(tmp_path), {}).get("table", lambda: 1)
    path = kept_file(tmp_path)
    path.write_bytes(as_kept(Trap(tmp_path / "sprung")))
    (path if target == "file" else path.parent).chmod(0o777)
    assert Derived(settings(tmp_path), {}).get("table", lambda: 2) == 2
    assert not (tmp_path / "sprung").exists()


def test_only_the_owner_reads_it_and_few_are_kept(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / "data" / "hpo").mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / "hpo" / "current.json").write_text(str(number))
        Derived(settings(tmp_path), {}).get("table", lambda: 1)
    kept = list((tmp_path / "cache" / "derived").glob("*.pickle"))
    assert len(kept) == derived.KEPT
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert Derived(settings(tmp_path), {}).get("table", lambda: 1) == 1


class Runs:
    """Asks the reader of a pickle to make a folder."""

    def __init__(self, made: Path) -> None:
        self.made = made

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.made),)


def test_a_file_that_asks_for_more_than_our_classes_and_arrays_runs_nothing_and_is_built_again(tmp_path: Path) -> None:
    Derived(settings(tmp_path), {}).get("table", lambda: 1)
    kept_file(tmp_path).write_bytes(as_kept({"harmless": 3}))
    assert Derived(settings(tmp_path), {}).get("table", lambda: 2) == {"harmless": 3}
    kept_file(tmp_path).write_bytes(as_kept(Runs(tmp_path / "made")))
    assert Derived(settings(tmp_path), {}).get("table", lambda: 2) == 2
    assert not (tmp_path / "made").exists()


def test_arrays_and_our_own_classes_are_read_back(tmp_path: Path) -> None:
    kept = {"numbers": np.arange(6, dtype=np.int32).reshape(2, 3)[:, ::2], "mode": Inheritance.AUTOSOMAL_DOMINANT}
    Derived(settings(tmp_path), {}).get("table", lambda: kept)
    found = Derived(settings(tmp_path), {}).get("table", dict)
    assert found["mode"] is Inheritance.AUTOSOMAL_DOMINANT
    assert np.array_equal(found["numbers"], kept["numbers"])


def test_arrays_are_mapped_and_cannot_be_changed_for_the_next_run(tmp_path: Path) -> None:
    Derived(settings(tmp_path), {}).get("table", lambda: np.arange(1000))
    found = Derived(settings(tmp_path), {}).get("table", dict)
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 5
    assert found.ctypes.data % 64 == 0


@pytest.mark.parametrize("end", [-1, 30, 7, 0])
def test_a_file_cut_short_is_built_again(end: int, tmp_path: Path) -> None:
    Derived(settings(tmp_path), {}).get("table", lambda: np.arange(1000))
    path = kept_file(tmp_path)
    path.write_bytes(path.read_bytes()[:end])
    assert Derived(settings(tmp_path), {}).get("table", lambda: 2) == 2


def test_what_is_opened_later_stands_by_name_as_well(tmp_path: Path) -> None:
    first, later = ["first"], ["later"]
    for _ in range(2):
        kept = Derived(settings(tmp_path), {"first": first}).knowing({"later": later})
        found = kept.get("table", lambda: [first, later])
        assert found[0] is first
        assert found[1] is later


def test_another_rule_file_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    (package / "rules").mkdir(parents=True)
    (package / "rules" / "a.toml").write_text("1")
    monkeypatch.setattr(derived, "_PACKAGE", package)
    Derived(settings(tmp_path), {}).get("table", lambda: 1)
    (package / "rules" / "a.toml").write_text("22")
    assert Derived(settings(tmp_path), {}).get("table", lambda: 2) == 2
