"""UCSC chain files: which stretch of one assembly is which of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexome.core.assembly import CONTIGS, Assembly, assembly_of_length, canonical_contig
from lexome.core.errors import BadInput
from lexome.formats.official.text import bad, read_blocks

Row = tuple[int, int, int, int, int, int, int, int]


@dataclass(slots=True)
class _Chain:
    """A chain as its first line states it; ``source_at`` and ``target_at`` move on with each block."""

    score: int
    number: int
    contigs: tuple[int, int]
    sizes: tuple[int, int]
    strand: int
    source_at: int
    target_at: int

    @classmethod
    def of(cls, fields: list[str], *, number: int) -> _Chain | None:
        """Return the chain of a chain line, None when it is not between chromosomes."""
        names = canonical_contig(fields[2]), canonical_contig(fields[7])
        if not names[0] or not names[1]:
            return None
        return cls(
            score=int(fields[1]),
            number=number,
            contigs=(CONTIGS.index(names[0]), CONTIGS.index(names[1])),
            sizes=(int(fields[3]), int(fields[8])),
            strand=-1 if fields[9] == "-" else 1,
            source_at=int(fields[5]),
            target_at=int(fields[10]),
        )

    def block(self, fields: list[str]) -> Row:
        """Return the gapless block of a line and move on behind it and its gap."""
        size = int(fields[0])
        start = self.target_at if self.strand == 1 else self.sizes[1] - 1 - self.target_at
        row = (self.score, self.number, self.contigs[0], self.source_at, size, self.contigs[1], start, self.strand)
        gaps = (int(fields[1]), int(fields[2])) if len(fields) == 3 else (0, 0)
        self.source_at += size + gaps[0]
        self.target_at += size + gaps[1]
        return row


def read_chain(path: Path) -> tuple[Any, Assembly, Assembly]:
    """Return the gapless blocks of all chains as a table, best chains first, and the two assemblies.

    Columns: score, chain (its number in the file), source contig code, start and size, target contig code, target start
    (0-based on the forward strand, of the block's first base in source order) and strand (1 or -1). Chains with other
    contigs are left out.
    """
    import pyarrow as pa

    assemblies: tuple[set[Assembly], set[Assembly]] = (set(), set())
    rows = sorted(_rows(path, assemblies), key=lambda row: (row[2], -row[0], row[1], row[3]))
    if not rows or any(len(found) != 1 for found in assemblies) or assemblies[0] == assemblies[1]:
        message = "no chain between the chromosomes of GRCh37 and GRCh38"
        raise bad(path, "not-a-chain", message, "give hg19ToHg38.over.chain.gz, or the way back")
    titles = ("score", "chain", "source_contig", "source_start", "size", "target_contig", "target_start", "strand")
    types = (pa.int64(), pa.int32(), pa.int16(), pa.int32(), pa.int32(), pa.int16(), pa.int32(), pa.int8())
    columns = zip(titles, zip(*rows, strict=True), types, strict=True)
    table = pa.table({title: pa.array(column, kind) for title, column, kind in columns})
    return table, assemblies[0].pop(), assemblies[1].pop()


def _rows(path: Path, assemblies: tuple[set[Assembly], set[Assembly]]) -> Iterator[Row]:
    """Yield the blocks and note the assemblies that the contig lengths tell."""
    chain, number = None, 0
    for block in read_blocks(path):
        for at, line in enumerate(block.lines):
            fields = line.split()
            if not fields or line.startswith("#"):
                continue
            try:
                if fields[0] != "chain":
                    if chain:
                        yield chain.block(fields)
                    continue
                number += 1
                chain = _Chain.of(fields, number=number)
            except (ValueError, IndexError) as error:
                raise _bad_line(path, block.first_line + at) from error
            if chain:
                for found, contig, size in zip(assemblies, chain.contigs, chain.sizes, strict=True):
                    stated = assembly_of_length(CONTIGS[contig], size)
                    found.update((stated,) if stated else ())


def _bad_line(path: Path, line: int) -> BadInput:
    return bad(path, "bad-chain", "not a line of a chain file", "check the download", line=line)
