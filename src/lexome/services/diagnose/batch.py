"""Many cases: phenopackets in, one result line a case out, in input order, on every core."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from lexome.core.errors import BadInput, LexomeError
from lexome.core.problem import Level, Problem
from lexome.core.settings import Settings
from lexome.formats.atomic import atomic
from lexome.formats.phenopacket import parse_phenopacket
from lexome.services.diagnose.lines import BadLine, ResultLine, result_line
from lexome.services.diagnose.patient import Intake, resolved, with_note
from lexome.services.diagnose.scope import EVERYTHING, Scope
from lexome.services.diagnose.unfinished import Unfinished, fingerprint, key_of

if TYPE_CHECKING:
    from lexome.core.case import Case
    from lexome.knowledge.hpo import Ontology
    from lexome.lab import Lab
    from lexome.services.diagnose.engine import Engine

CHUNK = 16
"""Cases handed to a worker at once: enough to drown the cost of handing over, few enough for steady progress."""

GRADED = 10
"""Leading diagnoses of a case whose variants are graded."""

PARALLEL_FROM = 64
"""Fewer cases than this run in this process: starting others would cost more than it saves."""


FAULTS = (LexomeError, ArithmeticError, AttributeError, EOFError, LookupError, OSError, TypeError, ValueError)
"""What a fault of ours on one case may raise; the run goes on."""


@dataclass(frozen=True, slots=True)
class Job:
    """One case as text, with where it stands and where its relative paths start."""

    where: str
    name: str
    base: Path
    text: str


def jobs_in(cases: Path) -> list[Job]:
    """Return the cases of a file (one a line) or of a folder and those in it (one a file, by path).

    Raises
    ------
    BadInput
        when there is no such file, or nothing in it.
    """
    try:
        if cases.is_dir():
            found = [
                Job(str(path), path.stem, path.parent, path.read_text(encoding="utf-8", errors="replace"))
                for path in sorted(cases.rglob("*.json"))
            ]
        else:
            text = cases.read_text(encoding="utf-8-sig", errors="replace")
            found = [
                Job(f"{cases}, line {number}", f"line {number}", cases.parent, line)
                for number, line in enumerate(text.split("\n"), start=1)
                if line.strip()
            ]
    except OSError as error:
        raise BadInput([_no_cases(cases, error.strerror or "cannot be read")]) from error
    if not found:
        raise BadInput([_no_cases(cases, "there is no case in it")])
    return found


def _no_cases(cases: Path, message: str) -> Problem:
    return Problem(
        Level.ERROR,
        "no-cases",
        str(cases),
        message,
        "give a .jsonl file of phenopackets, one a line, or a folder with .json files",
    )


@dataclass(frozen=True, slots=True)
class How:
    """How the cases of a batch are answered."""

    top: int
    fasta: Path | None = None
    scope: Scope = EVERYTHING
    secondary: str | None = None
    processes: int = 0


def run_batch(jobs: list[Job], out: Path, lab: Lab, how: How) -> tuple[int, int]:
    """Write the line of every case to ``out`` and return how many cases there were and how many were bad.

    Lines are kept as they are made; a run that was stopped goes on with the next one of the same call.
    """
    bad = 0
    keys = [key_of(job.text, job.base) for job in jobs]
    options = f"{how.top} {how.scope} {how.secondary} {fasta_state(how.fasta)}"
    with Unfinished(out, fingerprint(lab.settings, options)) as finished, atomic(out) as handle:
        lines = _lines([job for job, key in zip(jobs, keys, strict=True) if key not in finished], lab, how)
        for done, key in enumerate(keys, start=1):
            if key not in finished:
                finished.add(key, next(lines))
            line = finished.line(key)
            handle.write(line)
            bad += b'"differential"' not in line
            lab.progress("cases", done=done, total=len(jobs))
    return len(jobs), bad


def fasta_state(fasta: Path | None) -> str:
    """Return what tells whether a FASTA is still the same."""
    if fasta is None or not fasta.exists():
        return str(fasta)
    found = fasta.stat()
    return f"{fasta.resolve()} {found.st_size} {found.st_mtime_ns}"


def _lines(jobs: list[Job], lab: Lab, how: How) -> Iterator[bytes]:
    workers = how.processes or os.cpu_count() or 1
    heavy = any('"vcf"' in job.text.lower() for job in jobs)
    if workers == 1 or (len(jobs) < PARALLEL_FROM and not (heavy and len(jobs) > 1)):
        engine = _engine(lab, how)
        for job in jobs:
            yield _text(line_of(job, engine, how))
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    size = 1 if heavy else CHUNK
    try:
        with ProcessPoolExecutor(min(workers, len(jobs)), initializer=_start, initargs=(lab.settings, how)) as pool:
            for lines in pool.map(_work, _chunks(jobs, size)):
                yield from lines
    except BrokenProcessPool as error:
        message = "a worker process was ended from outside, most often for want of memory; finished lines are kept"
        remedy = "run the same call again, with fewer --jobs"
        raise BadInput([Problem(Level.ERROR, "worker-ended", "--cases", message, remedy)]) from error


def _chunks(jobs: Iterable[Job], size: int) -> Iterator[list[Job]]:
    rest = iter(jobs)
    while chunk := list(islice(rest, size)):
        yield chunk


def _engine(lab: Lab, how: How) -> Engine:
    from lexome.services.diagnose.engine import Engine

    return Engine(lab, fasta=how.fasta, scope=how.scope)


def _text(line: BadLine | ResultLine) -> bytes:
    return line.model_dump_json().encode() + b"\n"


_worker: dict[str, tuple[Engine, How]] = {}


def _start(settings: Settings, how: How) -> None:
    """Open the lab of a worker process once; models keep to one thread, since every core has its worker."""
    from lexome.lab import Lab

    _worker["engine"] = (_engine(Lab(replace(settings, jobs=1)), how), how)


def _work(jobs: list[Job]) -> list[bytes]:
    engine, how = _worker["engine"]
    return [_text(line_of(job, engine, how)) for job in jobs]


def line_of(job: Job, engine: Engine, how: How) -> BadLine | ResultLine:
    """Return the result line of one case; a bad case, or a fault of ours on it, becomes a line with its problems."""
    try:
        return _line(job, engine, how)
    except BadInput as error:
        return BadLine(case_id=_id_in(job), problems=error.problems)
    except FAULTS as error:
        fault = Problem(
            Level.ERROR,
            "internal-error",
            job.where,
            f"Lexome failed on this case ({type(error).__name__})",
            "run it alone with LEXOME_DEBUG=1 and report the trace",
        )
        return BadLine(case_id=_id_in(job), problems=(fault,))


def _id_in(job: Job) -> str:
    """Return the id of a case that could not be used, or where it stands when its text tells none."""
    try:
        document = json.loads(job.text)
    except (ValueError, RecursionError):
        return job.name
    case_id = document.get("id") if isinstance(document, dict) else None
    return str(case_id) if isinstance(case_id, str | int) and case_id else job.name


def _line(job: Job, engine: Engine, how: How) -> BadLine | ResultLine:
    from lexome.services.diagnose.genotyped import carried_alleles
    from lexome.services.diagnose.secondary import agreed

    packet = parse_phenopacket(job.text, where=job.where, base=job.base)
    intake = Intake(list(packet.case.problems))
    case = with_note(packet.case, packet.note_file, engine.lab, intake)
    case = replace(case, id=case.id or job.name, findings=resolved(case.findings, engine.lab.knowledge("hpo"), intake))
    case, against = agreed(case, how.secondary)
    if against:
        intake.problems.append(consent_withheld(job.where))
    genotyped = carried_alleles(case, engine, intake) if how.scope.name != "phenotype" else None
    errors = [problem for problem in intake.problems if problem.level is Level.ERROR]
    nothing = not has_signs(case, engine.lab.knowledge("hpo")) and genotyped is None
    if errors or nothing:
        problems = intake.problems if errors else [*intake.problems, nothing_to_work_on(job.where)]
        return BadLine(case_id=case.id, problems=tuple(problems))
    diagnosed = engine.diagnose(case, genotyped, keep=how.top, most=GRADED)
    return result_line(case.id, diagnosed.differential.ranking, intake.problems, top=how.top)


def has_signs(case: Case, ontology: Ontology) -> bool:
    """Whether any phenotypic abnormality is stated, present or absent; an onset or inheritance alone ranks nothing."""
    rows = (ontology.resolve(finding.hpo_id).index for finding in (*case.observed(), *case.excluded()))
    return any(row is not None and bool(ontology.is_phenotypic[row]) for row in rows)


def consent_withheld(where: str) -> Problem:
    """Return the problem of a call that asks for secondary findings of a patient who withholds consent."""
    message = "the case says that consent is withheld; secondary findings were not looked for"
    return Problem(Level.WARNING, "consent-withheld", where, message, "change what the case says, if it is wrong")


def nothing_to_work_on(where: str) -> Problem:
    """Return the problem of a case without any finding and without variants."""
    return Problem(
        Level.ERROR,
        "nothing-to-work-on",
        where,
        "no finding was given or read, and there are no variants",
        "give findings (--hpo, --note, a phenopacket with phenotypicFeatures) or a VCF (--vcf)",
    )
