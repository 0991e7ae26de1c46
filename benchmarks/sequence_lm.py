"""Does the reference sequence model earn its place? Each head beside a simple baseline, on genes it never saw.

Held out: a tenth of the genes of the corpus, whole, and every evaluation locus (``learn.sequence_lm.corpus``). Prints
what ships and what does not. Needs torch.

    python benchmarks/sequence_lm.py --checkpoint lm.pt [--data ../shared/data]
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.stats import spearmanr

from bootstrap import auroc, average_precision, interval, with_interval
from context_table import ContextTable, flanks_of
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.learn.sequence_lm.corpus import GeneRegion, held_out, read_regions, read_transcripts, training_codes
from lexome.learn.sequence_lm.network import Shape, Weights, forward
from lexome.learn.sequence_lm.plan import Plan
from lexome.learn.sequence_lm.training import encode
from site_strength import ACCEPTOR_SHAPE, DONOR_SHAPE, MarkovSite, fit_sites

ORDERS = (1, 2, 3, 4, 5)
WIDTH, HIDDEN = 1024, 0.05
SEED = 7
RIDGE = 30.0
"""Penalty of the 5-mer regression; set once, not tuned."""


class Reader:
    """The trained network, read on both strands at once by construction."""

    def __init__(self, checkpoint: Path) -> None:
        saved = torch.load(checkpoint, weights_only=True)
        self.weights: Weights = saved["weights"]
        self.step = int(saved["step"])

    def read(self, codes: np.ndarray, hidden: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return base probabilities (n, 4, w) and state logits (n, 8, w)."""
        with torch.no_grad():
            bases, states = forward(self.weights, Shape(), torch.from_numpy(encode(codes, hidden)))
            return torch.softmax(bases, 1).numpy(), states.numpy()


def windows(regions: Sequence[GeneRegion], *, count: int, seed: int) -> Iterator[tuple[GeneRegion, int]]:
    """Yield regions with a start, drawn by length, without unknown bases."""
    rng = np.random.default_rng(seed)
    long_enough = [region for region in regions if len(region.codes) > WIDTH]
    sizes = np.array([len(region.codes) - WIDTH for region in long_enough], float)
    while count:
        region = long_enough[int(rng.choice(len(long_enough), p=sizes / sizes.sum()))]
        at = int(rng.integers(len(region.codes) - WIDTH))
        if (region.codes[at : at + WIDTH] < 4).all():
            count -= 1
            yield region, at


def bits_per_base(reader: Reader, table: ContextTable, apart: Sequence[GeneRegion], *, count: int) -> dict[str, Any]:
    """Return bits of each hidden base by the network and by each order of the table."""
    rng = np.random.default_rng(SEED)
    found: dict[str, list[np.ndarray]] = {}
    for region, at in windows(apart, count=count, seed=SEED):
        codes = region.codes[at : at + WIDTH]
        hidden = rng.random(WIDTH) < HIDDEN
        hidden[: table.order] = hidden[-table.order :] = False
        places = np.flatnonzero(hidden)
        bases, _ = reader.read(codes[None], hidden[None])
        truth = codes[places]
        found.setdefault("network", []).append(-np.log2(bases[0, truth, places]))
        flanks = flanks_of(codes, places, table.order)
        for order in ORDERS:
            smaller = ContextTable(order)
            smaller._counts = table._counts[: order + 1]
            near = flanks[:, table.order - order : table.order + order]
            chance = smaller.probabilities(near)[np.arange(len(places)), truth]
            found.setdefault(f"context {order}+{order}", []).append(-np.log2(chance))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def site_scores(
    reader: Reader, models: tuple[MarkovSite, MarkovSite], apart: Sequence[GeneRegion], *, count: int
) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return truth, network and baseline of forward donors and acceptors in windows of held-out genes."""
    found: dict[str, list[tuple[np.ndarray, np.ndarray, np.ndarray]]] = {"donor": [], "acceptor": []}
    inner = slice(100, WIDTH - 100)
    for region, at in windows(apart, count=count, seed=SEED + 1):
        codes, states = region.codes[at : at + WIDTH], region.states[at : at + WIDTH]
        _, logits = reader.read(codes[None], np.zeros((1, WIDTH), bool))
        places = np.arange(WIDTH)[inner]
        for bit, (name, (left, right), shift, model) in enumerate(
            (("donor", DONOR_SHAPE, 1, models[0]), ("acceptor", ACCEPTOR_SHAPE, 0, models[1]))
        ):
            cut = codes[(places + shift)[:, None] + np.arange(-left, right)]
            truth = (states[inner] >> bit & 1).astype(bool)
            found[name].append((truth, logits[0, bit, inner], model.score(cut)))
    return {
        name: tuple(np.concatenate([part[k] for part in parts]) for k in range(3))  # type: ignore[misc]
        for name, parts in found.items()
    }


def clinvar_scores(reader: Reader, table: ContextTable, apart: Sequence[GeneRegion]) -> dict[str, Any]:
    """Return truth and log ratios of pathogenic single-base variants outside coding exons against matched sites.

    For each, three sites at the same distance from another exon edge of held-out genes, the same base replaced by the
    same base, not themselves in ClinVar. Canonical sites are left out: a change there is never a fair negative.
    """
    clinvar = Lab(Settings(Path("build/none"), Path("build/none"))).knowledge("clinvar")
    rng = np.random.default_rng(SEED)
    positives: list[tuple[GeneRegion, int, int, int, int]] = []
    known: set[tuple[str, int, int]] = set()
    for region in apart:
        distance = _edge_distance(region)
        for record in clinvar.between(region.contig, region.start, region.end):
            allele = record.allele
            if not allele.is_snv:
                continue
            at = allele.start - region.start
            alt = "ACGT".index(allele.alt)
            known.add((region.contig, allele.start, alt))
            coding = region.states[at] >> 3 & 3
            if not coding and abs(distance[at]) > 2 and 300 < at < len(region.codes) - 300:
                positives.append((region, at, alt, int(distance[at]), 1))
    rows = list(positives)
    pools = [(region, _edge_distance(region)) for region in apart if len(region.codes) > 2000]
    for region, at, alt, distance, _ in positives:
        rows += _matched((int(region.codes[at]), alt, distance), pools, known, rng)
    truth = np.array([row[4] for row in rows], bool)
    near = np.array([abs(row[3]) <= 20 for row in rows])
    ratios = {"network": [], f"context {table.order}+{table.order}": []}  # type: ignore[var-annotated]
    for region, at, alt, _, _ in rows:
        ref = region.codes[at]
        hidden = np.zeros((1, 601), bool)
        hidden[0, 300] = True
        bases, _ = reader.read(region.codes[None, at - 300 : at + 301], hidden)
        ratios["network"].append(np.log2(bases[0, ref, 300] / bases[0, alt, 300]))
        chance = table.probabilities(flanks_of(region.codes, [at], table.order))[0]
        ratios[f"context {table.order}+{table.order}"].append(np.log2(chance[ref] / chance[alt]))
    return {"truth": truth, "near": near, **{name: np.array(values) for name, values in ratios.items()}}


def _edge_distance(region: GeneRegion) -> np.ndarray:
    """Return the distance to the nearest splice site of either strand, at most 32,000."""
    edges = np.flatnonzero(region.states & 0b11000011)
    if not len(edges):
        return np.full(len(region.codes), 32_000)
    places = np.arange(len(region.codes))
    right = np.searchsorted(edges, places).clip(0, len(edges) - 1)
    left = (right - 1).clip(0)
    to_left, to_right = places - edges[left], edges[right] - places
    return np.where(np.abs(to_left) < np.abs(to_right), to_left, -to_right)


def _matched(change: tuple[int, int, int], pools: Any, known: set[Any], rng: Any) -> list[Any]:
    found: list[Any] = []
    ref, alt, distance = change
    for _ in range(400):
        region, distances = pools[int(rng.integers(len(pools)))]
        wanted = np.flatnonzero((distances == distance) & (region.codes == ref) & (region.states >> 3 & 3 == 0))
        wanted = wanted[(wanted > 300) & (wanted < len(region.codes) - 300)]
        if len(wanted):
            at = int(rng.choice(wanted))
            if (region.contig, region.start + at, alt) not in known:
                found.append((region, at, alt, distance, 0))
        if len(found) == 3:
            break
    return found


def reporter_correlations(reader: Reader, path: Path) -> dict[str, tuple[int, float, float]]:
    """Return per element: variants, and rank correlation of measured effect with network and with 5-mer regression.

    The network's log ratio is taken as it is, its sign chosen on the other elements; the regression is fitted on them.
    """
    elements = _elements(path)
    designs = {name: np.stack([_five_mers(*variant) for variant in rows]) for name, (_, rows, _) in elements.items()}
    grams = {name: design.T @ design for name, design in designs.items()}
    ratios = {name: _ratios(reader, *parts[:2]) for name, parts in elements.items()}
    found = {}
    for name, (_, rows, effect) in elements.items():
        others = [other for other in elements if _locus(other) != _locus(name)]
        gram = sum(grams[other] for other in others) + RIDGE * np.eye(1024)
        weights = np.linalg.solve(gram, sum(designs[other].T @ elements[other][2] for other in others))
        sign = np.sign(sum(spearmanr(ratios[other], elements[other][2]).statistic for other in others))
        network = float(sign * spearmanr(ratios[name], effect).statistic)
        found[name] = (len(rows), network, float(spearmanr(designs[name] @ weights, effect).statistic))
    return found


def _locus(element: str) -> str:
    """Return the element without the mark of its repeat or cell line."""
    return element.split("-")[0].split(".")[0]


def _elements(path: Path) -> dict[str, Any]:
    by_name: dict[str, list[dict[str, str]]] = {}
    with gzip.open(path, "rt") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["Release"] == "GRCh38" and row["Alt"] in "ACGT" and int(row["Barcodes"]) >= 10:
                by_name.setdefault(row["Element"], []).append(row)
    elements = {}
    for name, rows in by_name.items():
        first, last = min(int(row["Pos"]) for row in rows), max(int(row["Pos"]) for row in rows)
        codes = np.full(last - first + 1, 4, np.uint8)
        for row in rows:
            codes[int(row["Pos"]) - first] = "ACGT".index(row["Ref"])
        kept = [row for row in rows if 2 <= int(row["Pos"]) - first < len(codes) - 2]
        kept = [row for row in kept if (codes[int(row["Pos"]) - first - 2 : int(row["Pos"]) - first + 3] < 4).all()]
        variants = [(codes, int(row["Pos"]) - first, "ACGT".index(row["Alt"])) for row in kept]
        elements[name] = (codes, variants, np.array([float(row["Coefficient"]) for row in kept]))
    return elements


def _five_mers(codes: np.ndarray, at: int, alt: int) -> np.ndarray:
    """Return counts of 5-mers (either strand together) gained less those lost."""
    change = np.zeros(1024, np.float32)
    changed = codes.copy()
    changed[at] = alt
    for sequence, weight in ((codes, -1), (changed, 1)):
        for first in range(max(at - 4, 0), min(at + 1, len(codes) - 4)):
            part = sequence[first : first + 5].astype(int)
            if part.max() < 4:
                forward_key = int((part * 4 ** np.arange(5)).sum())
                reverse_key = int(((3 - part[::-1]) * 4 ** np.arange(5)).sum())
                change[min(forward_key, reverse_key)] += weight
    return change


def _ratios(reader: Reader, codes: np.ndarray, variants: Sequence[tuple[np.ndarray, int, int]]) -> np.ndarray:
    stride = round(1 / HIDDEN)
    hidden = (np.arange(len(codes))[None] % stride == np.arange(stride)[:, None]) & (codes < 4)
    bases, _ = reader.read(np.repeat(codes[None], stride, axis=0), hidden)
    chances = {at: bases[at % stride, :, at] for _, at, _ in variants}
    return np.array([np.log2(chances[at][alt] / chances[at][codes[at]]) for _, at, alt in variants])


def counted(regions: Sequence[GeneRegion]) -> ContextTable:
    """Return the table of some regions, joined in pieces of 4 Mb so that few large counts are made."""
    table, waiting, gap = ContextTable(max(ORDERS)), [], np.full(max(ORDERS), 4, np.uint8)
    for number, region in enumerate(regions, start=1):
        waiting += [region.codes, gap]
        if sum(map(len, waiting)) > 4_000_000 or number == len(regions):
            table.add(np.concatenate(waiting))
            waiting = []
    return table


def print_bits(bits: dict[str, np.ndarray]) -> bool:
    """Print held-out bits; tell whether the network is below every table with its interval."""
    print("held-out bits per base\tbits\tdifference from the network (95 % interval)")
    ours = bits["network"]
    rng = np.random.default_rng(1)
    wins = []
    for name, values in bits.items():
        gaps = values - ours
        drawn = [gaps[rng.integers(len(gaps), size=len(gaps))].mean() for _ in range(500)]
        low, high = np.quantile(drawn, [0.025, 0.975])
        print(name, f"{values.mean():.4f}", f"{gaps.mean():+.4f} ({low:+.4f} to {high:+.4f})", sep="\t")
        wins.append(name == "network" or low > 0)
    return all(wins)


def print_areas(title: str, truth: np.ndarray, scores: dict[str, np.ndarray], measure: Any, rounds: int) -> bool:
    """Print an area for each scorer; tell whether the first beats the second by its interval."""
    print(f"\n{title}: {int(truth.sum())} of {len(truth)}")
    for name, values in scores.items():
        bounds = interval(lambda rows, v=values: measure(v[rows], truth[rows]), truth, rounds=rounds)
        print(name, with_interval(measure(values, truth), bounds), sep="\t")
    ours, theirs = list(scores.values())[:2]
    low, high = interval(
        lambda rows: measure(ours[rows], truth[rows]) - measure(theirs[rows], truth[rows]), truth, rounds=rounds
    )
    print(f"difference\t{measure(ours, truth) - measure(theirs, truth):+.3f} ({low:+.3f} to {high:+.3f})")
    return low > 0


def held_out_tables(reader: Reader, data: Path, count: int) -> dict[str, bool]:
    """Print the tables on held-out genes; return which the network wins."""
    transcripts = read_transcripts(data / "genome/list_LRGs_transcripts_GRCh38.txt")
    regions = read_regions(data / "genome/lrg_grch38.fa.gz", transcripts)
    away = held_out([region.gene for region in regions], seed=Plan().seed)
    kept, apart = training_codes(regions, away), [region for region in regions if region.gene in away]
    print(f"network of step {reader.step}; {len(kept)} training regions, {len(apart)} held out")
    table = counted(kept)
    verdict = {"masked bases": print_bits(bits_per_base(reader, table, apart, count=count))}
    models = fit_sites(kept, seed=1)
    for name, (truth, ours, theirs) in site_scores(reader, models, apart, count=2 * count).items():
        scores = {"network": ours, "site strength, first-order Markov": theirs}
        verdict[name] = print_areas(f"{name} AUPRC", truth, scores, average_precision, 100)
    found = clinvar_scores(reader, table, apart)
    for name, rows in (("splice region", found["near"]), ("deeper and UTR", ~found["near"])):
        scores = {key: found[key][rows] for key in found if key not in {"truth", "near"}}
        verdict[f"ClinVar, {name}"] = print_areas(f"ClinVar {name} AUROC", found["truth"][rows], scores, auroc, 500)
    return verdict


def main() -> None:
    """Print all tables and what ships."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--reporter-only", action="store_true", help="only the reporter assay, which needs no table")
    parser.add_argument("--windows", type=int, default=400)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    reader = Reader(asked.checkpoint)
    verdict = {} if asked.reporter_only else held_out_tables(reader, asked.data, asked.windows)
    print("\nMPRA\tvariants\tnetwork\t5-mer regression (rank correlation)")
    correlations = reporter_correlations(reader, asked.data / "splice/mpra_saturation_mutagenesis.tsv.gz")
    for name, (count, ours, theirs) in correlations.items():
        print(name, count, f"{ours:.3f}", f"{theirs:.3f}", sep="\t")
    ours, theirs = (float(np.mean([row[k] for row in correlations.values()])) for k in (1, 2))
    print("mean", "", f"{ours:.3f}", f"{theirs:.3f}", sep="\t")
    verdict["MPRA"] = ours > theirs
    print("\nbeats its baseline:", *(f"{name}: {'yes' if won else 'no'}" for name, won in verdict.items()), sep="\n")


if __name__ == "__main__":
    main()
