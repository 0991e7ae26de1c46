"""What is trained on and what is kept apart, decided in one place on all sources together."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from lexome.learn.sequence_lm.apes import HELD_OUT_FROM
from lexome.learn.sequence_lm.corpus import FAR_END_OF_22, STATES, UNKNOWN
from lexome.learn.sequence_lm.split import corpus


def letters(count: int, seed: int) -> str:
    return "".join("ACGT"[code] for code in np.random.default_rng(seed).integers(0, 4, count))


def written(folder: Path) -> tuple[Path, Path, Path]:
    """Two genes of chromosome 17, one of them evaluated, one gene at the far end of 22, and chromosome 22."""
    regions = {
        "LRG_1|KANSL1|chr17:46030001-46030600|GRCh38|diffs=0": letters(600, 1),
        "LRG_2|BRCA1|chr17:43070901-43071500|GRCh38|diffs=0": letters(600, 2),
        f"LRG_3|SHANK3|chr22:{FAR_END_OF_22 + 1}-{FAR_END_OF_22 + 600}|GRCh38|diffs=0": letters(600, 3),
    }
    with gzip.open(folder / "genes.fa.gz", "wt") as file:
        file.write("".join(f">{name}\n{bases}\n" for name, bases in regions.items()))
    (folder / "listed.txt").write_text("# none\n")
    rows = [letters(500, seed) for seed in (4, 5)]
    with gzip.open(folder / "apes.maf.gz", "wt") as file:
        for start, bases in zip((HELD_OUT_FROM - 2_000, HELD_OUT_FROM + 100), rows, strict=True):
            file.write("a\n")
            for name in ("Hsap.22", "Ptro.22", "Ggor.22", "Ppyg.22"):
                file.write(f"s {name} {start} {len(bases)} + 51304566 {bases}\n")
            file.write("\n")
    return folder / "genes.fa.gz", folder / "listed.txt", folder / "apes.maf.gz"


def test_nothing_kept_apart_is_trained_on(tmp_path: Path) -> None:
    kept, apart = corpus(*written(tmp_path), seed=20250116)
    assert [region.gene for region in apart] == ["BRCA1", "SHANK3", "chromosome 22"]
    assert [region.gene for region in kept] == ["KANSL1", "chromosome 22"]
    trained = kept[-1]
    assert (trained.codes[HELD_OUT_FROM - trained.start :] == UNKNOWN).all()
    assert (trained.codes[:500] != UNKNOWN).all()
    assert apart[-1].start == HELD_OUT_FROM


def test_exons_of_the_embedded_transcripts_are_labelled(tmp_path: Path) -> None:
    """LRG's list of BRCA1 has an exon from 43,070,928 to 43,071,238, on the reverse strand."""
    _, apart = corpus(*written(tmp_path), seed=20250116)
    brca1 = apart[0]
    assert brca1.states is not None
    acceptors = np.flatnonzero(brca1.states >> STATES.index("acceptor -") & 1) + brca1.start + 1
    assert 43_071_238 in acceptors
