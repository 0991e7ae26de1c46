"""Local alleles of version 4.5: LAA names the ALT alleles a sample's other local fields are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lexome.formats.vcf.strict.fault import Fault

LOCAL_KEYS = frozenset({"LAD", "LADF", "LADR", "LEC", "LGL", "LGP", "LPL", "LPP"})
"""Local forms of A, R and G fields (VCF specification 4.5, table of reserved genotype keys)."""


def local_order(keys: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with the place of LAA in FORMAT."""
    if "LAA" in keys:
        if any(key != "GT" for key in keys[: keys.index("LAA")]):
            yield Fault("format-laa-not-first", "LAA comes after other FORMAT keys than GT", "write GT:LAA first")
    elif LOCAL_KEYS & set(keys):
        yield Fault("format-laa-missing", "FORMAT has local-allele keys without LAA", "write LAA, or the full fields")


def local_alleles(text: str, alts: int) -> int | Fault:
    """Return how many ALT alleles LAA names ('.' or nothing: REF alone), or what is wrong with it."""
    if text in {".", ""}:
        return 0
    numbers = text.split(",")
    if not all(number.isdecimal() and 1 <= int(number) <= alts for number in numbers):
        return Fault(
            "sample-value-invalid", "LAA of a sample names an allele that ALT does not have", "number as in ALT"
        )
    if len(set(numbers)) < len(numbers):
        return Fault("sample-value-invalid", "LAA of a sample names an allele twice", "name each once")
    return len(numbers)
