"""The shelf: plug-ins of other packages stand beside our own, and looking for them costs nothing where none is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexome.core import shelf


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Forget what was found before and after."""
    remembered = (shelf.names, shelf.take, shelf._declared)
    for one in remembered:
        one.cache_clear()
    yield
    for one in remembered:
        one.cache_clear()


@pytest.mark.parametrize("ending", ["dist-info", "egg-info"])
def test_a_plug_in_of_another_package_is_listed_and_taken(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = tmp_path / f"another-1.0.{ending}"
    declared.mkdir()
    (declared / ("METADATA" if ending == "dist-info" else "PKG-INFO")).write_text("Name: another\nVersion: 1.0\n")
    (declared / "entry_points.txt").write_text("[lexome.evidence]\nx_another = another_evidence:plugin\n")
    (tmp_path / "another_evidence.py").write_text("plugin = 'taken'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "another_evidence", raising=False)
    assert "x_another" in shelf.names("evidence")
    assert shelf.take("evidence", "x_another") == "taken"


def test_what_is_no_folder_of_packages_may_declare_plug_ins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "gone")])
    assert not shelf._declared()
    shelf._declared.cache_clear()
    (tmp_path / "packed.zip").write_bytes(b"PK")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packed.zip")])
    assert shelf._declared()


def test_our_own_plug_ins_are_among_all() -> None:
    assert set(shelf.own("evidence")) <= set(shelf.names("evidence"))
    assert "pvs1" in shelf.own("evidence")
