"""Grade the variants of a VCF by the ACMG/AMP criteria and show the evidence of each."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem, errors_among
from lexome.core.variant import Significance
from lexome.formats.curation import read_curation
from lexome.formats.rule_sets import rule_set_named
from lexome.lab import Lab, Service
from lexome.reasoning.one_copy import in_men, male_members
from lexome.services.interpret import grading, intake, lines, since
from lexome.services.interpret.copy_number import copy_numbers
from lexome.services.interpret.question import Answer, Ask, VariantLine

if TYPE_CHECKING:
    from lexome.core.curation import Decision

SHOWN = 50
"""Variants held for printing when no file is written."""


def run(ask: Ask, lab: Lab) -> Answer:
    """Grade every variant that can be graded; each of the others has its line and its reason."""
    given = intake.read(ask, lab)
    decisions = _decisions(ask, given)
    grader = _grader(ask, lab, given, decisions)
    refused = grading.refusals(given.columns, given.mismatched, proband=given.family.proband if given.family else None)
    from lexome.services.interpret.bulk import common_rows, known_rows

    rows = grading.candidates(
        given.columns,
        refused,
        gatherer=grader.gatherer,
        known=known_rows(given.columns, lab),
        common=common_rows(given.columns, lab),
        most=ask.most,
    ).tolist()
    men = male_members(given.family.pedigree if given.family else None)
    called = {row: in_men(given.columns.call(row), men) for row in rows}
    copies = copy_numbers(called, grader.gatherer, given, phenotypes=grader.phenotypes)
    rows = [row for row in rows if row not in copies]
    calls = [called[row] for row in rows]
    from lexome.services.interpret.annotated import stated_consequences
    from lexome.services.interpret.splicing import predicted

    splice = predicted([call.allele for call in calls], grader.gatherer, lab, most=ask.splice_most)
    told, problems = stated_consequences(given.columns, rows, grader.gatherer.sources.annotator)
    given.problems += problems
    graded = dict(zip(rows, grader.grade(calls, splice, told), strict=True))
    _note_unused(decisions, {str(call.allele) for call in calls}, ask, given)
    earlier = since.read_earlier(ask.since) if ask.since else None
    made = copies | {row: lines.graded_line(each, people=given.people) for row, each in graded.items()}
    if earlier is not None:
        made = {row: since.with_change(line, earlier) for row, line in made.items()}
    return _answer(ask, lab, given, made, refused.reason)


def _decisions(ask: Ask, given: intake.Intake) -> dict[str, list[Decision]]:
    of_variant: dict[str, list[Decision]] = defaultdict(list)
    if ask.curation is not None:
        decisions, problems = read_curation(ask.curation)
        if errors_among(problems):
            raise BadInput(errors_among(problems))
        given.problems += problems
        for decision in decisions:
            of_variant[decision.variant].append(decision)
    return of_variant


def _note_unused(decisions: dict[str, list[Decision]], used: set[str], ask: Ask, given: intake.Intake) -> None:
    """Tell of decisions on variants that were not graded: nothing a curator wrote is dropped silently."""
    for variant in sorted(decisions.keys() - used):
        where = ask.curation.name if ask.curation else ""
        count = len(decisions[variant])
        message = f"{count} decision{'s' if count > 1 else ''} on {variant}, which was not graded"
        remedy = "write the variant as the VCF does: GRCh38:CONTIG:POS:REF:ALT"
        given.problems.append(Problem(Level.WARNING, "curation-unused", where, message, remedy))


def _grader(ask: Ask, lab: Lab, given: intake.Intake, decisions: dict[str, list[Decision]]) -> grading.Grader:
    from lexome.evidence.gather import Gatherer
    from lexome.evidence.sources import open_sources

    sources = open_sources(lab.knowledge, reference=given.reference, blind=frozenset(ask.blind))
    phenotypes: dict[str, Any] = {}
    if ask.hpo:
        from lexome.services.interpret.phenotype import matches

        phenotypes, problems = matches(ask.hpo, lab)
        given.problems += problems
    return grading.Grader(Gatherer(sources), rule_set_named(ask.rules), given.family, phenotypes, decisions)


def _answer(ask: Ask, lab: Lab, given: intake.Intake, made: dict[int, VariantLine], reasons: dict[int, str]) -> Answer:
    classes = Counter(str(line.classification) for line in made.values())
    told = [line.change for line in made.values() if line.change and line.change.before is not None]
    changed = [change for change in told if change.before != change.after]
    behind = given.behind[1] if given.behind else {}
    answer = Answer(
        graded=len(made),
        not_graded=dict(Counter(map(_kind, (*reasons.values(), *behind.values()))).most_common()),
        classes=dict(classes.most_common()),
        unread=len(_unread(given)),
        changed=len(changed),
        problems=tuple(given.problems),
    )
    if ask.out is None:
        shown = sorted(made.values(), key=_by_class)[:SHOWN]
        return answer.model_copy(update={"variants": tuple(shown)})
    counts = answer.model_dump(mode="json", exclude={"variants", "written"})
    written = lines.write(ask.out, _texts(given, made, reasons), lines.meta(lab.provenance(), **counts))
    return answer.model_copy(update={"written": written})


def _by_class(line: VariantLine) -> tuple[int, float]:
    """Return what orders lines for a reader: pathogenic first, then by points."""
    points = line.copy_number.points if line.copy_number else line.points
    order = [each.value for each in Significance]
    return order.index(line.classification) if line.classification else len(order), -(points or 0)


def _unread(given: intake.Intake) -> set[int]:
    """Return the lines of records that gave no allele: they are in no line of the answer."""
    bad = {problem.line for problem in errors_among(given.columns.problems) if problem.line is not None}
    return bad - set(given.columns.line.tolist())


def _kind(reason: str) -> str:
    return "REF is not what the reference has" if reason.startswith("REF is") else reason


def _texts(given: intake.Intake, made: dict[int, VariantLine], reasons: dict[int, str]) -> Iterator[str]:
    """Yield the line of every row of the file, in its order."""
    for row in range(len(given.columns)):
        if row in made:
            yield json.dumps(made[row].model_dump(mode="json"), ensure_ascii=False)
        else:
            yield lines.not_graded_text(given.columns, row, reasons.get(row, "not graded"))
    if given.behind is not None:
        columns, behind = given.behind
        yield from (lines.not_graded_text(columns, row, why) for row, why in behind.items())


plugin = Service(Ask, Answer, run)
