"""INFO of one record by the specification and by the file's own header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lexome.formats.vcf.strict.fault import Fault
from lexome.formats.vcf.strict.reserved import Definition, info_keys
from lexome.formats.vcf.strict.values import Counts, reserved_fault, value_fault

_KEY = re.compile(r"[A-Za-z_][0-9A-Za-z_.]*|1000G")
_OLD_KEY = re.compile(r"[^\s;=,:]+")
_SV_TYPES = frozenset({"DEL", "INS", "DUP", "INV", "CNV", "BND"})


def info_faults(text: str, *, version: str, declared: Mapping[str, Definition], alts: int) -> Iterator[Fault]:
    """Yield what is wrong with INFO; ``declared`` are the header's definitions, ``alts`` the number of ALT alleles."""
    if text == ".":
        return
    if version < "4.3" and re.search(r"\s", text):
        yield Fault("info-white-space", "INFO has white space", "write _ or %20 instead")
    seen: set[str] = set()
    reserved = info_keys(version)
    for part in text.split(";"):
        key, equals, value = part.partition("=")
        if not (_KEY if version >= "4.3" else _OLD_KEY).fullmatch(key):
            yield Fault(
                "info-key-invalid",
                "an INFO key is empty or may not be written so",
                "part KEY=value by single semicolons; keys of letters, digits, '_' and '.'",
            )
            continue
        if key in seen:
            yield Fault("info-key-duplicated", f"INFO {key} stands twice", "keep one")
        seen.add(key)
        yield from _one(key, value if equals else None, declared.get(key), reserved.get(key), alts=alts)


def _one(
    key: str, value: str | None, declared: Definition | None, reserved: Definition | None, *, alts: int
) -> Iterator[Fault]:
    definition = declared or reserved
    if value is None:
        if definition is not None and definition.type != "Flag" and definition.number != "0":
            yield Fault("info-value-missing", f"INFO {key} has no value", f"write {key}=value, or {key}=.")
        return
    if "=" in value:
        message = f"INFO {key} has '=' in its value"
        yield Fault("info-equals-sign", message, "write %3D for it", breaks_specification=False)
        return
    if value == "":
        yield Fault("info-value-missing", f"INFO {key} has an empty value", f"write {key}=. for a missing value")
        return
    if definition is None:
        return
    if definition.type == "Flag":
        tolerated = reserved is not None and reserved.type == "Flag" and value in {"0", "1"}
        message, remedy = f"INFO {key} is a flag but has a value", f"write {key} alone, or leave it out"
        yield Fault("info-flag-value", message, remedy, breaks_specification=not tolerated)
        return
    if definition.number != "G":  # the number of genotypes has no meaning where there is no sample
        fault = value_fault(value, definition, Counts(alts, ploidy=2))
        if fault:
            remedy = f"give it as Number={definition.number}, Type={definition.type}"
            yield Fault("info-value-invalid", f"INFO {key} {fault}", remedy)
            return
    if reserved is not None and reserved.type == definition.type:
        yield from _reserved(key, value, reserved)


def _reserved(key: str, value: str, reserved: Definition) -> Iterator[Fault]:
    for part in value.split(","):
        fault = reserved_fault(key, part, reserved.type)
        if fault:
            yield Fault("info-value-invalid", f"INFO {key} {fault}", "correct the value, or write '.'")
            return
    if key == "SVTYPE" and value != "." and value not in _SV_TYPES:
        yield Fault(
            "info-svtype-unusual",
            "INFO SVTYPE is none of the reserved types",
            f"write one of {', '.join(sorted(_SV_TYPES))} where it fits",
            breaks_specification=False,
        )
