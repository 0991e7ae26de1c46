"""Answers the cases of ``exome_cases`` in several ways at once, and prints what was found by group."""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks import exome_cases as cases_of

from lexome.evidence.gather import Gatherer
from lexome.evidence.sources import open_sources
from lexome.formats.phenopacket import read_phenopacket
from lexome.services.diagnose.engine import Diagnosed, Engine
from lexome.services.diagnose.examined import examine
from lexome.services.diagnose.genotyped import weighed
from lexome.services.diagnose.lines import result_line
from lexome.services.diagnose.patient import Intake, resolved

KEEP = 100
WAYS = ("joint", "findings", "variants", "blind")
TITLES = {
    "joint": "everything",
    "findings": "findings alone",
    "variants": "variants alone",
    "blind": "everything, blind to ClinVar",
}


def answers(
    cases: list[dict[str, Any]], *, fasta: str, forests: Path | None, jobs: int, cache: Path | None
) -> list[dict[str, Any]]:
    """Return the answers of each case, those in the cache not computed again."""
    done: dict[str, dict[str, Any]] = {}
    if cache is not None and cache.exists():
        done = {one["id"]: one for one in map(json.loads, cache.read_text(encoding="utf-8").splitlines())}
    missing = [case for case in cases if case["id"] not in done]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folds = cases_of.fold_of_paper()
        cases_of.write_cases(missing, folder, findings=True, variants=True)
        work = [(str(folder / f"{number:05d}.json"), case) for number, case in enumerate(missing)]
        with ProcessPoolExecutor(jobs, initializer=_open, initargs=(fasta, forests, folds)) as pool:
            for answer in pool.map(_answer, work):
                done[answer["id"]] = answer
                if cache is not None:
                    with cache.open("a", encoding="utf-8") as handle:
                        handle.write(json.dumps(answer) + "\n")
    return [done[case["id"]] for case in cases]


def _open(fasta: str, forests: Path | None, folds: dict[str, int]) -> None:
    cases_of.open_engine(fasta, forests, folds)
    engine: Engine = cases_of.OPENED["engine"]
    blind = Engine(engine.lab, fasta=engine.fasta)
    sources = open_sources(engine.lab.knowledge, reference=engine.reference, blind=frozenset({"clinvar"}))
    blind.__dict__.update(genes=engine.genes, gatherer=Gatherer(sources), ranker=engine.ranker)
    cases_of.OPENED["blind"] = blind


def _answer(work: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    path, case = work
    held = cases_of.OPENED
    engine, blind = held["engine"], held["blind"]
    packet = read_phenopacket(Path(path))
    engine.ranker = blind.ranker = held["rankers"][held["folds"][packet.case.id]]
    intake = Intake()
    patient = replace(packet.case, findings=resolved(packet.case.findings, engine.lab.knowledge("hpo"), intake))
    examined = examine(patient, engine, intake)
    assert examined is not None, intake.problems
    unknown = replace(examined.looked_up, known=np.zeros_like(examined.looked_up.known))
    nothing_known = replace(examined, looked_up=unknown)
    silent = replace(patient, findings=())
    told = {
        "joint": engine.diagnose(patient, weighed(patient, examined, engine, Intake()), keep=KEEP, most=10),
        "findings": engine.diagnose(patient, None, keep=KEEP, most=10),
        "variants": engine.diagnose(silent, weighed(silent, examined, engine, Intake()), keep=KEEP, most=10),
        "blind": blind.diagnose(patient, weighed(patient, nothing_known, blind, Intake()), keep=KEEP, most=10),
    }
    return {"id": case["id"]} | {way: _summary(case["truth"], diagnosed) for way, diagnosed in told.items()}


def _summary(truth: dict[str, Any], diagnosed: Diagnosed) -> dict[str, Any]:
    """Return the rank of the causal gene and of the disease (0: not listed), and how sure the first answer was."""
    line = result_line("", diagnosed.differential.ranking, (), top=KEEP)
    gene = disease = 0
    for entry in line.differential:
        if not gene and set(truth["genes"]) & set(entry.genes):
            gene = entry.rank
        if not disease and truth["disease"] in {entry.disease_id, *entry.equivalent_ids}:
            disease = entry.rank
    first = line.differential[0]
    candidate = first.disease_id is None and bool(set(truth["genes"]) & set(first.genes))
    right = disease == 1 or candidate
    return {"gene": gene, "disease": disease, "posterior": first.posterior, "right": right}


def seen(case: dict[str, Any]) -> bool:
    """Return whether the case is in the half of papers that was looked at while constants were set."""
    return int(hashlib.sha256(case["truth"]["pmid"].encode()).hexdigest(), 16) % 2 == 0


def groups(cases: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Return the rows of each group of cases."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, case in enumerate(cases):
        stratum, half = case["flags"]["stratum"], "papers seen" if seen(case) else "papers kept back"
        for name in (
            "all", half, f"stratum {stratum}", f"stratum {stratum}, {half}",
            cases_of.inheritance_group(case), cases_of.in_clinvar(case),
        ):  # fmt: skip
            found[name].append(row)
    return {name: found[name] for name in sorted(found, key=lambda name: (name != "all", name))}


def tables(cases: list[dict[str, Any]], found: list[dict[str, Any]]) -> str:
    """Return the table by group and way, and how far the posterior of everything can be believed."""
    lines = []
    for way in WAYS:
        lines.append(f"\n{TITLES[way]:<32}{'n':>5}{'gene first':>22}{'gene in top 5':>22}{'disease first':>22}")
        for name, rows in groups(cases).items():
            shares = [
                share([test(found[row][way]) for row in rows])
                for test in (lambda one: one["gene"] == 1, lambda one: 0 < one["gene"] <= 5, _disease_first)
            ]
            lines.append(f"{name:<32}{len(rows):>5}" + "".join(f"{one:>22}" for one in shares))
    return "\n".join([*lines, reliability(cases, found)])


def ranks(cases: list[dict[str, Any]], found: list[dict[str, Any]]) -> str:
    """Return the rank of the causal gene in each case, gene by gene; one that is not among the first KEEP is '-'."""
    rows = defaultdict(list)
    for case, one in zip(cases, found, strict=True):
        half = "seen" if seen(case) else "kept back"
        rows[case["truth"]["genes"][0], case["flags"]["stratum"], half].append(one)
    lines = [f"\n{'rank of the gene':<32}{'n':>5}  everything; findings alone; variants alone"]
    for (gene, stratum, half), held in sorted(rows.items()):
        said = [" ".join(str(rank or "-") for rank in sorted((one[way]["gene"] for one in held), key=_last_if_none))
                for way in WAYS[:3]]  # fmt: skip
        lines.append(f"{f'{gene}, {stratum}, {half}':<32}{len(held):>5}  {'; '.join(said)}")
    return "\n".join(lines)


def _last_if_none(rank: int) -> int:
    return rank or KEEP + 1


def _disease_first(one: dict[str, Any]) -> bool:
    return bool(one["disease"] == 1)


def reliability(cases: list[dict[str, Any]], found: list[dict[str, Any]]) -> str:
    """Return how often the first answer of everything is right, by how sure it was, and wrong ones above 0.9."""
    lines = [f"\n{'posterior of the first answer':<32}{'n':>5}{'mean':>8}{'right':>22}{'its gene right':>22}"]
    for which, all_papers in (("", True), (", papers kept back", False)):
        rows = [one["joint"] for case, one in zip(cases, found, strict=True) if all_papers or not seen(case)]
        for low, high in ((0.0, 0.3), (0.3, 0.6), (0.6, 0.9), (0.9, 0.99), (0.99, 1.01), (0.9, 1.01)):
            inside = [one for one in rows if low <= one["posterior"] < high]
            if inside:
                mean = sum(one["posterior"] for one in inside) / len(inside)
                right, gene = share([one["right"] for one in inside]), share([one["gene"] == 1 for one in inside])
                bounds = f"{low:.2f}-{min(high, 1.0):.2f}{which}"
                lines.append(f"{bounds:<32}{len(inside):>5}{mean:>8.3f}{right:>22}{gene:>22}")
    return "\n".join(lines)


def share(hits: list[bool], *, rounds: int = 1000) -> str:
    """Return the share of hits with a 95 % bootstrap interval."""
    rng = random.Random(cases_of.SEED)
    draws = sorted(sum(rng.choices(hits, k=len(hits))) / len(hits) for _ in range(rounds))
    return f"{sum(hits) / len(hits):.3f} [{draws[rounds // 40]:.3f}–{draws[-rounds // 40 - 1]:.3f}]"
