"""How fast a VCF is read: CPU of whole columns as a multiple of inflating the file, beside other readers.

Run from the checkout: ``python benchmarks/vcf_read.py [--records 1000000] [--scaling] [--peers PYTHON]``. Every row is
a process of its own; ``PYTHON`` is an interpreter that has pysam and cyvcf2 (kept out of ours). Files are generated,
with bgzip's block layout, in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
RUN = "import resource, sys, time; path = sys.argv[1]\n"
REPORT = (
    "\nuse = resource.getrusage(resource.RUSAGE_SELF)\n"
    "high = open('/proc/self/status').read().split('VmHWM:')[1].split()[0]\n"
    "print(time.process_time() - begin, int(high) // 1024)"
)
OURS = {
    "inflate only (isal)": (
        "from pathlib import Path\nfrom lexome.formats.bgzf import Inflated\nbegin = time.process_time()\n"
        "for chunk in Inflated(Path(path)).chunks(): pass"
    ),
    "lexome: key + genotype": (
        "import pyarrow\nfrom lexome.formats.vcf import read_vcf\nbegin = time.process_time()\n"
        "assert not read_vcf(path, details=False).problems"
    ),
    "lexome: all columns": (
        "import pyarrow\nfrom lexome.formats.vcf import read_vcf\nbegin = time.process_time()\n"
        "assert not read_vcf(path).problems"
    ),
}
PEERS = {
    "pysam": (
        "import pysam\nbegin = time.process_time()\nrows = []\n"
        "for r in pysam.VariantFile(path): rows.append((r.chrom, r.pos, r.ref, r.alts, "
        "[s['GT'] for s in r.samples.values()]))"
    ),
    "cyvcf2": (
        "import cyvcf2\nbegin = time.process_time()\nrows = []\n"
        "for v in cyvcf2.VCF(path): rows.append((v.CHROM, v.POS, v.REF, v.ALT, v.gt_types.copy()))"
    ),
}
QUERY = "%CHROM\t%POS\t%REF\t%ALT[\t%GT]\n"


def records(count: int, samples: int) -> Iterator[str]:
    """Yield the lines of a file like an exome's: seven in a hundred insertions, as many deletions, two ALTs in two."""
    rng = np.random.default_rng(count + samples)
    yield '##fileformat=VCFv4.2\n##reference=GRCh38\n##FILTER=<ID=PASS,Description="All filters passed">\n'
    for key, number, kind in (
        ("GT", "1", "String"), ("AD", "R", "Integer"), ("DP", "1", "Integer"), ("GQ", "1", "Integer"),
        ("PL", "G", "Integer"),
    ):  # fmt: skip
        yield f'##FORMAT=<ID={key},Number={number},Type={kind},Description="{key}">\n'
    for key, number, kind in (
        ("AC", "A", "Integer"), ("AF", "A", "Float"), ("AN", "1", "Integer"), ("BaseQRankSum", "1", "Float"),
        ("DP", "1", "Integer"), ("FS", "1", "Float"), ("MQ", "1", "Float"), ("QD", "1", "Float"), ("SOR", "1", "Float"),
    ):  # fmt: skip
        yield f'##INFO=<ID={key},Number={number},Type={kind},Description="{key}">\n'
    for contig in (*range(1, 23), "X"):
        yield f"##contig=<ID=chr{contig}>\n"
    yield "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + "\t".join(f"S{n}" for n in range(samples)) + "\n"
    bases, genotypes = "ACGT", ("0/1", "0/1", "1/1", "0/0", "0|1", "1|0", "./.")
    position, per_contig = 10_000, count // 23 + 1
    for at in range(count):
        if at % per_contig == 0:
            position = 10_000
        draw = rng.integers(0, 1 << 30, 8 + 4 * samples).tolist()
        position += draw[0] % (72_000_000 // per_contig) + 1
        ref, alt = bases[draw[1] % 4], bases[(draw[1] + 1 + draw[2] % 3) % 4]
        form = draw[3] % 100
        if form < 7:
            ref += bases[draw[4] % 4] * (1 + draw[5] % 5)
            alt = ref[0]
        elif form < 14:
            alt = ref + bases[draw[4] % 4] * (1 + draw[5] % 5)
        two = 14 <= form < 16
        if two:
            alt += "," + next(base for base in bases if base not in {ref, alt})
        number = ",".join(["1"] * (1 + two))
        info = (
            f"AC={number};AF={'0.5,0.5' if two else '0.500'};AN=2;BaseQRankSum={draw[6] % 6000 / 1000 - 3:.3f};"
            f"DP={draw[7] % 90};FS={draw[6] % 5000 / 1000:.3f};MQ=60.00;QD={draw[7] % 3000 / 100:.2f};"
            f"SOR={draw[5] % 3000 / 1000:.3f}"
        )
        calls = []
        for sample in range(samples):
            a, b, c, d = draw[8 + 4 * sample : 12 + 4 * sample]
            depth, other = 8 + a % 50, b % 50
            genotype = ("1/2", "0/1", "0/2")[c % 3] if two else genotypes[c % 7]
            reads = f"{depth},{other}" + ",0" * two
            likelihoods = ",".join(["0"] * (6 if two else 3)) if d % 5 == 0 else ",".join(
                str(d // (7 * n + 1) % 900) for n in range(6 if two else 3)
            )  # fmt: skip
            calls.append(f"{genotype}:{reads}:{depth + other}:{d % 99}:{likelihoods}")
        name = f"rs{draw[2]}" if draw[1] % 5 else "."
        contig = ("X", *range(1, 23))[(at // per_contig + 1) % 23]
        yield (
            f"chr{contig}\t{position}\t{name}\t{ref}\t{alt}\t{draw[0] % 100000 / 100:.2f}\tPASS\t{info}"
            f"\tGT:AD:DP:GQ:PL\t" + "\t".join(calls) + "\n"
        )


def write(path: Path, count: int, samples: int) -> None:
    """Write a generated file in bgzip's layout."""
    held = bytearray()
    with path.open("wb") as file:
        for line in records(count, samples):
            held += line.encode()
            while len(held) >= 65_280:
                file.write(_member(bytes(held[:65_280])))
                del held[:65_280]
        file.write(_member(bytes(held)) + END)


def _member(piece: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(piece) + packer.flush()
    head = END[:16] + struct.pack("<H", len(packed) + 25)
    return head + packed + struct.pack("<II", zlib.crc32(piece), len(piece))


def measure(program: str, path: Path, python: str, *, repeats: int = 3) -> tuple[float, int] | None:
    """Return the least CPU seconds of reading and the peak MB; None where the interpreter lacks the reader."""
    best = None
    for _ in range(repeats):
        done = subprocess.run(
            [python, "-c", RUN + program + REPORT, str(path)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            return None
        seconds, megabytes = done.stdout.split()
        if best is None or float(seconds) < best[0]:
            best = (float(seconds), int(megabytes))
    return best


def bcftools(path: Path) -> tuple[float, int] | None:
    """Return CPU seconds of ``bcftools query`` on key and genotype; None where it is not installed."""
    if shutil.which("bcftools") is None:
        return None
    before = os.times()
    subprocess.run(["bcftools", "query", "-f", QUERY, str(path)], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return spent, 0


def table(path: Path, title: str, peers: str | None) -> None:
    """Print one file's rows."""
    print(f"\n{title} ({path.stat().st_size / 1e6:.0f} MB packed)")
    print(f"{'reader':28s} {'CPU s':>7s} {'× inflate':>10s} {'peak MB':>8s}")
    base = 0.0
    for name, program in OURS.items():
        found = measure(program, path, sys.executable)
        assert found is not None, name
        base = base or found[0]
        _row(name, found, base)
    _row("bcftools query", bcftools(path), base)
    for name, program in PEERS.items():
        _row(name, measure(program, path, peers, repeats=1) if peers else None, base)


def _row(name: str, found: tuple[float, int] | None, base: float) -> None:
    if found is None:
        print(f"{name:28s} {'not installed':>18s}")
        return
    print(f"{name:28s} {found[0]:7.2f} {found[0] / base:10.2f} {found[1] or '':>8}")


def main() -> None:
    """Generate, read and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--scaling", action="store_true", help="0.1, 1 and 10 times the records, one sample")
    parser.add_argument("--peers", help="an interpreter with pysam and cyvcf2")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for samples in (1, 3):
            path = Path(folder) / f"{samples}.vcf.gz"
            write(path, asked.records, samples)
            table(path, f"{asked.records:,} records, {samples} sample{'s' * (samples > 1)}", asked.peers)
        if asked.scaling:
            print(f"\n{'records':>12s} {'CPU s':>7s} {'µs a record':>12s} {'peak MB':>8s}")
            for count in (asked.records // 10, asked.records, asked.records * 10):
                path = Path(folder) / f"scale{count}.vcf.gz"
                write(path, count, 1)
                found = measure(OURS["lexome: all columns"], path, sys.executable, repeats=1)
                assert found is not None
                print(f"{count:12,} {found[0]:7.2f} {found[0] / count * 1e6:12.2f} {found[1]:8}")


if __name__ == "__main__":
    main()
