"""Exon and site states of held-out genes: area under the precision-recall curve beside simple baselines.

Sites have the strength of their own bases beside them; exon, coding and UTR 6-mers; coding a frame-aware chain too.
Both strands of each window are judged. Intervals resample whole genes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coding_frames import CodingFrames, running_mean
from lexome.learn.sequence_lm.corpus import STATES, GeneRegion, Transcript
from sequence_lm_reader import EDGE, WIDTH, Reader, windows
from site_strength import ACCEPTOR_SHAPE, DONOR_SHAPE, MarkovSite, _turned, fit_sites

K = 6
SPANS = (31, 101, 201, 401)
"""Bases over which a k-mer's log odds are averaged; the best on training genes is taken."""
BINS, ROUNDS, SEED = 3000, 300, 7
KMER_STATES = ("exon", "coding", "utr")


@dataclass
class Judged:
    """Truth and scores by scorer of one state, with the gene of every base."""

    truth: np.ndarray
    gene: np.ndarray
    scores: dict[str, np.ndarray]


def kmer_keys(codes: np.ndarray) -> np.ndarray:
    """Return the number of the 6-mer around every base (two before it, three after), 4**K where one is unknown."""
    padded = np.concatenate([np.full(2, 4, np.uint8), codes, np.full(3, 4, np.uint8)])
    parts = [padded[at : at + len(codes)].astype(np.int64) for at in range(K)]
    unknown = np.any([part > 3 for part in parts], axis=0)
    return np.where(unknown, 4**K, sum(part * 4**at for at, part in enumerate(parts)))


def kmer_odds(regions: Sequence[GeneRegion]) -> dict[str, np.ndarray]:
    """Return log2 odds of each state by 6-mer, counted on both strands."""
    inside = {name: np.ones(4**K + 1) for name in KMER_STATES}
    every = np.full(4**K + 1, 1.0)
    for region in regions:
        for codes, states in strands(region.codes, region.states):
            keys = kmer_keys(codes)
            every += np.bincount(keys, minlength=4**K + 1)
            for name in KMER_STATES:
                kept = states >> STATES.index(f"{name} +") & 1 == 1
                inside[name] += np.bincount(keys[kept], minlength=4**K + 1)
    odds = {}
    for name, counts in inside.items():
        chance = counts / counts.sum()
        odds[name] = np.log2(chance / (every / every.sum()))
        odds[name][-1] = 0
    return odds


def strands(codes: np.ndarray, states: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Return codes and states as they are and of the other strand."""
    turned = np.where(codes > 3, 4, 3 - np.minimum(codes, 3)).astype(np.uint8)[::-1]
    return (codes, states), (turned, _turned(states))


def site_odds(codes: np.ndarray, model: MarkovSite, shape: tuple[int, int], shift: int) -> np.ndarray:
    """Return the log odds of a site at every inner base of a window."""
    left, right = shape
    places = np.arange(EDGE, WIDTH - EDGE)
    cut = np.minimum(codes[(places + shift)[:, None] + np.arange(-left, right)], 3)
    return model.score(cut)


Scorer = Callable[[np.ndarray], np.ndarray]
"""Scores every inner base of one strand of a window."""


def baselines(
    kept: Sequence[GeneRegion], transcripts: Mapping[str, Sequence[Transcript]]
) -> dict[str, dict[str, Scorer]]:
    """Return by state the baselines and their names, fitted on the training genes."""
    odds, (donor, acceptor) = kmer_odds(kept), fit_sites(kept, seed=1)
    strength = "site strength, first-order Markov"
    found: dict[str, dict[str, Scorer]] = {
        "donor": {strength: lambda codes: site_odds(codes, donor, DONOR_SHAPE, 1)},
        "acceptor": {strength: lambda codes: site_odds(codes, acceptor, ACCEPTOR_SHAPE, 0)},
    }
    for name in KMER_STATES:
        found[name] = _best_span(kept, name, "6-mers", lambda codes, span, n=name: _kmer_mean(odds[n], codes, span))
    frames = CodingFrames.fit(kept, transcripts)
    found["coding"] |= _best_span(kept, "coding", "codon places, fifth-order Markov", frames.best_frame)
    return found


def _kmer_mean(odds: np.ndarray, codes: np.ndarray, span: int) -> np.ndarray:
    return running_mean(odds[kmer_keys(codes)], span)


def judged(
    reader: Reader, fitted: Mapping[str, Mapping[str, Scorer]], apart: Sequence[GeneRegion], *, count: int
) -> dict[str, Judged]:
    """Return truth and scores of five states in windows of held-out genes."""
    inner = slice(EDGE, WIDTH - EDGE)
    parts: dict[str, list[tuple[np.ndarray, ...]]] = {}
    for which, at in windows(apart, count=count, seed=SEED):
        region = apart[which]
        codes, labels = region.codes[at : at + WIDTH], region.states[at : at + WIDTH]  # type: ignore[index]
        _, states, _ = reader.read(codes[None])
        for turned, (strand, truth) in enumerate(strands(codes, labels)):
            ours = states[0, ::-1, ::-1] if turned else states[0]
            gene = np.full(WIDTH - 2 * EDGE, which)
            for name, scorers in fitted.items():
                bit = STATES.index(f"{name} +")
                theirs = [score(strand) for score in scorers.values()]
                parts.setdefault(name, []).append((truth[inner] >> bit & 1, gene, ours[bit, inner], *theirs))
    found = {}
    for name, rows in parts.items():
        truth, gene, *scores = (np.concatenate(column) for column in zip(*rows, strict=True))
        names = ("network", *fitted[name])
        found[name] = Judged(truth.astype(bool), gene, dict(zip(names, scores, strict=True)))
    return found


def _best_span(
    kept: Sequence[GeneRegion], name: str, title: str, mean: Callable[[np.ndarray, int], np.ndarray]
) -> dict[str, Scorer]:
    """Return a scorer of inner bases over the span that is best on windows of training genes."""
    bit = STATES.index(f"{name} +")
    seen = [(kept[which], at) for which, at in windows(kept, count=100, seed=SEED + 3)]
    truth = np.concatenate([region.states[at : at + WIDTH] >> bit & 1 for region, at in seen]) == 1  # type: ignore[index]
    areas = {
        span: area(truth, np.concatenate([mean(region.codes[at : at + WIDTH], span) for region, at in seen]))
        for span in SPANS
    }
    best = max(areas, key=areas.__getitem__)
    return {f"{title} over {best} bases": lambda codes: mean(codes, best)[EDGE : WIDTH - EDGE]}


def area(truth: np.ndarray, scores: np.ndarray) -> float:
    """Return the area under the precision-recall curve of all bases."""
    order = np.argsort(-scores, kind="stable")
    hits = truth[order]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def binned(truth: np.ndarray, scores: np.ndarray, gene: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return positives and all (genes, bins) from the highest score down, bins growing from single bases."""
    ranks = np.empty(len(scores), np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    edges = np.unique(np.geomspace(1, len(scores) + 1, BINS).astype(np.int64))
    bins = np.searchsorted(edges, ranks + 1, side="right") - 1
    genes, row = np.unique(gene, return_inverse=True)
    flat, size = row * len(edges) + bins, len(genes) * len(edges)
    every = np.bincount(flat, minlength=size).reshape(len(genes), -1)
    return np.bincount(flat[truth], minlength=size).reshape(len(genes), -1), every


def binned_area(positive: np.ndarray, every: np.ndarray) -> float:
    """Return the area under the precision-recall curve from counts in bins."""
    hits, seen = np.cumsum(positive), np.cumsum(every)
    return float((positive * hits / np.maximum(seen, 1)).sum() / max(hits[-1], 1))


def print_states(found: dict[str, Judged]) -> dict[str, bool]:
    """Print areas with intervals over genes; return in which states the network beats each of its baselines."""
    verdict = {}
    rng = np.random.default_rng(SEED)
    print("\nstate\tscorer\tAUPRC (95 % interval over genes)\tnetwork less this")
    for name, one in found.items():
        tables = {scorer: binned(one.truth, values, one.gene) for scorer, values in one.scores.items()}
        genes = len(next(iter(tables.values()))[0])
        draws = [np.bincount(rng.integers(genes, size=genes), minlength=genes) for _ in range(ROUNDS)]
        drawn = {
            scorer: np.array([binned_area(weights @ hits, weights @ every) for weights in draws])
            for scorer, (hits, every) in tables.items()
        }
        won = True
        for scorer, values in one.scores.items():
            bounds = np.quantile(drawn[scorer], [0.025, 0.975])
            low, high = np.quantile(drawn["network"] - drawn[scorer], [0.025, 0.975])
            gap = "" if scorer == "network" else f"{low:+.3f} to {high:+.3f}"
            won &= scorer == "network" or bool(low > 0)
            print(name, scorer, f"{area(one.truth, values):.3f} ({bounds[0]:.3f}-{bounds[1]:.3f})", gap, sep="\t")
        print(name, "share of bases", f"{one.truth.mean():.5f} ({int(one.truth.sum())} of {len(one.truth)})", sep="\t")
        verdict[f"state, {name}"] = won
    return verdict
