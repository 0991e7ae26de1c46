"""Effects of variants: ClinVar against matched sites of held-out genes, and reporter assays, beside baselines."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from context_table import ContextTable, flanks_of
from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.learn.sequence_lm.corpus import SITES, STATES, GeneRegion
from sequence_lm_apes import ORDERS, AlteredTable
from sequence_lm_reader import Reader
from site_strength import MarkovSite, strength_change

SEED = 7
HALF = 1024
"""Bases read on either side of a variant."""
NEAR, MATCHED = 20, 3
"""Bases from a splice site up to which a variant is of the splice region; matched sites for each variant."""
RIDGE = 30.0
"""Penalty of the 5-mer regression; set once, not tuned."""
HIDDEN_STRIDE = 20
CODING = sum(1 << index for index, name in enumerate(STATES) if name.startswith("coding"))
UTR = sum(1 << index for index, name in enumerate(STATES) if name.startswith("utr"))
STRATA = ("splice region", "UTR", "deep intron and other")


@dataclass(frozen=True)
class Row:
    """One change of a base of a held-out gene; ``distance`` is that to the nearest splice site."""

    region: GeneRegion
    at: int
    alt: int
    distance: int
    pathogenic: bool

    @property
    def stratum(self) -> str:
        """Where the change lies."""
        if abs(self.distance) <= NEAR:
            return STRATA[0]
        return STRATA[1] if int(self.region.states[self.at]) & UTR else STRATA[2]  # type: ignore[index]


def clinvar_rows(apart: Sequence[GeneRegion]) -> list[Row]:
    """Return pathogenic single-base changes outside coding exons and canonical sites, and matched sites for each.

    A matched site has the same base replaced by the same base at the same distance from a splice site of a held-out
    gene, in the same stratum, and is not in ClinVar.
    """
    clinvar = Lab(Settings(Path("build/none"), Path("build/none"))).knowledge("clinvar")
    rng = np.random.default_rng(SEED)
    rows: list[Row] = []
    known: set[tuple[str, int, int]] = set()
    distances = {id(region): _edge_distance(region) for region in apart}
    for region in apart:
        for record in clinvar.between(region.contig, region.start, region.end):
            allele = record.allele
            if not allele.is_snv:
                continue
            at, alt = allele.start - region.start, "ACGT".index(allele.alt)
            place = (region.contig, allele.start, alt)
            distance = int(distances[id(region)][at])
            inside = HALF < at < len(region.codes) - HALF
            if place not in known and inside and abs(distance) > 2 and not int(region.states[at]) & CODING:  # type: ignore[index]
                rows.append(Row(region, at, alt, distance, pathogenic=True))
            known.add(place)
    pools = [(region, distances[id(region)]) for region in apart if len(region.codes) > 3 * HALF]
    return rows + [one for row in rows for one in _matched(row, pools, known, rng)]


def _edge_distance(region: GeneRegion) -> np.ndarray:
    """Return the distance to the nearest splice site of either strand, at most 32,000."""
    edges = np.flatnonzero(region.states & np.uint16(SITES))
    if not len(edges):
        return np.full(len(region.codes), 32_000)
    places = np.arange(len(region.codes))
    right = np.searchsorted(edges, places).clip(0, len(edges) - 1)
    left = (right - 1).clip(0)
    to_left, to_right = places - edges[left], edges[right] - places
    return np.where(np.abs(to_left) < np.abs(to_right), to_left, -to_right)


def _matched(row: Row, pools: Any, known: set[Any], rng: np.random.Generator) -> list[Row]:
    found: list[Row] = []
    ref = row.region.codes[row.at]
    for _ in range(400):
        region, distances = pools[int(rng.integers(len(pools)))]
        wanted = np.flatnonzero((distances == row.distance) & (region.codes == ref) & (region.states & CODING == 0))
        wanted = wanted[(wanted > HALF) & (wanted < len(region.codes) - HALF)]
        if len(wanted):
            one = Row(region, int(rng.choice(wanted)), row.alt, row.distance, pathogenic=False)
            if (region.contig, region.start + one.at, row.alt) not in known and one.stratum == row.stratum:
                found.append(one)
        if len(found) == MATCHED:
            break
    return found


def clinvar_scores(
    reader: Reader,
    rows: Sequence[Row],
    *,
    table: ContextTable,
    altered: AlteredTable,
    sites: tuple[MarkovSite, MarkovSite],
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return by head what the network and its baseline say of each row, higher for more harm."""
    scorers: dict[str, tuple[Callable[[Row], float], Callable[[Row], float]]] = {
        "hidden base against context 5+5": (lambda row: _hidden(reader, row), lambda row: _of_table(table, row)),
        "change of site states against site strength": (
            lambda row: _site_change(reader, row),
            lambda row: max(_strength(row, strand, sites) for strand in (1, -1)),
        ),
        "bases of apes against context 4+4": (
            lambda row: -float(np.log2(reader.read(_window(row)[None])[2][0, row.alt, HALF])),
            lambda row: -float(np.log2(altered.chances(_window(row), ORDERS[-1])[HALF, row.alt])),
        ),
    }
    return {
        name: (np.array([ours(row) for row in rows]), np.array([theirs(row) for row in rows]))
        for name, (ours, theirs) in scorers.items()
    }


def _window(row: Row) -> np.ndarray:
    return row.region.codes[row.at - HALF : row.at + HALF]


def _hidden(reader: Reader, row: Row) -> float:
    hidden = np.zeros((1, 2 * HALF), bool)
    hidden[0, HALF] = True
    chances = reader.read(_window(row)[None], hidden)[0][0, :, HALF]
    return float(np.log2(chances[row.region.codes[row.at]] / chances[row.alt]))


def _of_table(table: ContextTable, row: Row) -> float:
    chances = table.probabilities(flanks_of(row.region.codes, [row.at], table.order))[0]
    return float(np.log2(chances[row.region.codes[row.at]] / chances[row.alt]))


def _site_change(reader: Reader, row: Row) -> float:
    before = _window(row)
    after = before.copy()
    after[HALF] = row.alt
    states = reader.read(np.stack([before, after]))[1]
    bits = [bit for bit in range(len(STATES)) if SITES >> bit & 1]
    near = slice(HALF - 50, HALF + 51)
    return float(np.abs(states[1, bits, near] - states[0, bits, near]).max())


def _strength(row: Row, strand: int, sites: tuple[MarkovSite, MarkovSite]) -> float:
    first = row.at - 30
    bases = "".join("ACGT"[min(code, 3)] for code in row.region.codes[first : first + 61])
    allele = allele_of(row)
    start = row.region.start + first
    return strength_change(allele, bases=bases, start=start, strand=strand, models=sites)


def allele_of(row: Row) -> Allele:
    """Return the change as an allele."""
    ref = "ACGT"[row.region.codes[row.at]]
    return Allele(Assembly.GRCH38, row.region.contig, row.region.start + row.at, ref, "ACGT"[row.alt])


def reporter_correlations(reader: Reader, path: Path) -> dict[str, tuple[int, float, float, float]]:
    """Return per element: variants, and rank correlation of measured effect with two heads and 5-mer regression.

    The heads' log ratios are taken as they are, their sign chosen on the other elements; the regression is fitted on
    them.
    """
    elements = _elements(path)
    designs = {name: np.stack([_five_mers(*variant) for variant in rows]) for name, (_, rows, _) in elements.items()}
    grams = {name: design.T @ design for name, design in designs.items()}
    heads = {name: _ratios(reader, *parts[:2]) for name, parts in elements.items()}
    found = {}
    for name, (_, rows, effect) in elements.items():
        others = [other for other in elements if _locus(other) != _locus(name)]
        gram = sum(grams[other] for other in others) + RIDGE * np.eye(1024)
        weights = np.linalg.solve(gram, sum(designs[other].T @ elements[other][2] for other in others))
        ours = []
        for head in (0, 1):
            sign = np.sign(sum(spearmanr(heads[other][head], elements[other][2]).statistic for other in others))
            ours.append(float(sign * spearmanr(heads[name][head], effect).statistic))
        found[name] = (len(rows), *ours, float(spearmanr(designs[name] @ weights, effect).statistic))
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


def _ratios(reader: Reader, codes: np.ndarray, variants: Sequence[tuple[np.ndarray, int, int]]) -> Any:
    """Return log ratios of hidden bases, and minus the log chance that an ape has the base."""
    stride = HIDDEN_STRIDE
    hidden = (np.arange(len(codes))[None] % stride == np.arange(stride)[:, None]) & (codes < 4)
    bases = reader.read(np.repeat(codes[None], stride, axis=0), hidden)[0]
    altered = reader.read(codes[None])[2][0]
    chances = [bases[at % stride, :, at] for _, at, _ in variants]
    ratios = [np.log2(chance[alt] / chance[codes[at]]) for chance, (_, at, alt) in zip(chances, variants, strict=True)]
    return np.array(ratios), np.array([-np.log2(altered[alt, at]) for _, at, alt in variants])
