"""What differs from an earlier report of the case: which diseases and variants moved, and which fact moved them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lexome.report.schema import Change, Diagnosis, DiagnosisReport, EvidenceRecord, FindingRecord
from lexome.report.variant_changes import variant_reasons
from lexome.report.variant_schema import VariantRecord
from lexome.report.wording import CLASSES, STATUSES, percent, short_variant, signed

WATCHED = 10
"""Leading diagnoses of either report that are compared."""

LEAST_MOVE = 0.01
"""Probability that a diagnosis must reach, before or now, for its change of rank to be told, or by which it moved."""

LEAST_WEIGHT = 0.05
"""Change of a log10 likelihood ratio below which an argument has not changed: it prints as at most 0.05."""

MOST_REASONS = 3
NOT_THERE = "not there"


def changes(earlier: DiagnosisReport, now: DiagnosisReport) -> tuple[Change, ...]:
    """Return what moved, diagnoses first, then variants, then the facts that are new."""
    facts = Facts(earlier, now)
    return (*_diagnoses(earlier, now, facts), *_variants(earlier, now, facts), *facts.listed())


@dataclass(frozen=True)
class Facts:
    """What was given and known, before and now."""

    earlier: DiagnosisReport
    now: DiagnosisReport

    @cached_property
    def findings(self) -> dict[str, str]:
        """What became of each finding that differs, by HPO id."""
        before, after = _statuses(self.earlier.findings), _statuses(self.now.findings)
        told = {}
        for hpo_id, (label, status) in after.items():
            was = before.get(hpo_id)
            if was is None:
                told[hpo_id] = f"new finding: {label} ({status})"
            elif was[1] != status:
                told[hpo_id] = f"{label} was {was[1]}, is {status}"
        for hpo_id in before.keys() - after.keys():
            told[hpo_id] = f"{before[hpo_id][0]} is no longer given"
        return told

    @property
    def all_findings(self) -> str:
        """What became of the findings, for an argument that rests on all of them; '' when nothing differs."""
        told = list(self.findings.values())
        more = f" and {len(told) - MOST_REASONS} more" if len(told) > MOST_REASONS else ""
        return f"how all findings fit together ({'; '.join(told[:MOST_REASONS])}{more})" if told else ""

    @cached_property
    def releases(self) -> list[tuple[str, str, str]]:
        """Tables of knowledge that differ: name, release before, release now."""
        before = {one.name: one for one in self.earlier.provenance.data}
        after = {one.name: one for one in self.now.provenance.data}
        found = []
        for name in sorted(before.keys() | after.keys()):
            old, new = before.get(name), after.get(name)
            if (old.sha256 if old else "") != (new.sha256 if new else ""):
                found.append((name, old.release if old else NOT_THERE, new.release if new else NOT_THERE))
        return found

    @cached_property
    def version(self) -> tuple[str, str]:
        """Version of Lexome, before and now."""
        return self.earlier.provenance.lexome_version, self.now.provenance.lexome_version

    @property
    def knowledge(self) -> str:
        """What of the knowledge or the program differs, '' when nothing does."""
        told = [f"{name} {old} → {new}" for name, old, new in self.releases]
        if self.version[0] != self.version[1]:
            told.append("Lexome {} → {}".format(*self.version))
        return "; ".join(told)

    @cached_property
    def family(self) -> list[tuple[str, str, str]]:
        """Members of the family that differ: id, before, now."""
        before, after = _members(self.earlier), _members(self.now)
        names = sorted(before.keys() | after.keys())
        pairs = ((name, before.get(name, NOT_THERE), after.get(name, NOT_THERE)) for name in names)
        return [pair for pair in pairs if pair[1] != pair[2]]

    @cached_property
    def patient(self) -> list[tuple[str, str, str]]:
        """What differs of the patient and the scope: what, before, now."""
        pairs = [
            ("Sex", self.earlier.patient.sex, self.now.patient.sex),
            ("Age", self.earlier.patient.age or NOT_THERE, self.now.patient.age or NOT_THERE),
            ("Examined", self.earlier.scope, self.now.scope),
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]

    def listed(self) -> Iterator[Change]:
        """Yield every fact that differs, as a change of its own."""
        before, after = _statuses(self.earlier.findings), _statuses(self.now.findings)
        for hpo_id, why in self.findings.items():
            label = (after.get(hpo_id) or before[hpo_id])[0]
            states = [each[hpo_id][1] if hpo_id in each else NOT_THERE for each in (before, after)]
            because = why if NOT_THERE in states else "given otherwise"
            yield Change(what=f"Finding: {label}", before=states[0], after=states[1], because=because)
        for name, old, new in self.family:
            yield Change(what=f"Family: {name}", before=old, after=new, because="the family given differs")
        for what, old, new in self.patient:
            yield Change(what=what, before=old, after=new, because="given otherwise")
        for name, old, new in self.releases:
            yield Change(what=f"Knowledge: {name}", before=old, after=new, because="another release is in use")
        if self.version[0] != self.version[1]:
            yield Change(what="Lexome", before=self.version[0], after=self.version[1], because="another version ran")


def _diagnoses(earlier: DiagnosisReport, now: DiagnosisReport, facts: Facts) -> Iterator[Change]:
    before = {_key(one): one for one in earlier.differential}
    after = {_key(one): one for one in now.differential}
    watched = [*now.differential[:WATCHED], *earlier.differential[:WATCHED]]
    for key in dict.fromkeys(map(_key, watched)):
        old, new = before.get(key), after.get(key)
        named = new or old
        if named is None or not _moved(old, new):
            continue
        because = "; ".join(_why(old, new, facts)) or facts.knowledge or "other diagnoses weigh otherwise than before"
        yield Change(what=named.disease_name, before=_place(old), after=_place(new), because=because)
    if abs(earlier.unlisted_posterior - now.unlisted_posterior) >= LEAST_MOVE:
        shares = [percent(one.unlisted_posterior) for one in (earlier, now)]
        yield Change(what="None of the diseases known here", before=shares[0], after=shares[1], because="what is left")


def _moved(old: Diagnosis | None, new: Diagnosis | None) -> bool:
    shares = [one.posterior if one else 0.0 for one in (old, new)]
    ranks = [one.rank if one else 0 for one in (old, new)]
    return abs(shares[0] - shares[1]) >= LEAST_MOVE or (ranks[0] != ranks[1] and max(shares) >= LEAST_MOVE)


def _why(old: Diagnosis | None, new: Diagnosis | None, facts: Facts) -> Iterator[str]:
    """Yield the arguments that changed most, each with the fact behind it."""
    was = _weights(old.evidence if old else ())
    now = _weights(new.evidence if new else ())
    moved = {key: now.get(key, (0.0, ""))[0] - was.get(key, (0.0, ""))[0] for key in was.keys() | now.keys()}
    if old is None or new is None:  # listed in one report only: what it rests on there
        moved = {key: weight for key, (weight, _) in (now or was).items()}
    weighty = sorted((key for key in moved if abs(moved[key]) >= LEAST_WEIGHT), key=lambda key: (-abs(moved[key]), key))
    for code, about in weighty[:MOST_REASONS]:
        if about:
            fact = facts.findings.get(about) or _fact_of_variants(about, facts)
            reason = (now.get((code, about)) or was[code, about])[1]
        else:
            fact, reason = facts.all_findings, "how all findings fit together"
        why = fact or (f"{reason} ({facts.knowledge})" if facts.knowledge else reason)
        yield f"{signed(moved[code, about])} {why}"


def _fact_of_variants(about: str, facts: Facts) -> str:
    """Return which variant of an argument is graded otherwise, '' when none is or it is about none."""
    before = {record.variant: record for record in facts.earlier.variants}
    after = {record.variant: record for record in facts.now.variants}
    for variant in about.split():
        if variant in before and variant in after:
            reasons = list(variant_reasons(before[variant].model_dump(mode="json"), after[variant]))
            if reasons:
                return f"{short_variant(variant)}: {reasons[0]}"
    return ""


def _variants(earlier: DiagnosisReport, now: DiagnosisReport, facts: Facts) -> Iterator[Change]:
    before = {record.variant: record for record in earlier.variants}
    after = {record.variant: record for record in now.variants}
    for variant in dict.fromkeys((*after, *before)):
        old, new = before.get(variant), after.get(variant)
        classes = [
            CLASSES.get(one.classification or "", "not graded") if one else "not described" for one in (old, new)
        ]
        if old is None or new is None:
            because = "the leading diagnoses rest on it now" if old is None else "no leading diagnosis rests on it"
        else:
            because = "; ".join(variant_reasons(old.model_dump(mode="json"), new))
            if classes[0] == classes[1] and not because:
                continue
        named = new or old
        assert named is not None
        what = f"{named.gene or ''} {named.hgvs_p or named.hgvs_c or short_variant(variant)}".strip()
        yield Change(
            what=what, before=classes[0], after=classes[1], because=because or facts.knowledge or "see criteria"
        )


def _class(record: VariantRecord | None) -> str:
    return CLASSES.get(record.classification or "", "not graded") if record else "not described"


def _key(diagnosis: Diagnosis) -> str:
    return diagnosis.disease_id or ",".join(diagnosis.genes) or diagnosis.disease_name


def _place(diagnosis: Diagnosis | None) -> str:
    return f"{diagnosis.rank}. ({percent(diagnosis.posterior)})" if diagnosis else "not listed"


def _weights(evidence: Sequence[EvidenceRecord]) -> dict[tuple[str, str], tuple[float, str]]:
    """Return weight and reason by code and subject."""
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for item in evidence:
        key = (item.code, item.about)
        found[key] = (found.get(key, (0.0, ""))[0] + item.log10_lr, item.because)
    return found


def _statuses(findings: Sequence[FindingRecord]) -> dict[str, tuple[str, str]]:
    """Return label and status by HPO id; what a relative has stands beside what the patient has."""
    found: dict[str, tuple[str, str]] = {}
    for finding in findings:
        key = f"{finding.hpo_id} {finding.relative or 'relative'}" if finding.status == "family" else finding.hpo_id
        found[key] = (finding.label, STATUSES[finding.status])
    return found


def _members(report: DiagnosisReport) -> dict[str, str]:
    words = {True: "affected", False: "unaffected", None: "status unknown"}
    return {one.id: words[one.affected] for one in report.family.members} if report.family else {}
