"""UCSC chain files: which stretch of one assembly is which of another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lexome.core.assembly import CONTIGS, Assembly, assembly_of_length, canonical_contig
from lexome.formats.official.text import bad, read_blocks


def read_chain(path: Path) -> tuple[Any, Assembly, Assembly]:
    """Return the gapless blocks of all chains as a table, best chains first, and the two assemblies.

    Columns: score, chain (its number in the file), source contig code, start and size, target contig code, target start
    (0-based on the forward strand, of the block's first base in source order) and strand (1 or -1). Chains with other
    contigs are left out.
    """
    import pyarrow as pa

    blocks: list[tuple[int, int, int, int, int, int, int, int]] = []
    assemblies: list[set[Assembly]] = [set(), set()]
    chain: tuple[int, int, int, int] | None = None
    source_at = target_at = target_size = number = 0
    for block in read_blocks(path):
        for at, line in enumerate(block.lines):
            fields = line.split()
            if not fields or line.startswith("#"):
                continue
            if fields[0] == "chain":
                if len(fields) < 12:
                    raise bad(
                        path, "bad-chain", "a chain line is too short", "check the file", line=block.first_line + at
                    )
                names = canonical_contig(fields[2]), canonical_contig(fields[7])
                source_at, target_at, target_size = int(fields[5]), int(fields[10]), int(fields[8])
                chain, number = None, number + 1
                if names[0] and names[1]:
                    strand = -1 if fields[9] == "-" else 1
                    chain = (int(fields[1]), CONTIGS.index(names[0]), CONTIGS.index(names[1]), strand)
                    for found, name, size in zip(assemblies, names, (int(fields[3]), target_size), strict=True):
                        stated = assembly_of_length(name or "", size)
                        found.update((stated,) if stated else ())
                continue
            size = int(fields[0])
            if chain:
                score, source, target, strand = chain
                start = target_at if strand == 1 else target_size - 1 - target_at
                blocks.append((score, number, source, source_at, size, target, start, strand))
            if len(fields) == 3:
                source_at += size + int(fields[1])
                target_at += size + int(fields[2])
    if not blocks or any(len(found) != 1 for found in assemblies) or assemblies[0] == assemblies[1]:
        message = "no chain between the chromosomes of GRCh37 and GRCh38"
        raise bad(path, "not-a-chain", message, "give hg19ToHg38.over.chain.gz, or the way back")
    blocks.sort(key=lambda row: (row[2], -row[0], row[1], row[3]))
    columns = zip(*blocks, strict=True)
    titles = ("score", "chain", "source_contig", "source_start", "size", "target_contig", "target_start", "strand")
    types = (pa.int64(), pa.int32(), pa.int16(), pa.int32(), pa.int32(), pa.int16(), pa.int32(), pa.int8())
    table = pa.table({name: pa.array(column, kind) for name, column, kind in zip(titles, columns, types, strict=True)})
    return table, assemblies[0].pop(), assemblies[1].pop()
