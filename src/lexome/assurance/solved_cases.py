"""Solved cases for measuring: findings, the disease found, its paper, and how fair the case is."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexome.core.case import Finding, Sex, Status
from lexome.formats.phenopacket import years


@dataclass(frozen=True, slots=True)
class SolvedCase:
    """One published patient whose disease is known.

    ``stratum`` is L (the case's own paper is a source of the annotations), C (the disease is annotated, from other
    papers) or N (it is not annotated); ``scored`` marks the cases to count. ``onset`` is when the disease began: an HPO
    term or an ISO 8601 duration.
    """

    id: str
    findings: tuple[Finding, ...]
    sex: Sex
    disease_id: str
    paper: str
    stratum: str
    scored: bool
    age_years: float | None = None
    onset: str | None = None

    def fold(self, by: str, *, folds: int) -> int:
        """Return the fold of the case, the same for all cases of one 'paper' or one 'disease'."""
        key = self.paper if by == "paper" else self.disease_id
        return zlib.crc32(key.encode()) % folds


def read_solved_cases(path: Path) -> tuple[SolvedCase, ...]:
    """Return the cases of a gzipped JSON-lines file in the form of ``cases/dev.jsonl.gz``."""
    return tuple(_parse(line) for line in _lines(path))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def _parse(case: dict[str, Any]) -> SolvedCase:
    findings = tuple(
        Finding(
            one["id"],
            one.get("label", ""),
            Status.EXCLUDED if one.get("excluded") else Status.OBSERVED,
            onset=_time(one.get("onset")),
        )
        for one in case["features"]
    )
    sex = {"MALE": Sex.MALE, "FEMALE": Sex.FEMALE}.get(case.get("sex") or "", Sex.UNKNOWN)
    truth, flags = case["truth"], case["flags"]
    age = _time(case.get("age"))
    return SolvedCase(
        case["id"],
        findings,
        sex,
        truth["disease"],
        truth["pmid"],
        flags["stratum"],
        bool(flags["scored"]),
        None if age is None or age.startswith("HP:") else years(age),
        _time(truth.get("disease_onset")),
    )


def _time(element: Any) -> str | None:
    """Return a phenopacket's time element as an HPO term or an ISO 8601 duration, None when it is neither."""
    if not isinstance(element, dict):
        return None
    time: str | None = element.get("ontologyClass", {}).get("id") or element.get("age", element).get("iso8601duration")
    return time
