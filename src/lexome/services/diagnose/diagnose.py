"""A patient's findings, note and variants in; a ranked, explained differential diagnosis out."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from pydantic import BaseModel, Field

from lexome.core.errors import BadCall, BadInput
from lexome.core.problem import Level, Problem
from lexome.core.provenance import plain
from lexome.formats.atomic import atomic, refuse_overwriting
from lexome.lab import Lab, Service
from lexome.report.schema import SCHEMA_VERSION, DiagnosisReport
from lexome.services.diagnose.handover import other_forms, unanswerable
from lexome.services.diagnose.question import Ask


class Answer(BaseModel, frozen=True):
    """What was found and where it was written."""

    report: DiagnosisReport | None = Field(None, description="the report of one patient")
    written: tuple[str, ...] = Field((), description="files written")
    cases: int | None = Field(None, description="with --cases: how many cases were read")
    bad_cases: int | None = Field(None, description="with --cases: how many of them could not be used")

    told: tuple[str, ...] = Field((), description="with --cases: what was odd about the call")

    @property
    def messages(self) -> tuple[str, ...]:
        """What was odd about the input and yet did not stop the answer."""
        return tuple(str(problem) for problem in self.report.problems) if self.report else self.told

    def as_text(self) -> str:
        """Return the summary for a terminal."""
        if self.report is None:
            bad = f", {self.bad_cases} of them could not be used (see 'problems')" if self.bad_cases else ""
            return f"{self.cases} cases{bad}\n" + "\n".join(self.written)
        from lexome.report.terminal import summary

        where = next((path for path in self.written if path.endswith(".html")), "")
        return summary(self.report) + (f"\n\nReport: {where}" if where else "")


def run(ask: Ask, lab: Lab) -> Answer:
    """Answer one patient, or with ``cases`` many."""
    if ask.cases and (problems := list(unanswerable(ask))):
        raise BadInput(problems)
    return _many(ask, lab) if ask.cases else _one(ask, lab)


def _many(ask: Ask, lab: Lab) -> Answer:
    from lexome.services.diagnose.batch import How, jobs_in, run_batch
    from lexome.services.diagnose.scope import EVERYTHING, scope_of

    if ask.cases is None or ask.out is None:
        problem = Problem(
            Level.ERROR, "no-out", "--out", "a batch needs a file to write to", "give --out RESULTS.jsonl"
        )
        raise BadCall([problem])
    refuse_overwriting(ask.out, ask.cases)
    jobs = jobs_in(ask.cases)
    scope, told = scope_of(ask.scope, ask.panel, lab.knowledge("genes")) if ask.scope or ask.panel else (EVERYTHING, ())
    how = How(
        top=ask.top,
        fasta=ask.fasta,
        scope=scope,
        secondary=ask.secondary,
        processes=ask.jobs or lab.settings.jobs,
    )
    done, bad = run_batch(jobs, ask.out, lab, how)
    meta = ask.out.with_name(ask.out.name + ".meta.json")
    for name in ("hpo", "diseases"):
        lab.knowledge(name)
    stamp = {"schema_version": SCHEMA_VERSION, "provenance": dataclasses.asdict(lab.provenance())}
    with atomic(meta) as handle:
        handle.write(json.dumps(stamp, indent=2, default=plain).encode() + b"\n")
    return Answer(written=(str(ask.out), str(meta)), cases=done, bad_cases=bad, told=tuple(map(str, told)))


def _one(ask: Ask, lab: Lab) -> Answer:
    from lexome.services.diagnose.batch import nothing_to_work_on
    from lexome.services.diagnose.one_patient import report_of

    if not any((ask.note, ask.hpo, ask.not_hpo, ask.phenopacket, ask.vcf, ask.rescore)):
        raise BadCall([nothing_to_work_on("lexome diagnose")])
    report, variants = report_of(ask, lab)
    if ask.out is None:
        return Answer(report=report)
    written = _write(report, ask.out, lab, other_forms(ask, report, lab))
    if "vcf" in ask.also and variants is not None:
        from lexome.services.diagnose.evidence_vcf import write_evidence

        target = ask.out / "evidence.vcf.gz"
        refuse_overwriting(target, variants)
        write_evidence(variants, target, report)
        written = (*written, target)
    return Answer(report=report, written=tuple(map(str, written)))


def _write(report: DiagnosisReport, out: Path, lab: Lab, others: dict[str, str]) -> tuple[Path, ...]:
    from lexome.formats.atomic import write_together
    from lexome.report.html import render
    from lexome.report.tables import differential_tsv, variants_tsv

    return write_together(
        out,
        {
            "report.html": render(report, compiled=lab.settings.cache_dir / "templates"),
            "report.json": report.model_dump_json(indent=2) + "\n",
            "differential.tsv": differential_tsv(report),
            "variants.tsv": variants_tsv(report),
            **others,
        },
    )


plugin = Service(Ask, Answer, run)
