"""Imports a release over an older one and dies at the n-th thing it does to the disk, for every n or every k-th.

Run as ``python killed_import.py FOLDER OLD.vcf NEW.vcf K``; prints a JSON object with how many deaths there were, after
which the old release was not whole, and after which the next run gave other files than an undisturbed one.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from lexome.core.settings import Settings
from lexome.formats import importing
from lexome.formats.columns import file_sha256
from lexome.formats.official import text
from lexome.formats.releases import imported
from lexome.lab import Lab
from lexome.services import data_import

EVENTS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}


def run_import(folder: Path, vcf: str, *, die_at: int | None) -> int:
    """Import in a child process; return its exit status: 0 done, 9 died."""
    child = os.fork()
    if child == 0:
        seen = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in EVENTS and str(folder) in str(arguments[0]):
                seen += 1
                if seen == die_at:
                    os._exit(9)

        if die_at is not None:
            sys.addaudithook(hook)
        text.BLOCK_BYTES, importing.SPILL_ROWS = 700, 4
        ask = data_import.Ask(kind="population", files=(vcf,), release="test v2")
        data_import.run(ask, Lab(Settings(folder, folder / "cache")))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def state(folder: Path) -> tuple[str, bool]:
    """Return the hash of the data set in use and whether its files are what its manifest says."""
    (dataset,) = imported(Settings(folder, folder), "population")
    whole = all(
        file_sha256(dataset.folder / name) == entry["sha256"] for name, entry in dataset.manifest["files"].items()
    )
    return dataset.manifest["tables"]["population"]["sha256"], whole


def main() -> None:
    """Kill at every point and print what was found."""
    base, old, new = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    assert run_import(base / "old", old, die_at=None) == 0
    shutil.copytree(base / "old", base / "undisturbed")
    assert run_import(base / "undisturbed", new, die_at=None) == 0
    before, after = state(base / "old")[0], state(base / "undisturbed")[0]
    broken, different, deaths = [], [], 0
    for die_at in range(1, 10_000, int(sys.argv[4])):
        folder = base / "tried"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base / "old", folder)
        if run_import(folder, new, die_at=die_at) == 0:
            break
        deaths += 1
        in_use, whole = state(folder)
        if not whole or in_use not in (before, after):
            broken.append(die_at)
        if run_import(folder, new, die_at=None) != 0 or state(folder) != (after, True):
            different.append(die_at)
    sys.stdout.write(json.dumps({"deaths": deaths, "broken": broken, "different": different}))


if __name__ == "__main__":
    main()
