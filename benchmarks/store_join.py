"""Joining 1 million alleles with a store of 10 million: CPU as a multiple of reading the store's key column.

``python benchmarks/store_join.py [--store 10000000] [--queries 1000000] [--folder DIR] [--peers PYTHON] [--quick]``

Each contender runs in a process of its own on the same alleles and fetches two columns. CPU is user and system time of
the join alone, without imports and without making the queries; memory is the process's peak. bcftools and pysam read
VCF text, so their figures include that; pysam (of the interpreter ``PYTHON``) asks the indexed VCF of the store for
every hundredth query, one by one. ``--quick`` leaves those two out. The last table is the cost by size.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import feather, parquet

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly
from lexome.formats.allele_keys import allele_keys
from lexome.formats.allele_store import AlleleStore
from lexome.formats.base_strings import Bases
from lexome.formats.store_writer import Batch, StoreWriter

SEED = 20250116
BASES = np.array(["A", "C", "G", "T"])
LONGER = np.array(["AT", "CAG", "GTTTA", "TACCATGG", "ACGTACGTACGTACGTA"])
Alleles = dict[str, NDArray[Any]]


def alleles(rows: int, *, rng: np.random.Generator) -> Alleles:
    """Return random alleles in genome order: nine in ten single bases, the rest insertions and deletions."""
    lengths = np.array([CONTIG_LENGTHS[Assembly.GRCH38][name] for name in CONTIGS[:22]])
    contig = np.sort(rng.choice(22, rows, p=lengths / lengths.sum())).astype(np.int16)
    start = (rng.random(rows) * lengths[contig]).astype(np.int32)
    ref, alt = BASES[rng.integers(0, 4, rows)], BASES[rng.integers(0, 4, rows)]
    longer = rng.random(rows)
    ref = np.where(longer < 0.05, LONGER[rng.integers(0, 5, rows)], ref)
    alt = np.where(longer > 0.95, LONGER[rng.integers(0, 5, rows)], alt)
    order = np.lexsort((start, contig))
    return {"contig": contig[order], "start": start[order], "ref": ref[order], "alt": alt[order]}


def prepare(folder: Path, *, store: int, queries: int) -> None:
    """Write the store as Lexome's, as Parquet for the others, and the queries: half of them held."""
    rng = np.random.default_rng(SEED)
    held = alleles(store, rng=rng)
    counts, fractions = rng.integers(0, 1000, store, np.int32), rng.random(store, np.float32)
    writer = StoreWriter(folder / "store", assembly=Assembly.GRCH38, identity={"rows": store})
    for low in range(0, store, 500_000):
        part = {name: column[low : low + 500_000] for name, column in held.items()}
        columns = {"AC": counts[low : low + 500_000], "AF": fractions[low : low + 500_000]}
        writer.add(Batch(part["contig"], part["start"], pa.array(part["ref"]), pa.array(part["alt"]), columns))
    writer.finish(None)
    table = pa.table({**{name: pa.array(column) for name, column in held.items()}, "AC": counts, "AF": fractions})
    parquet.write_table(table, folder / "store.parquet")
    others = alleles(queries // 2, rng=rng)
    chosen = np.sort(rng.choice(store, queries - queries // 2, replace=False))
    mixed = {name: np.concatenate([column[chosen], others[name]]) for name, column in held.items()}
    order = np.lexsort((mixed["start"], mixed["contig"]))
    asked = pa.table({name: pa.array(column[order]) for name, column in mixed.items()})
    feather.write_feather(asked, folder / "queries.arrow", compression="uncompressed")


def read_keys(folder: Path) -> Callable[[], int]:
    """Read the key column from end to end, summing it so that every page is touched."""

    def read() -> int:
        return sum(int(np.load(path).sum() & 1) for path in sorted((folder / "store").glob("*/key.npy")))

    return read


def join_lexome(folder: Path) -> Callable[[], int]:
    """Join as the product does, from Arrow strings."""
    queries = feather.read_table(folder / "queries.arrow").combine_chunks()
    contig, start = queries["contig"].to_numpy(), queries["start"].to_numpy()

    def join() -> int:
        store = AlleleStore(folder / "store")
        rows = store.index.find(contig, start, queries["ref"], queries["alt"])
        held = rows[rows >= 0]
        store.take("AC", held), store.take("AF", held)
        return len(held)

    return join


def join_lexome_keys(folder: Path) -> Callable[[], int]:
    """The same with the keys of the queries made before, as a merge of numeric columns is measured."""
    queries = feather.read_table(folder / "queries.arrow").combine_chunks()
    contig = queries["contig"].to_numpy()
    keys = allele_keys(queries["start"].to_numpy(), Bases.of(queries["ref"]), Bases.of(queries["alt"]))

    def join() -> int:
        store = AlleleStore(folder / "store")
        rows = store.index.find_keys(contig, keys)
        held = rows[rows >= 0]
        store.take("AC", held), store.take("AF", held)
        return len(held)

    return join


def join_polars(folder: Path) -> Callable[[], int]:
    """Hash join on the four columns; the store is scanned from Parquet."""
    import polars

    queries = polars.from_arrow(feather.read_table(folder / "queries.arrow"))

    def join() -> int:
        store = polars.scan_parquet(folder / "store.parquet").unique(["contig", "start", "ref", "alt"])
        found = queries.lazy().join(store, on=["contig", "start", "ref", "alt"], how="inner").collect()
        return len(found)

    return join


def join_duckdb(folder: Path) -> Callable[[], int]:
    """SQL join on the four columns; the store is read from Parquet."""
    import duckdb

    queries = feather.read_table(folder / "queries.arrow")
    connection = duckdb.connect()
    connection.register("queries", queries)

    def join() -> int:
        sql = (
            f"select q.*, s.AC, s.AF from queries q join '{folder / 'store.parquet'}' s "
            "on q.contig = s.contig and q.start = s.start and q.ref = s.ref and q.alt = s.alt"
        )
        return len(connection.sql(sql).to_arrow_table())

    return join


CONTENDERS = {
    "read the key column": read_keys,
    "lexome": join_lexome,
    "lexome, keys made before": join_lexome_keys,
    "polars hash join": join_polars,
    "duckdb join": join_duckdb,
}


def run_one(name: str, folder: Path) -> None:
    """Run one contender five times and print its best CPU time and the peak memory of the process."""
    work = CONTENDERS[name](folder)
    best, rows = float("inf"), 0
    for _ in range(5):
        before = time.process_time()
        rows = work()
        best = min(best, time.process_time() - before)
        gc.collect()  # a store that is no longer used would keep its pages mapped
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage counts the parent's peak too
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps({"cpu": best, "rows": rows, "peak_mb": peak}))


def run_bcftools(folder: Path) -> dict[str, float]:
    """Annotate a VCF of the queries from a VCF of the store."""
    for name in ("store", "queries"):
        table = parquet.read_table(folder / "store.parquet") if name == "store" else None
        table = table or feather.read_table(folder / "queries.arrow")
        _write_vcf(table, folder / f"{name}.vcf")
        subprocess.run(["bgzip", "-f", f"{name}.vcf"], cwd=folder, check=True)
        subprocess.run(["bcftools", "index", "-f", f"{name}.vcf.gz"], cwd=folder, check=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["bcftools", "annotate", "-a", "store.vcf.gz", "-c", "INFO/AC,INFO/AF", "-Ou", "-o", "out.bcf"]
    subprocess.run([*command, "queries.vcf.gz"], cwd=folder, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "rows": float("nan"), "peak_mb": after.ru_maxrss / 1024}


def _write_vcf(table: pa.Table, path: Path) -> None:
    with path.open("w", encoding="ascii") as stream:
        stream.write("##fileformat=VCFv4.2\n")
        stream.writelines(f"##contig=<ID={name}>\n" for name in CONTIGS[:22])
        stream.write('##INFO=<ID=AC,Number=1,Type=Integer,Description="">\n')
        stream.write(
            '##INFO=<ID=AF,Number=1,Type=Float,Description="">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n'
        )
        names = [name for name in ("AC", "AF") if name in table.column_names]
        for batch in table.to_batches(max_chunksize=200_000):
            columns = [batch[name].to_pylist() for name in ("contig", "start", "ref", "alt", *names)]
            for contig, start, ref, alt, *values in zip(*columns, strict=True):
                info = ";".join(f"{key}={value}" for key, value in zip(names, values, strict=True)) or "."
                stream.write(f"{CONTIGS[contig]}\t{start + 1}\t.\t{ref}\t{alt}\t.\t.\t{info}\n")


def run_pysam(folder: Path, python: str) -> dict[str, float] | None:
    """Ask an indexed VCF for every hundredth query, one by one; None where the interpreter has no pysam."""
    done = subprocess.run([python, "-c", PYSAM, str(folder)], capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


PYSAM = """
import json, pathlib, pysam, sys, time
folder = pathlib.Path(sys.argv[1])
queries = [line.rstrip().split("\\t")[:5] for line in open(folder / "few.vcf") if line[0] != "#"]
store = pysam.VariantFile(str(folder / "store.vcf.gz"))
found, begin = 0, time.process_time()
for contig, pos, _, ref, alt in queries:
    for record in store.fetch(contig, int(pos) - 1, int(pos)):
        if record.pos == int(pos) and record.ref == ref and alt in record.alts:
            record.info["AC"], record.info["AF"]
            found += 1
            break
cpu = time.process_time() - begin
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps({"cpu": cpu, "rows": found, "peak_mb": peak}))
"""


def run_text(folder: Path, python: str | None) -> dict[str, dict[str, float]]:
    """Run the peers that work on VCF files."""
    found = {}
    if shutil.which("bcftools"):
        found["bcftools annotate (VCF)"] = run_bcftools(folder)
        if python:
            with (folder / "few.vcf").open("w", encoding="ascii") as few:
                command = ["bcftools", "view", "-H", "queries.vcf.gz"]
                text = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
                few.writelines(text.splitlines(keepends=True)[::100])
            if (asked := run_pysam(folder, python)) is not None:
                found["pysam fetch, 1 % of queries"] = asked
    return found


def measure(folder: Path, *, store: int, queries: int, names: list[str], text: bool, python: str | None) -> float:
    """Prepare and run the contenders, print a table and return the CPU seconds of Lexome's join."""
    prepare(folder, store=store, queries=queries)
    results = {}
    for name in names:
        command = [sys.executable, __file__, "--run", name, "--folder", str(folder)]
        results[name] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if text:
        results |= run_text(folder, python)
    linear = results["read the key column"]["cpu"]
    print(f"\n{store:,} alleles in the store, {queries:,} queries, two columns fetched")
    print(f"{'':28}{'CPU s':>9}{'× key column':>14}{'peak MB':>9}{'found':>11}")
    for name, found in results.items():
        cpu, rows = found["cpu"], found["rows"]
        print(f"{name:28}{cpu:>9.3f}{cpu / linear:>14.1f}{found['peak_mb']:>9.0f}{rows:>11,.0f}", flush=True)
    return results["lexome"]["cpu"]


def main() -> None:
    """Measure at a hundredth, a tenth and the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=int, default=10_000_000)
    parser.add_argument("--queries", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="without bcftools and pysam")
    parser.add_argument("--peers", default=sys.executable, help="an interpreter with pysam")
    parser.add_argument("--run", choices=sorted(CONTENDERS))
    given = parser.parse_args()
    if given.run:
        run_one(given.run, given.folder)
        return
    folder = given.folder or Path(tempfile.mkdtemp(prefix="store-join-"))
    installed = [name for name in CONTENDERS if _can_run(name)]
    by_size: dict[int, float] = {}
    try:
        for divisor, names in ((100, installed[:2]), (10, installed), (1, installed)):
            part = folder / str(divisor)
            part.mkdir(parents=True, exist_ok=True)
            size = {"store": given.store // divisor, "queries": given.queries // divisor}
            text = not given.quick and divisor == 1
            by_size[size["queries"]] = measure(part, **size, names=names, text=text, python=given.peers)
            shutil.rmtree(part)
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{'queries (store ten times)':28}{'CPU s':>9}{'ns a query':>14}")
    for queries, cpu in by_size.items():
        print(f"{queries:<28,}{cpu:>9.4f}{cpu / queries * 1e9:>14.0f}")


def _can_run(name: str) -> bool:
    """Whether the contender's library is installed; those are no dependencies of Lexome."""
    from importlib.util import find_spec

    own = ("read the key column", "lexome", "lexome, keys made before")
    return name in own or find_spec(name.split()[0]) is not None


if __name__ == "__main__":
    main()
