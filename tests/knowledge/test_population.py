"""Embedded 1000 Genomes sites, and what is imported beside them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.facts import Absent, Unknown
from lexome.core.settings import Settings
from lexome.core.variant import Frequencies
from lexome.knowledge.population import ABSENT, PRESENT, UNKNOWN, Population
from lexome.lab import Lab
from lexome.services import data_import


@pytest.fixture(scope="module")
def population(embedded: Lab) -> Population:
    return embedded.knowledge("population")


@pytest.mark.parametrize(
    ("allele", "kind"),
    [
        pytest.param("GRCh38:1:69761:A:T", Frequencies, id="a listed allele"),
        pytest.param("GRCh38:1:69761:A:G", Absent, id="another base at a listed site"),
        pytest.param("GRCh38:1:69761:A:AT", Unknown, id="an insertion: only substitutions were listed"),
        pytest.param("GRCh38:1:69762:A:G", Unknown, id="a site that is not listed"),
        pytest.param("GRCh37:1:69761:A:T", Unknown, id="another assembly"),
        pytest.param("GRCh38:GL000194.1:5:A:T", Unknown, id="another contig"),
    ],
)
def test_absence_is_known_only_at_listed_sites(population: Population, allele: str, kind: type) -> None:
    assert isinstance(population.frequencies(Allele.parse(allele)), kind)


def test_counts_of_groups_add_up_to_all_2504_people(population: Population) -> None:
    found = population.frequencies(Allele.parse("GRCh38:1:69761:A:T"))
    assert isinstance(found, Frequencies)
    whole, *groups = found.populations
    assert whole.allele_number == 5_008
    for name in ("allele_number", "allele_count", "homozygotes"):
        assert sum(getattr(group, name) for group in groups) == getattr(whole, name)


def test_bulk_says_the_same_as_one_by_one(population: Population) -> None:
    texts = ["GRCh38:1:69761:A:T", "GRCh38:1:69761:A:G", "GRCh38:1:69762:A:G", "GRCh38:1:965017:C:T"]
    alleles = [Allele.parse(text) for text in texts]
    bulk = population.bulk(
        np.zeros(4, np.int16), np.array([one.start for one in alleles], np.int32),
        [one.ref for one in alleles], [one.alt for one in alleles],
    )  # fmt: skip
    for number, allele in enumerate(alleles):
        found = population.frequencies(allele)
        expected = PRESENT if isinstance(found, Frequencies) else ABSENT if isinstance(found, Absent) else UNKNOWN
        assert bulk.state[number] == expected
        if isinstance(found, Frequencies):
            assert bulk.fraction[number] == pytest.approx(found.highest.fraction)


def test_imported_gnomad_gives_its_own_counts_and_absence_within_its_coverage(
    tmp_path: Path, shared_data: Path
) -> None:
    lab = Lab(Settings(tmp_path, tmp_path / "cache"))
    source = shared_data / "population" / "v4.0_exomes_chr1_PCSK9.vcf.bgz"
    answer = data_import.run(data_import.Ask(kind="population", files=(source,), release="gnomAD v4.0 exomes"), lab)
    assert answer.rows == 101
    population = lab.knowledge("population")
    found = population.frequencies(Allele.parse("GRCh38:1:55039893:T:G"))  # the file's first record, read by eye
    assert isinstance(found, Frequencies)
    whole = next(each for each in found.populations if each.population.endswith("all"))
    amr = next(each for each in found.populations if each.population.endswith("amr"))
    assert (whole.allele_count, whole.allele_number, amr.allele_count, amr.allele_number) == (1, 579_946, 1, 36_040)
    assert found.citation.release == "gnomAD v4.0 exomes"
    assert isinstance(population.frequencies(Allele.parse("GRCh38:1:55039900:A:ATTT")), Absent)
    assert isinstance(population.frequencies(Allele.parse("GRCh38:1:55039800:A:T")), Unknown)
    assert isinstance(population.frequencies(Allele.parse("GRCh38:1:69761:A:T")), Frequencies)
