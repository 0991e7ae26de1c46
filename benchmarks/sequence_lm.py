"""Does the reference sequence model earn its place? Each head beside a simple baseline, on sequence it never saw.

Held out: a tenth of the genes of the corpus, whole, every evaluation locus, and chromosome 22 from 45 Mb on
(``learn.sequence_lm.split``). Prints which heads beat their baseline. Needs torch.

    python benchmarks/sequence_lm.py --checkpoint lm.pt --apes chr22.maf.gz [--data ../shared/data]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from bootstrap import auroc, interval, with_interval
from context_table import ContextTable, flanks_of
from lexome.core.settings import Settings
from lexome.formats.fasta.reference import Reference
from lexome.lab import Lab
from lexome.learn.sequence_lm.corpus import GeneRegion
from lexome.learn.sequence_lm.plan import Plan
from lexome.learn.sequence_lm.split import annotated, corpus
from sequence_lm_apes import AlteredTable, print_apes
from sequence_lm_reader import EDGE, WIDTH, Reader, windows
from sequence_lm_states import baselines, judged, print_states
from sequence_lm_variants import STRATA, Row, allele_of, clinvar_rows, clinvar_scores, reporter_correlations
from site_strength import fit_sites

ORDERS = (1, 2, 3, 4, 5)
HIDDEN = 0.05
SEED, ROUNDS = 7, 500


def counted(regions: Sequence[GeneRegion]) -> ContextTable:
    """Return the table of some regions, joined in pieces of 4 Mb so that few large counts are made."""
    table, waiting, gap = ContextTable(max(ORDERS)), [], np.full(max(ORDERS), 4, np.uint8)
    for number, region in enumerate(regions, start=1):
        waiting += [region.codes, gap]
        if sum(map(len, waiting)) > 4_000_000 or number == len(regions):
            table.add(np.concatenate(waiting))
            waiting = []
    return table


def print_bits(reader: Reader, table: ContextTable, apart: Sequence[GeneRegion], *, count: int) -> bool:
    """Print bits of hidden bases; tell whether the network is below every table with its interval over windows."""
    rng = np.random.default_rng(SEED)
    found: dict[str, list[float]] = {}
    sizes = []
    for which, at in windows(apart, count=count, seed=SEED):
        codes = apart[which].codes[at : at + WIDTH]
        hidden = rng.random(WIDTH) < HIDDEN
        hidden[:EDGE] = hidden[-EDGE:] = False
        places = np.flatnonzero(hidden)
        truth = codes[places]
        bases = reader.read(codes[None], hidden[None])[0]
        found.setdefault("network", []).append(float(-np.log2(bases[0, truth, places]).sum()))
        flanks = flanks_of(codes, places, table.order)
        for order in ORDERS:
            smaller = ContextTable(order)
            smaller._counts = table._counts[: order + 1]
            near = flanks[:, table.order - order : table.order + order]
            chance = smaller.probabilities(near)[np.arange(len(places)), truth]
            found.setdefault(f"context {order}+{order}", []).append(float(-np.log2(chance).sum()))
        sizes.append(len(places))
    print(f"\nbits per hidden base, {sum(sizes)} bases of held-out genes\tmore than the network (95 % interval)")
    weights, wins = np.array(sizes), []
    draws = rng.integers(len(sizes), size=(ROUNDS, len(sizes)))
    for name, some in found.items():
        gap = np.array(some) - np.array(found["network"])
        low, high = np.quantile(gap[draws].sum(1) / weights[draws].sum(1), [0.025, 0.975])
        print(name, f"{sum(some) / weights.sum():.4f}", f"{low:+.4f} to {high:+.4f}", sep="\t")
        wins.append(name == "network" or bool(low > 0))
    return all(wins)


def print_pair(title: str, truth: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Print the areas of network and baseline; tell whether the first beats the second and chance by its interval."""
    gap = interval(lambda rows: auroc(ours[rows], truth[rows]) - auroc(theirs[rows], truth[rows]), truth, rounds=ROUNDS)
    own = interval(lambda rows: auroc(ours[rows], truth[rows]), truth, rounds=ROUNDS)
    other = interval(lambda rows: auroc(theirs[rows], truth[rows]), truth, rounds=ROUNDS)
    cells = with_interval(auroc(ours, truth), own), with_interval(auroc(theirs, truth), other)
    print(title, *cells, f"{gap[0]:+.3f} to {gap[1]:+.3f}", sep="\t")
    return gap[0] > 0 and own[0] > 0.5


def print_clinvar(
    rows: Sequence[Row], scores: dict[str, tuple[np.ndarray, np.ndarray]], shipped: np.ndarray
) -> dict[str, bool]:
    """Print areas by stratum for each head, and that of the splice networks that ship."""
    truth, strata = np.array([row.pathogenic for row in rows]), np.array([row.stratum for row in rows])
    verdict = {}
    for stratum in STRATA:
        here = strata == stratum
        if truth[here].sum() < 5:
            print(f"\nClinVar, {stratum}: {truth[here].sum()} pathogenic, too few to judge")
            continue
        print(f"\nClinVar, {stratum}: {truth[here].sum()} pathogenic, {(~truth[here]).sum()} matched")
        print("AUROC\tnetwork\tbaseline\tdifference")
        for name, (ours, theirs) in scores.items():
            won = print_pair(name, truth[here], ours[here], theirs[here])
            verdict[f"ClinVar, {stratum}: {name}"] = won
        bounds = interval(lambda kept: auroc(shipped[here][kept], truth[here][kept]), truth[here], rounds=ROUNDS)  # noqa: B023 - called here
        print("splice networks that ship", with_interval(auroc(shipped[here], truth[here]), bounds), sep="\t")
    return verdict


def splice_scores(rows: Sequence[Row], fasta: Path, cache: Path) -> np.ndarray:
    """Return what the shipped splice networks say; 0 where they do not score."""
    lab = Lab(Settings(cache, cache, jobs=1))
    reference = Reference.open(fasta, cache_dir=cache)
    order = sorted(range(len(rows)), key=lambda row: allele_of(rows[row]))
    alleles = [allele_of(rows[row]) for row in order]
    columns = lab.model("splice").score(alleles, reference=reference, transcripts=lab.knowledge("transcripts"))
    values = np.zeros(len(rows))
    values[order] = np.nan_to_num(columns.value)
    return values


def print_reporter(reader: Reader, path: Path) -> dict[str, bool]:
    """Print rank correlations by element; tell whether a head beats the regression by its interval over elements."""
    print("\nMPRA\tvariants\thidden base\tbases of apes\t5-mer regression (rank correlation)")
    found = reporter_correlations(reader, path)
    for name, row in found.items():
        print(name, row[0], *(f"{value:.3f}" for value in row[1:]), sep="\t")
    values = np.array([row[1:] for row in found.values()])
    print("mean", "", *(f"{value:.3f}" for value in values.mean(0)), sep="\t")
    draws = np.random.default_rng(SEED).integers(len(values), size=(ROUNDS, len(values)))
    verdict = {}
    for head, name in enumerate(("hidden base", "bases of apes")):
        low, high = np.quantile((values[:, head] - values[:, 2])[draws].mean(1), [0.025, 0.975])
        print(f"{name} less 5-mer regression, 95 % interval over elements: {low:+.3f} to {high:+.3f}")
        verdict[f"MPRA, {name}"] = bool(low > 0)
    return verdict


def main() -> None:
    """Print all tables and which heads beat their baseline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--apes", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("build/cache"))
    parser.add_argument("--windows", type=int, default=300)
    parser.add_argument(
        "--only", choices=("sequence", "variants"), help="the tables of held-out sequence, or of variants"
    )
    asked = parser.parse_args()
    torch.set_num_threads(1)
    reader, genome = Reader(asked.checkpoint), asked.data / "genome"
    fasta, listed = genome / "lrg_grch38.fa.gz", genome / "list_LRGs_transcripts_GRCh38.txt"
    kept, apart = corpus(fasta, listed, asked.apes, seed=Plan().seed)
    genes, held = kept[:-1], apart[:-1]
    print(f"network of step {reader.step}; {len(genes)} training genes, {len(held)} held out")
    table, altered, sites = counted(kept), AlteredTable(kept[-1]), fit_sites(genes, seed=1)
    verdict = {}
    if asked.only != "variants":
        verdict["hidden bases"] = print_bits(reader, table, held, count=asked.windows)
        verdict |= print_states(judged(reader, baselines(genes, annotated(listed)), held, count=asked.windows))
        verdict |= print_apes(reader, altered, apart[-1], count=asked.windows)
    if asked.only != "sequence":
        rows = clinvar_rows(held)
        shipped = splice_scores(rows, fasta, asked.cache)
        verdict |= print_clinvar(rows, clinvar_scores(reader, rows, table=table, altered=altered, sites=sites), shipped)
        verdict |= print_reporter(reader, asked.data / "splice/mpra_saturation_mutagenesis.tsv.gz")
    print("\nbeats its baseline:", *(f"{name}: {'yes' if won else 'no'}" for name, won in verdict.items()), sep="\n")


if __name__ == "__main__":
    main()
