"""Train the reference sequence model on openly licensed gene sequence with whole genes held out.

Corpus: LRG regions on GRCh38 (EBI/NCBI), 696 disease genes with introns, with their transcripts and those of Ensembl;
and chromosome 22 aligned to three apes (Ensembl EPO, in the Debian package maffilter-examples 1.3.1+dfsg-4). A tenth of
the genes, BRCA1, BRCA2 and the loci of reporter assays, and chromosome 22 from 45 Mb on are never seen. Stops and goes
on from its checkpoint; seeded. What comes out ships only if ``benchmarks/sequence_lm.py`` shows that it beats context
tables and k-mer regression.

    python tools/train_sequence_lm.py --fasta lrg_grch38.fa.gz --out lm.pt \\
        --transcripts list_LRGs_transcripts_GRCh38.txt --apes Compara.epo_5_catarrhini…chr22…maf.gz
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from lexome.core.optional import optional
from lexome.learn.sequence_lm.corpus import GeneRegion
from lexome.learn.sequence_lm.exporting import onnx_graph
from lexome.learn.sequence_lm.network import STRIDE, Shape, Weights, forward, initial_weights, parameters
from lexome.learn.sequence_lm.plan import Plan
from lexome.learn.sequence_lm.split import corpus
from lexome.learn.sequence_lm.training import encode, train
from starter_builder.writing import enter_model

FILE, WIDTH = "sequence_lm/heads.onnx", 4096
SHIPPED = ("states", "altered")
ORIGIN = {
    "source": "Lexome, two heads of its reference sequence model",
    "release": "6,000 steps, seed 20250116",
    "licence": "Apache-2.0; trained on LRG (EBI/NCBI, open) and Ensembl (no restrictions)",
    "reference": "docs/reference/sequence-models.md",
    "artifact": "tools/train_sequence_lm.py --steps 6000",
}


def ship(weights: Weights, shape: Shape, starter: Path) -> None:
    """Write the heads that ship, weights rounded to half precision, and enter it in the manifest."""
    file = starter / FILE
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(onnx_graph(weights, shape, heads=SHIPPED, half=True))
    enter_model("sequence_lm", [file], folder=starter, origin=ORIGIN)


def difference(weights: Weights, shape: Shape, starter: Path, apart: Sequence[GeneRegion]) -> float:
    """Return the largest difference between shipped graph and network over 100 windows of held-out sequence."""
    torch = optional("torch", extra="train")
    session = onnxruntime.InferenceSession(str(starter / FILE), providers=["CPUExecutionProvider"])
    rng, largest = np.random.default_rng(3), 0.0
    for _ in range(100):
        region = apart[int(rng.integers(len(apart)))]
        at = int(rng.integers(max(len(region.codes) - WIDTH, 1)))
        codes = region.codes[None, at : at + WIDTH // STRIDE * STRIDE]
        x = encode(
            codes[:, : codes.shape[1] // STRIDE * STRIDE], np.zeros((1, codes.shape[1] // STRIDE * STRIDE), bool)
        )
        with torch.no_grad():
            heads = forward(weights, shape, torch.from_numpy(x))
        for name, logits in zip(SHIPPED, session.run(list(SHIPPED), {"x": x}), strict=True):
            theirs = torch.sigmoid(getattr(heads, name)).numpy()
            largest = max(largest, float(np.abs(1 / (1 + np.exp(-logits)) - theirs).max()))
    return largest


def main() -> None:
    """Train within the plan and print how it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fasta", type=Path, required=True)
    parser.add_argument("--transcripts", type=Path, required=True)
    parser.add_argument("--apes", type=Path, required=True, help="alignment of chromosome 22 to the apes, MAF")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint, read first when it exists")
    parser.add_argument("--ship", type=Path, help="starter folder: write the shipped heads there when the plan is done")
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    optional("torch", extra="train").set_num_threads(asked.threads)
    plan, shape = Plan(steps=asked.steps), Shape()
    kept, apart = corpus(asked.fasta, asked.transcripts, asked.apes, seed=plan.seed)
    print(f"{len(kept)} regions to train on, {len(apart)} held out: {', '.join(sorted(one.gene for one in apart))}")
    print(f"{parameters(initial_weights(shape, seed=plan.seed)):,} stored weights, {shape}, {plan}", flush=True)
    weights = train(kept, shape=shape, plan=plan, checkpoint=asked.out, tell=lambda text: print(text, flush=True))
    if asked.ship is not None:
        ship(weights, shape, asked.ship)
        print(f"largest difference of a chance, as shipped: {difference(weights, shape, asked.ship, apart):.1e}")


if __name__ == "__main__":
    main()
