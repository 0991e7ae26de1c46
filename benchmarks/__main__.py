"""Run the benchmarks that need no more than the shared data: ``python -m benchmarks [NAME …]``; without names, all.

Each prints its own table; one that cannot run here (data or a peer missing) says so and the next one runs. The ranking
benchmarks need the forests of the folds, which ``python tools/train_ranker.py`` writes; they are listed, not run.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUN: dict[str, tuple[str, ...]] = {
    "whole_process": (),
    "ranking_speed": (),
    "vcf_read": ("--scaling",),
    "store_join": (),
    "import_speed": (),
    "consequences": (),
    "notes": (),
    "vignettes": (),
    "diagnosed_cases": (),
    "acmg": (),
    "rescoring": ("--runs", "3"),
    "batch_exomes": ("--numbers", "10"),
    "hostile_sizes": ("--alleles", "1000000", "--lines", "50000"),
    "exome_cases": ("--number", "100", "--stand-in"),
}


def about(name: str) -> str:
    """Return the first line of a benchmark's docstring."""
    text = (HERE / f"{name}.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]


def main() -> None:
    """Run the named benchmarks, or all."""
    wanted = sys.argv[1:] or list(RUN)
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    for name in wanted:
        print(f"\n== {name}: {about(name)}", flush=True)
        call = [sys.executable, HERE / f"{name}.py", *RUN.get(name, ())]
        done = subprocess.run(call, env=environment, check=False)
        if done.returncode:
            print(f"   did not run to its end here (exit code {done.returncode})", flush=True)
    for name in ("ranking", "ranking_dialogue", "ranking_imported", "splice", "sequence_lm"):
        if not sys.argv[1:] and (HERE / f"{name}.py").exists():
            print(f"\n-- {name}: {about(name)} Run: python benchmarks/{name}.py --help")


if __name__ == "__main__":
    main()
