"""How fast official files become stores: MB and rows a second, memory, and a kill in the middle.

``python benchmarks/import_speed.py [--rows 1000000]`` generates a gnomAD sites VCF (v4 keys, bgzip) and an
AlphaMissense table of so many rows, imports each in a process of its own, then starts the first again in an empty
folder, kills it half-way and runs it to its end: the bytes of the two stores are compared. MB are of the packed file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from vcf_read import END, _member

PROGRAM = (
    "import resource, sys\nfrom lexome.apps.cli import main\ncode = main(sys.argv[1:])\n"
    "use = resource.getrusage(resource.RUSAGE_SELF)\n"
    "high = open('/proc/self/status').read().split('VmHWM:')[1].split()[0]\n"
    "print('USED', use.ru_utime + use.ru_stime, int(high) // 1024)\nsys.exit(code)"
)
GROUPS = ("", "_afr", "_amr", "_asj", "_eas", "_fin", "_mid", "_nfe", "_sas")
INFO = (
    "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n"
    + "".join(
        f"##INFO=<ID={key}{group},Number={'A' if key != 'AN' else 1},Type={'Float' if key == 'AF' else 'Integer'},"
        'Description="x">\n'
        for group in GROUPS
        for key in ("AC", "AN", "AF", "nhomalt")
    )
    + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
)


def sites(path: Path, rows: int) -> None:
    """Write a sites VCF with counts of eight groups, as gnomAD v4 has them among its other keys."""
    rng = np.random.default_rng(rows)
    gaps, picks = rng.integers(1, 200_000_000 // rows + 1, rows), rng.integers(0, 12, rows)
    counts = rng.integers(0, 5000, rows)
    changes = [(a, b) for a in "ACGT" for b in "ACGT" if a != b]
    position, held = 10_000, bytearray(INFO.encode())
    with path.open("wb") as file:
        for gap, pick, count in zip(gaps.tolist(), picks.tolist(), counts.tolist(), strict=True):
            position += gap
            ref, alt = changes[pick]
            info = ";".join(
                f"AC{group}={count};AN{group}=152000;AF{group}={count / 152000:.6e};nhomalt{group}={count % 7}"
                for group in GROUPS
            )
            held += f"chr1\t{position}\t.\t{ref}\t{alt}\t.\tPASS\t{info}\n".encode()
            while len(held) >= 65_280:
                file.write(_member(bytes(held[:65_280])))
                del held[:65_280]
        file.write(_member(bytes(held)) + END)


def missense(path: Path, rows: int) -> None:
    """Write AlphaMissense_hg38.tsv in its columns."""
    rng = np.random.default_rng(rows)
    starts, scores = np.sort(rng.integers(10_000, 248_000_000, rows)), rng.random(rows)
    with gzip.open(path, "wt", compresslevel=4) as file:
        file.write("# Copyright 2023\n#CHROM\tPOS\tREF\tALT\tgenome\tuniprot_id\ttranscript_id\tprotein_variant\t")
        file.write("am_pathogenicity\tam_class\n")
        file.writelines(
            f"chr1\t{start}\tA\tG\thg38\tQ8NH21\tENST00000335137.4\tV2L\t{score:.4f}\tambiguous\n"
            for start, score in zip(starts.tolist(), scores.tolist(), strict=True)
        )


def run(folder: Path, *call: str) -> tuple[float, int]:
    """Import in a process of its own; return CPU seconds and peak MB."""
    environment = {**os.environ, "LEXOME_DATA_DIR": str(folder)}
    command = [sys.executable, "-c", PROGRAM, "data", "import", *call]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    _, cpu, peak = next(line for line in done.stdout.splitlines() if line.startswith("USED")).split()
    return float(cpu), int(peak)


def killed(folder: Path, after: float, *call: str) -> bool:
    """Start an import and kill it after so many seconds; return whether it was still running."""
    environment = {**os.environ, "LEXOME_DATA_DIR": str(folder)}
    command = [sys.executable, "-c", PROGRAM, "data", "import", *call]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(after)
        running = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return running


def content(folder: Path) -> str:
    """Return the hash of all value files of the one store in a data folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.npy")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Generate, import and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="import-speed-"))
    try:
        print(f"{asked.rows:,} rows\n{'':24}{'MB':>7}{'CPU s':>8}{'MB/s':>7}{'rows/s':>10}{'peak MB':>9}")
        for kind, name, write in (("population", "sites.vcf.bgz", sites), ("missense", "am.tsv.gz", missense)):
            path = folder / name
            write(path, asked.rows)
            call = (kind, str(path), "--release", "generated", "--assembly", "GRCh38")
            began = time.monotonic()
            cpu, peak = run(folder / kind, *call)
            took, size = time.monotonic() - began, path.stat().st_size / 1e6
            print(f"{kind:24}{size:>7.0f}{cpu:>8.1f}{size / cpu:>7.1f}{asked.rows / cpu:>10,.0f}{peak:>9}", flush=True)
            if kind == "population":
                running = killed(folder / "again", took / 2, *call)
                again, _ = run(folder / "again", *call)
                same = content(folder / "again") == content(folder / kind)
                verdict = "the same store" if same else "ANOTHER STORE"
                print(f"{'killed half-way' if running else 'not killed in time':24}{'':7}{again:>8.1f}  {verdict}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
