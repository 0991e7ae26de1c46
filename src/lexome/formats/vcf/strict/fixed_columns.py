"""CHROM to FILTER of one record by the specification."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lexome.formats.vcf.strict.fault import Fault
from lexome.formats.vcf.strict.values import is_float

_BASES = re.compile(r"[ACGTNacgtn]+")
_ALT_BASES = re.compile(r"[ACGTNacgtn]+|\*")
_CONTIG = r"<[^\s<>,\[\]]+>|[^\s<>,\[\]]+"
_BREAKEND = re.compile(
    rf"(?:[ACGTNacgtn]+|\.)(?:\[(?:{_CONTIG}):\d+\[|\](?:{_CONTIG}):\d+\])"
    rf"|(?:\[(?:{_CONTIG}):\d+\[|\](?:{_CONTIG}):\d+\])(?:[ACGTNacgtn]+|\.)"
)
_SINGLE_BREAKEND = re.compile(r"\.[ACGTNacgtn]+|[ACGTNacgtn]+\.")
_SYMBOLIC = re.compile(r"<([^\s<>,]+)>|[ACGTNacgtn]+<[^\s<>,]+>")
_KNOWN_TYPE = re.compile(r"(?:DEL|INS|DUP|INV|CNV)(?::.+)?|\*|NON_REF|X|STR\d+|UNK")
_BARE_CHROM = re.compile(r"[^\s<>,]+")
_ANGLED_CHROM = re.compile(r"<[^\s<>,]+>")


_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f]")
_NOT_UTF8 = re.compile(r"[\ud800-\udfff]")


def character_fault(line: str, version: str) -> Fault | None:
    """Return what is wrong with the characters of a line, which undecodable bytes stand in as surrogates."""
    if _CONTROL.search(line):
        return Fault("control-character", "a control character stands in the record", "remove it")
    if version >= "4.3" and _NOT_UTF8.search(line):
        return Fault("not-utf8", "the record holds bytes that are no UTF-8", "write the file in UTF-8")
    return None


def chrom_fault(chrom: str, version: str) -> Fault | None:
    """Return what is wrong with CHROM, None when nothing is."""
    if _ANGLED_CHROM.fullmatch(chrom):
        return None
    refused = chrom[:1] in "*=" if version >= "4.3" else version == "4.1" and ":" in chrom
    if _BARE_CHROM.fullmatch(chrom) and not refused:
        return None
    return Fault("chrom-invalid", "CHROM has characters it may not have", "write the contig's name as in the reference")


def pos_fault(pos: str) -> Fault | None:
    """Return what is wrong with POS, None when nothing is."""
    if re.fullmatch(r"\d{1,10}", pos) and int(pos) < 2**31:
        return None
    return Fault("pos-invalid", "POS is not a whole number from 0 to 2147483647", "write the 1-based position")


def id_faults(text: str) -> Iterator[Fault]:
    """Yield what is wrong with ID."""
    if text == ".":
        return
    parts = text.split(";")
    if "" in parts or re.search(r"\s", text):
        yield Fault("id-invalid", "ID is empty in part or has white space", "part identifiers by single semicolons")
    if len(set(parts)) < len(parts):
        yield Fault("id-duplicated", "an identifier stands twice in ID", "keep it once")
    if "." in parts and len(parts) > 1:
        yield Fault("id-invalid", "ID has '.' beside an identifier", "write '.' alone or leave it out")


def ref_fault(ref: str) -> Fault | None:
    """Return what is wrong with REF, None when nothing is."""
    if _BASES.fullmatch(ref):
        return None
    return Fault("ref-invalid", "REF is not made of the bases A, C, G, T, N", "write the bases of the reference")


def alt_faults(alt: str, *, ref: str, version: str, declared: frozenset[str]) -> Iterator[Fault]:
    """Yield what is wrong with ALT; ``declared`` are the IDs of the ##ALT lines."""
    if alt == ".":
        return
    alleles = alt.split(",")
    for allele in alleles:
        if not _is_allele(allele, version=version, declared=declared):
            yield Fault(
                "alt-invalid",
                "an ALT allele is neither bases, '*', a symbolic allele of a known type, nor a breakend",
                "write bases A C G T N, <DEL>, <DUP>, <INS>, <INV>, <CNV>, or a breakend such as G]17:198982]",
            )
        elif allele.upper() == ref.upper():
            yield Fault("alt-is-ref", "an ALT allele is the same as REF", "remove it, or write '.' for no variant")
    spelt = [allele.upper() for allele in alleles if "<" not in allele]
    if len(set(spelt)) < len(spelt):
        yield Fault("alt-duplicated", "an allele stands twice in ALT", "keep it once and renumber the genotypes")


def _is_allele(allele: str, *, version: str, declared: frozenset[str]) -> bool:
    if _ALT_BASES.fullmatch(allele):
        return allele != "*" or version >= "4.2"
    if symbolic := _SYMBOLIC.fullmatch(allele):
        name = symbolic[1]
        if name is None or version < "4.4":
            return True
        return (name in declared and not name.startswith("BND")) or _KNOWN_TYPE.fullmatch(name) is not None
    return _BREAKEND.fullmatch(allele) is not None or _SINGLE_BREAKEND.fullmatch(allele) is not None


def qual_fault(qual: str) -> Fault | None:
    """Return what is wrong with QUAL, None when nothing is."""
    if qual == ".":
        return None
    if not is_float(qual):
        return Fault("qual-invalid", "QUAL is neither a number nor '.'", "write a phred-scaled number or '.'")
    if qual.startswith("-"):
        return Fault("qual-negative", "QUAL is negative; a phred-scaled quality cannot be", "write 0 or more, or '.'")
    return None


def filter_faults(text: str) -> Iterator[Fault]:
    """Yield what is wrong with FILTER."""
    if text in {".", "PASS"}:
        return
    parts = text.split(";")
    if "" in parts or re.search(r"[\s,]", text):
        yield Fault("filter-invalid", "FILTER is empty in part or has white space", "part filters by single semicolons")
    if "." in parts:
        yield Fault("filter-missing-mixed", "FILTER has '.' beside other filters", "write '.' alone")
    if "PASS" in parts:
        yield Fault(
            "filter-pass-mixed", "FILTER has PASS beside other filters", "write PASS alone", breaks_specification=False
        )
    if "0" in parts:
        yield Fault("filter-zero", "FILTER '0' is reserved", "write PASS, or the name of the filter")
    if len(set(parts)) < len(parts):
        yield Fault("filter-duplicated", "a filter stands twice", "keep it once")
