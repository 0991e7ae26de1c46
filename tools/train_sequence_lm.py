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
from pathlib import Path

from lexome.core.optional import optional
from lexome.learn.sequence_lm.exporting import onnx_graph
from lexome.learn.sequence_lm.network import Shape, initial_weights, parameters
from lexome.learn.sequence_lm.plan import Plan
from lexome.learn.sequence_lm.split import corpus
from lexome.learn.sequence_lm.training import train


def main() -> None:
    """Train within the plan and print how it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fasta", type=Path, required=True)
    parser.add_argument("--transcripts", type=Path, required=True)
    parser.add_argument("--apes", type=Path, required=True, help="alignment of chromosome 22 to the apes, MAF")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint, read first when it exists")
    parser.add_argument("--onnx", type=Path, help="graph to write when the plan is done")
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    optional("torch", extra="train").set_num_threads(asked.threads)
    plan, shape = Plan(steps=asked.steps), Shape()
    kept, apart = corpus(asked.fasta, asked.transcripts, asked.apes, seed=plan.seed)
    print(f"{len(kept)} regions to train on, {len(apart)} held out: {', '.join(sorted(one.gene for one in apart))}")
    print(f"{parameters(initial_weights(shape, seed=plan.seed)):,} stored weights, {shape}, {plan}", flush=True)
    weights = train(kept, shape=shape, plan=plan, checkpoint=asked.out, tell=lambda text: print(text, flush=True))
    if asked.onnx is not None:
        asked.onnx.write_bytes(onnx_graph(weights, shape))


if __name__ == "__main__":
    main()
