"""`lexome check` on published conformance files and on files that make no clinical sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.services.check import Answer, Ask, run

COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
KNOWN_DISAGREEMENTS = {
    "4.2/failed/failed_body_chrom_001.vcf": "a colon in CHROM: the specification allows it (section 1.4.7)",
    "4.3/failed/failed_body_chrom_001.vcf": "a colon in CHROM: the specification allows it",
    "4.3/failed/failed_body_chrom_004.vcf": "an asterisk within CHROM: allowed; GRCh38 has HLA-A*01",
    "4.3/failed/failed_meta_contig_003.vcf": "an asterisk within a contig's name: allowed",
    "4.2/failed/failed_body_format_003.vcf": "an underscore in a FORMAT key: MIN_DP of every GATK gVCF has one",
}
"""Files their authors call invalid and we do not, each for a reason in the specification or in the field."""


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache"))


def check(lab: Lab, folder: Path, text: str, **asked: object) -> Answer:
    path = folder / "x.vcf"
    path.write_text(text)
    return run(Ask(file=path, **asked), lab)


def test_conformance_sets_are_told_apart(lab: Lab, shared_data: Path) -> None:
    """samtools/hts-specs and EBIvariation/vcf-validator: every valid file accepted, ≥ 95 % of invalid ones rejected."""
    wrong = {}
    files = sorted((shared_data / "vcf" / "conformance").glob("*/*/*.vcf"))
    assert len(files) == 478
    for path in files:
        answer = run(Ask(file=path), lab)
        name = str(path.relative_to(path.parents[2]))
        if answer.valid != ("/passed/" in name):
            wrong[name] = [problem.code for problem in answer.problems]
        if not answer.valid:
            assert all(problem.code and problem.remedy for problem in answer.problems)
    assert wrong.keys() == KNOWN_DISAGREEMENTS.keys()


@pytest.mark.parametrize(
    ("text", "asked", "code"),
    [
        pytest.param(f"##fileformat=VCFv4.2\n{COLUMNS}\n", {}, "assembly-unknown", id="nothing tells the assembly"),
        pytest.param(
            f"##fileformat=VCFv4.2\n##reference=hg19\n{COLUMNS}\n",
            {"assembly": "GRCh38"},
            "assembly-other",
            id="another assembly",
        ),
        pytest.param(f"##fileformat=VCFv4.2\n##reference=hg38\n{COLUMNS}\n", {}, "no-samples", id="no genotypes"),
        pytest.param(
            f"##fileformat=VCFv4.2\n##reference=hg38\n{COLUMNS}\nchr21\t99999999\t.\tA\tT\t.\t.\t.\n",
            {},
            "position-beyond-contig",
            id="beyond the end of the chromosome",
        ),
    ],
)
def test_clinical_sense_warns_and_leaves_the_file_valid(
    lab: Lab, tmp_path: Path, text: str, asked: dict[str, object], code: str
) -> None:
    answer = check(lab, tmp_path, text, **asked)
    assert answer.valid
    assert answer.exit_code == 0
    assert code in [problem.code for problem in answer.problems]


def test_a_breach_is_told_with_line_and_remedy_and_ends_in_exit_1(lab: Lab, tmp_path: Path) -> None:
    answer = check(lab, tmp_path, f"##fileformat=VCFv4.2\n{COLUMNS}\n1\tx\t.\tA\tT\t.\t.\t.\n")
    assert (answer.valid, answer.exit_code) == (False, 1)
    found = next(problem for problem in answer.problems if problem.code == "pos-invalid")
    assert (found.line, bool(found.remedy)) == (3, True)
    assert any("pos-invalid" in message for message in answer.messages)


def test_a_file_that_is_not_there_is_not_valid(lab: Lab, tmp_path: Path) -> None:
    answer = run(Ask(file=tmp_path / "nowhere.vcf"), lab)
    assert not answer.valid
    assert [problem.code for problem in answer.problems] == ["file-unreadable"]
