"""What the header of a VCF says: its version, contigs, samples, definitions, and which assembly it is on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lexome.core.assembly import Assembly, assembly_of_accession, assembly_of_length, canonical_contig
from lexome.formats.vcf.findings import Findings

FIXED = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
"""Column names that every VCF has, in order (VCF specification 4.5, section 1.5)."""

_NAMES = {
    Assembly.GRCH37: re.compile(
        r"grch37|hg19|hs37|\bb37\b|g1k_v37|g1kv37|gcf_000001405\.(1[3-9]|2[0-5])|build ?37", re.I
    ),
    Assembly.GRCH38: re.compile(
        r"grch38|hg38|hs38|\bb38\b|gcf_000001405\.(2[6-9]|3\d|40)|gca_000001405\.15|build ?38", re.I
    ),
}
"""How files name the two assemblies: UCSC, GRC, 1000 Genomes and Broad names, and NCBI accessions with version."""

_ATTRIBUTE = re.compile(r'([A-Za-z_][A-Za-z0-9_.]*)=("(?:[^"\\]|\\.)*"|[^,>]*)')


@dataclass(frozen=True, slots=True)
class AssemblyFound:
    """The assembly a file is on, None when nothing tells; ``reasons`` say from what, ``against`` what disagrees."""

    assembly: Assembly | None
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one file.

    ``contigs`` are name → length (None when unstated); ``definitions`` are (kind, id) → attributes for INFO, FORMAT,
    FILTER, ALT and others that have an ID; ``samples`` are the names of the genotype columns; ``lines`` counts the
    header's lines.
    """

    version: str = ""
    contigs: Mapping[str, int | None] = field(default_factory=dict)
    definitions: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    samples: tuple[str, ...] = ()
    has_format: bool = False
    lines: int = 0
    found: AssemblyFound = AssemblyFound(None)

    @property
    def assembly(self) -> Assembly | None:
        """The assembly the file is on, None when nothing tells."""
        return self.found.assembly

    @property
    def columns(self) -> int:
        """How many columns a record has."""
        return len(FIXED) + (1 + len(self.samples) if self.has_format else 0)


def attributes(value: str) -> dict[str, str]:
    """Return the attributes of ``<ID=…,Description="…">``; the first of a repeated one is kept."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(value[1:-1] if value.endswith(">") else value[1:]):
        name, text = match.groups()
        found.setdefault(name, re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text)
    return found


def parse_header(lines: list[str], findings: Findings) -> Header:
    """Return what ``lines`` (from ``##fileformat`` to ``#CHROM``, without line ends) say."""
    version = ""
    references: list[str] = []
    contigs: dict[str, int | None] = {}
    definitions: dict[tuple[str, str], Mapping[str, str]] = {}
    samples: tuple[str, ...] = ()
    has_format = False
    for number, line in enumerate(lines, start=1):
        if not line.startswith("##"):
            samples, has_format = _column_line(line, number, findings)
            continue
        key, _, value = line[2:].partition("=")
        if key.lower() == "fileformat":
            version = version or value.strip()
        elif key in {"reference", "assembly"}:
            references.append(f"##{key}={value}")
        if value.startswith("<"):
            named = attributes(value)
            if key == "contig" and "ID" in named:
                length = named.get("length", "")
                contigs[named["ID"]] = int(length) if length.isdecimal() and len(length) <= 10 else None
            if "ID" in named:
                definitions.setdefault((key, named["ID"]), named)
    if not re.fullmatch(r"VCFv4\.[0-5]", version):
        findings.warning(
            "version-unknown",
            "##fileformat is missing or is none of VCFv4.0 to VCFv4.5; read as 4.5",
            remedy="state the version on the first line, such as ##fileformat=VCFv4.2",
            line=1,
        )
    stated = [
        f"##contig assembly={given['assembly']}"
        for (kind, _), given in definitions.items()
        if kind == "contig" and "assembly" in given
    ]
    found = find_assembly(contigs, statements=[*references, *dict.fromkeys(stated)], findings=findings)
    return Header(version, contigs, definitions, samples, has_format, len(lines), found)


def find_assembly(contigs: Mapping[str, int | None], *, statements: list[str], findings: Findings) -> AssemblyFound:
    """Return the assembly by contig lengths, which are facts, or else by what the header states."""
    votes: dict[Assembly, list[str]] = {assembly: [] for assembly in Assembly}
    for name, length in contigs.items():
        contig = canonical_contig(name)
        assembly = assembly_of_length(contig, length) if contig and length else assembly_of_accession(name)
        if assembly:
            votes[assembly].append(name)
    stated = {
        assembly: [text[:120] for text in statements if pattern.search(text)] for assembly, pattern in _NAMES.items()
    }
    by_length = [assembly for assembly in Assembly if votes[assembly]]
    by_name = [assembly for assembly in Assembly if stated[assembly]]
    if len(by_length) > 1 or (not by_length and len(by_name) > 1):
        findings.error(
            "assembly-mixed",
            "the header's contigs or reference lines belong to both GRCh37 and GRCh38",
            remedy="write the header of the reference the variants were called on (bcftools reheader), "
            "or state the assembly",
        )
        return AssemblyFound(None)
    if not by_length and not by_name:
        return AssemblyFound(None)
    assembly = (by_length or by_name)[0]
    against = tuple(text for other in by_name if other is not assembly for text in stated[other])
    if against:
        findings.warning(
            "assembly-conflict",
            f"contig lengths are those of {assembly}, but the header states {', '.join(against)}",
            remedy="check which reference the variants were called on; the lengths are believed",
        )
    count = len(votes[assembly])
    reasons = ([f"the lengths of {count} contig{'s' * (count != 1)}"] if count else []) + stated[assembly]
    return AssemblyFound(assembly, tuple(reasons), against)


def _column_line(line: str, number: int, findings: Findings) -> tuple[tuple[str, ...], bool]:
    names = line.split("\t")
    if tuple(names[:8]) != FIXED or (len(names) > 8 and names[8] != "FORMAT"):
        findings.error(
            "column-line-wrong",
            "the line of column names must read #CHROM POS ID REF ALT QUAL FILTER INFO [FORMAT SAMPLE…], tab-separated",
            remedy="separate by tabs, not spaces, and keep the names and their order",
            line=number,
        )
    samples = tuple(names[9:])
    twice = sorted({name for name in samples if samples.count(name) > 1}) if len(set(samples)) < len(samples) else []
    if twice:
        findings.error(
            "sample-duplicated",
            f"sample names occur twice: {', '.join(twice[:5])}",
            remedy="give every sample its own name (bcftools reheader --samples)",
            line=number,
        )
    return samples, len(names) > 8
