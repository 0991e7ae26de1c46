"""Human chromosome 22 aligned to chimpanzee, gorilla and orangutan: where an ape has another base.

Read from the MAF of the Debian package ``maffilter-examples`` (Ensembl's EPO alignment of five catarrhines, projected
on human, GRCh37, columns with gaps removed in part; 21.6 Mb).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lexome.learn.sequence_lm.corpus import UNKNOWN, GeneRegion, codes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

HUMAN = "Hsap.22"
APES = ("Ptro", "Ggor", "Ppyg")
CONTIG = "22 of GRCh37"
"""Not a contig of the other regions: coordinates of another assembly."""
NOT_KNOWN = 0b1111
"""``altered`` where fewer than two apes have a base."""
LEAST_APES = 2
HELD_OUT_FROM = 45_000_000
"""0-based; chromosome 22 from here on is never trained on."""
_SEED_LENGTH, _SEED_STEP = 48, 1_000


def read_chromosome(path: Path) -> GeneRegion:
    """Return the aligned part of chromosome 22 as one region; what is not aligned is UNKNOWN."""
    blocks = list(_blocks(path))
    first = min(start for start, _ in blocks)
    last = max(start + int((rows[0] != ord("-")).sum()) for start, rows in blocks)
    codes = np.full(last - first, UNKNOWN, np.uint8)
    altered = np.full(last - first, NOT_KNOWN, np.uint8)
    for start, rows in blocks:
        kept = rows[:, rows[0] != ord("-")]
        human, others = codes_of(kept[0]), [codes_of(row) for row in kept[1:]]
        seen = np.sum([other != UNKNOWN for other in others], axis=0, dtype=np.int64)
        bits = np.zeros(len(human), np.uint8)
        for other in others:
            differs = (other != UNKNOWN) & (other != human)
            bits[differs] |= np.uint8(1) << other[differs]
        bits[(seen < LEAST_APES) | (human == UNKNOWN)] = NOT_KNOWN
        place = slice(start - first, start - first + len(human))
        codes[place], altered[place] = human, bits
    return GeneRegion("chromosome 22", CONTIG, first, codes, None, altered)


def _blocks(path: Path) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Yield the human start (0-based) and the rows, human first, of each block that has all apes once."""
    rows: dict[str, NDArray[np.uint8]] = {}
    start = 0
    with gzip.open(path, "rt", encoding="ascii") as file:
        for line in (*file, "\n"):
            fields = line.split()
            if len(fields) == 7 and fields[0] == "s":
                rows[fields[1].partition(".")[0]] = np.frombuffer(fields[6].encode(), np.uint8)
                if fields[1] == HUMAN and fields[4] == "+":
                    start = int(fields[2])
            elif not fields and rows:
                if "Hsap" in rows and set(APES) <= rows.keys():
                    yield start, np.stack([rows["Hsap"], *(rows[ape] for ape in APES)])
                rows = {}


def without(chromosome: GeneRegion, hidden: Sequence[GeneRegion]) -> GeneRegion:
    """Return what may be trained on: before HELD_OUT_FROM, and without the sequence of the hidden regions.

    The hidden regions have places on another assembly, so they are found by their sequence: a stretch of 48 bases
    each thousand, looked for exactly.
    """
    codes = chromosome.codes.copy()
    codes[max(HELD_OUT_FROM - chromosome.start, 0) :] = UNKNOWN
    text = chromosome.codes.tobytes()
    for region in hidden:
        if region.contig != "22":
            continue
        for first in range(0, len(region.codes) - _SEED_LENGTH, _SEED_STEP):
            found = text.find(region.codes[first : first + _SEED_LENGTH].tobytes())
            if found >= 0:
                codes[max(found - first, 0) : found - first + len(region.codes)] = UNKNOWN
                break
    return GeneRegion(chromosome.gene, CONTIG, chromosome.start, codes, None, chromosome.altered)


def held_out_part(chromosome: GeneRegion) -> GeneRegion:
    """Return chromosome 22 from HELD_OUT_FROM on."""
    cut = HELD_OUT_FROM - chromosome.start
    altered = None if chromosome.altered is None else chromosome.altered[cut:]
    return GeneRegion(chromosome.gene, CONTIG, HELD_OUT_FROM, chromosome.codes[cut:], None, altered)
