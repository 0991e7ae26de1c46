"""What a person carries of structural alleles, by GT and by stated copy number."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.copy_number import Direction
from lexome.formats.vcf import read_vcf
from lexome.reasoning.beyond import Beyond
from lexome.reasoning.structural_calls import StructuralCall, structural_calls, with_stated_copies
from structural_vcf import write_vcf


def calls_of(path: Path, *, male: bool = False) -> tuple[StructuralCall, ...]:
    males = frozenset({"P"}) if male else frozenset[str]()
    return structural_calls(with_stated_copies(read_vcf(path), males=males), "P", males=males)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param("22 1000001 N <DEL> SVTYPE=DEL;END=1050000 GT 0/1", (Direction.LOSS, 1, 2), id="by genotype"),
        pytest.param("22 1000001 N <DEL> SVTYPE=DEL;END=1050000 GT:CN ./.:1", (Direction.LOSS, 1, 2), id="by CN"),
        pytest.param("22 1000001 N <DEL> SVTYPE=DEL;END=1050000 GT:CN 0/1:0", (Direction.LOSS, 2, 2), id="none left"),
        pytest.param("22 1000001 N <CNV> SVTYPE=CNV;END=1050000 GT:CN ./.:3", (Direction.GAIN, 1, 2), id="3 copies"),
        pytest.param("22 1000001 N <CN0> END=1050000 GT 0/1", (Direction.LOSS, 2, 2), id="named copy number"),
        pytest.param("22 1000001 N <DUP> SVTYPE=DUP;END=1050000 GT:CN 0/1:3", (Direction.GAIN, 1, 2), id="gain"),
    ],
)
def test_copies_follow_genotype_and_stated_copy_number(
    record: str, expected: tuple[Direction, int, int], tmp_path: Path
) -> None:
    """CN is the copy number at the place: two copies are normal on an autosome (VCF 4.4, section 1.6.2)."""
    (call,) = calls_of(write_vcf(tmp_path / "a.vcf", record))
    assert (call.direction, call.copies, call.ploidy) == expected
    assert (call.start, call.end) == (1_000_001, 1_050_000)


@pytest.mark.parametrize(
    "record",
    [
        pytest.param("22 1000001 N <CNV> SVTYPE=CNV;END=1050000 GT:CN ./.:2", id="normal copy number"),
        pytest.param("22 1000001 N <DEL> SVTYPE=DEL;END=1050000 GT 0/0", id="not carried"),
        pytest.param("22 1000001 N <DEL> SVTYPE=DEL;END=1050000 GT:CN ./.:3", id="a gain where a loss is called"),
        pytest.param("22 1000001 C <STR40> RU=CAG;END=1000060 GT 0/1", id="a repeat"),
        pytest.param("22 1000001 C T . GT 0/1", id="a substitution"),
    ],
)
def test_what_is_no_structural_allele_of_this_person_is_no_call(record: str, tmp_path: Path) -> None:
    assert calls_of(write_vcf(tmp_path / "a.vcf", record)) == ()


def test_a_mans_x_has_one_copy(tmp_path: Path) -> None:
    path = write_vcf(tmp_path / "a.vcf", "X 31000001 N <DEL> SVTYPE=DEL;END=31050000 GT 0/1")
    assert [(call.copies, call.ploidy) for call in calls_of(path, male=True)] == [(1, 1)]
    assert [(call.copies, call.ploidy) for call in calls_of(path)] == [(1, 2)]


def test_heterozygous_variants_within_a_loss_contradict_it(tmp_path: Path) -> None:
    loss = "22 1000001 N <DEL> SVTYPE=DEL;END=1050000 GT 0/1"
    inside = [f"22 {1_000_100 + 10 * n} C T . GT 0/1" for n in range(4)]
    called_twice = [line.replace("0/1", "1/1") for line in inside]
    (contradicted,) = calls_of(write_vcf(tmp_path / "a.vcf", loss, *inside))
    (fitting,) = calls_of(write_vcf(tmp_path / "b.vcf", loss, *called_twice))
    assert "4 of 4" in contradicted.contradicted
    assert not contradicted.counts
    assert fitting.counts


def test_two_calls_of_one_event_count_once_and_a_failed_one_stands_for_none(tmp_path: Path) -> None:
    large = "22 1000001 N <DEL> SVTYPE=DEL;END=1050000 GT 0/1"
    small = "22 1005001 N <DEL> SVTYPE=DEL;END=1049000 GT 0/1"
    elsewhere = "22 3000001 N <DEL> SVTYPE=DEL;END=3050000 GT 0/1"
    counted = [call.start for call in calls_of(write_vcf(tmp_path / "a.vcf", large, small, elsewhere)) if call.counts]
    assert counted == [1_000_001, 3_000_001]
    failed = large.replace("1000001", "1000001/LowQual")
    counted = [call.start for call in calls_of(write_vcf(tmp_path / "b.vcf", failed, small)) if call.counts]
    assert counted == [1_005_001]


def test_what_was_read_survives_being_kept(tmp_path: Path) -> None:
    record = "22 1000001 N <DEL> SVTYPE=DEL;END=1050000 GT:CN 0/1:1"
    beyond = Beyond(calls_of(write_vcf(tmp_path / "a.vcf", record)), structural_records=1)
    assert Beyond.from_json(beyond.to_json()) == beyond
