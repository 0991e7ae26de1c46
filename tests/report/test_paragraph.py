"""The paragraph of a variant says what its record says, and nothing else."""

from __future__ import annotations

import re

import pytest

from lexome.report.paragraph import carried, named, paragraph
from lexome.report.variant_schema import GenotypeRecord, VariantRecord
from report.patients import SCN1A_STOP, dominant, recessive

RECORDS = [*dominant().variants, *recessive().variants]
CODES = re.compile(r"\b(?:PVS1|PS[1-4]|PM[1-6]|PP[1-5]|BA1|BS[1-4]|BP[1-7])\b")


@pytest.mark.parametrize("record", [pytest.param(record, id=record.variant) for record in RECORDS])
def test_the_paragraph_can_be_read_back(record: VariantRecord) -> None:
    said = paragraph(record)
    assert CODES.findall(said) == [item.code for item in record.criteria]
    assert re.findall(r"\((very strong|strong|moderate|supporting|stand-alone)\)", said) == [
        item.strength.replace("_", " ") for item in record.criteria
    ]
    assert carried(record.genotypes) in said
    assert record.inheritance in said
    assert record.hgvs_c is None or record.hgvs_c in said
    signed = re.search(r"\(([+−]?\d+) points?\)", said)
    assert (int(signed[1].replace("−", "-")) if signed else None) == record.points


def test_a_paragraph_in_full() -> None:
    assert paragraph(SCN1A_STOP) == (
        "NM_001165963.4:c.4933C>T p.(Arg1645Ter) in SCN1A (stop gained in exon 25 of 26) is heterozygous in the "
        "patient, de novo. By the ACMG/AMP criteria it is classified as pathogenic (+10 points). "
        "Criteria met: PVS1 (strong), PS2 (strong), PM2 (supporting), PP4 (supporting)."
    )


def test_disagreement_of_the_two_systems_is_said() -> None:
    assert "the 2015 combination rules give pathogenic" in paragraph(recessive().variants[0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"inheritance": ""}, "origin not established", id="origin unknown"),
        pytest.param({"genotypes": ()}, "zygosity not known", id="zygosity unknown"),
        pytest.param({"classification": None}, "It was not graded.", id="not graded"),
        pytest.param({"criteria": ()}, "No criterion is met.", id="no criterion"),
        pytest.param({"consequence": ""}, "consequence not known", id="consequence unknown"),
    ],
)
def test_what_is_not_known_is_said(change: dict[str, object], said: str) -> None:
    assert said in paragraph(SCN1A_STOP.model_copy(update=change))


def test_without_hgvs_a_variant_is_named_by_its_place() -> None:
    assert named(SCN1A_STOP.model_copy(update={"hgvs_c": None})) == "2:165994291 G>A"


def test_a_mitochondrial_variant_is_told_with_its_share_of_reads() -> None:
    one = GenotypeRecord(person="A", relation="patient", zygosity="heteroplasmic", alt_fraction=0.37)
    assert carried((one,)).replace("\u00a0", " ") == "heteroplasmic (37 % of reads)"
    assert carried((one.model_copy(update={"alt_fraction": None}),)) == "heteroplasmic"
