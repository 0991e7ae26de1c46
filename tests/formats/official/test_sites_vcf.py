"""Sites VCFs: gnomAD's own slices, and small ones for what the slices do not have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from formats.small_vcf import SITES_HEADER, sites_vcf
from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.formats.official.sites_vcf import SitesVcf
from oracles.plain_vcf import plain_records


@pytest.mark.parametrize(
    ("name", "assembly"),
    [
        pytest.param("v4.0_exomes_chr1_PCSK9.vcf.bgz", Assembly.GRCH38, id="v4 exomes"),
        pytest.param("v4.0_genomes_chr1_PCSK9.vcf.bgz", Assembly.GRCH38, id="v4 genomes"),
        pytest.param("v4.0_exomes_chrX.vcf.bgz", Assembly.GRCH38, id="v4 exomes, X"),
        pytest.param("v2.1_exomes_chr1_PCSK9_GRCh37.vcf.bgz", Assembly.GRCH37, id="v2.1 exomes"),
    ],
)
def test_counts_of_every_population_are_those_in_the_info_column(
    shared_data: Path, name: str, assembly: Assembly
) -> None:
    file = SitesVcf(shared_data / "population" / name)
    assert file.assembly is assembly
    batches = list(file.batches())
    expected = plain_records(shared_data / "population" / name)
    assert sum(len(batch.ref) for batch in batches) == len(expected)
    at = 0
    for batch in batches:
        for row in range(len(batch.ref)):
            _, position, ref, alt, info = expected[at]
            assert (int(batch.start[row]) + 1, batch.ref[row], batch.alt[row]) == (position, ref, alt)
            for tail in ("", *(f"_{group}" for group in file.groups)):
                for key in ("AC", "AN", "nhomalt"):
                    assert int(batch.columns[key + tail][row]) == int(info[key + tail])
            at += 1


def test_an_allele_of_x_outside_the_shared_regions_has_the_males_as_hemizygotes(tmp_path: Path) -> None:
    path = sites_vcf(
        tmp_path / "x.vcf",
        [
            ("chrX", 100_000_000, "A", "C", "AC=9;AN=50;AC_XY=4;non_par"),
            ("chrX", 100, "A", "C", "AC=9;AN=50;AC_XY=4"),
            ("chr1", 100, "A", "C", "AC=9;AN=50;AC_XY=4"),
        ],
    )
    header = [*SITES_HEADER[:-1], '##INFO=<ID=AC_XY,Number=A,Type=Integer,Description="">', SITES_HEADER[-1]]
    text = path.read_text(encoding="utf-8").replace("\n".join(SITES_HEADER), "\n".join(header))
    path.write_text(text, encoding="utf-8")
    (batch,) = SitesVcf(path).batches()
    assert batch.columns["hemi"].tolist() == [4, -1, -1]


def test_a_line_with_several_alleles_is_split_and_symbolic_ones_are_counted_as_passed_over(tmp_path: Path) -> None:
    path = sites_vcf(
        tmp_path / "x.vcf", [("1", 7, "A", "C,<DEL>,G", "AC=1,2,3;AN=50"), ("Un_1", 7, "A", "C", "AC=1;AN=2")]
    )
    file = SitesVcf(path)
    (batch,) = file.batches()
    assert (batch.alt, batch.columns["AC"].tolist(), file.skipped) == (["C", "G"], [1, 3], 2)


def test_the_highest_frequency_leaves_out_groups_in_which_too_few_were_called(tmp_path: Path) -> None:
    info = "AC=10;AN=10000;AC_nfe=1;AN_nfe={}"
    records = [
        ("1", 7, "A", "C", info.format(50)),
        ("1", 8, "A", "C", info.format(4000).replace("AC_nfe=1", "AC_nfe=8")),
    ]
    (batch,) = SitesVcf(sites_vcf(tmp_path / "x.vcf", records)).batches()
    assert batch.columns["highest"].tolist() == pytest.approx([0.001, 0.002])


def test_the_mitochondrion_has_homoplasmic_and_heteroplasmic_carriers(shared_data: Path) -> None:
    file = SitesVcf(shared_data / "population" / "gnomad_chrM.vcf")
    (batch,) = file.batches()
    assert file.populations == ["homoplasmic", "heteroplasmic"]
    assert (int(batch.columns["AC_homoplasmic"][0]), int(batch.columns["AC_heteroplasmic"][0])) == (19, 1)
    assert int(batch.columns["AN"][0]) == 56_434


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("not a VCF\n", "not-a-vcf", id="another file"),
        pytest.param("##fileformat=VCFv4.2\n#CHROM\tPOS\n", "no-allele-counts", id="no AC and AN"),
        pytest.param("\n".join([*SITES_HEADER, "chr1\tx\t.\tA\tC\t.\t.\tAC=1;AN=2"]), "bad-vcf-line", id="position"),
        pytest.param("", "not-a-vcf", id="empty"),
    ],
)
def test_another_file_is_refused_with_what_is_wrong(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "x.vcf").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        list(SitesVcf(tmp_path / "x.vcf").batches())
    assert [problem.code for problem in caught.value.problems] == [code]
    assert re.search(r"\w", caught.value.problems[0].remedy)
