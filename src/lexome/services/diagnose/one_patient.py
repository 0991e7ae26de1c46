"""One patient from the call to the report: the case as given or as kept, diagnosed, and kept again when asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lexome import __version__
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem, errors_among
from lexome.services.diagnose.batch import consent_withheld, has_signs, nothing_to_work_on
from lexome.services.diagnose.document import document
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.examined import examine
from lexome.services.diagnose.genotyped import Genotyped, weighed
from lexome.services.diagnose.handover import unanswerable
from lexome.services.diagnose.patient import Intake, case_from_question, settled
from lexome.services.diagnose.scope import EVERYTHING, scope_of
from lexome.services.diagnose.secondary import agreed
from lexome.services.diagnose.since import read_earlier, with_changes

if TYPE_CHECKING:
    from pathlib import Path

    from lexome.core.case import Case
    from lexome.core.provenance import Provenance
    from lexome.lab import Lab
    from lexome.report.schema import DiagnosisReport
    from lexome.services.diagnose.case_folder import InputFile
    from lexome.services.diagnose.question import Ask

KEEP = 50
"""Diagnoses explained in a report."""

DESCRIBED = 10
"""Diagnoses whose variants are described and graded in a report."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One case taken in: as given, under current ids, with its alleles weighed.

    ``problems`` are those of what was given, before findings were resolved and alleles looked up; ``read_with`` is what
    was used until then (to read the note); ``inputs`` the files it was made from, where they are known already.
    """

    given: Case
    case: Case
    engine: Engine
    genotyped: Genotyped | None
    problems: tuple[Problem, ...]
    age: str | None
    read_with: Provenance
    inputs: tuple[InputFile, ...] = ()


def report_of(ask: Ask, lab: Lab) -> tuple[DiagnosisReport, Path | None]:
    """Return the report of the patient of a call, and the file of variants it is about; ``case_dir`` keeps the case.

    Raises
    ------
    BadInput
        with everything that is wrong with what was given.
    """
    intake = Intake()
    earlier = read_earlier(ask.since) if ask.since else None
    taken = _kept_before(ask, lab, intake) if ask.rescore else _as_given(ask, lab, intake)
    _refuse_bad(ask, intake)
    if not has_signs(taken.case, lab.knowledge("hpo")) and taken.genotyped is None:
        raise BadInput([*intake.problems, nothing_to_work_on(_looked_at(ask))])
    lab.progress("weighing diseases", done=0, total=None)
    engine = taken.engine
    diagnosed = engine.diagnose(taken.case, taken.genotyped, keep=KEEP, most=DESCRIBED)
    if ask.also:
        lab.knowledge("genes")  # opened before the provenance is taken: gene ids of the other forms come from it
    report = document(taken.case, diagnosed, taken.genotyped, engine=engine, intake=intake, lab=lab, age=taken.age)
    report = report.model_copy(update={"provenance": _with_earlier(report.provenance, taken.read_with)})
    if earlier is not None:
        report = with_changes(report, earlier)
    if ask.case_dir is not None:
        _keep(ask, taken, intake, report)
    variants = taken.given.variants[0].path if taken.genotyped and taken.given.variants else None
    return report, ask.vcf or variants


def _with_earlier(now: Provenance, earlier: Provenance) -> Provenance:
    """Return the provenance of an answer with what a note had been read with when the case was kept."""
    data = {(one.name, one.release): one for one in (*earlier.data, *now.data)}
    models = tuple(dict.fromkeys((*earlier.models, *now.models)))
    return replace(now, data=tuple(data[key] for key in sorted(data)), models=models)


def _as_given(ask: Ask, lab: Lab, intake: Intake) -> Taken:
    scope, told = scope_of(ask.scope, ask.panel, lab.knowledge("genes")) if ask.scope or ask.panel else (EVERYTHING, ())
    intake.problems.extend(told)
    given = _with_consent(case_from_question(ask, lab, intake), ask, intake)
    problems, read_with = tuple(intake.problems), lab.provenance()
    case = settled(given, lab, intake)
    engine = Engine(lab, fasta=ask.fasta, scope=scope)
    examined = examine(case, engine, intake) if scope.name != "phenotype" else None
    genotyped = None if examined is None else weighed(case, examined, engine, intake)
    return Taken(given, case, engine, genotyped, problems, ask.age, read_with)


def _with_consent(case: Case, ask: Ask, intake: Intake) -> Case:
    case, against = agreed(case, ask.secondary)
    if against:
        intake.problems.append(consent_withheld("--secondary"))
    return case


def _kept_before(ask: Ask, lab: Lab, intake: Intake) -> Taken:
    """Return the case of a folder with what the call adds; its file of variants is not read."""
    from lexome.services.diagnose.rescore import reopened

    again = reopened(ask, lab, intake)
    given = _with_consent(again.given, ask, intake)
    problems = tuple(intake.problems)
    case = settled(given, lab, intake)
    examined = again.examined if again.engine.scope.name != "phenotype" else None
    genotyped = None if examined is None else weighed(case, examined, again.engine, intake)
    return Taken(given, case, again.engine, genotyped, problems, again.age, again.read_with, again.inputs)


def _keep(ask: Ask, taken: Taken, intake: Intake, report: DiagnosisReport) -> None:
    from lexome.services.diagnose.case_folder import Kept, alleles_of, fingerprint, scored_of, write_case

    assert ask.case_dir is not None
    variants = taken.given.variants[0].path if taken.given.variants else None
    files = {"vcf": variants, "ped": ask.ped, "note": intake.note_file, "fasta": ask.fasta}
    made_from = taken.inputs or tuple(fingerprint(role, path) for role, path in files.items() if path is not None)
    examined = taken.genotyped.whole if taken.genotyped else None
    kept = Kept(
        lexome_version=__version__,
        created=report.provenance.created,
        case=replace(taken.given, problems=()),
        language=intake.language,
        problems=taken.problems,
        age=taken.age,
        read_with=taken.read_with,
        scope=taken.engine.scope,
        inputs=made_from,
        releases=report.provenance.data,
        alleles=alleles_of(examined) if examined else None,
        scored=scored_of(taken.engine.predicted),
    )
    write_case(ask.case_dir, kept, examined)


def _refuse_bad(ask: Ask, intake: Intake) -> None:
    problems = [*intake.problems, *unanswerable(ask)]
    if ask.out and ask.out.exists() and not ask.out.is_dir():
        message = "this is a file, a folder is needed"
        problems.append(Problem(Level.ERROR, "cannot-write", str(ask.out), message, "choose another --out"))
    if errors_among(problems):
        raise BadInput(problems)


def _looked_at(ask: Ask) -> str:
    names = ("note", "hpo", "phenopacket", "vcf", "rescore")
    given = [f"--{name.replace('_', '-')}" for name in names if getattr(ask, name)]
    return ", ".join(given) or "lexome diagnose"
