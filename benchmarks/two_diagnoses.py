"""Two diagnoses in one patient, from findings and an exome: how often composites are told from single patients.

A composite joins the findings and the causal variants of two published patients with different genes in one real
exome; half of the patients, drawn by paper, were looked at when the threshold was set (``seen``), the other half was
not. Frequencies are the declared stand-in of ``exome_cases``; each case is answered with the forest that saw nothing
of the first patient's fold. Run: python -m benchmarks.two_diagnoses --forests DIR [--number 100]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import exome_cases
from benchmarks.exome_answers import share
from benchmarks.exome_cases import SEED, SHARED_DATA

from lexome.formats.phenopacket import read_phenopacket
from lexome.reasoning.two_diagnoses import two_diagnoses
from lexome.services.diagnose.genotyped import carried_alleles
from lexome.services.diagnose.patient import Intake, resolved

LEAST_FINDINGS = 4
Cases = tuple[dict[str, Any], ...]


def drawn(number: int, *, seen: bool) -> tuple[list[Cases], list[Cases]]:
    """Return singles and composites of one half of the papers."""
    cases = [
        case
        for case in exome_cases.usable_cases()
        if case["flags"]["stratum"] in "CL" and len(case["features"]) >= LEAST_FINDINGS and _is_seen(case) is seen
    ]
    random.Random(SEED).shuffle(cases)
    singles = [(case,) for case in cases[:number]]
    rest = cases[number:]
    pairs = [
        pair
        for pair in zip(rest[::2], rest[1::2], strict=False)
        if not set(pair[0]["truth"]["genes"]) & set(pair[1]["truth"]["genes"])
    ]
    return singles, pairs[:number]


def _is_seen(case: dict[str, Any]) -> bool:
    paper = str(case["truth"].get("pmid") or case["id"])
    return hashlib.sha256(paper.encode()).digest()[0] % 2 == 0


def write(folder: Path, groups: Sequence[Cases]) -> list[tuple[str, Cases]]:
    """Write a phenopacket and a VCF for each patient, made of one case or two; return their paths."""
    packets = exome_cases.phenopackets({case["id"] for group in groups for case in group})
    header, records = exome_cases.background()
    jobs = []
    for number, group in enumerate(groups):
        packet = dict(packets[group[0]["id"]])
        features: dict[str, Any] = {}
        for case in group:
            for feature in packets[case["id"]].get("phenotypicFeatures", []):
                if feature["type"]["id"] not in features or not feature.get("excluded"):
                    features[feature["type"]["id"]] = feature
        packet["phenotypicFeatures"] = list(features.values())
        variants = [one for case in group for one in case["truth"]["variants"]]
        vcf = folder / f"{number:05d}.vcf"
        vcf.write_text("\n".join([*header, *exome_cases.with_variants(records, variants)]) + "\n")
        packet["files"] = [
            {
                "uri": vcf.name,
                "individualToFileIdentifiers": {packet["subject"]["id"]: "PROBAND"},
                "fileAttributes": {"fileFormat": "vcf", "genomeAssembly": "GRCh38"},
            }
        ]
        path = folder / f"{number:05d}.json"
        path.write_text(json.dumps(packet))
        jobs.append((str(path), group))
    return jobs


def answer(job: tuple[str, Cases]) -> tuple[float, bool, bool]:
    """Return the gain of the best pair, whether it is called, and whether its genes are the causal ones."""
    path, group = job
    held = exome_cases.OPENED
    engine, intake = held["engine"], Intake()
    packet = read_phenopacket(Path(path))
    engine.ranker = held["rankers"][held["folds"][group[0]["id"]]]
    case = replace(packet.case, findings=resolved(packet.case.findings, engine.lab.knowledge("hpo"), intake))
    diagnosed = engine.diagnose(case, carried_alleles(case, engine, intake), keep=100, most=10)
    pair = two_diagnoses(engine.ranker, case.findings, diagnosed.scores, diagnosed.joint)
    if pair is None:
        return -9.0, False, False
    genes = [set(engine.ranker.listed.genes(line)) for line in (pair.first, pair.second)]
    causal = [set(one["truth"]["genes"]) for one in group]
    right = len(causal) == 2 and any(a & causal[0] and b & causal[1] for a, b in (genes, genes[::-1]))
    return pair.gain, pair.likely, right


def main() -> None:
    """Print one line for singles and one for composites, by half."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--number", type=int, default=100, help="singles and composites at most, of each half")
    options.add_argument("--forests", type=Path, required=True, help="forests of the folds")
    options.add_argument("--fasta", default=str(SHARED_DATA / "genome" / "lrg_grch38.fa.gz"), help="'' for none")
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as data:
        os.environ["LEXOME_DATA_DIR"] = data
        exome_cases.import_stand_in(Path(data))
        opened = partial(exome_cases.open_engine, given.fasta, given.forests, exome_cases.fold_of_paper())
        with ProcessPoolExecutor(given.jobs, initializer=opened) as pool:
            for seen in (True, False):
                half = "seen" if seen else "kept back"
                for name, groups in zip(("single", "composite"), drawn(given.number, seen=seen), strict=True):
                    with tempfile.TemporaryDirectory() as folder:
                        found = list(pool.map(answer, write(Path(folder), groups)))
                    called, named = ([row[1] for row in found], [row[1] and row[2] for row in found])
                    line = f"{half:<10}{name:<10}{len(found):>4}  called {share(called)}"
                    print(
                        line + (f"  both genes right {share(named)}" if name == "composite" else ""),
                        flush=True,
                    )


if __name__ == "__main__":
    main()
