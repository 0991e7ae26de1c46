"""What moved since an earlier report: the patients of the report tests, altered fact by fact."""

from __future__ import annotations

import dataclasses

from lexome.report.changes import changes
from lexome.report.html import render
from lexome.report.schema import Change, Diagnosis, DiagnosisReport, EvidenceRecord, FindingRecord
from lexome.report.terminal import summary
from lexome.report.variant_schema import CriterionMet
from report.patients import dominant


def moved(earlier: DiagnosisReport, now: DiagnosisReport) -> dict[str, Change]:
    return {change.what: change for change in changes(earlier, now)}


def test_the_same_report_twice_has_no_change() -> None:
    assert changes(dominant(), dominant()) == ()


def with_finding(report: DiagnosisReport, *, about: str, weight: float, posterior: float) -> DiagnosisReport:
    """Return a report with one more finding that speaks for the first diagnosis."""
    first = report.differential[0]
    item = EvidenceRecord(code="phenotype", log10_lr=weight, because="expected in 80 %", about=about)
    risen = first.model_copy(update={"evidence": (*first.evidence, item), "posterior": posterior})
    finding = FindingRecord(hpo_id=about, label="Myoclonus", status="observed", source="given")
    update = {"findings": (*report.findings, finding), "differential": (risen, *report.differential[1:])}
    return report.model_copy(update=update)


def test_a_new_finding_is_named_as_the_reason_of_the_disease_that_moved() -> None:
    earlier = dominant()
    first = earlier.differential[0]
    now = with_finding(earlier, about="HP:0001336", weight=0.9, posterior=max(0.0, first.posterior - 0.3))
    told = moved(earlier, now)
    assert "+0.90 new finding: Myoclonus (present)" in told[first.disease_name].because
    assert told["Finding: Myoclonus"].before == "not there"
    assert told["Finding: Myoclonus"].after == "present"


def test_a_disease_that_is_no_longer_listed_is_told() -> None:
    earlier = dominant()
    last = earlier.differential[0]
    now = earlier.model_copy(update={"differential": earlier.differential[1:]})
    assert moved(earlier, now)[last.disease_name].after == "not listed"


def test_a_changed_criterion_moves_the_variant_and_is_the_reason() -> None:
    earlier = dominant()
    record = earlier.variants[0]
    new = CriterionMet(code="PS3", strength="strong", points=4, because="a functional assay shows loss")
    graded = record.model_copy(update={"criteria": (*record.criteria, new), "classification": "benign"})
    now = earlier.model_copy(update={"variants": (graded, *earlier.variants[1:])})
    change = next(one for one in changes(earlier, now) if "PS3 (strong) is met now" in one.because)
    assert change.after == "Benign"


def test_another_release_is_a_change_and_explains_what_nothing_else_explains() -> None:
    earlier = dominant()
    data = earlier.provenance.data[0]
    newer = dataclasses.replace(data, release="2099-01-01", sha256="f" * 64)
    provenance = dataclasses.replace(earlier.provenance, data=(newer, *earlier.provenance.data[1:]))
    first = earlier.differential[0]
    fallen = first.model_copy(update={"posterior": first.posterior / 2})
    update = {"provenance": provenance, "differential": (fallen, *earlier.differential[1:])}
    told = moved(earlier, earlier.model_copy(update=update))
    assert f"{data.release} → 2099-01-01" in told[first.disease_name].because
    assert told[f"Knowledge: {data.name}"].after == "2099-01-01"


def test_a_new_member_of_the_family_is_a_change() -> None:
    earlier = dominant()
    assert earlier.family is not None
    new = earlier.family.members[0].model_copy(update={"id": "AUNT", "affected": True})
    family = earlier.family.model_copy(update={"members": (*earlier.family.members, new)})
    assert moved(earlier, earlier.model_copy(update={"family": family}))["Family: AUNT"].after == "affected"


def test_small_shifts_far_down_are_not_told() -> None:
    earlier = dominant()
    tiny = [Diagnosis(rank=n, disease_id=f"OMIM:{n}", disease_name=f"D{n}", posterior=0.001) for n in (8, 9)]
    swapped = [tiny[1].model_copy(update={"rank": 8}), tiny[0].model_copy(update={"rank": 9})]
    before = earlier.model_copy(update={"differential": (*earlier.differential, *tiny)})
    after = earlier.model_copy(update={"differential": (*earlier.differential, *swapped)})
    assert changes(before, after) == ()


def test_page_and_terminal_tell_the_changes() -> None:
    earlier = dominant()
    now = with_finding(earlier, about="HP:0001336", weight=0.9, posterior=0.5)
    told = now.model_copy(update={"changes": changes(earlier, now)})
    assert "What changed since the earlier report" in render(told)
    assert "new finding: Myoclonus" in " ".join(summary(told).split())
