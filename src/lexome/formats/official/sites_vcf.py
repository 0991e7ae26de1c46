"""Sites VCFs with allele counts by population, as gnomAD releases them (v2 to v4, exomes, genomes, mitochondrion)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly, assembly_of_length, canonical_contig
from lexome.formats.official.text import Block, bad, header, read_blocks
from lexome.formats.store_writer import Batch

if TYPE_CHECKING:
    from numpy.typing import NDArray

GROUPS = ("afr", "ami", "amr", "asj", "eas", "fin", "mid", "nfe", "oth", "remaining", "sas")
"""Genetic ancestry groups that gnomAD counts (https://gnomad.broadinstitute.org/help, v2.1 to v4.1)."""

HIGHEST_GROUPS = ("afr", "amr", "eas", "mid", "nfe", "sas")
"""Groups among which the highest frequency is sought: gnomAD leaves bottlenecked groups out of its group maximum."""

LEAST_NUMBER = 2000
"""Alleles that a group must have called to count for the highest frequency: the least at which 0.1 % is two alleles."""

_STEPS = (0, *(sign * far for far in range(1, 41) for sign in (-1, 1)))
"""How far from its expected place a key is looked for, nearest first."""

_CONTIG = re.compile(r"##contig=<.*?ID=([^,>]+).*?length=(\d+)")
_ID = re.compile(r"##INFO=<ID=([^,>]+)")


class SitesVcf:
    """One sites VCF: its header, and its alleles in batches."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = header(path)
        if not lines or not lines[0].startswith("##fileformat=VCF"):
            raise bad(path, "not-a-vcf", "the first line is not ##fileformat=VCF", "give the sites VCF of the release")
        self.info = {match[1] for line in lines if (match := _ID.match(line))}
        self.assembly = _assembly(lines)
        self.mitochondrial = {"AC_hom", "AC_het"} <= self.info
        if not self.mitochondrial and not {"AC", "AN"} <= self.info:
            raise bad(path, "no-allele-counts", "the header has no AC and AN", "give a VCF with allele counts")
        self.groups = [name for name in GROUPS if f"AC_{name}" in self.info]
        self.skipped = 0
        self._keys = self._wanted()
        self._places = [(f"{key}=", 0, column) for column, key in enumerate(self._keys)]

    @property
    def populations(self) -> list[str]:
        """Names of the populations whose counts are kept."""
        return ["homoplasmic", "heteroplasmic"] if self.mitochondrial else self.groups

    def _wanted(self) -> dict[str, tuple[str, type]]:
        """INFO keys with the column each becomes and its type."""
        if self.mitochondrial:
            return {"AN": ("AN", int), "AC_hom": ("AC_homoplasmic", int), "AC_het": ("AC_heteroplasmic", int)}
        keys: dict[str, tuple[str, type]] = {}
        for group in ("", *self.groups):
            tail = f"_{group}" if group else ""
            keys |= {f"{name}{tail}": (f"{name}{tail}", int) for name in ("AC", "AN", "nhomalt")}
            keys[f"faf95{tail}"] = (f"faf95{tail}", float)
            keys |= {f"AC{tail}_XY": (f"hemi{tail}", int), f"AC{tail}_male": (f"hemi{tail}", int)}
        return {key: column for key, column in keys.items() if key in self.info}

    def batches(self, *, offset: int = 0) -> Iterator[Batch]:
        """Yield the alleles from a decompressed offset on."""
        for block in read_blocks(self.path, offset=offset):
            batch = self._batch(block)
            if batch is not None:
                yield batch

    def _batch(self, block: Block) -> Batch | None:
        contig, start, refs, alts = [], [], [], []
        passed: list[bool] = []
        sexed: list[bool] = []
        values: list[list[str]] = []
        for at, line in enumerate(block.lines):
            if not line or line.startswith("#"):
                continue
            fields = line.split("\t", 8)
            name = canonical_contig(fields[0])
            if len(fields) < 8 or not fields[1].isdecimal():
                raise bad(
                    self.path, "bad-vcf-line", "not a VCF record", "check the download", line=block.first_line + at
                )
            parts = fields[7].split(";")
            found, several = self._values(parts), "," in fields[4]
            haploid = name in ("X", "Y") and ("non_par" in parts or "nonpar" in parts)
            for number, alt in enumerate(fields[4].split(",")):
                if name is None or not alt.isalpha():
                    self.skipped += 1
                    continue
                contig.append(CONTIGS.index(name))
                start.append(int(fields[1]) - 1)
                refs.append(fields[3].upper())
                alts.append(alt.upper())
                passed.append(fields[6] in ("PASS", "."))
                sexed.append(haploid)
                values.append([_of_allele(text, number) for text in found] if several else found)
        if not contig:
            return None
        columns = self._columns(values, np.array(sexed))
        columns["passed"] = np.array(passed, np.uint8)
        return Batch(np.array(contig, np.int16), np.array(start, np.int32), refs, alts, columns, offset=block.offset)

    def _values(self, parts: list[str]) -> list[str]:
        """Return the values of the wanted keys in an INFO column that has hundreds, '' where a key is not there.

        A key stands at nearly the same place in most lines: a field that some lines lack moves all later ones. So each
        is looked for near where it was, moved as the one before; a line that differs more is looked through.
        """
        found = [""] * len(self._keys)
        moved = 0
        for key, place, column in self._places:
            for step in _STEPS:
                at = place + moved + step
                if 0 <= at < len(parts) and parts[at].startswith(key):
                    found[column] = parts[at][len(key) :]
                    moved += step
                    break
            else:
                return self._looked_through(parts)
        return found

    def _looked_through(self, parts: list[str]) -> list[str]:
        """Return the values of a line, and keep its places where it has every key."""
        at = {part.partition("=")[0]: number for number, part in enumerate(parts)}
        if all(key in at for key in self._keys):
            self._places = sorted(
                ((f"{key}=", at[key], column) for column, key in enumerate(self._keys)), key=lambda place: place[1]
            )
        return [parts[at[key]][len(key) + 1 :] if key in at else "" for key in self._keys]

    def _columns(self, rows: list[list[str]], sexed: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
        """Return the values, a list a row in the order of the keys, as columns; -1 or NaN where there is none."""
        columns: dict[str, NDArray[Any]] = {}
        for (name, kind), texts in zip(self._keys.values(), zip(*rows, strict=True), strict=True):
            whole = kind is int
            missing = -1 if whole else np.nan
            values = [kind(text) if text and text != "." else missing for text in texts]
            column = np.array(values, np.int32 if whole else np.float32)
            if name in columns:  # females and males are counted under two spellings, of which a file has one
                column = np.maximum(column, columns[name])
            columns[name] = column
        for name in columns:
            if name.startswith("hemi"):
                columns[name][~sexed] = -1
        return self._with_highest(columns)

    def _with_highest(self, columns: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Add the highest frequency: of all people, or of a group that has enough called alleles."""
        if self.mitochondrial:
            columns["AC"] = columns["AC_homoplasmic"] + columns["AC_heteroplasmic"]
            columns["AN_homoplasmic"] = columns["AN_heteroplasmic"] = columns["AN"]
        highest = np.zeros(len(columns["AC"]))
        for name in ("", *(f"_{group}" for group in self.groups if group in HIGHEST_GROUPS)):
            count, number = columns[f"AC{name}"].astype(float), columns[f"AN{name}"].astype(float)
            enough = number >= (1 if not name else LEAST_NUMBER)
            highest = np.maximum(highest, np.where(enough, np.maximum(count, 0) / np.maximum(number, 1), 0))
        columns["highest"] = highest.astype(np.float32)
        return columns


def _of_allele(text: str, number: int) -> str:
    """Return the value of one of several alleles, the only one where there is one for all."""
    parts = text.split(",")
    return parts[number] if number < len(parts) else parts[0]


def _assembly(lines: list[str]) -> Assembly | None:
    """The assembly whose contig lengths the header states, None when it states none."""
    for line in lines:
        match = _CONTIG.match(line)
        name = canonical_contig(match[1]) if match else None
        if match and name:
            assembly = assembly_of_length(name, int(match[2]))
            if assembly:
                return assembly
    return None
