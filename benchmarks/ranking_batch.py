"""A batch of patients through ``lexome diagnose --cases``: what each process works and holds.

    python benchmarks/ranking_batch.py [--patients 5000] [--jobs 2]

The development phenopackets, a line each. On a machine that does other work as well the wall clock says little: what
counts is how evenly the CPU time is spread over the workers, and that their peak memory does not grow with the number
of patients. The first tenth is run alone before all of them. Reads /proc, so it needs Linux.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SHARED_DATA = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
TICKS = os.sysconf("SC_CLK_TCK")
TRIFLE = 1.0
"""Processes of less CPU seconds than this only hand out work."""


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds and peak memory in MB of one process."""

    cpu: float
    peak: int


def patients_file(folder: Path, count: int) -> Path:
    """Write the first patients of the development set, one a line."""
    target = folder / "patients.jsonl"
    archive = SHARED_DATA / "cases" / "dev_phenopackets.tar.xz"
    with tarfile.open(archive) as packed, target.open("wb") as lines:
        written = 0
        for member in packed:
            stored = packed.extractfile(member) if member.name.endswith(".json") else None
            if stored is not None and written < count:
                lines.write(b" ".join(stored.read().split()) + b"\n")
                written += 1
    return target


def _look(process: int) -> Spent | None:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
    return Spent((int(fields[11]) + int(fields[12])) / TICKS, int(peak) // 1024)


def _children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [int(one) for one in task.read_text().split()]
        except OSError:
            continue
    return found


def run(cases: Path, out: Path, jobs: int) -> tuple[dict[int, Spent], float]:
    """Run the batch and return what each process spent, the first being the one that hands out, and wall seconds."""
    started = time.monotonic()
    command = [sys.executable, "-m", "lexome", "diagnose", "--cases", cases, "--out", out, "--jobs", str(jobs)]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
    seen: dict[int, Spent] = {}
    while process.poll() is None:
        for one in (process.pid, *_children(process.pid)):
            found = _look(one)
            if found is not None and found.peak:  # a process that ended but was not yet waited for holds nothing
                seen[one] = found
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"the batch ended with exit code {process.returncode}")
    return seen, time.monotonic() - started


def main() -> None:
    """Print a line per run and per process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for count in (asked.patients // 10, asked.patients):
            cases = patients_file(Path(folder), count)
            number = sum(1 for _ in cases.open("rb"))
            out = Path(folder) / "results.jsonl"
            seen, wall = run(cases, out, asked.jobs)
            lines = sum(1 for _ in out.open("rb"))
            (_, first), *others = seen.items()
            workers = [one for one in others if one[1].cpu > TRIFLE]
            cpu = sum(one.cpu for one in seen.values())
            print(f"{number} patients, {lines} lines: CPU {cpu:.1f} s, {1000 * cpu / number:.1f} ms each, {wall:.0f} s")
            print(f"  handing out {first.cpu:6.1f} CPU-s  peak {first.peak} MB")
            for _, one in workers:
                print(f"  worker      {one.cpu:6.1f} CPU-s  peak {one.peak} MB", flush=True)


if __name__ == "__main__":
    main()
