"""Read a VCF into columns: one pass, bounded memory, every problem collected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.bgzf import Inflated
from lexome.formats.vcf.block import Cutter, Rejected
from lexome.formats.vcf.columns import VcfColumns
from lexome.formats.vcf.contigs import ContigNames
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.header import AssemblyFound, Header, parse_header
from lexome.formats.vcf.limits import Limits
from lexome.formats.vcf.lines import Lines, header_and_blocks
from lexome.formats.vcf.part import Part, parse_block
from lexome.formats.vcf.record_text import RecordText


def read_vcf(
    path: Path | str,
    *,
    samples: Sequence[str] | None = None,
    optional: Collection[str] = (),
    limits: Limits | None = None,
    assembly: Assembly | None = None,
    details: bool = True,
) -> VcfColumns:
    """Return the alleles of a VCF 4.0–4.5 (plain, gzip or bgzip) with the genotypes of ``samples`` (None: all).

    Never raises for what the file holds: look at ``problems`` (``core.problem.errors_among``) before using the rows;
    lines that could not be understood are named there and left out. Of ``samples`` those that are ``optional`` may be
    missing, unless the file holds a sample that nobody named: then the names are likely to differ. ``assembly`` is what
    the caller states; without it the header is asked. Without ``details`` only alleles and genotypes are read: quality,
    depth, phase set and allele balance stay empty.
    """
    reading = Reading(Path(path), limits or Limits(), details=details)
    reading.run(samples, optional)
    return reading.columns(assembly)


class Reading:
    """One file on the way to columns."""

    def __init__(self, path: Path, limits: Limits, *, details: bool) -> None:
        self.details = details
        self.path, self.limits = path, limits
        self.findings = Findings(path.name, per_code=limits.problems_per_code)
        self.header = Header()
        self.chosen: tuple[int, ...] = ()
        self.parts: list[Part] = []
        self.names = ContigNames()
        self.text = RecordText(None, name=path.name)

    def run(self, samples: Sequence[str] | None, optional: Collection[str] = ()) -> None:
        """Read the file as far as it can be read; what stops it becomes a problem."""
        try:
            inflated = Inflated(self.path, caps=self.limits.inflation)
            self.text = RecordText(inflated, name=self.path.name)
            lines, blocks = header_and_blocks(inflated, self.limits)
            self.take_header(lines, samples, optional)
            if self.header.columns and _has_columns(lines):
                self.body(blocks, first_line=len(lines) + 1)
        except BadInput as error:
            for problem in error.problems:
                self.findings.add(problem)

    def take_header(self, lines: list[str], samples: Sequence[str] | None, optional: Collection[str] = ()) -> None:
        """Read what the header says and choose the samples."""
        self.header = _checked_header(lines, self.findings, self.limits)
        self.chosen = _chosen(self.header, samples, optional, findings=self.findings)

    def columns(self, assembly: Assembly | None) -> VcfColumns:
        """Return what was read, the parts emptied."""
        arrays = Part.join(self.parts, samples=len(self.chosen))
        self._take_accessions()
        _look_at_contigs(arrays, self.names, assembly or self.header.assembly, self.findings)
        return VcfColumns(
            header=self.header,
            contig_names=self.names.names(),
            samples=tuple(self.header.samples[place] for place in self.chosen),
            problems=self.findings.told(),
            text=self.text,
            stated_assembly=assembly,
            **arrays,
        )

    def _take_accessions(self) -> None:
        """Take the assembly from RefSeq accessions that name the contigs of records; another one is an error."""
        told, stated = self.names.assemblies, self.header.assembly
        if len(told) > 1 or (told and stated is not None and stated not in told):
            self.findings.error(
                "assembly-mixed",
                "the contigs of the records are RefSeq accessions of another assembly than the header's, or of two",
                remedy="call the variants on one reference, or name the contigs after the one that was used",
            )
        elif told and stated is None:
            found = AssemblyFound(next(iter(told)), ("the RefSeq accessions that name the contigs",))
            self.header = replace(self.header, found=found)

    def body(self, blocks: Iterator[Lines], *, first_line: int) -> None:
        """Read blocks of records, the first of which is ``first_line``."""
        rows, cutter = 0, Cutter(self.header.columns)
        for block in blocks:
            self.text.add_block(first_line=first_line, offset=block.offset, size=block.size)
            data = block.padded.replace(b"\r\n", b"\n") if b"\r" in block.padded else block.padded
            kept, rejected, count = cutter.cut(data, first_line=first_line)
            for line in rejected:
                _reject(line, self.header, self.findings)
            part = parse_block(
                kept,
                self.chosen,
                names=self.names,
                findings=self.findings,
                max_alleles=self.limits.alleles,
                details=self.details,
            )
            self.parts.append(part)
            first_line, rows = first_line + count, rows + len(part)
            if rows > self.limits.rows:
                self.findings.error(
                    "rows-too-many",
                    f"the file holds more than {self.limits.rows:,} alleles; reading stopped",
                    remedy="give the variants of fewer samples or regions, or raise the limit",
                )
                break


def _has_columns(lines: list[str]) -> bool:
    return bool(lines) and not lines[-1].startswith("##")


def _checked_header(lines: list[str], findings: Findings, limits: Limits) -> Header:
    if not lines:
        findings.error(
            "header-missing",
            "the file has no VCF header",
            remedy="begin with ##fileformat=VCFv4.2 and a #CHROM line; is this a VCF?",
            line=1,
        )
    elif not _has_columns(lines):
        findings.error(
            "column-line-missing",
            "the line of column names (#CHROM POS ID …) is missing after the header",
            remedy="add the #CHROM line with the sample names; records before it cannot be read",
            line=len(lines) + 1,
        )
    header = parse_header(lines, findings) if lines else Header()
    if len(header.samples) > limits.samples:
        message = f"{len(header.samples):,} samples; at most {limits.samples:,} are read"
        remedy = "cut out the family (bcftools view --samples), or raise the limit"
        raise BadInput([Problem(Level.ERROR, "samples-too-many", findings.file_name, message, remedy, len(lines))])
    return header


def _chosen(
    header: Header, samples: Sequence[str] | None, optional: Collection[str], *, findings: Findings
) -> tuple[int, ...]:
    """Return the places of the samples asked for; those that the file should have and lacks are named."""
    if samples is None:
        return tuple(range(len(header.samples)))
    strangers = set(header.samples) - set(samples)
    missing = [name for name in samples if name not in header.samples and (strangers or name not in optional)]
    if missing:
        there = ", ".join(header.samples[:20]) + (" …" if len(header.samples) > 20 else "")
        findings.error(
            "sample-missing",
            f"the file has no sample {', '.join(missing)}; it has: {there or 'none'}",
            remedy="name a sample of the file, or rename it there (bcftools reheader --samples)",
        )
    return tuple(header.samples.index(name) for name in samples if name in header.samples)


def _reject(line: Rejected, header: Header, findings: Findings) -> None:
    if line.columns == 0:
        findings.error("line-empty", "the line is empty", remedy="remove it", line=line.line)
    elif line.columns == 1 and line.spaced:
        findings.error(
            "line-spaced", "columns are parted by spaces", remedy="part columns by single tabs", line=line.line
        )
    else:
        findings.error(
            "columns-wrong",
            f"{line.columns} columns where the header has {header.columns}",
            remedy="give every record one column per name in the #CHROM line, '.' for what is missing",
            line=line.line,
        )


def _look_at_contigs(arrays: dict[str, Any], names: ContigNames, assembly: Assembly | None, findings: Findings) -> None:
    if names.mixed:
        findings.warning(
            "contig-naming-mixed",
            "some chromosomes are written with 'chr' and some without; both are read",
            remedy="write all names the same way",
        )
    if assembly is None:
        return
    lengths = np.array([CONTIG_LENGTHS[assembly][name] for name in CONTIGS])
    contig, start = arrays["contig"], arrays["start"]
    known = contig < len(CONTIGS)
    beyond = np.flatnonzero(known & (start > lengths[np.where(known, contig, 0)]))
    for row in beyond[: findings.per_code]:
        findings.error(
            "position-beyond-contig",
            f"POS lies beyond the end of chromosome {CONTIGS[contig[row]]} in {assembly}",
            remedy="is the file on another assembly than stated?",
            line=int(arrays["line"][row]),
        )
    findings.count_only("position-beyond-contig", count=max(0, beyond.size - findings.per_code))
