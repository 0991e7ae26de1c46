"""Clinical vignettes in free text: is the disease found from the words alone?

Each vignette is written as a note beside a phenopacket without features and goes through ``lexome diagnose --cases``.
Strata: L when the annotations of the disease cite the vignette's own paper, C when they do not, N when the disease has
no annotations.

Run: python -m benchmarks.vignettes
"""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from lexome.core.settings import Settings
from lexome.lab import Lab

SHARED_DATA = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SEED = 7


def vignettes() -> list[dict[str, Any]]:
    """Return the vignettes that state a diagnosis."""
    with gzip.open(SHARED_DATA / "notes" / "diagnosis_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [one for one in map(json.loads, lines) if one.get("truth")]


def answers(texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the result line of each vignette."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "cases"
        folder.mkdir()
        for number, one in enumerate(texts):
            (folder / f"{number:04d}.txt").write_text(one["text"], encoding="utf-8")
            file = {"uri": f"{number:04d}.txt", "fileAttributes": {"fileFormat": "text"}}
            packet = {"id": one["id"], "subject": {"id": one["id"]}, "files": [file]}
            (folder / f"{number:04d}.json").write_text(json.dumps(packet))
        out = Path(name) / "out.jsonl"
        call = [sys.executable, "-m", "lexome", "diagnose", "--cases", folder, "--out", out]
        subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def stratum(one: dict[str, Any], diseases: Any) -> str:
    """Return whether the annotations of the disease have read the vignette's paper."""
    row = diseases.index.get(one["truth"]["disease"])
    if row is None:
        return "N"
    references = {diseases.references[code] for code in diseases.reference[diseases.annotations(row)].tolist()}
    return "L" if any(one["pmid"] in text.replace("PMID:", " ").split() for text in references) else "C"


def main() -> None:
    """Print the table."""
    diseases = Lab(Settings.from_environment(os.environ)).knowledge("diseases")
    texts = vignettes()
    groups: dict[str, list[int]] = defaultdict(list)
    for one, answer in zip(texts, answers(texts), strict=True):
        wanted = one["truth"]["disease"]
        listed = answer.get("differential", [])
        rank = next((each["rank"] for each in listed if wanted in {each["disease_id"], *each["equivalent_ids"]}), 0)
        for name in (stratum(one, diseases), "all"):
            groups[name].append(rank)
    print(f"{'stratum':<9}{'n':>4}{'top-1':>24}{'top-10':>24}")
    for name in sorted(groups, key=lambda key: (key == "all", key)):
        ranks = groups[name]
        print(f"{name:<9}{len(ranks):>4}{share(ranks, 1):>24}{share(ranks, 10):>24}")


def share(ranks: list[int], top: int) -> str:
    """Return the share of ranks within the top, with a bootstrap interval."""
    hits = [0 < rank <= top for rank in ranks]
    rng = random.Random(SEED)
    draws = sorted(sum(rng.choices(hits, k=len(hits))) / len(hits) for _ in range(2000))
    return f"{sum(hits) / len(hits):.3f} [{draws[49]:.3f}–{draws[1949]:.3f}]"


if __name__ == "__main__":
    main()
