"""FORMAT and the sample columns of one record by the specification and by the file's own header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lexome.formats.vcf.strict.fault import Fault
from lexome.formats.vcf.strict.local_alleles import local_alleles, local_order
from lexome.formats.vcf.strict.reserved import Definition, format_keys
from lexome.formats.vcf.strict.values import Counts, reserved_fault, value_fault

_KEY = re.compile(r"(?:[A-Za-z_]|%[0-9A-F]{2})(?:[0-9A-Za-z_.]|%[0-9A-F]{2})*")
_OLD_KEY = re.compile(r"(?:[0-9A-Za-z_.%+/-])+")
_GENOTYPE = re.compile(r"(?:\.|\d{1,4})(?:[/|](?:\.|\d{1,4}))*")
_PREFIXED_GENOTYPE = re.compile(r"[/|]?(?:\.|\d{1,4})(?:[/|](?:\.|\d{1,4}))*")


@lru_cache(maxsize=4096)
def format_faults(text: str, version: str) -> tuple[Fault, ...]:
    """Return what is wrong with FORMAT."""
    keys = text.split(":")
    faults = []
    pattern = _KEY if version >= "4.3" else _OLD_KEY
    if text != "." and not all(pattern.fullmatch(key) for key in keys):
        faults.append(
            Fault(
                "format-key-invalid", "a FORMAT key is empty or may not be written so", "use letters, digits, _ and ."
            )
        )
    if len(set(keys)) < len(keys):
        faults.append(Fault("format-key-duplicated", "a FORMAT key stands twice", "keep it once"))
    if version >= "4.4" and "CICN" in keys and "CN" not in keys:
        faults.append(Fault("format-cicn-without-cn", "FORMAT has CICN without CN", "write CN too"))
    if version >= "4.5":
        faults.extend(local_order(keys))
    if "GT" in keys[1:]:
        faults.append(Fault("format-gt-not-first", "GT is not the first FORMAT key", "write GT first"))
    return tuple(faults)


def sample_faults(
    keys: Sequence[str],
    sample: str,
    *,
    version: str,
    declared: Mapping[str, Definition],
    alts: int,
) -> Iterator[Fault]:
    """Yield what is wrong with one sample column; nothing of its values is told."""
    values = sample.split(":")
    if len(values) > len(keys):
        yield Fault("sample-too-many-fields", "a sample has more fields than FORMAT", "give one value per FORMAT key")
        return
    if version >= "4.4" and "PSL" in keys:
        yield from _phase_sets(dict(zip(keys, values, strict=False)))
    local = None
    if version >= "4.5" and "LAA" in keys:
        named = local_alleles(dict(zip(keys, values, strict=False)).get("LAA", "."), alts)
        if isinstance(named, Fault):
            yield named
            return
        local = named
    ploidy = 2
    reserved = format_keys(version)
    for key, value in zip(keys, values, strict=False):
        if not value and not (key == "LAA" and local == 0):
            yield Fault("sample-field-empty", f"{key} of a sample is empty", "write '.' for a missing value")
        elif key == "GT":
            fault = genotype_fault(value, alts, version)
            if fault:
                yield fault
            ploidy = len(re.split(r"[/|]", value.lstrip("/|")))
        elif value != ".":
            counts = Counts(alts, ploidy, local)
            yield from _one(key, value, declared.get(key), reserved.get(key), counts=counts)


@lru_cache(maxsize=65536)
def genotype_fault(text: str, alts: int, version: str) -> Fault | None:
    """Return what is wrong with a GT value, None when nothing is."""
    if not (_PREFIXED_GENOTYPE if version >= "4.4" else _GENOTYPE).fullmatch(text):
        return Fault("genotype-invalid", "a GT value is no genotype", "write GT as 0/1, 0|1, 1 or ./.")
    if any(part.isdigit() and int(part) > alts for part in re.split(r"[/|]", text.lstrip("/|"))):
        return Fault(
            "genotype-allele-unknown", "a GT value names an allele that ALT does not have", "number alleles as in ALT"
        )
    return None


def _phase_sets(fields: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with PSL, which names a phase set for every phased allele and '.' for the others."""
    genotype, sets = fields.get("GT", ""), fields.get("PSL", ".").split(",")
    if sets == ["."]:
        return
    if fields.get("PS", ".") != ".":
        yield Fault("phase-set-twice", "a sample has both PS and PSL", "keep one of them")
    marks = re.findall(r"[/|]", genotype)
    if not genotype.startswith(("/", "|")):
        marks = ["/" if "/" in marks else "|", *marks]
    if len(sets) != len(marks):
        yield Fault("sample-value-invalid", "PSL of a sample has not one value per allele", "give one for each allele")
    elif any(mark == "/" and name != "." for mark, name in zip(marks, sets, strict=True)):
        yield Fault("phase-set-unphased", "PSL names a phase set for an unphased allele", "write '.' for that allele")


def _one(
    key: str,
    value: str,
    declared: Definition | None,
    reserved: Definition | None,
    *,
    counts: Counts,
) -> Iterator[Fault]:
    definition = declared or reserved
    if definition is None:
        return
    fault = value_fault(value, definition, counts)
    if fault:
        remedy = f"give it as Number={definition.number}, Type={definition.type}"
        yield Fault("sample-value-invalid", f"{key} of a sample {fault}", remedy)
    elif reserved is not None and reserved.type == definition.type:
        for part in value.split(","):
            fault = reserved_fault(key, part, reserved.type)
            if fault:
                yield Fault("sample-value-invalid", f"{key} of a sample {fault}", "correct the value, or write '.'")
                return
