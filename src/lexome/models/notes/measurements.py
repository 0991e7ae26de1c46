"""Measured values read as findings: "OFC −3.2 SD", "height below the 3rd centile", "CK 2,400 U/L", "QTc 510 ms"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from lexome.models.notes.words import TABLES

REACH = 70
"""Characters after a quantity in which its value is looked for: "at birth was 31 cm, which is below the third …"."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_MINUS = r"[-−–]|minus\s"
_SD = re.compile(
    rf"(?:z[- ]?scores?\s*(?:of|:|=|was)?\s*)(?P<z_sign>{_MINUS}|\+)?\s?(?P<z>{_NUMBER})"
    rf"|(?P<sign>{_MINUS}|\+)?\s?(?P<sd>{_NUMBER})\s?(?:SDS?|standard deviations?|z[- ]?scores?)\b"
    r"(?:\s?(?P<side>below|above))?",
    re.IGNORECASE,
)
_CENTILE = re.compile(
    rf"(?P<than><|≤|>|≥|below|under|less than|above|over|greater than|more than)?\s?(?:the\s)?"
    rf"(?P<centile>{_NUMBER})\s?(?:st|nd|rd|th)?(?P<range>\s?(?:-|–|to)\s?(?:{_NUMBER})\s?(?:st|nd|rd|th)?)?"
    r"[- ]?(?:per)?centile",
    re.IGNORECASE,
)
_VALUE = re.compile(
    rf"(?<![\w./])(?P<than>[<>≤≥]\s?)?(?P<value>{_NUMBER})(?:\s[1-6]/7)?(?:\s?(?:-|–|to)\s?(?P<upper>{_NUMBER}))?",
    re.IGNORECASE,
)
_OTHER_FLUID = re.compile(
    r"\b(?:urin\w+|csf|cerebrospinal(?: fluid)?|sweat|stool|fa?ecal|dialysate|pleural(?: fluid)?|synovial(?: fluid)?|"
    r"ascitic(?: fluid)?|dietary|oral|intravenous)\W+(?:\w+\W+)?\Z",
    re.IGNORECASE,
)
_OTHER_KIND = re.compile(
    r"\s(?:excretion|clearance|intake|supplement\w*|gradient|replacement|infusion)\b", re.IGNORECASE
)
"""What the bounds do not speak of: they are of blood."""
_LONGEST_FLUID = 40
_BIRTH = re.compile(
    r"\b(?:at birth|birth|newborn|neonat\w+)\b(?!.*\b(?:years?|months?|weeks?|days?|now|current\w*)\b)", re.IGNORECASE
)
_OF_BIRTH = {"head": "birth head", "height": "birth length"}
_LONGEST_LIST = 160
"""Characters before a quantity in which the list that it belongs to may have begun: "parameters at birth were …"."""
_STOP = re.compile(r"[;\n]|\.\s|[?!]")
_BELOW = ("<", "≤", "below", "under", "less than")


@dataclass(frozen=True, slots=True)
class Bound:
    """A value beyond which a quantity is a finding."""

    quantity: str
    scale: str
    high: bool
    inclusive: bool
    limit: float
    hpo_id: str
    source: str

    def passed(self, value: float) -> bool:
        """Say whether a value is beyond the bound."""
        if self.inclusive and value == self.limit:
            return True
        return value > self.limit if self.high else value < self.limit


@dataclass(frozen=True, slots=True)
class Measured:
    """A value that is a finding: characters of the block, the term, and which bound it passed."""

    start: int
    end: int
    hpo_id: str
    because: str


@cache
def bounds() -> tuple[Bound, ...]:
    """Return the table of bounds."""
    return tuple(
        Bound(quantity, scale, side.startswith("high"), side.endswith("equal"), float(limit), hpo_id, source)
        for quantity, scale, side, limit, hpo_id, source in _rows("measurements.tsv")
    )


def _rows(file: str) -> list[list[str]]:
    lines = (TABLES / file).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class _Quantities:
    names: re.Pattern[str]
    of_group: tuple[str, ...]
    begin: frozenset[str]


@cache
def _quantities(language: str) -> _Quantities | None:
    if not (TABLES / f"quantities_{language}.tsv").exists():
        return None
    rows = _rows(f"quantities_{language}.tsv")
    pattern = "|".join(f"(?P<q{at}>{names})" for at, (_, names, _) in enumerate(rows))
    return _Quantities(
        re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE),
        tuple(quantity for quantity, _, _ in rows),
        frozenset(word for _, _, words in rows for word in words.split()),
    )


@cache
def _units(quantity: str, scale: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    found = [
        (re.compile(rf"\s?(?:{spelling})(?!\w)" if spelling else "", re.IGNORECASE), float(factor))
        for unit, of, spelling, factor in _rows("units.tsv")
        if unit == scale and of in {"*", quantity}
    ]
    return tuple(found)


def quantity_words(language: str) -> frozenset[str]:
    """Return the words with which the name of a quantity may begin."""
    told = _quantities(language)
    return told.begin if told else frozenset()


def measured(block: str, starts: Iterable[int], language: str) -> Iterator[Measured]:
    """Yield the values of a block that pass a bound; ``starts`` are the characters at which a quantity may be named."""
    told = _quantities(language)
    if told is None:
        return
    found_at = (told.names.match(block, start) for start in starts)
    places: list[re.Match[str]] = []
    for one in found_at:
        if one is not None and (not places or one.start() >= places[-1].end()):
            places.append(one)
    for at, place in enumerate(places):
        before = block[max(0, place.start() - _LONGEST_FLUID) : place.start()]
        if _OTHER_FLUID.search(before) or _OTHER_KIND.match(block, place.end()):
            continue
        reach = min(place.end() + REACH, places[at + 1].start() if at + 1 < len(places) else len(block))
        window = _STOP.split(block[place.end() : reach], maxsplit=1)[0]
        quantity = _at_birth(next(name for row, name in enumerate(told.of_group) if place[f"q{row}"]), block, place)
        found = _judged(quantity, window)
        if found is not None:
            end, bound = found
            side = "above" if bound.high else "below"
            because = f"measurement: {quantity} {side} {bound.limit:g} {bound.scale} ({bound.source})"
            yield Measured(place.start(), place.end() + end, bound.hpo_id, because)


def _at_birth(quantity: str, block: str, place: re.Match[str]) -> str:
    """Return the quantity as it is named of a newborn, where its sentence says so before it."""
    if quantity not in _OF_BIRTH:
        return quantity
    before = _STOP.split(block[max(0, place.start() - _LONGEST_LIST) : place.start()])[-1]
    return _OF_BIRTH[quantity] if _BIRTH.search(before) else quantity


def _judged(quantity: str, window: str) -> tuple[int, Bound] | None:
    """Return where the value ends and the most extreme bound it passes."""
    rows = [bound for bound in bounds() if bound.quantity == quantity]
    for scale in dict.fromkeys(bound.scale for bound in rows):
        read = _value(quantity, scale, window)
        if read is not None:
            lowest, highest, end = read
            passed = [
                bound for bound in rows if bound.scale == scale and bound.passed(lowest) and bound.passed(highest)
            ]
            if passed:
                return end, max(passed, key=lambda bound: bound.limit if bound.high else -bound.limit)
    return None


def _value(quantity: str, scale: str, window: str) -> tuple[float, float, int] | None:
    """Return the lower and upper end of what is told on a scale, and where it ends."""
    if scale == "sd":
        return _deviation(window)
    if scale == "centile":
        return _centile(window)
    for match in _VALUE.finditer(window):
        for unit, factor in _units(quantity, scale):
            spelt = unit.match(window, match.end())
            if spelt and not (spelt.end() == match.end() and re.match(r"\s?[\w%/°]", window[match.end() :])):
                first = _number(match["value"]) * factor
                last = _number(match["upper"]) * factor if match["upper"] else first
                return first, last, spelt.end()
    return None


def _deviation(window: str) -> tuple[float, float, int] | None:
    match = _SD.search(window)
    if match is None:
        return None
    value = _number(match["z"] or match["sd"])
    sign = match["z_sign"] or match["sign"] or ""
    below = sign.strip() not in {"", "+"} or (match["side"] or "").lower() == "below"
    value = -value if below else value
    return value, value, match.end()


def _centile(window: str) -> tuple[float, float, int] | None:
    match = _CENTILE.search(window)
    if match is None or match["range"]:
        return None
    value, than = _number(match["centile"]), (match["than"] or "").lower()
    if than:
        value += -0.001 if than in _BELOW else 0.001
    return value, value, match.end()


def _number(text: str) -> float:
    """Return a number written with a decimal point or comma, or with commas or spaces between thousands.

    >>> _number("2,400"), _number("3,2"), _number("1,026.2"), _number("163 000")
    (2400.0, 3.2, 1026.2, 163000.0)
    """
    text = re.sub(r"\s", "", text)
    head, comma, tail = text.rpartition(",")
    if comma and (len(tail.partition(".")[0]) == len("000")):
        return float(text.replace(",", ""))
    return float(f"{head}.{tail}") if comma else float(text)
