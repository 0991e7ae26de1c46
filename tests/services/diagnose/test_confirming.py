"""What is to be tested next follows from what the first diagnosis rests on."""

from __future__ import annotations

import pytest

from lexome.report.event_schema import Events, StructuralRecord
from lexome.report.schema import Diagnosis, EvidenceRecord, FamilyCheck
from lexome.report.variant_schema import CriterionNotAssessable, VariantRecord
from lexome.services.diagnose.confirming import before_all, confirmations, settled

VARIANT = "GRCh38:2:165994291:G:A"


def diagnosis(**update: object) -> Diagnosis:
    base = Diagnosis(
        rank=1,
        disease_id="OMIM:607208",
        disease_name="Dravet syndrome",
        genes=("SCN1A",),
        variants=(VARIANT,),
        inheritance="autosomal dominant",
        posterior=0.95,
    )
    return base.model_copy(update=update)


def asked(*listed: Diagnosis, events: Events | None = None, origin: str = "", unlisted: float = 0.01) -> str:
    records = [VariantRecord(variant=VARIANT, consequence="stop_gained", inheritance=origin)]
    found = confirmations(listed, events or Events(), records, unlisted=unlisted)
    return " ".join(one.question for one in found)


@pytest.mark.parametrize(
    ("update", "word"),
    [
        pytest.param(
            {"mechanism": "repeat expansion", "event": "x", "variants": ()}, "Southern", id="a repeat is sized"
        ),
        pytest.param({"mechanism": "uniparental disomy", "event": "x", "variants": ()}, "methylation", id="disomy"),
        pytest.param({"mechanism": "copy-number loss", "event": "x"}, "MLPA", id="a loss"),
        pytest.param({"inheritance": "mitochondrial"}, "another tissue", id="heteroplasmy differs between tissues"),
        pytest.param({}, "both parents", id="a dominant change whose origin is not known"),
        pytest.param({"inheritance": "X-linked recessive"}, "the mother", id="X-linked: from the mother"),
        pytest.param({"inheritance": "autosomal recessive"}, "both parents", id="homozygous without parents"),
        pytest.param({"flags": ("second_hit_missing",)}, "second change", id="one of two hits"),
    ],
)
def test_the_first_diagnosis_asks_for_what_would_confirm_it(update: dict[str, object], word: str) -> None:
    assert word in asked(diagnosis(**update))


def test_parents_who_were_tested_are_not_asked_for_again() -> None:
    assert asked(diagnosis(), origin="de novo") == ""
    loss = diagnosis(mechanism="copy-number loss", event="x")
    assert "test the parents" in asked(loss)
    assert "test the parents" not in asked(loss, origin="in neither parent")


def test_nothing_is_to_be_confirmed_where_no_diagnosis_stands_out() -> None:
    assert asked(diagnosis(posterior=0.2)) == ""
    assert asked(diagnosis(posterior=0.4), unlisted=0.5) == ""


def test_the_usual_cause_is_asked_for_where_it_was_not_tested() -> None:
    unseen = EvidenceRecord(code="repeat expansion", log10_lr=0.0, because="most patients have an expanded CAG repeat")
    top = diagnosis(variants=(), flags=("mechanism_not_seen",), evidence=(unseen,))
    assert "usually causes Dravet syndrome" in asked(top)


def test_a_call_that_would_be_pathogenic_and_was_not_weighed_is_to_be_checked() -> None:
    call = StructuralRecord(
        variant="GRCh38:22:18912230:N:<DEL>", name="copy-number loss 22:18,912,231–21,465,672", contig="22", start=1,
        end=2, zygosity="heterozygous", genes=("TBX1",), classification="likely_pathogenic", weighed=False,
        because="61 of 67 variants within it are heterozygous",
    )  # fmt: skip
    assert "22:18,912,231" in asked(diagnosis(), events=Events(structural=(call,)), origin="de novo")
    weighed = call.model_copy(update={"weighed": True})
    assert asked(diagnosis(), events=Events(structural=(weighed,)), origin="de novo") == ""


def test_findings_cannot_tell_names_of_one_change_apart() -> None:
    first, second = diagnosis(posterior=0.9), diagnosis(rank=2, posterior=0.09)
    assert settled((first, second))
    assert not settled((first, second.model_copy(update={"variants": ("GRCh38:1:1:A:C",)})))
    assert not settled((first.model_copy(update={"variants": ()}), second))


def graded(classification: str, *missing: str) -> VariantRecord:
    return VariantRecord(
        variant=VARIANT, gene="SCN1A", hgvs_c="c.1A>G", consequence="missense_variant", inheritance="de novo", points=5,
        classification=classification,  # type: ignore[arg-type]
        not_assessable=tuple(CriterionNotAssessable(code=code, why="not at hand") for code in missing),
    )  # fmt: skip


def test_an_open_class_asks_for_the_criteria_that_could_move_it() -> None:
    told = list(confirmations([diagnosis()], Events(), [graded("uncertain", "PS3", "BS3", "PM1")], unlisted=0.01))
    assert [one.question for one in told] == ["Gather what would settle the class of the change of SCN1A."]
    assert "c.1A>G has +5 points" in told[0].why
    assert "PS3, PM1." in told[0].why
    assert "BS3" not in told[0].why


def test_a_pathogenic_variant_is_to_be_confirmed() -> None:
    told = list(confirmations([diagnosis()], Events(), [graded("pathogenic", "PS3")], unlisted=0.01))
    assert [one.question for one in told] == ["Confirm the change of SCN1A by an independent method."]


def test_of_two_diagnoses_both_are_asked_about() -> None:
    second = diagnosis(rank=2, posterior=0.01, genes=("FBN1",), variants=("GRCh38:15:1:A:C",))
    told = confirmations([diagnosis(), second], Events(), [], unlisted=0.01, together=frozenset({1, 2}))
    assert [one.question[-6:-1] for one in told] == ["SCN1A", " FBN1"]


def test_exchanged_samples_and_a_patient_not_described_come_before_all() -> None:
    check = FamilyCheck(what="DAD is a parent of KID", result="disagrees", because="kinship 0.00")
    told = [one.question for one in before_all(checks=[check], has_findings=False)]
    assert told[0].startswith("Find out whether samples were exchanged")
    assert told[1] == "Give the patient's findings."
    assert not list(before_all(checks=[check.model_copy(update={"result": "agrees"})], has_findings=True))
