"""Contig names as small numbers: the chromosomes first, whatever naming the file uses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lexome.core.assembly import CONTIGS, Assembly, assembly_of_accession, canonical_contig
from lexome.formats.vcf.block import Block
from lexome.formats.vcf.numbers import keep_first

_MAX_CONTIGS = 32_000


class ContigNames:
    """Codes of contig names: 0–24 the chromosomes in any naming, from 25 others in the order met.

    ``assemblies`` are those whose RefSeq accessions were met as names.
    """

    def __init__(self) -> None:
        self._code: dict[bytes, int] = {}
        self._others: dict[str, int] = {}
        self._with_chr = self._bare = False
        self.assemblies: set[Assembly] = set()

    @property
    def mixed(self) -> bool:
        """Whether chromosomes were written both with and without 'chr'."""
        return self._with_chr and self._bare

    def names(self) -> tuple[str, ...]:
        """Return the name of every code."""
        return (*CONTIGS, *self._others)

    def code(self, name: bytes) -> int:
        """Return the code of a name; -1 when it is empty or there are too many names."""
        if name not in self._code:
            self._code[name] = self._new(name.decode("utf-8", errors="replace"))
        return self._code[name]

    def codes(self, block: Block) -> NDArray[np.int16]:
        """Return the code of the first column of every line: names are looked at only where they change."""
        begin, end = block.column(0)
        if not len(block):
            return np.empty(0, np.int16)
        length = end - begin
        word, next_word = keep_first(block.words[begin], length), keep_first(block.words[begin + 8], length - 8)
        same = np.zeros(len(block), np.bool_)
        same[1:] = (word[1:] == word[:-1]) & (length[1:] == length[:-1]) & (length[1:] <= 16)
        same[1:] &= (next_word[1:] == next_word[:-1]) | (length[1:] <= 8)
        changes = np.flatnonzero(~same)
        found = [self.code(block.text(int(begin[at]), int(end[at]))) for at in changes]
        return np.repeat(np.array(found, np.int16), np.diff(np.append(changes, len(block))))

    def _new(self, name: str) -> int:
        canonical = canonical_contig(name)
        if canonical is not None and (of_name := assembly_of_accession(name)):
            self.assemblies.add(of_name)
        if canonical is not None:
            with_chr = name[:3].lower() == "chr"
            self._with_chr |= with_chr
            self._bare |= not with_chr
            return CONTIGS.index(canonical)
        if not name or any(letter.isspace() for letter in name) or len(self._others) >= _MAX_CONTIGS:
            return -1
        return self._others.setdefault(name, len(CONTIGS) + len(self._others))
