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


@dataclass(frozen=True, slots=True)
class SolvedCase:
    """One published patient whose disease is known.

    ``stratum`` is L (the case's own paper is a source of the annotations), C (the disease is annotated, from other
    papers) or N (it is not annotated); ``scored`` marks the cases to count.
    """

    id: str
    findings: tuple[Finding, ...]
    sex: Sex
    disease_id: str
    paper: str
    stratum: str
    scored: bool

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
        Finding(one["id"], one.get("label", ""), Status.EXCLUDED if one.get("excluded") else Status.OBSERVED)
        for one in case["features"]
    )
    sex = {"MALE": Sex.MALE, "FEMALE": Sex.FEMALE}.get(case.get("sex") or "", Sex.UNKNOWN)
    truth, flags = case["truth"], case["flags"]
    return SolvedCase(
        case["id"], findings, sex, truth["disease"], truth["pmid"], flags["stratum"], bool(flags["scored"])
    )
