"""A whole file against the VCF specification: header line by line, record by record, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.bgzf import Inflated
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.header import FIXED
from lexome.formats.vcf.limits import Limits
from lexome.formats.vcf.lines import Lines, header_and_blocks
from lexome.formats.vcf.strict.fault import Fault
from lexome.formats.vcf.strict.meta_rules import meta_faults
from lexome.formats.vcf.strict.meta_syntax import Meta, parse_meta
from lexome.formats.vcf.strict.record_rules import RecordRules
from lexome.formats.vcf.strict.reserved import VERSIONS, Definition

_NEWEST = VERSIONS[-1]


def validate(path: Path | str, *, limits: Limits | None = None) -> tuple[Problem, ...]:
    """Return every breach of the VCF specification 4.1–4.5 as an error, and what is merely unusual as a warning.

    Never raises for what the file holds; a file that cannot be read through ends with the problem that stopped it.
    """
    path, limits = Path(path), limits or Limits()
    findings = Findings(path.name, per_code=limits.problems_per_code)
    try:
        inflated = Inflated(path, caps=limits.inflation)
        header, blocks = header_and_blocks(inflated, limits)
        checking = _Checking(findings, limits)
        checking.header(header)
        checking.body(blocks)
        checking.end(inflated.last_byte)
    except BadInput as error:
        for problem in error.problems:
            findings.add(problem)
    return findings.told()


class _Checking:
    """One file on the way through the rules."""

    def __init__(self, findings: Findings, limits: Limits) -> None:
        self.findings, self.limits = findings, limits
        self.version = _NEWEST
        self.line = 0
        self.columns = 0
        self.definitions: dict[str, dict[str, Definition]] = {"INFO": {}, "FORMAT": {}}
        self.alts: set[str] = set()
        self.defined: set[tuple[str, str]] = set()

    def tell(self, fault: Fault, line: int | None = None) -> None:
        level = Level.ERROR if fault.breaks_specification else Level.WARNING
        line = line or self.line
        where = f"{self.findings.file_name}, line {line}"
        self.findings.add(Problem(level, fault.code, where, fault.message, fault.remedy, line))

    def header(self, lines: list[str]) -> None:
        """Check the header and remember what its definitions say."""
        first = lines[0] if lines else ""
        version = re.fullmatch(r"##fileformat=VCFv(\d+\.\d+)", first)
        if version is None or version[1] not in VERSIONS:
            remedy = f"write ##fileformat=VCFv followed by one of {', '.join(VERSIONS)}"
            self.tell(Fault("fileformat-invalid", "the first line does not state a version of VCF", remedy), 1)
        else:
            self.version = version[1]
        for self.line, line in enumerate(lines, start=1):
            if not line.startswith("##"):
                self._column_line(line)
            elif self.line > 1:
                self._meta(line)
        if not lines or lines[-1].startswith("##"):
            remedy = "add the line #CHROM POS ID REF ALT QUAL FILTER INFO …, tab-separated"
            self.tell(Fault("column-line-missing", "no #CHROM line follows the header", remedy), len(lines) + 1)

    def body(self, blocks: Iterator[Lines]) -> None:
        """Check the records; without a line of column names nothing can be said of them."""
        if not self.columns:
            return
        rules = RecordRules(
            self.version,
            info=self.definitions["INFO"],
            genotype=self.definitions["FORMAT"],
            alts=frozenset(self.alts),
            columns=self.columns,
            max_alleles=self.limits.alleles,
        )
        empty: list[int] = []
        for block in blocks:
            data = block.data[:-1].decode("utf-8", errors="surrogateescape")
            for text in data.split("\n"):
                self.line += 1
                line = text.removesuffix("\r")
                if not line:
                    empty.append(self.line)
                    continue
                self._empty_lines(empty, within=True)
                for fault in rules.faults(line):
                    self.tell(fault)
        self._empty_lines(empty, within=False)

    def end(self, last_byte: bytes) -> None:
        """Check the end of the file."""
        if last_byte != b"\n":
            fault = Fault(
                "no-final-newline",
                "the last line has no line end; was the file cut short?",
                "end the last line with a line break, once sure that the file is whole",
                breaks_specification=self.version >= "4.3",
            )
            self.tell(fault)

    def _empty_lines(self, lines: list[int], *, within: bool) -> None:
        """Tell of empty lines: between records they break the specification, at the end of the file they do not."""
        for line in lines:
            self.tell(Fault("line-empty", "the line is empty", "remove it", breaks_specification=within), line)
        lines.clear()

    def _column_line(self, line: str) -> None:
        names = line.split("\t")
        if tuple(names[:8]) != FIXED or (len(names) > 8 and names[8] != "FORMAT"):
            remedy = "write #CHROM POS ID REF ALT QUAL FILTER INFO [FORMAT SAMPLE…], parted by single tabs"
            self.tell(Fault("column-line-wrong", "the line of column names is not as it must be", remedy))
            self.columns = max(len(names), 8)
            return
        self.columns = len(names)
        samples = names[9:]
        if len(names) == 9:
            self.tell(
                Fault("format-without-samples", "FORMAT is followed by no sample", "name the samples, or drop it")
            )
        if any(not name.strip() for name in samples):
            self.tell(Fault("sample-name-empty", "a sample has no name, or a tab ends the line", "name every sample"))
        if len(set(samples)) < len(samples):
            self.tell(Fault("sample-duplicated", "a sample name stands twice", "give every sample its own name"))
        if len(samples) > self.limits.samples:
            message = f"{len(samples):,} samples; at most {self.limits.samples:,} are read"
            remedy = "cut out the family (bcftools view --samples), or raise the limit"
            raise BadInput(
                [Problem(Level.ERROR, "samples-too-many", self.findings.file_name, message, remedy, self.line)]
            )

    def _meta(self, line: str) -> None:
        meta = parse_meta(line)
        if isinstance(meta, Fault):
            self.tell(meta)
            return
        if meta.key == "fileformat":
            self.tell(Fault("fileformat-repeated", "##fileformat stands twice", "keep it on the first line only"))
        for fault in meta_faults(meta, self.version):
            self.tell(fault)
        self._remember(meta)

    def _remember(self, meta: Meta) -> None:
        name = meta.get("ID")
        if name is None:
            return
        if meta.key == "ALT":
            self.alts.add(name)
        if (meta.key, name) in self.defined and meta.fields is not None:
            message = f"##{meta.key} {name[:40]} is defined twice"
            self.tell(Fault("meta-id-duplicated", message, "keep one definition", breaks_specification=False))
        self.defined.add((meta.key, name))
        if meta.key in self.definitions:
            definition = Definition(meta.get("Number") or ".", meta.get("Type") or "String")
            self.definitions[meta.key].setdefault(name, definition)
