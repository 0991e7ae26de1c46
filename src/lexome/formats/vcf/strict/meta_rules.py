"""What each kind of structured header line must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lexome.formats.vcf.strict.fault import Fault
from lexome.formats.vcf.strict.meta_syntax import STRUCTURED, Meta, is_quoted, is_url
from lexome.formats.vcf.strict.reserved import Definition, format_keys, info_keys

_INFO_TYPES = ("Integer", "Float", "Flag", "Character", "String")
_FORMAT_TYPES = ("Integer", "Float", "Character", "String")
_ALT_TYPES = "DEL, INS, DUP, INV, CNV"
_OLD_ALT_ID = re.compile(r"(?:DEL|INS|DUP|INV|CNV|BND)(?::[^\s<>,:]+)*|NON_REF|\*|STR\d+|[RYSWKMBDHVN]")
_ALT_ID = re.compile(r"(?:DEL|INS|DUP|INV|CNV|BND)(?::[^\s<>,:]+)*|[^\s<>,:]+")
"""First-level types of structural variants with subtypes; before 4.3 else only the any-allele of gVCFs,
ExpansionHunter's repeats and IUPAC codes, from 4.3 any name without a colon, such as a contig's."""

_INFO_ID = re.compile(r"[A-Za-z_][0-9A-Za-z_.]*|1000G")
_FORMAT_ID = re.compile(r"[A-Za-z_][0-9A-Za-z_.]*")
_OLD_ID = re.compile(r"[^\s,;=<>:\"]+")
_CONTIG_ID = re.compile(r"[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&*+./:;=?@^_|~-]*")
_OLD_CONTIG_ID = re.compile(r"[^\s,<>\"]+")
_RESERVED_ALLELES = frozenset({"DEL", "INS", "DUP", "INV", "CNV"})
_PLAIN_VALUE = re.compile(r"[A-Za-z0-9_.-]+")


def meta_faults(meta: Meta, version: str) -> Iterator[Fault]:
    """Yield what is wrong with one header line, by the version of the file."""
    if meta.key == "assembly" and not is_url(meta.value):
        yield Fault("meta-url-invalid", "##assembly is not a URL", "write ##assembly=URL of a FASTA file")
    if meta.key == "pedigreeDB":
        value = meta.value[1:-1] if meta.value.startswith("<") and meta.value.endswith(">") else meta.value
        if not is_url(value):
            yield Fault("meta-url-invalid", "##pedigreeDB is not a URL", "write ##pedigreeDB=URL")
    if meta.fields is None:
        if meta.key in STRUCTURED:
            yield Fault("meta-not-structured", f"##{meta.key} is not <…>", f"write ##{meta.key}=<ID=…>")
        return
    rule = {
        "INFO": _info, "FORMAT": _format, "FILTER": _filter, "ALT": _alt, "contig": _contig, "SAMPLE": _sample,
        "PEDIGREE": _pedigree, "META": _meta,
    }.get(meta.key)  # fmt: skip
    if rule is not None:
        yield from rule(meta, version)
    elif version >= "4.3" and meta.get("ID") is None:
        yield _lacks(meta.key, "ID")


def _lacks(key: str, field: str) -> Fault:
    return Fault("meta-field-missing", f"##{key} has no {field}", f"write ##{key}=<ID=…> with {field}")


def _definition(meta: Meta, types: tuple[str, ...], numbers: str, known: dict[str, Definition]) -> Iterator[Fault]:
    order = ("ID", "Number", "Type", "Description")
    missing = [field for field in order if meta.get(field) is None]
    for field in missing:
        yield _lacks(meta.key, field)
    if missing:
        return
    if tuple(key for key, _ in (meta.fields or ())[:4]) != order:
        yield Fault("meta-fields-order", f"##{meta.key} fields are out of order", "write ID, Number, Type, Description")
    number, type_ = meta.get("Number") or "", meta.get("Type") or ""
    if not re.fullmatch(rf"\d{{1,9}}|{numbers}", number):
        yield Fault(
            "meta-number-invalid",
            f"Number of ##{meta.key} {meta.get('ID')} is none this version knows",
            f"write a whole number or one of {numbers.replace(chr(92), '').replace('|', ', ')}",
        )
    if type_ not in types:
        yield Fault("meta-type-invalid", f"Type of ##{meta.key} is none of {', '.join(types)}", "write one of them")
    yield from _quoted_description(meta)
    reserved = known.get(meta.get("ID") or "")
    if reserved is not None and type_ in types:
        yield from _against_reserved(meta, reserved, number=number, type_=type_)


def _against_reserved(meta: Meta, reserved: Definition, *, number: str, type_: str) -> Iterator[Fault]:
    name = f"##{meta.key} {meta.get('ID')}"
    numeric = reserved.numeric_either and type_ in {"Integer", "Float"}
    if type_ != reserved.type:
        yield Fault(
            "meta-reserved-type",
            f"{name} has another Type than the specification reserves",
            f"write Type={reserved.type}, or rename the key",
            breaks_specification=not numeric,
        )
    if number != reserved.number and not reserved.lists_vary:
        yield Fault(
            "meta-reserved-number",
            f"{name} has another Number than the specification reserves",
            f"write Number={reserved.number}, or rename the key",
        )


def _quoted_description(meta: Meta) -> Iterator[Fault]:
    for field in ("Description", "Source", "Version"):
        value = meta.get(field)
        if value is not None and not is_quoted(value) and (field == "Description" or meta.key in {"INFO", "FORMAT"}):
            breaks = field == "Description"
            yield Fault(
                "meta-not-quoted",
                f"{field} of ##{meta.key} is not in double quotes",
                "quote it",
                breaks_specification=breaks,
            )


def _info(meta: Meta, version: str) -> Iterator[Fault]:
    numbers = r"A|R|G|\." if version >= "4.2" else r"A|G|\."
    yield from _definition(meta, _INFO_TYPES, numbers, info_keys(version))
    if meta.get("Type") == "Flag" and re.fullmatch(r"[1-9]\d*", meta.get("Number") or ""):
        message = f"##INFO {meta.get('ID')} is a flag but its Number is not 0"
        yield Fault("meta-flag-number", message, "write Number=0", breaks_specification=version >= "4.3")
    yield from _identifier(meta, _INFO_ID if version >= "4.3" else _OLD_ID)


def _format(meta: Meta, version: str) -> Iterator[Fault]:
    numbers = r"A|G|\."
    if version >= "4.2":
        numbers = r"A|R|G|\."
    if version >= "4.4":
        numbers = r"A|R|G|P|\."
    if version >= "4.5":
        numbers = r"A|R|G|P|LA|LR|LG|M|\."
    yield from _definition(meta, _FORMAT_TYPES, numbers, format_keys(version))
    yield from _identifier(meta, _FORMAT_ID if version >= "4.3" else _OLD_ID)


def _identifier(meta: Meta, pattern: re.Pattern[str]) -> Iterator[Fault]:
    name = meta.get("ID")
    if name is not None and not pattern.fullmatch(name):
        yield Fault("meta-id-invalid", f"the ID of a ##{meta.key} line may not be written so", "use letters, digits, _")


def _filter(meta: Meta, version: str) -> Iterator[Fault]:
    if meta.get("ID") is None:
        yield _lacks("FILTER", "ID")
    elif meta.get("ID") == "0" or re.search(r"[\s;]", meta.get("ID") or ""):
        yield Fault("meta-id-invalid", "the ID of a ##FILTER line may not be written so", "avoid 0, spaces and ;")
    yield from _described(meta, version)


def _described(meta: Meta, version: str) -> Iterator[Fault]:
    if meta.get("Description") is None:
        if version < "4.4":
            yield _lacks(meta.key, "Description")
    elif tuple(key for key, _ in (meta.fields or ())[:2]) != ("ID", "Description"):
        yield Fault(
            "meta-fields-order", f"##{meta.key} fields are out of order", "write ID, Description, then any others"
        )
    yield from _quoted_description(meta)


def _alt(meta: Meta, version: str) -> Iterator[Fault]:
    name = meta.get("ID")
    if name is None or (meta.fields or ())[0][0] != "ID":
        yield _lacks("ALT", "ID as its first field")
    elif not (_ALT_ID if version >= "4.3" else _OLD_ALT_ID).fullmatch(name):
        yield Fault(
            "meta-alt-invalid",
            "the ID of an ##ALT line is no structural variant type",
            f"begin it with one of {_ALT_TYPES}, subtypes after colons",
        )
    yield from _described(meta, version)


def _contig(meta: Meta, version: str) -> Iterator[Fault]:
    name = meta.get("ID")
    if not name:
        yield _lacks("contig", "ID")
    elif not (_CONTIG_ID if version >= "4.3" else _OLD_CONTIG_ID).fullmatch(name):
        yield Fault(
            "meta-contig-invalid", "a contig's name has characters it may not have", "rename it as in the reference"
        )
    elif version >= "4.4" and name in _RESERVED_ALLELES:
        yield Fault("meta-contig-invalid", "a contig has the name of a symbolic allele", "rename it")
    length = meta.get("length")
    if length is not None and not re.fullmatch(r"\d{1,10}", length.strip('"')):
        yield Fault("meta-contig-length", "a contig's length is not a whole number", "write its length in bases")


def _sample(meta: Meta, version: str) -> Iterator[Fault]:
    name = meta.get("ID")
    if not name:
        yield _lacks("SAMPLE", "ID")
    elif not _PLAIN_VALUE.fullmatch(name.strip('"')):
        yield Fault("meta-id-invalid", "the ID of a ##SAMPLE line may not be written so", "use letters, digits, _ . -")
    if version < "4.3":
        if any(is_quoted(value) for key, value in meta.fields or () if key in {"ID", "Genomes", "Mixture"}):
            yield Fault("meta-sample-quoted", "##SAMPLE has quotes beyond its Description", "leave out the quotes")
        groups = {field: len(value.split(";")) for field in ("Genomes", "Mixture") if (value := meta.get(field))}
        if len(set(groups.values())) > 1:
            yield Fault(
                "meta-sample-mixture", "##SAMPLE has unlike numbers of Genomes and Mixture", "give one for each genome"
            )


def _pedigree(meta: Meta, version: str) -> Iterator[Fault]:
    if version >= "4.3" and (meta.fields or ())[0][0] != "ID":
        yield _lacks("PEDIGREE", "ID as its first field")
    for _, value in meta.fields or ():
        if not _PLAIN_VALUE.fullmatch(value):
            yield Fault(
                "meta-pedigree-invalid", "a name in ##PEDIGREE has characters it may not have", "use sample names"
            )


def _meta(meta: Meta, version: str) -> Iterator[Fault]:
    if version < "4.3":
        return
    for field in ("ID", "Type", "Number", "Values"):
        if meta.get(field) is None:
            yield _lacks("META", field)
    if meta.get("Type") is not None and meta.get("Type") != "String":
        yield Fault("meta-type-invalid", "Type of ##META is not String", "write Type=String")
    if meta.get("Number") is not None and not re.fullmatch(r"\d+|\.", meta.get("Number") or ""):
        yield Fault("meta-number-invalid", "Number of ##META is neither a whole number nor '.'", "write Number=.")
    if meta.get("Values") is not None and not re.fullmatch(r"\[[^\[\]]+\]", meta.get("Values") or ""):
        yield Fault("meta-fields-invalid", "Values of ##META is not [a, b, c]", "write Values=[first, second]")
