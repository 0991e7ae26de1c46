"""Men have one copy of X and Y, whatever the caller wrote."""

from __future__ import annotations

import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.call import Call, Genotype, Zygosity
from lexome.core.case import Case, Sex
from lexome.reasoning.one_copy import in_men, men_of

HOMOZYGOUS, HETEROZYGOUS = Genotype(Zygosity.HOMOZYGOUS, 2, 2), Genotype(Zygosity.HETEROZYGOUS, 1, 2)


def call(contig: str, pos: int, genotype: Genotype = HOMOZYGOUS) -> Call:
    allele = Allele.from_vcf(Assembly.GRCH38, contig=contig, pos=pos, ref="C", alt="T")
    return Call(allele, {"boy": genotype, "mother": HOMOZYGOUS})


@pytest.mark.parametrize(
    ("contig", "pos", "said"),
    [
        pytest.param("X", 75_070_433, Zygosity.HEMIZYGOUS, id="X outside of what it shares with Y"),
        pytest.param("Y", 2_787_000, Zygosity.HEMIZYGOUS, id="Y"),
        pytest.param("X", 1_000_000, Zygosity.HOMOZYGOUS, id="first shared region: two copies"),
        pytest.param("X", 155_800_000, Zygosity.HOMOZYGOUS, id="second shared region: two copies"),
        pytest.param("Y", 1_000_000, Zygosity.HOMOZYGOUS, id="the shared region as called on Y"),
        pytest.param("7", 75_070_433, Zygosity.HOMOZYGOUS, id="an autosome"),
    ],
)
def test_a_man_called_homozygous_is_hemizygous_where_he_has_one_copy(contig: str, pos: int, said: Zygosity) -> None:
    told = in_men(call(contig, pos), frozenset({"boy"}))
    assert told.genotypes["boy"].zygosity is said
    assert told.genotypes["mother"] == HOMOZYGOUS


def test_a_heterozygous_call_of_a_man_stays_as_called() -> None:
    """It is a wrong call, a mosaic or a third chromosome: for a person to judge."""
    assert in_men(call("X", 75_070_433, HETEROZYGOUS), frozenset({"boy"})).genotypes["boy"] == HETEROZYGOUS


def test_the_patient_is_known_by_the_sample_and_nobody_is_taken_for_a_man_unsaid() -> None:
    assert men_of(Case("c", sex=Sex.MALE), "S1") == {"S1"}
    assert men_of(Case("c", sex=Sex.UNKNOWN), "S1") == frozenset()
