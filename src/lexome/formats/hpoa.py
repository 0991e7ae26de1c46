"""phenotype.hpoa, the HPO's disease annotations: one row a statement, frequencies as stated."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lexome.core.errors import BrokenKnowledge

FREQUENCY_TERMS: dict[str, tuple[float, float]] = {
    "HP:0040280": (1.00, 1.00),
    "HP:0040281": (0.80, 0.99),
    "HP:0040282": (0.30, 0.79),
    "HP:0040283": (0.05, 0.29),
    "HP:0040284": (0.01, 0.04),
    "HP:0040285": (0.00, 0.00),
}
"""Bounds, as fractions, of obligate, very frequent, frequent, occasional, very rare and excluded: the definitions of
these terms in the HPO, release 2025-01-16."""

UNSTATED, RATIO, PERCENTAGE, CATEGORY = range(4)
"""What a frequency was stated as."""

_RATIO = re.compile(r"(\d+)/(\d+)")
_PERCENTAGE = re.compile(r"(\d+(?:\.\d+)?)%")
_COLUMNS = {"databaseid": "database_id", "diseasename": "disease_name"}
_NEEDED = (
    "database_id",
    "disease_name",
    "qualifier",
    "hpo_id",
    "reference",
    "evidence",
    "onset",
    "frequency",
    "sex",
    "modifier",
    "aspect",
)


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a disease shows a term: ``fraction`` is NaN when unstated, the counts -1 when it is no ratio.

    ``kind`` is UNSTATED, RATIO, PERCENTAGE or CATEGORY; the fraction of a category is the middle of its bounds.
    """

    kind: int
    fraction: float
    numerator: int = -1
    denominator: int = -1


@dataclass(frozen=True, slots=True)
class Annotation:
    """One row; ``present`` is False for a NOT-annotation; ids and references as the file writes them."""

    disease_id: str
    disease_name: str
    present: bool
    hpo_id: str
    reference: str
    evidence: str
    onset: str
    frequency: Frequency
    sex: str
    modifiers: tuple[str, ...]
    aspect: str


def read_frequency(text: str) -> Frequency:
    """Return a frequency column's meaning.

    >>> read_frequency("3/8").fraction, read_frequency("HP:0040282").kind == CATEGORY
    (0.375, True)
    """
    ratio = _RATIO.fullmatch(text)
    if ratio and int(ratio[2]) > 0 and int(ratio[1]) <= int(ratio[2]):
        return Frequency(RATIO, int(ratio[1]) / int(ratio[2]), int(ratio[1]), int(ratio[2]))
    percentage = _PERCENTAGE.fullmatch(text)
    if percentage and float(percentage[1]) <= 100:
        return Frequency(PERCENTAGE, float(percentage[1]) / 100)
    if text in FREQUENCY_TERMS:
        return Frequency(CATEGORY, sum(FREQUENCY_TERMS[text]) / 2)
    return Frequency(UNSTATED, math.nan)


@dataclass(frozen=True, slots=True)
class Hpoa:
    """The release stated in the header and an iterator over the rows."""

    release: str
    rows: Iterator[Annotation]


def read_hpoa(lines: Iterable[str]) -> Hpoa:
    """Return the annotations of a phenotype.hpoa, old (``#DatabaseID``) or new (``database_id``) header.

    Raises
    ------
    BrokenKnowledge
        when the header lacks a needed column.
    """
    iterator = iter(lines)
    release = ""
    for line in iterator:
        if line.startswith(("#version:", "#date:")):
            release = line.partition(":")[2].strip()
        if line.lstrip("#").lower().startswith(("database_id\t", "databaseid\t")):
            names = [name.strip().lower() for name in line.lstrip("#").rstrip("\r\n").split("\t")]
            place = {_COLUMNS.get(name, name): number for number, name in enumerate(names)}
            missing = [name for name in _NEEDED if name not in place]
            if missing:
                raise BrokenKnowledge(f"phenotype.hpoa lacks the columns {', '.join(missing)}")
            return Hpoa(release, _rows(iterator, [place[name] for name in _NEEDED]))
    raise BrokenKnowledge("not a phenotype.hpoa: no line that begins with database_id")


def _rows(lines: Iterator[str], places: list[int]) -> Iterator[Annotation]:
    for line in lines:
        fields = line.rstrip("\r\n").split("\t")
        if line.startswith("#") or len(fields) <= max(places):
            continue
        disease, name, qualifier, hpo_id, reference, evidence, onset, frequency, sex, modifier, aspect = (
            fields[place].strip() for place in places
        )
        modifiers = tuple(dict.fromkeys(part.strip() for part in modifier.split(";") if part.strip()))
        yield Annotation(
            disease,
            name,
            qualifier.upper() != "NOT",
            hpo_id,
            reference,
            evidence,
            onset,
            read_frequency(frequency),
            sex.upper(),
            modifiers,
            aspect,
        )
