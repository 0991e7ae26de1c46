"""Places moved from GRCh37 to GRCh38 against published pairs, and what is lost of an exome.

``python benchmarks/lift.py --chain hg19ToHg38.over.chain.gz`` (UCSC; not in the checkout). The pairs are variants of
Kircher 2019 (doi:10.1038/s41467-019-11526-w), whose authors give each on both assemblies.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.formats.official.chain import read_chain
from lexome.knowledge.liftover import Liftover

SHARED = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


class ChainFile:
    """A chain file as the data set that an import would make of it."""

    def __init__(self, path: Path) -> None:
        self._table, source, target = read_chain(path)
        self.manifest = {"source": source.value, "target": target.value}

    def table(self, _: str) -> Any:
        """Return the blocks."""
        return self._table

    def citation(self, _: str) -> None:
        """Return nothing: nothing is cited here."""

    def releases(self) -> tuple[()]:
        """Return nothing: nothing is stamped here."""
        return ()


def pairs() -> list[tuple[int, int, int]]:
    """Return contig code, 1-based place on GRCh37 and on GRCh38 of every variant that both list."""
    places: dict[str, dict[tuple[str, ...], tuple[str, int]]] = {"GRCh37": {}, "GRCh38": {}}
    with gzip.open(SHARED / "splice" / "mpra_saturation_mutagenesis.tsv.gz", "rt") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            key = tuple(row[name] for name in ("Element", "Ref", "Alt", "Barcodes", "DNA", "RNA", "Coefficient"))
            if row["Pos"].isdecimal():
                places[row["Release"]].setdefault(key, (row["Chrom"], int(row["Pos"])))
    old, new = places["GRCh37"], places["GRCh38"]
    return [(CONTIGS.index(old[key][0]), old[key][1], new[key][1]) for key in old if key in new]


def main() -> None:
    """Lift and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chain", type=Path, required=True)
    chain = Liftover(ChainFile(parser.parse_args().chain))  # type: ignore[arg-type]
    assert (chain.source, chain.target) == (Assembly.GRCH37, Assembly.GRCH38)
    told = pairs()
    contig = np.array([one[0] for one in told], np.int16)
    start = np.array([one[1] - 1 for one in told], np.int64)
    before = time.process_time()
    found = chain.lift(contig, start, start + 1)
    spent = time.process_time() - before
    want = np.array([one[2] - 1 for one in told])
    same = (found.contig == contig) & (found.start == want)
    why = Counter(found.why.tolist())
    print(f"{len(told):,} places in {spent:.3f} CPU-s: {same.sum():,} as published, {why[1] + why[2]} not placed")
    for code, at, expected, ours in zip(contig[~same], start[~same], want[~same], found.start[~same], strict=True):
        print(f"  {CONTIGS[code]}:{at + 1}: published {expected + 1}, here {ours + 1}")


if __name__ == "__main__":
    main()
