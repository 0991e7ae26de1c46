"""Many cases: phenopackets in, one result line a case out, in input order, on every core."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
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


def run_batch(jobs: list[Job], out: Path, lab: Lab, *, fasta: Path | None, top: int, processes: int) -> tuple[int, int]:
    """Write the line of every case to ``out`` and return how many cases there were and how many were bad."""
    done = bad = 0
    lines = _lines(jobs, lab, fasta=fasta, top=top, processes=processes)
    with atomic(out) as handle:
        for line in lines:
            handle.write(line.model_dump_json().encode() + b"\n")
            done += 1
            bad += isinstance(line, BadLine)
            lab.progress("cases", done=done, total=len(jobs))
    return done, bad


def _lines(
    jobs: list[Job], lab: Lab, *, fasta: Path | None, top: int, processes: int
) -> Iterator[BadLine | ResultLine]:
    workers = processes or os.cpu_count() or 1
    heavy = any('"vcf"' in job.text.lower() for job in jobs)
    if workers == 1 or (len(jobs) < PARALLEL_FROM and not heavy):
        from lexome.services.diagnose.engine import Engine

        engine = Engine(lab, fasta=fasta)
        for job in jobs:
            yield line_of(job, engine, top=top)
        return
    size = 1 if heavy else CHUNK
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(lab.settings, fasta, top)) as pool:
        for lines in pool.map(_work, _chunks(jobs, size)):
            yield from lines


def _chunks(jobs: Iterable[Job], size: int) -> Iterator[list[Job]]:
    rest = iter(jobs)
    while chunk := list(islice(rest, size)):
        yield chunk


_worker: dict[str, tuple[Engine, int]] = {}


def _start(settings: Settings, fasta: Path | None, top: int) -> None:
    """Open the lab of a worker process once."""
    from lexome.lab import Lab
    from lexome.services.diagnose.engine import Engine

    _worker["engine"] = (Engine(Lab(settings), fasta=fasta), top)


def _work(jobs: list[Job]) -> list[BadLine | ResultLine]:
    engine, top = _worker["engine"]
    return [line_of(job, engine, top=top) for job in jobs]


def line_of(job: Job, engine: Engine, *, top: int) -> BadLine | ResultLine:
    """Return the result line of one case; a bad case, or a fault of ours on it, becomes a line with its problems."""
    try:
        return _line(job, engine, top=top)
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


def _line(job: Job, engine: Engine, *, top: int) -> BadLine | ResultLine:
    from lexome.services.diagnose.genotyped import carried_alleles

    packet = parse_phenopacket(job.text, where=job.where, base=job.base)
    intake = Intake(list(packet.case.problems))
    case = with_note(packet.case, packet.note_file, engine.lab, intake)
    case = replace(case, id=case.id or job.name, findings=resolved(case.findings, engine.lab.knowledge("hpo"), intake))
    genotyped = carried_alleles(case, engine, intake)
    errors = [problem for problem in intake.problems if problem.level is Level.ERROR]
    nothing = not has_signs(case, engine.lab.knowledge("hpo")) and genotyped is None
    if errors or nothing:
        problems = intake.problems if errors else [*intake.problems, nothing_to_work_on(job.where)]
        return BadLine(case_id=case.id, problems=tuple(problems))
    diagnosed = engine.diagnose(case, genotyped, keep=top, most=GRADED)
    return result_line(case.id, diagnosed.differential.ranking, intake.problems, top=top)


def has_signs(case: Case, ontology: Ontology) -> bool:
    """Whether any phenotypic abnormality is stated, present or absent; an onset or inheritance alone ranks nothing."""
    rows = (ontology.index.get(finding.hpo_id) for finding in (*case.observed(), *case.excluded()))
    return any(row is not None and bool(ontology.is_phenotypic[row]) for row in rows)


def nothing_to_work_on(where: str) -> Problem:
    """Return the problem of a case without any finding and without variants."""
    return Problem(
        Level.ERROR,
        "nothing-to-work-on",
        where,
        "no finding was given or read, and there are no variants",
        "give findings (--hpo, --note, a phenopacket with phenotypicFeatures) or a VCF (--vcf)",
    )
