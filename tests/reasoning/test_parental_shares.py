"""Stretches from one parent, and chromosomes whose copies are alike, where they were put."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly
from lexome.formats.vcf import VcfColumns, read_vcf
from lexome.knowledge.imprinting import Parent
from lexome.reasoning.beyond import Beyond
from lexome.reasoning.gene_evidence import Origin
from lexome.reasoning.imprinted_alleles import imprinted_log10
from lexome.reasoning.parental_shares import of_one, of_trio
from structural_vcf import write_trio, write_vcf


def person(path: Path, *, alike: tuple[str, ...]) -> VcfColumns:
    """One person with 200 variants a chromosome, six in ten heterozygous, none of them on the contigs ``alike``."""
    rng, records = np.random.default_rng(5), []
    lengths = CONTIG_LENGTHS[Assembly.GRCH38]
    for contig in CONTIGS[:22]:
        for position in np.unique(rng.integers(1_000_000, lengths[contig] - 1_000_000, 200)).tolist():
            heterozygous = contig not in alike and rng.random() < 0.6
            records.append(f"{contig} {position} A G . GT {'0/1' if heterozygous else '1/1'}")
    return read_vcf(write_vcf(path, *records))


def test_a_chromosome_alike_while_the_others_are_not_stands_alone(tmp_path: Path) -> None:
    (run,) = of_one(person(tmp_path / "a.vcf", alike=("14",)), "P").alike
    assert run.contig == "14"


@pytest.mark.parametrize("alike", [(), ("1", "4", "14")], ids=["none is alike", "parents are related"])
def test_no_chromosome_stands_alone_where_all_or_several_are_the_same(alike: tuple[str, ...], tmp_path: Path) -> None:
    assert of_one(person(tmp_path / "a.vcf", alike=alike), "P").alike == ()


def test_a_trio_is_tested_on_every_chromosome_and_shows_no_disomy_where_there_is_none(tmp_path: Path) -> None:
    shares = of_trio(read_vcf(write_trio(tmp_path / "a.vcf")), child="kid", father="dad", mother="mum")
    assert shares.disomies == ()
    assert len(shares.tested) == 22


def test_what_was_found_survives_being_kept(tmp_path: Path) -> None:
    shares = of_trio(read_vcf(write_trio(tmp_path / "a.vcf", disomic="7")), child="kid", father="dad", mother="mum")
    parents = {"dad": Parent.PATERNAL, "mum": Parent.MATERNAL}
    beyond = Beyond(disomies=shares.disomies, tested=shares.tested, parents=parents)
    assert len(shares.disomies) == 1
    assert Beyond.from_json(beyond.to_json()) == beyond


def test_only_the_active_copy_of_an_imprinted_gene_speaks_for_its_disease() -> None:
    gene = np.array([0, 0, 0, 1], np.int32)
    origin = np.array([Origin.MATERNAL, Origin.PATERNAL, Origin.DE_NOVO, Origin.PATERNAL], np.int8)
    inside, log10 = imprinted_log10(gene, origin, {0: Origin.MATERNAL})
    assert inside.tolist() == [True, True, True, False]
    assert log10[0] > 0 > log10[1]
    assert log10[2] == log10[3] == 0.0
    assert 0.5 * 10 ** log10[0] + 0.5 * 10 ** log10[1] == pytest.approx(1.0)
