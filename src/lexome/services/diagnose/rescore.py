"""A kept case opened again: what the call adds is joined, and what no longer agrees with the files is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lexome.core.case import EARLIER, Case, Consent, Finding, Sex
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.services.diagnose.case_folder import PLACED_BY, InputFile, Kept, fingerprint, read_case
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.examined import Examined, looked_up_again
from lexome.services.diagnose.patient import age_given, given_findings, packet_of, sex_given, with_note
from lexome.services.diagnose.scope import Scope, scope_of
from lexome.services.diagnose.structural import males_of

if TYPE_CHECKING:
    from lexome.core.provenance import Provenance
    from lexome.lab import Lab
    from lexome.services.diagnose.patient import Intake
    from lexome.services.diagnose.question import Ask

ALWAYS_HASHED = 64 << 20
"""Bytes: up to this size (a large exome) a file is hashed again; beyond it only when its size or time has changed.
Hashing takes about 0.1 CPU-s a 64 MB."""

FIXED = ("ped", "proband", "assembly")
"""Options that decided how the file was read."""

READ_AGAIN = "run in full: lexome diagnose --vcf … --case-dir FOLDER"


@dataclass(frozen=True, slots=True)
class Reopened:
    """A case as kept with what the call adds, findings not yet resolved."""

    given: Case
    engine: Engine
    examined: Examined | None
    age: str | None
    read_with: Provenance
    inputs: tuple[InputFile, ...]


def reopened(ask: Ask, lab: Lab, intake: Intake) -> Reopened:
    """Return the case of ``ask.rescore``.

    Raises
    ------
    BadInput
        when the folder cannot be used, or its answer would not be that of the files it was made from.
    """
    assert ask.rescore is not None
    opened = read_case(ask.rescore)
    kept = opened.kept
    problems = [*_fixed(ask, kept), *_differing(ask, kept)]
    intake.problems.extend(kept.problems)
    given = joined(kept, ask, lab, intake)
    read_with = kept.read_with if given.note is None or given.note == kept.case.note else lab.provenance()
    predicted = {one.allele: one.splice for one in kept.scored}
    scope, told = _scope(ask, kept, lab)
    problems.extend(told)
    engine = Engine(lab, fasta=ask.fasta or _path(kept, "fasta"), scope=scope, predicted=predicted)
    examined = opened.examined
    if examined is not None:
        problems += [*_placed_otherwise(kept, lab), *_copies_otherwise(kept.case, given, examined)]
    if any(problem.level is Level.ERROR for problem in problems):
        raise BadInput([*intake.problems, *problems])
    intake.problems.extend(problems)
    if examined is not None:
        examined = looked_up_again(examined, engine)
    return Reopened(given, engine, examined, ask.age or kept.age, read_with, kept.inputs)


def _scope(ask: Ask, kept: Kept, lab: Lab) -> tuple[Scope, tuple[Problem, ...]]:
    """Return the scope of the call, else the one the case was kept with."""
    if ask.scope or ask.panel:
        return scope_of(ask.scope, ask.panel, lab.knowledge("genes"))
    return kept.scope, ()


def joined(kept: Kept, ask: Ask, lab: Lab, intake: Intake) -> Case:
    """Return the kept case with the findings, note, sex and age of the call; what is said later holds."""
    intake.language = kept.language
    packet = packet_of(ask, intake)
    note_file = ask.note or (packet.note_file if packet else None)
    case = kept.case
    added = Case(case.id, findings=(*(packet.case.findings if packet else ()), *given_findings(ask)))
    if note_file is not None:
        case = replace(case, note=None, findings=tuple(_of_earlier_note(finding) for finding in case.findings))
        added = with_note(added, note_file, lab, intake)
    said = {_key(finding, lab) for finding in added.findings}
    still = tuple(finding for finding in case.findings if _key(finding, lab) not in said)
    sex = sex_given(ask, packet.case if packet else Case(""), intake)
    return replace(
        case,
        findings=(*still, *added.findings),
        note=added.note if note_file is not None else case.note,
        sex=sex if ask.sex or sex is not Sex.UNKNOWN else case.sex,
        secondary=packet.case.secondary if packet and packet.case.secondary is Consent.WITHHELD else case.secondary,
        age_years=age_given(ask, packet.case if packet and packet.case.age_years else case, intake),
    )


def _key(finding: Finding, lab: Lab) -> tuple[str, str]:
    """Return what a statement is about: the term under its current id, and whose finding it is."""
    row = lab.knowledge("hpo").resolve(finding.hpo_id).index
    return (lab.knowledge("hpo").id_of(row) if row is not None else finding.hpo_id, finding.relative or "")


def _of_earlier_note(finding: Finding) -> Finding:
    """Return a finding of the note that a new one takes the place of: it holds, its place in the text does not."""
    if finding.span is None:
        return finding
    return replace(finding, span=None, because=f"{EARLIER}{finding.span.quote}")


def _path(kept: Kept, role: str) -> Path | None:
    file = kept.input(role)
    return file.path if file else None


def _fixed(ask: Ask, kept: Kept) -> list[Problem]:
    given = [f"--{name}" for name in FIXED if getattr(ask, name)]
    if ask.fasta is not None and kept.input("fasta") is None:
        given.append("--fasta")
    if ask.vcf is not None and kept.input("vcf") is None:
        given.append("--vcf")
    message = "this decides how the variants are read, which was done when the folder was made"
    return [Problem(Level.ERROR, "rescore-fixed", option, message, READ_AGAIN) for option in given]


def _differing(ask: Ask, kept: Kept) -> list[Problem]:
    """Return which files are not what the folder was made from; one that is gone is told, not refused."""
    now = {"vcf": ask.vcf, "fasta": ask.fasta}
    problems = []
    for file in kept.inputs:
        path = now.get(file.role) or file.path
        if not path.exists():
            if file.role in {"vcf", "ped"}:
                message = (
                    f"the {file.role.upper()} that the folder was made from is not there; the kept alleles were used"
                )
                problems.append(
                    Problem(Level.NOTICE, "input-gone", path.name, message, "nothing, if it was moved away")
                )
        elif not _same(file, path):
            problems.append(_changed(file, path))
    return problems


def _changed(file: InputFile, path: Path) -> Problem:
    if file.role == "note":
        message = "the note has changed since the folder was made; what was read from it then was used"
        return Problem(Level.WARNING, "input-changed", path.name, message, "give the new note: --note FILE")
    message = f"this {file.role.upper()} is not the one that the folder was made from"
    return Problem(Level.ERROR, "input-changed", path.name, message, READ_AGAIN)


def _same(file: InputFile, path: Path) -> bool:
    found = path.stat()
    if found.st_size != file.size:
        return False
    untouched = found.st_mtime_ns == file.modified_ns and path.resolve() == file.path
    if file.role == "fasta" or (untouched and file.size > ALWAYS_HASHED):
        return untouched
    return fingerprint(file.role, path).sha256 == file.sha256


def _copies_otherwise(case: Case, given: Case, examined: Examined) -> list[Problem]:
    """Refuse another sex where copy numbers were called: how many copies of X and Y are usual was decided by it."""
    before, now = (examined.sample in males_of(one, examined.sample, sex=examined.sex) for one in (case, given))
    if before is now or not examined.beyond.structural_records:
        return []
    message = (
        f"copy numbers were read with {'one copy' if before else 'two copies'} of X as usual; another sex says other"
    )
    return [Problem(Level.ERROR, "rescore-fixed", "--sex", message, f"{READ_AGAIN} --sex {given.sex}")]


def _placed_otherwise(kept: Kept, lab: Lab) -> list[Problem]:
    lab.knowledge("transcripts")
    now = {one.name: one.sha256 for one in lab.provenance().data}
    message = "the alleles were placed on another release of the transcripts"
    return [
        Problem(Level.ERROR, "placed-otherwise", name, message, READ_AGAIN)
        for name in PLACED_BY
        if now.get(name, "") != kept.release(name)
    ]
