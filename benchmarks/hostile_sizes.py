"""Files far larger than an exome: what they cost, and that the answer is sensible.

``--alleles``: a patient without findings and a VCF of so many alleles, spread evenly over the genome at random bases.
``--samples``: the same file with one sample and with so many; only the patient's column should cost. Made here, so that
the size is what is asked for; alleles and genotypes are drawn at random with a fixed seed: none is a finding.

Run: python -m benchmarks.hostile_sizes [--alleles 5000000] [--samples 200] [--lines 100000]
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.batch_exomes import measured

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly

SEED = 5
LENGTHS = CONTIG_LENGTHS[Assembly.GRCH38]
GENOTYPES = ("0/0", "0/1", "0/1", "1/1")


def write(path: Path, *, lines: int, samples: int) -> None:
    """Write a gzipped VCF with a substitution at even distances over the chromosomes."""
    rng = random.Random(SEED)
    step = sum(LENGTHS[name] for name in CONTIGS[:23]) // lines
    pool = ["\t".join(rng.choices(GENOTYPES, k=samples)) for _ in range(997)]
    with gzip.open(path, "wt", compresslevel=1, encoding="ascii") as out:
        out.write("##fileformat=VCFv4.2\n")
        out.writelines(f"##contig=<ID=chr{name},length={LENGTHS[name]}>\n" for name in CONTIGS[:23])
        out.write('##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n')
        names = "\t".join(["P", *(f"S{number}" for number in range(1, samples))])
        out.write(f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{names}\n")
        for name in CONTIGS[:23]:
            for number, pos in enumerate(range(10_000, LENGTHS[name], step)):
                ref, alt = ("A", "G") if number % 2 else ("C", "T")
                out.write(f"chr{name}\t{pos}\t.\t{ref}\t{alt}\t50\tPASS\t.\tGT\t{rng.choice(pool)}\n")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--alleles", type=int, default=5_000_000)
    options.add_argument("--samples", type=int, default=200)
    options.add_argument("--lines", type=int, default=100_000)
    given = options.parse_args()
    print(f"{'':<44}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'file MB':>9}")
    sizes = [(given.alleles, 1), (given.lines, 1), (given.lines, given.samples)]
    for lines, samples in [size for size in sizes if size[0]]:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "p.vcf.gz"
            write(path, lines=lines, samples=samples)
            call = [
                sys.executable,
                "-m",
                "lexome",
                "diagnose",
                "--vcf",
                path,
                "--proband",
                "P",
                "--out",
                Path(name) / "out",
            ]
            cpu, wall, memory = measured(call)
            title = f"{lines:,} alleles, {samples} sample{'s' * (samples > 1)}, no findings"
            size = path.stat().st_size / 2**20
            print(f"{title:<44}{cpu:>8.1f}{wall:>8.1f}{max(memory.largest):>9.0f}{size:>9.0f}", flush=True)


if __name__ == "__main__":
    main()
