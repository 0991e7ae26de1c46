"""PhEval runs Lexome on a corpus, and its own scores are compared with ours: genes, variants and diseases.

The corpus are published cases whose causal variants are put into one real exome (as in exome_cases). ``pheval run``
answers them through the runner that Lexome registers, ``pheval-utils benchmark`` scores what it wrote; the same result
lines are scored here without PhEval. PhEval lives in an environment of its own, in which Lexome is installed too.

The shipped phenotype ranking was trained on the findings of these cases: the table shows that the two scores agree,
not how good they are.

Run: python -m benchmarks.pheval_scores --pheval-python /path/to/venv/bin/python [--number 20]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.exome_cases import SEED, usable_cases, write_cases

KINDS = ("gene", "variant", "disease")
FIGURES = ("top1", "top3", "top5", "top10", "total", "mrr")
READ = """
import duckdb, json, sys
found = {}
with duckdb.connect(sys.argv[1], read_only=True) as base:
    for kind in ("gene", "variant", "disease"):
        rows = base.execute(f"select top1, top3, top5, top10, total, mrr from lexome_{kind}_summary").fetchone()
        found[kind] = dict(zip(("top1", "top3", "top5", "top10", "total", "mrr"), rows))
print(json.dumps(found))
"""


def prepare(cases: list[dict[str, Any]], folder: Path) -> None:
    """Write the corpus: phenopackets with their truth, which Lexome does not read, and the exome of each."""
    packets = folder / "corpus" / "phenopackets"
    packets.mkdir(parents=True)
    write_cases(cases, packets, findings=True, variants=True)
    for path, case in zip(sorted(packets.glob("*.json")), cases, strict=True):
        packet = json.loads(path.read_text(encoding="utf-8"))
        packet["interpretations"] = [interpretation(case)]
        path.write_text(json.dumps(packet))


def interpretation(case: dict[str, Any]) -> dict[str, Any]:
    """Return the truth of a case as phenopackets state it."""
    truth = case["truth"]
    state = {"heterozygous": "GENO:0000135", "homozygous": "GENO:0000136", "hemizygous": "GENO:0000134"}
    variants = [
        {
            "subjectOrBiosampleId": case["id"],
            "interpretationStatus": "CAUSATIVE",
            "variantInterpretation": {
                "variationDescriptor": {
                    "id": f"v{number}",
                    "geneContext": {"valueId": "HGNC:0", "symbol": truth["genes"][0]},
                    "vcfRecord": {
                        "genomeAssembly": "hg38", "chrom": str(one["chrom"]), "pos": str(one["pos"]),
                        "ref": one["ref"], "alt": one["alt"],
                    },
                    "allelicState": {"id": state[one["zygosity"]], "label": one["zygosity"]},
                }
            },
        }
        for number, one in enumerate(truth["variants"])
    ]  # fmt: skip
    disease = {"id": truth["disease"], "label": truth.get("disease_name") or truth["disease"]}
    diagnosis = {"disease": disease, "genomicInterpretations": variants}
    return {"id": case["id"], "progressStatus": "SOLVED", "diagnosis": diagnosis}


def run_pheval(folder: Path, python: Path) -> dict[str, dict[str, float]]:
    """Run and score the corpus with PhEval's own commands and return its figures."""
    config = "tool: lexome\ntool_version: '1'\nvariant_analysis: true\ngene_analysis: true\ndisease_analysis: true\n"
    (folder / "config.yaml").write_text(config + "tool_specific_configuration_options: {}\n")
    (folder / "out").mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src")}
    call = [python.with_name("pheval"), "run", "-i", folder, "-t", folder / "corpus", "-r", "lexomephevalrunner"]
    subprocess.run([*call, "-o", folder / "out"], check=True, env=environment, stdout=subprocess.DEVNULL)
    results = next((folder / "out").rglob("pheval_gene_results")).parent
    run = {
        "run_identifier": "lexome",
        "results_dir": str(results),
        "phenopacket_dir": str(folder / "corpus" / "phenopackets"),
        **{f"{kind}_analysis": True for kind in KINDS},
        "threshold": None,
        "score_order": None,
    }
    plots = {f"{kind}_plots": {"plot_type": "bar_cumulative", "rank_plot_title": "", "roc_curve_title": "",
             "precision_recall_title": ""} for kind in KINDS}  # fmt: skip
    yaml = {"benchmark_name": "lexome", "runs": [run], "plot_customisation": plots}
    (folder / "runs.yaml").write_text(json.dumps(yaml))
    call = [
        python.with_name("pheval-utils"),
        "benchmark",
        "-r",
        folder / "runs.yaml",
        "-o",
        folder / "scores",
        "--no-curves",
    ]
    subprocess.run(call, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = subprocess.run([python, "-c", READ, folder / "scores" / "lexome.duckdb"], check=True, capture_output=True)
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def own_scores(cases: list[dict[str, Any]], folder: Path) -> dict[str, dict[str, float]]:
    """Score the result lines here: the rank of each right answer, equal scores sharing the worst of their ranks."""
    lines = next((folder / "out").rglob("results.jsonl")).read_text(encoding="utf-8").splitlines()
    ranks: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for case, line in zip(cases, lines, strict=True):
        listed, truth = json.loads(line)["differential"], case["truth"]
        genes: dict[str, float] = {}
        variants: dict[tuple[str, int, str, str], float] = {}
        for one in listed:
            for symbol in one["genes"]:
                genes[symbol] = genes.get(symbol, 0.0) + one["posterior"] / len(one["genes"])
            for text in one["variants"]:
                _, contig, pos, ref, alt = text.split(":")
                key = (contig, int(pos), ref, alt)
                variants[key] = max(variants.get(key, 0.0), one["posterior"])
        diseases = {one["disease_id"]: one["posterior"] for one in listed if one["disease_id"]}
        wanted = {(str(v["chrom"]).removeprefix("chr"), v["pos"], v["ref"], v["alt"]) for v in truth["variants"]}
        ranks["gene"] += [rank(genes, truth["genes"][0])]
        ranks["variant"] += [rank(variants, one) for one in wanted]
        ranks["disease"] += [rank(diseases, truth["disease"])]
    return {kind: figures(found) for kind, found in ranks.items()}


def rank(scores: dict[Any, float], wanted: object) -> int:
    """Return how many scores are as good or better, 0 when the answer is not listed."""
    return sum(score >= scores[wanted] for score in scores.values()) if wanted in scores else 0


def figures(ranks: list[int]) -> dict[str, float]:
    """Return PhEval's figures of some ranks."""
    top = {f"top{k}": float(sum(0 < one <= k for one in ranks)) for k in (1, 3, 5, 10)}
    return {**top, "total": float(len(ranks)), "mrr": sum(1 / one for one in ranks if one) / len(ranks)}


def main() -> None:
    """Print both scores side by side."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pheval-python", type=Path, required=True)
    options.add_argument("--number", type=int, default=20)
    options.add_argument("--keep", type=Path, default=None, help="folder to work in, kept afterwards")
    given = options.parse_args()
    cases = usable_cases()
    random.Random(SEED).shuffle(cases)
    cases = cases[: given.number]
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        prepare(cases, folder)
        theirs, ours = run_pheval(folder, given.pheval_python), own_scores(cases, folder)
    print(f"{'':<10}{'':<8}" + "".join(f"{figure:>8}" for figure in FIGURES))
    for kind in KINDS:
        for who, found in (("PhEval", theirs), ("here", ours)):
            print(f"{kind:<10}{who:<8}" + "".join(f"{found[kind][figure]:>8.3g}" for figure in FIGURES))
    same = all(abs(theirs[kind][figure] - ours[kind][figure]) < 1e-9 for kind in KINDS for figure in FIGURES)
    print("the same" if same else "NOT the same")


if __name__ == "__main__":
    main()
