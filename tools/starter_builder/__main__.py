"""Build the starter: ``PYTHONPATH=src:tools python -m starter_builder [--only NAME] [--artifacts DIR] [--out DIR]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from lexome.formats.columns import STARTER
from starter_builder.artifacts import Shelf
from starter_builder.notice import write_notice
from starter_builder.parts import PARTS
from starter_builder.writing import write_part


def main() -> None:
    """Build every part, or those named, and print what each table weighs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=sorted(PARTS), help="build this part alone; repeatable")
    parser.add_argument("--artifacts", type=Path, default=Path("build/artifacts"), help="folder of fetched artifacts")
    parser.add_argument("--out", type=Path, default=STARTER, help="folder of the tables and their manifest")
    parser.add_argument("--notice", type=Path, default=Path("NOTICE"), help="the NOTICE to write")
    given = parser.parse_args()
    shelf = Shelf(given.artifacts, built=given.out)
    for name in given.only or PARTS:
        for entry in write_part(PARTS[name](shelf), folder=given.out):
            print(f"{entry['file']:34} {entry['rows']:>9,} rows {entry['bytes']:>12,} bytes")
    write_notice(given.out / "manifest.json", notice=given.notice)


if __name__ == "__main__":
    main()
