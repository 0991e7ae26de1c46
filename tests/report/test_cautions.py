"""What must be known before the first diagnosis is believed stands beside it."""

from __future__ import annotations

import pytest

from lexome.core.problem import Level, Problem
from lexome.report.cautions import cautions
from lexome.report.schema import Family, FamilyCheck
from report.patients import EVERY, dominant, recessive, two_diagnoses, unsolved


def test_a_settled_answer_has_no_caution() -> None:
    assert cautions(dominant()) == ()


def test_an_uncertain_variant_is_said_beside_a_likely_diagnosis() -> None:
    report = dominant()
    weak = report.model_copy(
        update={"variants": tuple(one.model_copy(update={"classification": "uncertain"}) for one in report.variants)}
    )
    assert "SCN1A: by its criteria the variant is of uncertain significance" in " ".join(cautions(weak))


def test_a_missing_second_hit_is_said() -> None:
    report = recessive()
    top = report.differential[0].model_copy(update={"flags": ("second_hit_missing",)})
    changed = report.model_copy(update={"differential": (top, *report.differential[1:])})
    assert any("only one of the two alleles" in one for one in cautions(changed))


def test_nothing_but_variants_is_no_diagnosis() -> None:
    assert "no diagnosis" in " ".join(cautions(dominant().model_copy(update={"findings": ()})))


def test_parents_whom_the_genotypes_contradict_come_first() -> None:
    report = dominant()
    check = FamilyCheck(what="DAD is a parent of DEMO-1", result="disagrees", because="kinship 0.00")
    family = Family(proband="DEMO-1", members=report.family.members if report.family else (), checks=(check,))
    assert "DAD is a parent of DEMO-1" in cautions(report.model_copy(update={"family": family}))[0]


@pytest.mark.parametrize("code", ["sex-differs", "sex-by-genotype"])
def test_a_sample_of_the_other_sex_is_said(code: str) -> None:
    problem = Problem(Level.WARNING, code, "trio.vcf", "the X chromosome of A looks male", "check for a sample swap")
    told = cautions(dominant().model_copy(update={"problems": (problem,)}))
    assert told == ("The X chromosome of A looks male: samples may have been exchanged.",)


def test_the_probability_of_a_second_diagnosis_is_explained() -> None:
    assert any("as if one disease explained everything" in one for one in cautions(two_diagnoses()))


def test_where_no_diagnosis_stands_out_no_variant_is_doubted() -> None:
    assert not any("criteria" in one for one in cautions(unsolved()))
    assert set(EVERY) >= {"dominant", "recessive", "unsolved"}
