"""Which facts changed the class of one variant since an earlier result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lexome.report.variant_schema import VariantRecord


def variant_reasons(before: Mapping[str, Any], now: VariantRecord) -> Iterator[str]:
    """Yield what differs between the record as it was, as JSON, and as it is: criteria, rules, ClinVar."""
    was = {item["code"]: item for item in before.get("criteria", ())}
    met = {item.code: item for item in now.criteria}
    for code in sorted(was.keys() | met.keys()):
        if code not in was:
            yield f"{code} ({met[code].strength}) is met now: {met[code].because}"
        elif code not in met:
            yield f"{code} ({was[code]['strength']}) is no longer met: {_why_not(now, code)}"
        elif was[code]["strength"] != met[code].strength:
            yield f"{code} was {was[code]['strength']}, is {met[code].strength}: {met[code].because}"
    if before.get("rules", now.rules) != now.rules:
        yield f"rules were {before['rules']}, are {now.rules}"
    significance = getattr(now.clinvar, "significance", None)
    earlier = (before.get("clinvar") or {}).get("significance")
    if significance != earlier and (significance or earlier):
        yield f"ClinVar said {earlier or 'nothing'}, says {significance or 'nothing'} (shown, not counted)"


def _why_not(now: VariantRecord, code: str) -> str:
    for item in now.not_met:
        if item.code == code:
            return item.because
    for missing in now.not_assessable:
        if missing.code == code:
            return f"not assessable: {missing.why}"
    return next((each.because for each in now.set_aside if each.code == code), "set aside")
