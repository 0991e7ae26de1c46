"""Structural variants, copy numbers and tandem repeats by the rules that version 4.4 brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lexome.formats.vcf.strict.fault import Fault
from lexome.formats.vcf.strict.values import is_float

_CLAIMS = frozenset({"D", "J", "DJ"})
_CLAIMING = frozenset({"DEL", "DUP"})
_MEASURED = frozenset({"DEL", "DUP", "INS", "INV", "CNV"})
_INTERVALS = {"CIPOS": None, "CIEND": None, "CILEN": "SVLEN", "CICN": "CN", "CIRB": "RB", "CIRUC": "RUC"}
"""Confidence intervals: pairs, one for each value of the key they belong to (None: each ALT allele)."""


def structural_faults(alts: list[str], info: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with the structural side of a record (version 4.4 and later)."""
    types = [alt[1:-1].split(":")[0] if alt.startswith("<") else "" for alt in alts]
    yield from _lengths(alts, types, info)
    yield from _claims(alts, types, info)
    yield from _intervals(alts, info)
    repeats = [place for place, alt in enumerate(alts) if alt.startswith("<CNV:TR")]
    if repeats:
        yield from _repeats(repeats, info)
    elif any(key in info for key in ("RUS", "RUL", "RB", "RUC", "RUB")):
        yield Fault("repeat-without-allele", "repeat keys stand on a record without <CNV:TR>", "use ALT <CNV:TR>")


def _values(info: Mapping[str, str], key: str) -> list[str]:
    return info[key].split(",") if info.get(key) else []


def _lengths(alts: list[str], types: list[str], info: Mapping[str, str]) -> Iterator[Fault]:
    lengths = _values(info, "SVLEN")
    for place, type_ in enumerate(types):
        if type_ in _MEASURED and place >= len(lengths):
            yield Fault("svlen-missing", f"<{type_}> has no SVLEN", "write SVLEN, one value per ALT allele")
            return
    symbolic_or_breakend = [alt.startswith("<") or "[" in alt or "]" in alt for alt in alts]
    if any(value != "." and not vague for value, vague in zip(lengths, symbolic_or_breakend, strict=False)):
        yield Fault("svlen-not-symbolic", "SVLEN is given for an allele spelt in bases", "write '.' for that allele")


def _claims(alts: list[str], types: list[str], info: Mapping[str, str]) -> Iterator[Fault]:
    claims = _values(info, "SVCLAIM")
    if any(claim not in _CLAIMS | {"."} for claim in claims):
        yield Fault("svclaim-invalid", "SVCLAIM is none of D, J, DJ", "write D (abundance), J (adjacency) or DJ")
        return
    for place, type_ in enumerate(types):
        claim = claims[place] if place < len(claims) else "."
        if type_ in _CLAIMING and claim == ".":
            yield Fault("svclaim-missing", f"<{type_}> has no SVCLAIM", "write SVCLAIM=D, J or DJ for each allele")
            return
        if claim == ".":
            continue
        if (type_ == "CNV" and claim != "D") or (_is_adjacency(alts[place], type_) and claim != "J"):
            yield Fault(
                "svclaim-contradicts",
                "SVCLAIM does not fit the type of the allele",
                "CNV claims D; INS, INV, BND claim J",
            )
            return
        if not type_ and not _is_adjacency(alts[place], type_):
            yield Fault("svclaim-not-structural", "SVCLAIM is given for an allele spelt in bases", "write '.' for it")
            return


def _is_adjacency(alt: str, type_: str) -> bool:
    return type_ in {"INS", "INV", "BND"} or "[" in alt or "]" in alt


def _intervals(alts: list[str], info: Mapping[str, str]) -> Iterator[Fault]:
    for key, owner in _INTERVALS.items():
        values = _values(info, key)
        if not values or values == ["."]:
            continue
        count = len(alts) if owner is None else len(_values(info, owner))
        if len(values) != 2 * count:
            yield Fault(
                "interval-count", f"{key} has not two values for each of {owner or 'ALT'}", "write pairs: low,high"
            )
        elif not all(_is_interval(values[at : at + 2]) for at in range(0, len(values), 2)):
            yield Fault("interval-invalid", f"{key} does not go from 0 or less to 0 or more", "write offsets: -5,5")


def _is_interval(pair: list[str]) -> bool:
    low, high = pair
    return (low == "." or (is_float(low) and float(low) <= 0)) and (
        high == "." or (is_float(high) and float(high) >= 0)
    )


def _repeats(repeats: list[int], info: Mapping[str, str]) -> Iterator[Fault]:
    numbers = _values(info, "RN")
    total = 0
    for place in repeats:
        number = numbers[place] if place < len(numbers) else "1"
        total += int(number) if number.isdigit() else 1
    if "RUS" not in info and "RUL" not in info:
        yield Fault("repeat-unit-missing", "<CNV:TR> has neither RUS nor RUL", "write the repeat unit or its length")
    for key in ("RUS", "RUL", "RUC", "RB"):
        values = _values(info, key)
        if values and values != ["."] and len(values) != total:
            yield Fault(
                "repeat-count", f"{key} has not one value for each of the {total} repeats (RN)", "write them all"
            )
    yield from _repeat_units(info)


def _repeat_units(info: Mapping[str, str]) -> Iterator[Fault]:
    sequences, lengths, counts = _values(info, "RUS"), _values(info, "RUL"), _values(info, "RUC")
    for sequence, length in zip(sequences, lengths, strict=False):
        if sequence != "." and length.isdigit() and int(length) != len(sequence):
            yield Fault("repeat-unit-length", "RUL is not the length of RUS", "correct one of them")
    yield from _repeat_bases(info)
    bases = _values(info, "RUB")
    if not bases:
        return
    if not counts or any(not is_float(count) or float(count) > 1e6 for count in counts):
        yield Fault("repeat-unit-bases", "RUB is given without a whole RUC", "write RUC for every repeat")
    elif len(bases) != sum(-(-float(count) // 1) for count in counts):
        yield Fault("repeat-unit-bases", "RUB has not one value for each repeat unit of RUC", "write them all")


def _repeat_bases(info: Mapping[str, str]) -> Iterator[Fault]:
    """Yield where RB is not the unit's length times RUC; incomplete units make up to one unit of difference."""
    lengths = _values(info, "RUL") or [str(len(unit)) if unit != "." else "." for unit in _values(info, "RUS")]
    for length, count, bases in zip(lengths, _values(info, "RUC"), _values(info, "RB"), strict=False):
        if not (length.isdigit() and bases.isdigit() and is_float(count)):
            continue
        if not abs(int(bases) - int(length) * float(count)) <= int(length):
            yield Fault("repeat-bases-contradict", "RB is not the unit's length times RUC", "correct one of them")
