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

EVENTS: Mapping[str, str] = {
    "repeat expansion": "expansion",
    "uniparental disomy": "disomy",
    "copy-number loss": "loss",
    "copy-number gain": "gain",
    "rearrangement": "rearrangement",
    "two genes together": "two_genes",
}
"""Mechanisms told in words of their own: nothing of them is "a change in the gene"."""

IMPRINTED = frozenset({"parent_of_origin", "parent_unknown", "silent_copy"})
"""Flags of places of which only one parent's copy is active: Mendel's chances do not tell who falls ill."""

AGAIN_DISOMY_PERCENT = 1
"""Recurrence after uniparental disomy lies below it, in percent: 0.4 were estimated for the brothers and sisters of one
child with Prader-Willi syndrome without a deletion (doi:10.1111/j.1399-0004.1992.tb03403.x)."""

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
    return PlainPage(
        words=words,
        looked=words["found"][_looked(report)],
        answers=answers or (PlainAnswer(words["found"]["open" if _described(report) else "undescribed"], "", None),),
        several=words["found"]["several"] if len(told) > 1 else "",
        means=words["means"][_meaning(report, told)],
    )


def _described(report: DiagnosisReport) -> bool:
    """Whether any sign of the patient was told; without one no variant can be said to explain anything."""
    return any(finding.status == "observed" for finding in report.findings)


def _looked(report: DiagnosisReport) -> str:
    if report.scope == "phenotype":
        return "looked_words"
    return "looked_genes" if _described(report) else "looked_only_genes"


def _meaning(report: DiagnosisReport, told: Sequence[Diagnosis]) -> str:
    """Return which sentence says what the answer means for relatives."""
    certainty = _certainty(report, told[0]) if told else "open"
    modes = {_mode(report, diagnosis) or "" for diagnosis in told}
    if certainty != "sure" or len(modes) > 1:
        return certainty
    mode = modes.pop()
    if mode.startswith("de_novo"):
        return "de_novo"
    if mode == "disomy":
        return "by_chance"
    return "expansion" if EVENTS.get(told[0].mechanism) == "expansion" else certainty


def _without_repeats(answers: Sequence[PlainAnswer]) -> tuple[PlainAnswer, ...]:
    """Tell a way of inheritance once when two diagnoses share it."""
    told: list[PlainAnswer] = []
    for answer in answers:
        repeated = any(answer.inherited == earlier.inherited for earlier in told)
        told.append(PlainAnswer(answer.found, "", None) if repeated else answer)
    return tuple(told)


def _told(report: DiagnosisReport) -> tuple[Diagnosis, ...]:
    """Return the diagnoses worth telling: the first when it stands out, with those it may stand together with."""
    if not report.differential or not _described(report):
        return ()
    top = report.differential[0]
    if top.posterior < POSSIBLE or top.posterior < report.unlisted_posterior or top.disease_id is None:
        return ()
    together = {rank for group in report.combinations if top.rank in group.ranks for rank in group.ranks}
    return (top, *(d for d in report.differential[1:] if d.rank in together and d.disease_id is not None))


def _certainty(report: DiagnosisReport, diagnosis: Diagnosis) -> str:
    """Return 'sure' when it is very likely and all that it rests on is (likely) pathogenic, else 'possible'."""
    if EVENTS.get(diagnosis.mechanism) in {"expansion", "disomy"} and diagnosis.event and not diagnosis.variants:
        clear = diagnosis.posterior >= SURE and "grey_zone" not in diagnosis.flags
        return "sure" if clear and not _doubted(report, diagnosis) else "possible"
    classes = {record.variant: record.classification for record in report.variants}
    graded = [classes.get(variant) in {"pathogenic", "likely_pathogenic"} for variant in diagnosis.variants]
    strong = bool(graded) and all(graded) and "second_hit_missing" not in diagnosis.flags
    return "sure" if diagnosis.posterior >= SURE and strong else "possible"


def _doubted(report: DiagnosisReport, diagnosis: Diagnosis) -> bool:
    """Whether the caller's interval leaves open that a repeat of the diagnosis is pathologic."""
    mine = [one for one in report.events.repeats if one.gene in diagnosis.genes]
    return any(one.verdict != "pathologic" or one.because for one in mine)


def _answer(report: DiagnosisReport, diagnosis: Diagnosis, words: Mapping[str, Any]) -> PlainAnswer:
    certainty = _certainty(report, diagnosis)
    found = words["found"][_key(diagnosis, certainty)].format(
        gene=clean(words["found"]["and"].join(diagnosis.genes)), disease=clean(diagnosis.disease_name)
    )
    mode = _mode(report, diagnosis)
    if mode is None:
        return PlainAnswer(found, words["inherited"]["not_known"], None)
    inherited = _inherited(diagnosis, mode, words)
    if mode not in PATTERNS:
        return PlainAnswer(found, inherited, None)
    told = words["inherited"]["told" if len(PATTERNS[mode].children) > 1 else "told_one"]
    told = told.format(children=", ".join(words["drawing"][child.shows] for child in PATTERNS[mode].children))
    drawing = inheritance(mode, told=told, labels=words["drawing"])
    return PlainAnswer(found, inherited, drawing, many=len(PATTERNS[mode].children) > 1)


def _key(diagnosis: Diagnosis, certainty: str) -> str:
    """Return which sentence says what was found: of an event, of one change, of several, or of none."""
    event = EVENTS.get(diagnosis.mechanism)
    if event and (diagnosis.event or diagnosis.variants):
        return f"{certainty}_{event}"
    count = len(diagnosis.variants) if diagnosis.genes else 0
    return {0: f"{certainty}_without_gene", 1: certainty}.get(count, f"{certainty}_changes")


def _inherited(diagnosis: Diagnosis, mode: str, words: Mapping[str, Any]) -> str:
    """Return how it is passed on, numbers filled in."""
    affected, total = CHANCES.get(mode, (1, 2))
    low, high = AGAIN_PERCENT
    chance = words["inherited"]["chance"].format(affected=affected, total=total)
    said = str(words["inherited"][mode]).format(chance=chance, low=low, high=high, below=AGAIN_DISOMY_PERCENT)
    expands = EVENTS.get(diagnosis.mechanism) == "expansion" and mode in PATTERNS
    return f"{said} {words['inherited']['longer']}" if expands else said


def _mode(report: DiagnosisReport, diagnosis: Diagnosis) -> str | None:
    event = EVENTS.get(diagnosis.mechanism)
    if event in {"disomy", "two_genes"}:
        return event
    if IMPRINTED & set(diagnosis.flags):
        return "imprinted"
    origins = {record.inheritance for record in report.variants if record.variant in diagnosis.variants}
    if "de_novo" in diagnosis.flags or "de novo" in origins:
        if diagnosis.inheritance == "autosomal dominant":
            return "de_novo"
        if diagnosis.inheritance.startswith("X-linked"):
            return "de_novo_x_linked"
    if event in {"loss", "gain", "rearrangement"} and diagnosis.inheritance in {"autosomal dominant", "unknown"}:
        return "piece"
    return {
        "autosomal dominant": "dominant",
        "autosomal recessive": "recessive",
        "X-linked recessive": "x_linked",
        "X-linked": "x_linked",
        "mitochondrial": "mitochondrial",
    }.get(diagnosis.inheritance)
