"""The answer in eighty columns, for the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lexome.report.page import Page
from lexome.report.paragraph import carried, named
from lexome.report.schema import Diagnosis, DiagnosisReport
from lexome.report.wording import CLASSES, clean, likely, percent, points_told, signed, terms

WIDTH = 80
MOST_DIAGNOSES = 5
MOST_ARGUMENTS = 6
MOST_LINES = 4
MOST_QUESTIONS = 2
MOST_CHANGES = 8
BAR = 12
ID_ROOM = 16
"""Columns for a disease id with the blank before it; the longest in the knowledge is DECIPHER's, of 11."""


def summary(report: DiagnosisReport) -> str:
    """Return what it is, how sure, on what grounds and what next; no line is wider than eighty columns."""
    page = Page(report)
    lines = [*_head(page), *_ranking(report)]
    if page.top:
        lines += [*_variants(page), *_arguments(page, page.top)]
    lines += [
        *_changes(report),
        *_next(report),
        *_secondary(report),
        *_not_done(report),
        "",
        *_wrapped(report.disclaimer),
    ]
    return "\n".join(lines) + "\n"


def _head(page: Page) -> Iterator[str]:
    report = page.report
    yield from _wrapped(f"Case {report.case_id}")
    yield ""
    top = page.top
    if top is None:
        yield "No diagnosis could be listed."
    elif page.stands_out:
        alone = "" if page.described else ", by variants alone"
        yield from _wrapped(f"{likely(top.posterior)}{alone}: {top.disease_name} ({percent(top.posterior)})")
    else:
        yield from _wrapped(f"No diagnosis stands out; first listed: {top.disease_name} ({percent(top.posterior)})")
    for group in report.combinations[:1]:
        ranked = " and ".join(map(str, group.ranks))
        yield from _wrapped(f"Two diagnoses may stand together ({ranked}): {group.because}", most=16)
    for caution in page.cautions[:MOST_LINES]:
        yield from _wrapped(f"! {caution}")


def _ranking(report: DiagnosisReport) -> Iterator[str]:
    yield ""
    for diagnosis in report.differential[:MOST_DIAGNOSES]:
        figure = percent(diagnosis.posterior).replace("\u00a0", " ")
        gene = clean(", ".join(diagnosis.genes[:2]))
        tail = f" {cut(gene, 14)}" if gene else ""
        room = WIDTH - 16 - wide(tail)
        number = cut(f" {_flat(diagnosis.disease_id)}", ID_ROOM) if diagnosis.disease_id else ""
        name = cut(_flat(diagnosis.disease_name), room - wide(number))
        yield f"{diagnosis.rank:>4}  {figure:>6}  {name}{number}{tail}".rstrip()
    yield f"      {percent(report.unlisted_posterior).replace(chr(0xA0), ' '):>6}  none of the diseases known here"


def _variants(page: Page) -> Iterator[str]:
    """Yield the variants of the diagnoses of the first page, and an event that is no variant."""
    variants = list(dict.fromkeys(variant for diagnosis in page.together for variant in diagnosis.variants))
    records = [record for record in map(page.record, variants[:MOST_LINES]) if record]
    if records:
        yield ""
    for record in records:
        graded = CLASSES[record.classification] if record.classification else "not graded"
        origin = f", {record.inheritance}" if record.inheritance else ""
        figure = f" ({points_told(record.points)})" if record.points is not None else ""
        effect = "" if record.name else f"{terms(record.consequence)}, "
        yield from _wrapped(
            f"{record.gene or ''} {named(record)}: {effect}{carried(record.genotypes)}{origin}; {graded}{figure}"
        )
    for diagnosis in page.together:
        if diagnosis.event and not diagnosis.variants:
            yield ""
            yield from _wrapped(f"{diagnosis.mechanism.capitalize()}: {diagnosis.event}")


def _arguments(page: Page, top: Diagnosis) -> Iterator[str]:
    items = page.arguments(top, MOST_ARGUMENTS)
    if not items:
        return
    yield ""
    yield "For and against the first (log10 likelihood ratio):"
    largest = max(abs(item.log10_lr) for item in items) or 1.0
    for item in items:
        length = max(1, round(abs(item.log10_lr) / largest * BAR))
        mark = ("+" if item.log10_lr >= 0 else "-") * length
        left, right = ("", mark) if item.log10_lr >= 0 else (mark, "")
        label = cut(_flat(f"{page.label(item)} {page.tag(item)}"), WIDTH - 2 * BAR - 14)
        yield f"  {signed(item.log10_lr):>6} {left:>{BAR}}|{right:<{BAR}} {label}"


def _changes(report: DiagnosisReport) -> Iterator[str]:
    if report.changes:
        yield ""
        yield "Changed since the earlier report:"
    for change in report.changes[:MOST_CHANGES]:
        yield from _wrapped(f"  {change.what}: {change.before} → {change.after}; {change.because}", most=3)
    if len(report.changes) > MOST_CHANGES:
        yield f"  and {len(report.changes) - MOST_CHANGES} more, in the report"


def _next(report: DiagnosisReport) -> Iterator[str]:
    if report.next_questions:
        yield ""
    for question in report.next_questions[:MOST_QUESTIONS]:
        yield from _wrapped(f"Next: {question.question} {question.why}")


def _secondary(report: DiagnosisReport) -> Iterator[str]:
    """Yield what came of looking for secondary findings; nothing of it is named where it was not asked for."""
    found = report.secondary_findings
    if found.state == "withheld":
        yield ""
        yield "Secondary findings: consent was withheld, they were not looked for."
    elif found.state == "reported":
        count = len(found.findings)
        genes = ", ".join(dict.fromkeys(clean(one.gene) for one in found.findings))
        yield ""
        yield from _wrapped(
            f"Secondary findings: {count} ({genes}), on a page of their own in the report"
            if count
            else "Secondary findings: none found; what that does not exclude stands in the report"
        )
    elif found.because:
        yield ""
        yield from _wrapped(f"Secondary findings: {found.because}")


def _not_done(report: DiagnosisReport) -> Iterator[str]:
    if report.not_done:
        yield ""
    for step in report.not_done[:MOST_LINES]:
        remedy = f" → {step.remedy}" if step.remedy else ""
        yield from _wrapped(f"Not done: {step.what}: {step.why}{remedy}")
    if len(report.not_done) > MOST_LINES:
        yield f"Not done: {len(report.not_done) - MOST_LINES} more, in the report"


def _flat(words: str) -> str:
    return " ".join(clean(words).split())


def wide(words: str) -> int:
    """Return the columns that a text takes: two for a wide East Asian letter, none for a combining mark."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def cut(words: str, room: int) -> str:
    """Return the text cut with an ellipsis to ``room`` columns."""
    if wide(words) <= room:
        return words
    kept = ""
    for letter in words:
        if wide(kept + letter) > room - 1:
            break
        kept += letter
    return f"{kept}…"


def _wrapped(words: str, *, most: int = 8) -> Iterator[str]:
    """Break a text into lines of eighty columns, further ones indented; a very long text ends in an ellipsis."""
    line, count = "", 0
    for word in _flat(words).split(" "):
        fitted = cut(word, WIDTH - 4)
        longer = f"{line} {fitted}" if line.strip() else f"{line}{fitted}"
        if wide(longer) <= WIDTH:
            line = longer
            continue
        yield line
        count += 1
        if count == most:
            yield "  …"
            return
        line = f"  {fitted}"
    yield line
