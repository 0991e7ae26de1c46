"""A case folder: the same answer as a full run, private, whole or not there, refused when files no longer agree."""

from __future__ import annotations

import gzip
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.apps.cli import main

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
TERMS = ("HP:0007655", "HP:0001212", "HP:0000637", "HP:0000175", "HP:0001263", "HP:0001629", "HP:0001250", "HP:0004322")


def report(folder: Path) -> dict[str, Any]:
    """Return a report without the time it was made."""
    document: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    document["provenance"].pop("created")
    return document


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the example trio, its full report in ``full`` and its case folder in ``case``."""
    folder = tmp_path_factory.mktemp("kept")
    for name in ("trio.vcf.gz", "trio.ped", "note.txt"):
        shutil.copy(EXAMPLES / name, folder / name)
    files = ["--note", f"{folder}/note.txt", "--vcf", f"{folder}/trio.vcf.gz", "--ped", f"{folder}/trio.ped"]
    assert main(["diagnose", *files, "--out", f"{folder}/full", "--case-dir", f"{folder}/case"]) == 0
    return folder


def test_ranked_again_with_nothing_new_it_is_the_same_report(kept: Path, tmp_path: Path) -> None:
    assert main(["diagnose", "--rescore", f"{kept}/case", "--out", str(tmp_path)]) == 0
    assert report(tmp_path) == report(kept / "full")


@settings(max_examples=3)
@given(observed=st.sets(st.sampled_from(TERMS), min_size=1), excluded=st.sampled_from(("HP:0000252", "HP:0002650")))
def test_new_findings_give_what_a_full_run_gives(
    observed: set[str], excluded: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("pair")
    trio = ["--vcf", f"{EXAMPLES}/trio.vcf.gz", "--ped", f"{EXAMPLES}/trio.ped"]
    first, *more = sorted(observed)
    more_options = [*(["--hpo", *more] if more else []), "--not-hpo", excluded]
    assert main(["diagnose", "--hpo", first, *trio, "--case-dir", f"{folder}/case"]) == 0
    assert main(["diagnose", "--rescore", f"{folder}/case", *more_options, "--out", f"{folder}/again"]) == 0
    assert main(["diagnose", "--hpo", first, *more, "--not-hpo", excluded, *trio, "--out", f"{folder}/full"]) == 0
    assert report(folder / "again") == report(folder / "full")


def test_what_is_said_later_holds(kept: Path, tmp_path: Path) -> None:
    """The note says that she has no seizures; now she has."""
    call = ["--hpo", "HP:0001250", "--out", str(tmp_path)]
    assert main(["diagnose", "--rescore", f"{kept}/case", *call]) == 0
    assert [statuses(report(folder)) for folder in (kept / "full", tmp_path)] == [["excluded"], ["observed"]]


def statuses(document: dict[str, Any]) -> list[str]:
    """Return what is said of the patient's seizures; the uncle's are his."""
    said = [one["status"] for one in document["findings"] if one["hpo_id"] == "HP:0001250"]
    return [status for status in said if status != "family"]


def test_a_new_note_adds_and_the_findings_of_the_earlier_one_stay(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("At follow-up she has hearing impairment.")
    call = ["--note", f"{tmp_path}/new.txt", "--out", f"{tmp_path}/out"]
    assert main(["diagnose", "--rescore", f"{kept}/case", *call]) == 0
    before, after = report(kept / "full"), report(tmp_path / "out")
    assert after["note"]["text"] == "At follow-up she has hearing impairment."
    kinds = [{(one["hpo_id"], one["status"]) for one in each["findings"]} for each in (before, after)]
    assert kinds[1] - kinds[0] == {("HP:0000365", "observed")}
    assert not kinds[0] - kinds[1]
    assert all(one["source"] == "note" for one in after["findings"])


def test_the_folder_is_private_and_ranking_again_writes_nothing_into_it(kept: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in (kept / "case").iterdir()}
    assert stat.S_IMODE((kept / "case").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (kept / "case").iterdir()} == {0o600}
    assert main(["diagnose", "--rescore", f"{kept}/case", "--hpo", "HP:0001250", "--out", str(tmp_path)]) == 0
    assert {path.name: path.read_bytes() for path in (kept / "case").iterdir()} == before


def test_nothing_of_the_patient_is_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("data", "cache", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("LEXOME_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LEXOME_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    trio = ["--vcf", f"{EXAMPLES}/trio.vcf.gz", "--ped", f"{EXAMPLES}/trio.ped", "--note", f"{EXAMPLES}/note.txt"]
    assert main(["diagnose", *trio, "--case-dir", f"{tmp_path}/case", "--out", f"{tmp_path}/out"]) == 0
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", "--out", f"{tmp_path}/again"]) == 0
    outside = [path for name in ("data", "cache", "home") for path in (tmp_path / name).rglob("*") if path.is_file()]
    for path in outside:
        content = path.read_bytes()
        assert b"LINA" not in content
        assert b"49033226" not in content


def altered(folder: Path) -> None:
    """Change one genotype of the VCF, leaving its size as text the same."""
    path = folder / "trio.vcf.gz"
    with gzip.open(path, "rb") as lines:
        text = lines.read()
    path.write_bytes(gzip.compress(text.replace(b"0/1", b"1/1", 1)))


def copied(kept: Path, folder: Path) -> Path:
    """Return a copy of the kept case whose inputs are copies too."""
    shutil.copytree(kept, folder / "all")
    manifest = folder / "all" / "case" / "case.json"
    manifest.write_text(manifest.read_text().replace(str(kept), str(folder / "all")))
    return folder / "all"


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        pytest.param(altered, "input-changed", id="the VCF is another"),
        pytest.param(lambda f: (f / "trio.ped").write_text("F LINA 0 0 2 2\n"), "input-changed", id="so is the family"),
        pytest.param(lambda f: (f / "case" / "case.json").write_text("{"), "case-folder-unreadable", id="no JSON"),
        pytest.param(lambda f: (f / "case" / "case.json").unlink(), "case-folder-unreadable", id="no manifest"),
        pytest.param(lambda f: flip(f / "case"), "case-folder-unreadable", id="one bit of the alleles"),
    ],
)
def test_what_no_longer_agrees_is_refused(
    harm: Any, code: str, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(kept, tmp_path)
    assert main(["diagnose", "--rescore", f"{folder}/case", "--out", f"{tmp_path}/fine"]) == 0
    harm(folder)
    assert main(["diagnose", "--rescore", f"{folder}/case", "--out", f"{tmp_path}/out"]) == 1
    assert code in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def flip(folder: Path) -> None:
    """Flip one bit in the middle of the kept alleles."""
    (path,) = folder.glob("alleles-*.arrow")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def test_a_file_that_was_moved_away_is_told_and_the_answer_is_the_same(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(kept, tmp_path)
    (folder / "trio.vcf.gz").unlink()
    assert main(["diagnose", "--rescore", f"{folder}/case", "--out", f"{tmp_path}/out"]) == 0
    assert "input-gone" in capsys.readouterr().err
    assert report(tmp_path / "out")["differential"] == report(kept / "full")["differential"]


@pytest.mark.parametrize(
    "options", [["--ped", "trio.ped"], ["--proband", "DAD"], ["--assembly", "GRCh37"], ["--fasta", "x.fa"]]
)
def test_what_was_fixed_when_the_file_was_read_cannot_be_changed(
    options: list[str], kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diagnose", "--rescore", f"{kept}/case", *options]) == 1
    assert "rescore-fixed" in capsys.readouterr().err


def test_another_vcf_given_with_the_folder_is_refused(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "other.vcf").write_text("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n")
    assert main(["diagnose", "--rescore", f"{kept}/case", "--vcf", f"{tmp_path}/other.vcf"]) == 1
    assert main(["diagnose", "--rescore", f"{kept}/case", "--vcf", f"{kept}/trio.vcf.gz"]) == 0


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    mode = stat.S_IMODE(tmp_path.stat().st_mode)
    assert main(["diagnose", "--hpo", "HP:0001250", "--case-dir", str(tmp_path)]) == 1
    assert "not-a-case-folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == mode


def test_a_case_without_variants_is_kept_too_and_can_be_kept_again(tmp_path: Path) -> None:
    case = str(tmp_path / "case")
    assert main(["diagnose", "--hpo", "HP:0001250", "--sex", "female", "--age", "P3Y", "--case-dir", case]) == 0
    assert main(["diagnose", "--rescore", case, "--hpo", "HP:0001263", "--case-dir", case]) == 0
    assert main(["diagnose", "--rescore", case, "--out", str(tmp_path / "out")]) == 0
    document = report(tmp_path / "out")
    assert {one["hpo_id"] for one in document["findings"]} == {"HP:0001250", "HP:0001263"}
    assert document["patient"]["sex"] == "female"
    assert document["patient"]["age"] == "P3Y"
    assert [path.name for path in Path(case).iterdir()] == ["case.json"]


CLINVAR = (
    "##fileformat=VCFv4.1\n##fileDate=2026-01-05\n##reference=GRCh38\n"
    '##INFO=<ID=CLNSIG,Number=.,Type=String,Description="s">\n'
    '##INFO=<ID=CLNREVSTAT,Number=.,Type=String,Description="r">\n'
    '##INFO=<ID=GENEINFO,Number=1,Type=String,Description="g">\n'
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    "12\t49033226\t375267\tCCTGT\tC\t.\t.\t"
    "CLNSIG=Pathogenic;CLNREVSTAT=criteria_provided,_single_submitter;GENEINFO=KMT2D:8085\n"
)


def test_newer_knowledge_counts_without_the_vcf(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another ClinVar in the data folder the kept case is ranked as a full run ranks it."""
    folder = copied(kept, tmp_path)
    monkeypatch.setenv("LEXOME_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "clinvar.vcf").write_text(CLINVAR)
    assert main(["data", "import", "clinvar", f"{tmp_path}/clinvar.vcf", "--release", "2026-01-05"]) == 0
    files = ["--note", f"{folder}/note.txt", "--vcf", f"{folder}/trio.vcf.gz", "--ped", f"{folder}/trio.ped"]
    assert main(["diagnose", *files, "--out", f"{tmp_path}/full"]) == 0
    assert main(["diagnose", "--rescore", f"{folder}/case", "--out", f"{tmp_path}/again"]) == 0
    assert report(tmp_path / "again") == report(tmp_path / "full")
    assert report(tmp_path / "again")["variants"] != report(kept / "full")["variants"]


def test_structural_calls_are_kept_too(tmp_path: Path) -> None:
    """A deletion of the whole of KMT2D on GRCh38."""
    header = '##ALT=<ID=DEL,Description="d">\n##INFO=<ID=END,Number=1,Type=Integer,Description="e">\n'
    header += '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="t">\n'
    header += '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">\n##reference=GRCh38\n'
    names = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
    record = "chr12\t49010000\tsv1\tN\t<DEL>\t50\tPASS\tSVTYPE=DEL;END=49070000\tGT\t0/1\n"
    (tmp_path / "p.vcf").write_text(f"##fileformat=VCFv4.2\n{header}{names}{record}")
    files = ["--vcf", f"{tmp_path}/p.vcf", "--hpo", *TERMS[:4], "--case-dir", f"{tmp_path}/case"]
    assert main(["diagnose", *files, "--out", f"{tmp_path}/full"]) == 0
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", "--out", f"{tmp_path}/again"]) == 0
    assert report(tmp_path / "again") == report(tmp_path / "full")
    assert any(
        "49070000" in json.dumps(one) or "<DEL>" in json.dumps(one) for one in report(tmp_path / "full")["differential"]
    )


CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="From Ensembl VEP. Format: Allele|Consequence|SYMBOL|Feature_type|Feature|Amino_acids|Protein_position|HGVSp">\n'  # noqa: E501
BCSQ = '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Local consequence annotation">\n'
STOP_OF_PCSK9 = {
    CSQ: "AC=1;CSQ=G|stop_gained|PCSK9|Transcript|ENST00000302118|Y/*|142|ENSP00000303208.5:p.Tyr142%3D",
    BCSQ: "BCSQ=stop_gained|PCSK9|ENST00000302118|protein_coding|+|142Y>142*|55046549C>G",
}
"""rs67608943, GRCh38 1:55046549 C>G (Cohen 2005, doi:10.1038/ng1509), as VEP and bcftools csq write it."""


@pytest.mark.parametrize("alt", [pytest.param("G", id="one allele"), pytest.param("T,G", id="second of two")])
@pytest.mark.parametrize("header", [pytest.param(CSQ, id="VEP"), pytest.param(BCSQ, id="bcftools csq")])
def test_consequences_that_the_file_states_are_kept(header: str, alt: str, tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_text(
        f"##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n{header}"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n'
        f"chr1\t55046549\t.\tC\t{alt}\t.\tPASS\t{STOP_OF_PCSK9[header]}\tGT\t0/{alt.count(',') + 1}\n"
    )
    files = ["--vcf", f"{tmp_path}/a.vcf", "--hpo", "HP:0003124", "HP:0010874", "--case-dir", f"{tmp_path}/case"]
    assert main(["diagnose", *files, "--out", f"{tmp_path}/full"]) == 0
    (tmp_path / "a.vcf").unlink()
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", "--out", f"{tmp_path}/again"]) == 0
    first, again = report(tmp_path / "full"), report(tmp_path / "again")
    assert [one["consequence"] for one in first["variants"]] == ["stop_gained"]
    gone = [one for one in again["problems"] if one["code"] == "input-gone"]
    assert again | {"problems": [one for one in again["problems"] if one not in gone]} == first


LOSS_ON_X = "chrX\t31100000\tx1\tN\t<DEL>\t50\tPASS\tSVTYPE=DEL;END=33200000\tGT:CN\t{call}\n"


def with_loss_on_x(folder: Path, call: str, *options: str) -> list[str]:
    """Return a call of a loss over DMD, as a caller with this genotype and copy number states it."""
    header = '##ALT=<ID=DEL,Description="d">\n##INFO=<ID=END,Number=1,Type=Integer,Description="e">\n'
    header += '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="t">\n##reference=GRCh38\n'
    header += '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">\n'
    header += '##FORMAT=<ID=CN,Number=1,Type=Integer,Description="n">\n'
    names = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
    (folder / "x.vcf").write_text(f"##fileformat=VCFv4.2\n{header}{names}{LOSS_ON_X.format(call=call)}")
    return ["diagnose", "--vcf", f"{folder}/x.vcf", "--hpo", "HP:0003236", "HP:0003323", *options]


@pytest.mark.parametrize(("before", "after"), [("male", "female"), ("female", "male"), (None, "male")])
def test_another_sex_is_refused_where_copy_numbers_were_called(
    before: str | None, after: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--sex", before] if before else []
    call = with_loss_on_x(tmp_path, "0/1:1", *given, "--case-dir", f"{tmp_path}/case", "--out", f"{tmp_path}/full")
    assert main(call) == 0
    capsys.readouterr()
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", "--sex", after, "--out", f"{tmp_path}/again"]) == 1
    said = capsys.readouterr().err
    assert "--sex" in said
    assert f"run in full: lexome diagnose --vcf … --case-dir FOLDER --sex {after}" in said
    assert not (tmp_path / "again").exists()


def test_the_same_sex_said_again_changes_nothing(tmp_path: Path) -> None:
    call = with_loss_on_x(tmp_path, "1:0", "--sex", "male", "--case-dir", f"{tmp_path}/case")
    assert main([*call, "--out", f"{tmp_path}/full"]) == 0
    again = ["diagnose", "--rescore", f"{tmp_path}/case", "--sex", "male", "--out", f"{tmp_path}/again"]
    assert main(again) == 0
    assert report(tmp_path / "again") == report(tmp_path / "full")


def test_the_sex_of_a_phenopacket_counts(kept: Path, tmp_path: Path) -> None:
    """The folder of a call without PED states no sex; without copy numbers a later word for it is taken."""
    vcf = ["--vcf", f"{EXAMPLES}/trio.vcf.gz", "--proband", "LINA"]
    findings = ["--hpo", TERMS[0], TERMS[1]]
    packet = {
        "id": "later",
        "subject": {"id": "LINA", "sex": "FEMALE"},
        "metaData": {"phenopacketSchemaVersion": "2.0"},
    }
    (tmp_path / "p.json").write_text(json.dumps(packet))
    assert main(["diagnose", *vcf, *findings, "--case-dir", f"{tmp_path}/case"]) == 0
    call = [
        "diagnose",
        "--rescore",
        f"{tmp_path}/case",
        "--phenopacket",
        f"{tmp_path}/p.json",
        "--out",
        f"{tmp_path}/out",
    ]
    assert main(call) == 0
    assert report(tmp_path / "out")["patient"]["sex"] == "female"


def test_an_answer_is_the_same_whether_its_tables_are_built_or_read(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXOME_CACHE_DIR", str(tmp_path / "cache"))
    for folder in ("built", "read"):
        assert main(["diagnose", "--rescore", f"{kept}/case", "--out", f"{tmp_path}/{folder}"]) == 0
    assert report(tmp_path / "built") == report(tmp_path / "read")
