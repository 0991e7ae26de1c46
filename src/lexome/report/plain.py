"""The page for the family: sentences from a reviewed catalogue, numbers and names filled in, inheritance drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lexome.report.figures.inheritance import PATTERNS, inheritance
from lexome.report.schema import Diagnosis, DiagnosisReport
from lexome.report.wording import POSSIBLE, SURE, clean

LANGUAGES = ("en", "es")

CHANCES: Mapping[str, tuple[int, int]] = {"dominant": (1, 2), "recessive": (1, 4), "x_linked": (1, 2)}
"""Mendel's ratios, as the drawings show them."""

AGAIN_PERCENT = (1, 2)
"""Recurrence that is usually quoted after an apparently de novo change, in percent (Bernkopf 2023,
doi:10.1038/s41467-023-36606-w, introduction)."""


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """What was found, how it is passed on, and the drawing."""

    found: str
    inherited: str
    drawing: Markup | None
    many: bool = False


@dataclass(frozen=True, slots=True)
class PlainPage:
    """The page in one language."""

    words: Mapping[str, Any]
    looked: str
    answers: tuple[PlainAnswer, ...]
    several: str
    means: str


@cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Return the messages of one language."""
    path = Path(__file__).parent / "languages" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def plain_page(report: DiagnosisReport, language: str) -> PlainPage:
    """Return the page for the family in one language."""
    words = catalogue(language)
    told = _told(report)
    answers = _without_repeats([_answer(report, diagnosis, words) for diagnosis in told])
    certainty = _certainty(report, told[0]) if told else "open"
    if certainty == "sure" and all((_mode(report, diagnosis) or "").startswith("de_novo") for diagnosis in told):
        certainty = "de_novo"
    return PlainPage(
        words=words,
        looked=words["found"]["looked_words" if report.scope == "phenotype" else "looked_genes"],
        answers=answers or (PlainAnswer(words["found"]["open"], "", None),),
        several=words["found"]["several"] if len(told) > 1 else "",
        means=words["means"][certainty],
    )


def _without_repeats(answers: Sequence[PlainAnswer]) -> tuple[PlainAnswer, ...]:
    """Tell a way of inheritance once when two diagnoses share it."""
    told: list[PlainAnswer] = []
    for answer in answers:
        repeated = any(answer.inherited == earlier.inherited for earlier in told)
        told.append(PlainAnswer(answer.found, "", None) if repeated else answer)
    return tuple(told)


def _told(report: DiagnosisReport) -> tuple[Diagnosis, ...]:
    """Return the diagnoses worth telling: the first when it stands out, with those it may stand together with."""
    if not report.differential:
        return ()
    top = report.differential[0]
    if top.posterior < POSSIBLE or top.posterior < report.unlisted_posterior or top.disease_id is None:
        return ()
    together = {rank for group in report.combinations if top.rank in group.ranks for rank in group.ranks}
    return (top, *(d for d in report.differential[1:] if d.rank in together and d.disease_id is not None))


def _certainty(report: DiagnosisReport, diagnosis: Diagnosis) -> str:
    """Return 'sure' when it is very likely and every variant of it is (likely) pathogenic, else 'possible'."""
    classes = {record.variant: record.classification for record in report.variants}
    graded = [classes.get(variant) in {"pathogenic", "likely_pathogenic"} for variant in diagnosis.variants]
    strong = bool(graded) and all(graded) and "second_hit_missing" not in diagnosis.flags
    return "sure" if diagnosis.posterior >= SURE and strong else "possible"


def _answer(report: DiagnosisReport, diagnosis: Diagnosis, words: Mapping[str, Any]) -> PlainAnswer:
    certainty = _certainty(report, diagnosis)
    count = len(diagnosis.variants) if diagnosis.genes else 0
    key = {0: f"{certainty}_without_gene", 1: certainty}.get(count, f"{certainty}_changes")
    found = words["found"][key].format(gene=clean(", ".join(diagnosis.genes)), disease=clean(diagnosis.disease_name))
    mode = _mode(report, diagnosis)
    if mode is None:
        return PlainAnswer(found, words["inherited"]["not_known"], None)
    affected, total = CHANCES.get(mode, (1, 1))
    low, high = AGAIN_PERCENT
    chance = words["inherited"]["chance"].format(affected=affected, total=total)
    inherited = words["inherited"][mode].format(chance=chance, low=low, high=high)
    if mode not in PATTERNS:
        return PlainAnswer(found, inherited, None)
    told = words["inherited"]["told" if len(PATTERNS[mode].children) > 1 else "told_one"]
    told = told.format(children=", ".join(words["drawing"][child.shows] for child in PATTERNS[mode].children))
    drawing = inheritance(mode, told=told, labels=words["drawing"])
    return PlainAnswer(found, inherited, drawing, many=len(PATTERNS[mode].children) > 1)


def _mode(report: DiagnosisReport, diagnosis: Diagnosis) -> str | None:
    origins = {record.inheritance for record in report.variants if record.variant in diagnosis.variants}
    if "de_novo" in diagnosis.flags or "de novo" in origins:
        if diagnosis.inheritance == "autosomal dominant":
            return "de_novo"
        if diagnosis.inheritance.startswith("X-linked"):
            return "de_novo_x_linked"
    return {
        "autosomal dominant": "dominant",
        "autosomal recessive": "recessive",
        "X-linked recessive": "x_linked",
        "X-linked": "x_linked",
        "mitochondrial": "mitochondrial",
    }.get(diagnosis.inheritance)
