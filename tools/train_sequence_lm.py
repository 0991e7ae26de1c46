"""Train the reference sequence model on openly licensed gene sequence with whole genes held out.

Corpus: LRG regions on GRCh38 (EBI/NCBI), 696 disease genes with introns, and their transcripts. A tenth of the genes,
BRCA1 and BRCA2 among them, is never seen. Stops and goes on from its checkpoint; seeded. What comes out ships only if
``benchmarks/sequence_lm.py`` shows that it beats context tables and k-mer regression.

    python tools/train_sequence_lm.py --fasta lrg_grch38.fa.gz --out lm.pt \\
        --transcripts list_LRGs_transcripts_GRCh38.txt
"""

from __future__ import annotations

import argparse
from pathlib import Path

from lexome.core.optional import optional
from lexome.learn.sequence_lm.corpus import held_out, read_regions, read_transcripts, training_codes
from lexome.learn.sequence_lm.network import Shape, initial_weights, parameters
from lexome.learn.sequence_lm.training import Plan, train


def main() -> None:
    """Train within the plan and print how it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fasta", type=Path, required=True)
    parser.add_argument("--transcripts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="checkpoint, read first when it exists")
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    optional("torch", extra="train").set_num_threads(asked.threads)
    regions = read_regions(asked.fasta, read_transcripts(asked.transcripts))
    plan, shape = Plan(steps=asked.steps), Shape()
    apart = held_out([region.gene for region in regions], seed=plan.seed)
    kept = training_codes(regions, apart)
    print(f"{len(kept)} regions to train on, {len(regions) - len(kept)} held out: {', '.join(sorted(apart))}")
    print(f"{parameters(initial_weights(shape, seed=plan.seed)):,} stored weights, {shape}, {plan}", flush=True)
    train(kept, shape=shape, plan=plan, checkpoint=asked.out, tell=lambda text: print(text, flush=True))


if __name__ == "__main__":
    main()
