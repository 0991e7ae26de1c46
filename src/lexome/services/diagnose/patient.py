"""From what was given to a Case: note, HPO terms, phenopacket and family joined, every problem collected."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lexome.core.assembly import Assembly
from lexome.core.case import BY_HAND, Case, Finding, Pedigree, Sex, Status, VariantFile, ids_in
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.phenopacket import Packet, read_phenopacket, years
from lexome.reasoning.patient_terms import patient_terms
from lexome.reasoning.relatives_findings import shared_findings, with_affected

if TYPE_CHECKING:
    from pathlib import Path

    from lexome.knowledge.hpo import Ontology
    from lexome.lab import Lab
    from lexome.services.diagnose.question import Ask


@dataclass(slots=True)
class Intake:
    """What has been read so far, and what is wrong with it."""

    problems: list[Problem] = field(default_factory=list)
    language: str = "en"
    note_file: Path | None = None

    def add(self, level: Level, code: str, where: str, message: str, remedy: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(level, code, where, message, remedy))


def case_from_question(ask: Ask, lab: Lab, intake: Intake) -> Case:
    """Return the case that the options of one call describe; what is wrong is added to ``intake``.

    Its findings still stand under the ids that were given: see ``settled``.
    """
    packet = packet_of(ask, intake)
    base = packet.case if packet else Case(id="")
    note_file = ask.note or (packet.note_file if packet else None)
    intake.note_file = note_file
    base = replace(
        base,
        findings=(*base.findings, *given_findings(ask)),
        sex=sex_given(ask, base, intake),
        age_years=age_given(ask, base, intake),
    )
    if ask.vcf:
        assembly = Assembly(ask.assembly) if ask.assembly else None
        sample_of = {ask.proband: ask.proband} if ask.proband else {}
        base = replace(base, variants=(VariantFile(ask.vcf, assembly, sample_of, "--assembly"),))
    elif ask.assembly and base.variants:
        assembly = Assembly(ask.assembly)
        stated = (replace(one, assembly=assembly, stated_by="--assembly") for one in base.variants)
        base = replace(base, variants=tuple(stated))
    case = with_note(base, note_file, lab, intake)
    pedigree = _pedigree(ask.ped, intake)
    case = replace(case, pedigree=pedigree, proband=_proband(ask, case, pedigree, intake))
    if pedigree and case.proband and case.proband in pedigree.members and case.sex is Sex.UNKNOWN:
        case = replace(case, sex=pedigree.members[case.proband].sex)
    return replace(case, id=case.id or case.proband or _stem(ask))


def settled(case: Case, lab: Lab, intake: Intake) -> Case:
    """Return the case with its findings under current ids, and relatives who share one as affected."""
    ontology = lab.knowledge("hpo")
    return _with_relatives(replace(case, findings=resolved(case.findings, ontology, intake)), ontology, intake)


def _with_relatives(case: Case, ontology: Ontology, intake: Intake) -> Case:
    shared = shared_findings(case, ontology)
    for one in shared:
        said = f"the {one.relation} ({one.person}) has {one.label}, as the patient has"
        if one.stated is None:
            message, remedy = f"{said}; taken as affected", "state it in the PED if that is wrong: 1 is unaffected"
        else:
            stated = "affected" if one.stated else "unaffected"
            message, remedy = f"{said}; the PED says {stated}, which holds", "correct the PED if that is wrong"
        intake.add(Level.NOTICE, "relative-shares-finding", one.person, message, remedy)
    return replace(case, pedigree=with_affected(case.pedigree, shared)) if case.pedigree else case


def given_findings(ask: Ask) -> list[Finding]:
    """Return the findings given as ids on the call, one by one or several with commas or spaces between them."""
    given = ((ask.hpo, Status.OBSERVED), (ask.not_hpo, Status.EXCLUDED))
    return [_given(one, status) for texts, status in given for text in texts for one in ids_in(text)]


def with_note(case: Case, note_file: Path | None, lab: Lab, intake: Intake) -> Case:
    """Return the case with the findings of its note joined to those it has."""
    if note_file is None:
        return case
    from lexome.formats.note import read_note

    note = read_note(note_file)
    intake.problems.extend(note.problems)
    if note.text is None:
        return case
    reading = lab.model("note_tagger").read(note.text)
    intake.problems.extend(reading.problems)
    intake.language = reading.language or "en"
    return replace(case, note=note.text, findings=(*case.findings, *reading.once))


def resolved(findings: tuple[Finding, ...], ontology: Ontology, intake: Intake) -> tuple[Finding, ...]:
    """Return the findings under current ids; obsolete ids are mapped with a notice, unknown ones reported.

    An unknown id given by hand is an error; in a document it is a warning and the rest is used.
    """
    kept = []
    for finding in findings:
        answer = ontology.resolve(finding.hpo_id)
        if answer.index is None:
            by_hand = finding.because == BY_HAND
            near = ", ".join(f"{hpo_id} ({label})" for hpo_id, label in ontology.near(finding.hpo_id, 3))
            intake.add(
                Level.ERROR if by_hand else Level.WARNING,
                "unknown-hpo-id",
                finding.because if not by_hand else f"--hpo {finding.hpo_id}",
                answer.message + ("" if by_hand else "; the finding was left out"),
                f"near matches: {near}" if near else "look the term up at hpo.jax.org",
            )
            continue
        if answer.replaced:
            intake.add(Level.NOTICE, "obsolete-hpo-id", finding.because, answer.message, "use the new id from now on")
        kept.append(
            replace(
                finding, hpo_id=ontology.id_of(answer.index), label=ontology.label_of(answer.index) or finding.label
            )
        )
    _note_contradictions(kept, intake)
    told = {problem.where for problem in intake.problems if problem.code == "contradictory-finding"}
    intake.problems.extend(one for one in patient_terms(kept, ontology).problems if one.where not in told)
    return tuple(kept)


def _note_contradictions(findings: list[Finding], intake: Intake) -> None:
    observed = {finding.hpo_id: finding.label for finding in findings if finding.status is Status.OBSERVED}
    excluded = {finding.hpo_id for finding in findings if finding.status is Status.EXCLUDED}
    for hpo_id in sorted(observed.keys() & excluded):
        intake.add(
            Level.WARNING,
            "contradictory-finding",
            hpo_id,
            f"{observed[hpo_id]} is stated both as present and as absent",
            "check which statement holds; it was used as present",
        )


def packet_of(ask: Ask, intake: Intake) -> Packet | None:
    """Return the phenopacket of the call, None when there is none or it cannot be used."""
    if ask.phenopacket is None:
        return None
    try:
        packet = read_phenopacket(ask.phenopacket)
    except BadInput as error:
        intake.problems.extend(error.problems)
        return None
    intake.problems.extend(packet.case.problems)
    return packet


def _given(text: str, status: Status) -> Finding:
    return Finding(hpo_id=text, label="", status=status, because=BY_HAND)


def sex_given(ask: Ask, base: Case, intake: Intake) -> Sex:
    """Return the sex that the call states, else the case's; a contradiction is told."""
    if ask.sex is None:
        return base.sex
    sex = Sex(ask.sex)
    if Sex.UNKNOWN not in {sex, base.sex} and sex is not base.sex:
        intake.add(
            Level.WARNING, "sex-differs", "--sex", "the phenopacket states another sex", "check it; --sex was used"
        )
    return sex


def age_given(ask: Ask, base: Case, intake: Intake) -> float | None:
    """Return the age in years that the call states, else the case's."""
    if ask.age is None:
        return base.age_years
    value = years(ask.age)
    if value is None:
        intake.add(
            Level.ERROR, "bad-duration", "--age", "this is not an ISO 8601 duration", "write the age as P3Y6M or P12D"
        )
    return value


def _pedigree(path: Path | None, intake: Intake) -> Pedigree | None:
    if path is None:
        return None
    from lexome.formats.ped import read_ped

    try:
        pedigree, problems = read_ped(path)
    except BadInput as error:
        intake.problems.extend(error.problems)
        return None
    intake.problems.extend(problems)
    return pedigree


def _proband(ask: Ask, case: Case, pedigree: Pedigree | None, intake: Intake) -> str | None:
    """Return who the patient is: named, or the one affected member with both parents, or the one affected member."""
    named = ask.proband or case.proband
    if pedigree is None:
        return named
    if named is not None:
        if named not in pedigree.members:
            members = ", ".join(sorted(pedigree.members)[:10])
            intake.add(
                Level.ERROR,
                "proband-not-in-ped",
                str(ask.ped),
                f"the patient {named!r} is not in the family",
                f"name one of its members with --proband: {members}",
            )
        return named
    affected = [person for person in pedigree.members.values() if person.affected]
    children = [person for person in affected if person.father or person.mother]
    candidates = children if len(children) == 1 else affected
    if len(candidates) == 1:
        return candidates[0].id
    intake.add(
        Level.ERROR,
        "proband-unclear",
        str(ask.ped),
        f"the family has {len(affected)} affected members"
        + (f": {', '.join(person.id for person in affected[:10])}" if affected else ""),
        "say who the patient is with --proband ID",
    )
    return None


def _stem(ask: Ask) -> str:
    first = next((path for path in (ask.phenopacket, ask.note, ask.vcf, ask.ped) if path), None)
    return first.name.split(".")[0] if first else "patient"
