"""Splice engine on BRCA1 saturation editing: accuracy beside baselines, cost beside a run from scratch, calibration.

Findlay 2018 (doi:10.1038/s41586-018-0461-z), the half of the exons given for development: loss of function (LOF)
against functional (FUNC); intermediate ones are left out of areas. The networks may have seen BRCA1 in training.

    python benchmarks/splice.py [--data ../shared/data]          # all tables
    python benchmarks/splice.py --only exome                     # cost on variants without neighbours
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bootstrap import auroc, interval, likelihood_ratio, with_interval
from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.settings import Settings
from lexome.formats.fasta.reference import Reference
from lexome.lab import Lab
from lexome.learn.sequence_lm.corpus import read_regions, read_transcripts
from lexome.models.splice.networks import COUNT, Networks
from site_strength import closeness, fit_sites, strength_change

NEAR_SITES = ("Intronic", "Splice region")
"""Classes of the first table: no canonical sites, no coding change."""
BY_SPLICING = (*NEAR_SITES, "Canonical splice", "Synonymous")
"""Classes in which function is lost through splicing, for calibration."""
BANDS = ((0.0, 0.02), (0.02, 0.1), (0.1, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.01))
WALKER = ((0.0, 0.1, "BP4 (at most 0.1)"), (0.1, 0.2, "neither"), (0.2, 1.01, "PP3 (0.2 or more)"))
"""Walker 2023, doi:10.1016/j.ajhg.2023.06.002."""


def read_variants(data: Path) -> list[dict[str, Any]]:
    """Return the variants in order of position, each with its allele."""
    with (data / "splice/brca1_saturation_editing_dev.tsv").open(encoding="utf-8") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        row["allele"] = Allele.from_vcf(
            Assembly.GRCH38, contig=row["chrom"], pos=int(row["pos"]), ref=row["ref"], alt=row["alt"]
        )
    return sorted(rows, key=lambda row: row["allele"])


def timed(lab: Lab, reference: Reference, alleles: Sequence[Allele], **how: Any) -> tuple[Any, float]:
    """Return effect columns and CPU seconds per allele."""
    began = time.process_time()
    columns = lab.model("splice").score(alleles, reference=reference, transcripts=lab.knowledge("transcripts"), **how)
    assert not any(columns.reasons)
    return columns.value.astype(float), (time.process_time() - began) / len(alleles)


def from_scratch(rounds: int = 3) -> tuple[float, float]:
    """Return CPU seconds of five networks on reference and alternate, 101 positions with full context.

    The first figure runs our graphs without padding; the second pads every layer, as the original graph does.
    """
    networks = Networks(threads=1)
    codes = np.random.default_rng(0).integers(0, 4, 10_101)
    bases = np.eye(4, dtype=np.float32)[codes].T.copy()
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        for number in range(1, COUNT + 1):
            for _ in ("reference", "alternate"):
                networks.sites(number, networks.features(number, bases))
        middle = time.process_time()
        for _ in range(2):
            networks.screened(bases[None])
        spent.append((middle - began, (time.process_time() - middle) * COUNT))
    return min(a for a, _ in spent), min(b for _, b in spent)


def exome_alleles(data: Path, reference: Reference, *, every: int) -> list[Allele]:
    """Return every so-manieth line's alleles of a real exome where the FASTA has sequence, in order of position."""
    found: list[Allele] = []
    lines = 0
    with gzip.open(data / "vcf/exome_background.hg38.vcf.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            contig, pos, _, ref, alts = line.split("\t", 5)[:5]
            if reference.covers(contig.removeprefix("chr"), int(pos) - 1, int(pos) - 1 + len(ref)):
                lines += 1
                if lines % every == 0:
                    found += [
                        Allele.from_vcf(Assembly.GRCH38, contig=contig, pos=int(pos), ref=ref, alt=alt)
                        for alt in alts.split(",")
                    ]
    return sorted(found)


def print_exome(lab: Lab, data: Path, cache: Path) -> None:
    """Print what the cascade costs on variants that hardly share anything, beside a run from scratch."""
    reference = Reference.open(data / "genome/lrg_grch38.fa.gz", cache_dir=cache)
    alleles = exome_alleles(data, reference, every=4)
    splice, transcripts = lab.model("splice"), lab.knowledge("transcripts")
    splice.score(alleles[:4], reference=reference, transcripts=transcripts)
    before = from_scratch()
    began = time.process_time()
    columns = splice.score(alleles, reference=reference, transcripts=transcripts)
    spent = time.process_time() - began
    after = from_scratch()
    scored = np.array([not reason for reason in columns.reasons])
    cost = spent / scored.sum()
    plain, padded = ((one + other) / 2 for one, other in zip(before, after, strict=True))
    print(f"\nexome, every fourth line in 696 genes: {scored.sum()} of {len(alleles)} alleles scored, ", end="")
    print(f"{int((columns.value[scored] >= 0.2).sum())} at 0.2 or more; {cost:.4f} CPU-s each")
    print(f"five networks from scratch, before and after: {plain:.3f} CPU-s unpadded (1/{plain / cost:.1f}), ", end="")
    print(f"{padded:.3f} as the original graph pads (1/{padded / cost:.1f})")


def baselines(data: Path, reference: Reference, alleles: Sequence[Allele]) -> dict[str, np.ndarray]:
    """Return distance to the nearest exon edge and change of site strength."""
    transcripts = read_transcripts(data / "genome/list_LRGs_transcripts_GRCh38.txt")
    regions = [one for one in read_regions(data / "genome/lrg_grch38.fa.gz", transcripts) if one.gene != "BRCA1"]
    models = fit_sites(regions, seed=1)
    exons = [exon for one in transcripts["BRCA1"] for exon in one.exons]
    edges = np.unique([edge for first, last in exons for edge in (first, last - 1)])
    strength = []
    for allele in alleles:
        start = allele.start - 30
        bases = reference.fetch(allele.contig, start, allele.start + 31)
        strength.append(strength_change(allele, bases=bases, start=start, strand=-1, models=models))
    return {
        "distance to the nearest exon edge": np.array([closeness(allele, edges) for allele in alleles]),
        "site strength, first-order Markov": np.array(strength),
    }


def print_accuracy(scores: dict[str, np.ndarray], cost: dict[str, float], truth: np.ndarray) -> None:
    """Print areas with intervals, and the loss of the cascade against the full ensemble."""
    print("scorer\tAUROC (95 % interval)\tCPU-s a variant")
    for name, values in scores.items():
        bounds = interval(lambda rows, values=values: auroc(values[rows], truth[rows]), truth)
        spent = f"{cost[name]:.4f}" if name in cost else ""
        print(name, with_interval(auroc(values, truth), bounds), spent, sep="\t")
    cascade, full = scores["cascade (default)"], scores["full ensemble"]
    loss = auroc(full, truth) - auroc(cascade, truth)
    bounds = interval(lambda rows: auroc(full[rows], truth[rows]) - auroc(cascade[rows], truth[rows]), truth)
    print(f"loss of the cascade against the full ensemble: {with_interval(loss, bounds)}")
    missed = int(((full >= 0.2) & (cascade < 0.2)).sum())
    print(f"at 0.2 or more by the full ensemble: {int((full >= 0.2).sum())}, of these below by the cascade: {missed}")


def print_calibration(scores: np.ndarray, truth: np.ndarray) -> None:
    """Print likelihood ratios within bands, with their interval."""
    print("band\tLOF\tFUNC\tlikelihood ratio (95 % interval)")
    named = [(low, high, f"{low:g} to {min(high, 1):g}") for low, high in BANDS]
    for low, high, name in [*named, *WALKER]:
        inside = (scores >= low) & (scores < high)
        ratio = likelihood_ratio(scores, truth, low=low, high=high)
        bounds = interval(
            lambda rows, low=low, high=high: likelihood_ratio(scores[rows], truth[rows], low=low, high=high), truth
        )
        counts = int((inside & truth).sum()), int((inside & ~truth).sum())
        print(name, *counts, f"{ratio:.2f} ({bounds[0]:.2f}-{bounds[1]:.2f})", sep="\t")


def print_brca1(lab: Lab, data: Path, cache: Path) -> None:
    """Print accuracy, cost and calibration on saturation editing."""
    fasta = data / "genome/GRCh38.chr17_43000001-43200000.fa.gz"
    reference = Reference.open(fasta, cache_dir=cache)
    rows = [row for row in read_variants(data) if row["function_class"] != "INT"]
    near = [row for row in rows if row["consequence"] in NEAR_SITES]
    alleles, truth = [row["allele"] for row in near], np.array([row["function_class"] == "LOF" for row in near])
    print(f"BRCA1, intronic and splice region without canonical sites: {truth.sum()} LOF, {(~truth).sum()} FUNC")
    timed(lab, reference, alleles[:1], effort="full")
    scores, cost = {}, {}
    for name, how in (
        ("cascade (default)", {}),
        ("full ensemble", {"effort": "full"}),
        ("screen alone", {"effort": "screen"}),
        ("cascade, masked", {"masked": True}),
    ):
        scores[name], cost[name] = timed(lab, reference, alleles, **how)
    scores |= baselines(data, reference, alleles)
    print_accuracy(scores, cost, truth)
    plain, padded = from_scratch()
    spent = cost["cascade (default)"]
    print(f"five networks from scratch: {plain:.3f} CPU-s unpadded (1/{plain / spent:.1f} by the cascade), ", end="")
    print(f"{padded:.3f} as the original graph pads (1/{padded / spent:.1f})")
    spliced = [row for row in rows if row["consequence"] in BY_SPLICING]
    values, _ = timed(lab, reference, [row["allele"] for row in spliced])
    print("\nCalibration of the cascade: intronic, splice region, canonical and synonymous variants")
    print_calibration(values, np.array([row["function_class"] == "LOF" for row in spliced]))


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("build/cache"))
    parser.add_argument("--only", choices=("brca1", "exome"), help="one of the two sets")
    asked = parser.parse_args()
    lab = Lab(Settings(asked.cache, asked.cache, jobs=1))
    if asked.only != "exome":
        print_brca1(lab, asked.data, asked.cache)
    if asked.only != "brca1":
        print_exome(lab, asked.data, asked.cache)


if __name__ == "__main__":
    main()
