"""How often a healthy exome shows two genes that act together: known pairs, and decoys drawn at random.

Each of ``--files`` exomes is the real background exome with its genes renamed at random among disease genes of alike
coding length, so that its alleles fall on other genes: what qualifies in it is chance. Printed: known pairs that
qualify a file, decoys that reach the same ratio, and the false-discovery rate stated for what qualifies.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from lexome.core.case import Case, VariantFile
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.reasoning.gene_evidence import weigh
from lexome.reasoning.gene_pairs import known_pairs, once, weigh_pairs
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.genotyped import carried_alleles
from lexome.services.diagnose.pairs import LEAST_TOGETHER, MOST_FALSE
from lexome.services.diagnose.patient import Intake

SHARED = Path(os.environ.get("LEXOME_SHARED_DATA", "../shared/data"))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200, help="shuffled exomes")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    data = Path(os.environ.get("LEXOME_DATA_DIR", "/nonexistent"))
    engine = Engine(Lab(Settings(data_dir=data, cache_dir=data / "cache")))
    exome = SHARED / "vcf" / "exome_background.hg38.vcf.gz"
    genotyped = carried_alleles(Case(id="background", variants=(VariantFile(exome),)), engine, Intake())
    assert genotyped is not None
    alleles, weighing = genotyped.carried.alleles, genotyped.weighing
    pairs = known_pairs(engine.ranker.listed)
    genes = np.flatnonzero(engine.has_disease)
    rng = np.random.default_rng(given.seed)
    own = once(weigh(alleles, weighing.background, spectrum=weighing.spectrum))
    first, second = rng.choice(genes, 200_000), rng.choice(genes, 200_000)
    product = own[first] * own[second]
    print(f"known pairs: {len(pairs)}; disease genes: {len(genes):,}")
    print(
        f"decoy pairs with a ratio of {LEAST_TOGETHER:g} or more in the real exome: "
        f"{(product >= LEAST_TOGETHER).mean():.2%}"
    )
    order = np.argsort(engine.genes.cds_length, kind="stable")
    qualifying = files = 0
    for _ in range(given.files):
        renamed = np.arange(len(order))
        for block in np.array_split(order, len(order) // 50):
            renamed[block] = rng.permutation(block)
        shuffled = replace(alleles, gene=renamed[alleles.gene].astype(np.int32))
        evidence = weigh(shuffled, weighing.background, spectrum=weighing.spectrum)
        weights = weigh_pairs(pairs, evidence, row_of=engine.genes.row_of, disease_genes=genes, rng=rng)
        here = [w for w in weights if w.together >= LEAST_TOGETHER and w.false_discovery <= MOST_FALSE]
        qualifying += len(here)
        files += bool(here)
    print(f"known pairs that qualify by chance: {qualifying} in {given.files} shuffled exomes ({files} of them)")


if __name__ == "__main__":
    main()
