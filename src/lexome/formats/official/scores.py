"""Tables of scores by allele: AlphaMissense, REVEL, CADD, and measured function such as saturation editing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly, canonical_contig
from lexome.formats.official.text import Block, bad, fields_of, numbers, read_blocks
from lexome.formats.store_writer import Batch


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table names what it holds: the first listed name that the header has is taken.

    ``position`` may differ by assembly. ``score`` is the number by which the highest of an allele's rows is kept;
    ``words`` are columns kept as text.
    """

    name: str
    contig: tuple[str, ...]
    position: Mapping[Assembly, tuple[str, ...]]
    ref: tuple[str, ...]
    alt: tuple[str, ...]
    score: str
    words: tuple[str, ...]
    signature: frozenset[str]


def _both(*names: str) -> dict[Assembly, tuple[str, ...]]:
    return {Assembly.GRCH37: names, Assembly.GRCH38: names}


MISSENSE: tuple[Layout, ...] = (
    Layout(
        "alphamissense",
        ("CHROM",),
        _both("POS"),
        ("REF",),
        ("ALT",),
        "am_pathogenicity",
        ("am_class",),
        frozenset({"am_pathogenicity", "am_class"}),
    ),
    Layout(
        "revel",
        ("chr",),
        {Assembly.GRCH37: ("hg19_pos",), Assembly.GRCH38: ("grch38_pos",)},
        ("ref",),
        ("alt",),
        "REVEL",
        (),
        frozenset({"REVEL", "hg19_pos"}),
    ),
    Layout("cadd", ("Chrom", "Chr"), _both("Pos"), ("Ref",), ("Alt",), "PHRED", (), frozenset({"RawScore", "PHRED"})),
)
FUNCTIONAL: tuple[Layout, ...] = (
    Layout(
        "functional",
        ("chrom", "chromosome"),
        _both("pos", "position"),
        ("ref", "reference"),
        ("alt", "alternate"),
        "function_score",
        ("function_class",),
        frozenset({"function_score"}),
    ),
)


class ScoreTable:
    """One table of scores; its layout is known by its header."""

    def __init__(self, path: Path, layouts: tuple[Layout, ...], *, assembly: Assembly) -> None:
        self.path, self.assembly, self.skipped = path, assembly, 0
        names = next(_header_names(path, layouts), None)
        if names is None:
            known = ", ".join(f"{layout.name} ({', '.join(sorted(layout.signature))})" for layout in layouts)
            raise bad(path, "unknown-table", "no header of a known table", f"known are: {known}")
        self.layout = next(layout for layout in layouts if layout.signature <= set(names))
        self._at = {name: place for place, name in reversed(list(enumerate(names)))}
        self._places = [
            self._place(candidates)
            for candidates in (
                self.layout.contig,
                self.layout.position[assembly],
                self.layout.ref,
                self.layout.alt,
                (self.layout.score,),
            )
        ]
        self._assembly_at = self._at.get("assembly", self._at.get("genome"))

    def _place(self, candidates: tuple[str, ...]) -> int:
        place = next((self._at[name] for name in candidates if name in self._at), None)
        if place is None:
            raise bad(self.path, "missing-column", f"no column {' or '.join(candidates)}", "give the official table")
        return place

    def batches(self, *, offset: int = 0) -> Iterator[Batch]:
        """Yield the alleles from a decompressed offset on."""
        for block in read_blocks(self.path, offset=offset):
            batch = self._batch(block)
            if batch is not None:
                yield batch

    def _batch(self, block: Block) -> Batch | None:
        contig_at, position_at, ref_at, alt_at, score_at = self._places
        last = max(self._places)
        names = {*self.layout.contig, *self.layout.position[self.assembly]}
        contig, start, ref, alt, score = [], [], [], [], []
        words: dict[str, list[str]] = {name: [] for name in self.layout.words if name in self._at}
        for line in block.lines:
            fields = fields_of(line) if line and not line.startswith("#") else []
            if len(fields) <= last or fields[contig_at] in names:
                continue
            name = canonical_contig(fields[contig_at])
            usable = name is not None and fields[position_at].isdecimal() and fields[alt_at].isalpha()
            if not usable or not self._is_of_assembly(fields):
                self.skipped += 1
                continue
            contig.append(CONTIGS.index(name or ""))
            start.append(int(fields[position_at]) - 1)
            ref.append(fields[ref_at].upper())
            alt.append(fields[alt_at].upper())
            score.append(fields[score_at])
            for word, column in words.items():
                column.append(fields[self._at[word]])
        if not contig:
            return None
        columns = {"score": numbers(score, "float32", np.nan)}
        return Batch(np.array(contig, np.int16), np.array(start, np.int32), ref, alt, columns, words, block.offset)

    def _is_of_assembly(self, fields: list[str]) -> bool:
        if self._assembly_at is None or self._assembly_at >= len(fields):
            return True
        stated = fields[self._assembly_at].lower()
        return stated in {Assembly.GRCH37: ("grch37", "hg19"), Assembly.GRCH38: ("grch38", "hg38")}[self.assembly]


def _header_names(path: Path, layouts: tuple[Layout, ...]) -> Iterator[list[str]]:
    """Yield the fields of the first line, among the leading ones, that carries a layout's signature."""
    for block in read_blocks(path):
        for line in block.lines[:200]:
            names = [name.strip() for name in fields_of(line.lstrip("#"))]
            if any(layout.signature <= set(names) for layout in layouts):
                yield names
        return
