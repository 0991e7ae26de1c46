"""Many exomes through ``lexome diagnose --cases``: CPU, wall time, and whether memory stays flat.

Published cases, each with its causal variants in one real exome of 36,787 variants. Memory is sampled four times a
second: the resident memory of each process, and of all together less what they share (PSS). No peer does all of it;
``bcftools view`` of the same files, one after the other, shows what reading them costs.

Run: python -m benchmarks.batch_exomes [--numbers 10 100] [--jobs 0]
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.exome_cases import SEED, usable_cases, write_cases


@dataclass
class Memory:
    """Samples of the memory of a process and its children, in MB: largest single one, all together."""

    largest: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)

    def watch(self, pid: int, done: threading.Event) -> None:
        """Sample until told to stop."""
        while not done.wait(0.25):
            pids = [pid, *_children(pid)]
            rss = [_status(one, "VmRSS") for one in pids]
            self.largest.append(max(rss, default=0.0))
            self.together.append(sum(_pss(one) for one in pids))

    def middle(self, part: int, of: int) -> float:
        """Return the highest sum of one of ``of`` equal parts of the run."""
        size = max(1, len(self.together) // of)
        return max(self.together[part * size : (part + 1) * size], default=0.0)


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(one) for one in text.split()]


def _status(pid: int, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def measured(call: list[Any]) -> tuple[float, float, Memory]:
    """Return CPU seconds, wall seconds and memory of one command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen([str(part) for part in call], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory, done = Memory(), threading.Event()
    watcher = threading.Thread(target=memory.watch, args=(process.pid, done))
    watcher.start()
    code = process.wait()
    done.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code:
        raise SystemExit(f"the command failed with {code}: {call}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - start, memory


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--numbers", type=int, nargs="+", default=[10, 100])
    options.add_argument("--jobs", type=int, default=0)
    given = options.parse_args()
    cases = usable_cases()
    random.Random(SEED).shuffle(cases)
    heads = (
        "exomes",
        "CPU s",
        "CPU s each",
        "wall s",
        "peak MB, one",
        "peak MB, all",
        "MB, 2nd quarter",
        "MB, last quarter",
    )
    print("".join(f"{head:>18}" for head in heads))
    for number in given.numbers:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "cases"
            folder.mkdir()
            write_cases(cases[:number], folder, findings=True, variants=True)
            call = [sys.executable, "-m", "lexome", "diagnose", "--cases", folder, "--out", Path(name) / "out.jsonl"]
            cpu, wall, memory = measured([*call, "--jobs", given.jobs])
            lines = (Path(name) / "out.jsonl").read_text(encoding="utf-8").count('"differential"')
            row = (number, cpu, cpu / number, wall, max(memory.largest), max(memory.together))
            figures = (*row, memory.middle(1, 4), memory.middle(3, 4))
            print("".join(f"{figure:>18.2f}" for figure in figures) + f"   {lines} answered, {os.cpu_count()} cores")
            if shutil.which("bcftools"):
                files = " ".join(str(path) for path in sorted(folder.glob("*.vcf")))
                cpu, wall, _ = measured(["sh", "-c", f"for f in {files}; do bcftools view -H $f > /dev/null; done"])
                print(f"{'bcftools view':>18}{cpu:>18.2f}{cpu / number:>18.2f}{wall:>18.2f}", flush=True)


if __name__ == "__main__":
    main()
