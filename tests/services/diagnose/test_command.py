"""The main job through the command line: what a user gives, what a user gets, what bad input gets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lexome.apps.cli import main

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
TRIO = ["--vcf", str(EXAMPLES / "trio.vcf.gz"), "--ped", str(EXAMPLES / "trio.ped")]
NOTE = ["--note", str(EXAMPLES / "note.txt")]


def diagnose(*options: str, out: Path | None = None) -> int:
    return main(["diagnose", *options, *(["--out", str(out)] if out else [])])


def report(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return document


def test_the_example_puts_its_disease_and_its_variant_first(tmp_path: Path) -> None:
    """The example is a patient of Kabuki syndrome 1 with ClinVar VCV000375267 in KMT2D."""
    assert diagnose(*NOTE, *TRIO, out=tmp_path) == 0
    first = report(tmp_path)["differential"][0]
    assert first["disease_id"] == "OMIM:147920"
    assert first["variants"] == ["GRCh38:12:49033226:CCTGT:C"]
    assert "de_novo" in first["flags"]
    assert {path.name for path in tmp_path.iterdir()} == {
        "report.html", "report.json", "differential.tsv", "variants.tsv"
    }  # fmt: skip


def test_the_variant_of_the_example_is_graded_with_its_family(tmp_path: Path) -> None:
    diagnose(*NOTE, *TRIO, out=tmp_path)
    variant = report(tmp_path)["variants"][0]
    assert {"PVS1", "PS2"} <= {one["code"] for one in variant["criteria"]}
    assert variant["classification"] in {"pathogenic", "likely_pathogenic"}
    assert [(one["relation"], one["zygosity"]) for one in variant["genotypes"]] == [
        ("patient", "heterozygous"),
        ("father", "reference"),
        ("mother", "reference"),
    ]


def test_posteriors_and_the_unlisted_share_sum_to_one(tmp_path: Path) -> None:
    lines = tmp_path / "cases.jsonl"
    lines.write_text(json.dumps(phenopacket("a")) + "\n")
    out = tmp_path / "results.jsonl"
    assert main(["diagnose", "--cases", str(lines), "--out", str(out), "--top", "100000"]) == 0
    result = json.loads(out.read_text())
    total = sum(one["posterior"] for one in result["differential"]) + result["unlisted_posterior"]
    assert total == pytest.approx(1.0, abs=1e-6)


def phenopacket(case_id: str, *terms: str, **extra: Any) -> dict[str, Any]:
    features = [{"type": {"id": term}} for term in terms or ("HP:0007655", "HP:0001212", "HP:0000637")]
    meta = {"phenopacketSchemaVersion": "2.0"}
    return {"id": case_id, "subject": {"id": case_id}, "phenotypicFeatures": features, "metaData": meta, **extra}


def test_a_batch_has_a_line_a_case_in_order_and_goes_on_after_bad_ones(tmp_path: Path) -> None:
    bad = ["not json", json.dumps({"id": "v1", "genes": []}), json.dumps(phenopacket("unknown", "HP:9999999"))]
    good = [json.dumps(phenopacket("first")), json.dumps(phenopacket("last"))]
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join([good[0], *bad, good[1]]) + "\n")
    out = tmp_path / "out.jsonl"
    assert main(["diagnose", "--cases", str(cases), "--out", str(out), "--top", "5"]) == 0
    results = [json.loads(line) for line in out.read_text().splitlines()]
    assert [one["case_id"] for one in results] == ["first", "line 2", "v1", "unknown", "last"]
    assert ["differential" in one for one in results] == [True, False, False, False, True]
    assert results[3]["problems"][0]["code"] == "unknown-hpo-id"
    meta = json.loads((tmp_path / "out.jsonl.meta.json").read_text())
    assert meta["schema_version"]
    assert meta["provenance"]["data"]


def test_a_note_named_in_a_phenopacket_is_read_and_joined(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("She has a cleft palate. No seizures.")
    files = [{"uri": "note.txt", "fileAttributes": {"fileFormat": "text"}}]
    packet = tmp_path / "packet.json"
    packet.write_text(json.dumps(phenopacket("joined", "HP:0000637", files=files)))
    assert diagnose("--phenopacket", str(packet), out=tmp_path / "out") == 0
    found = {(one["hpo_id"], one["status"]) for one in report(tmp_path / "out")["findings"]}
    assert found == {("HP:0000637", "observed"), ("HP:0000175", "observed"), ("HP:0001250", "excluded")}


def test_several_ids_may_be_given_with_commas_or_spaces_between_them(tmp_path: Path) -> None:
    assert diagnose("--hpo", "HP:0001250, HP:0001252", "--hpo", "HP:0001263", out=tmp_path) == 0
    assert [one["hpo_id"] for one in report(tmp_path)["findings"]] == ["HP:0001250", "HP:0001252", "HP:0001263"]


def test_an_obsolete_id_is_mapped_with_a_notice(tmp_path: Path) -> None:
    """HP:0001263 lists HP:0001277 among its alternative ids (HPO 2025-01-16)."""
    assert diagnose("--hpo", "HP:0001277", out=tmp_path) == 0
    document = report(tmp_path)
    assert document["findings"][0]["hpo_id"] == "HP:0001263"
    assert "obsolete-hpo-id" in {one["code"] for one in document["problems"]}


def vcf(path: Path, *, header: str = "##reference=GRCh38\n", sample: str = "LINA", body: str = "") -> Path:
    text = (
        f"##fileformat=VCFv4.2\n{header}"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
        f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{sample}\n"
        f"{body or '12	49033226	.	CCTGT	C	50	PASS	.	GT	0/1'}\n"
    )
    path.write_text(text)
    return path


GRCH37 = "##contig=<ID=chr1,length=249250621>\n##reference=hg19\n"


def bad_inputs(folder: Path) -> dict[str, tuple[list[str], str]]:
    """Return, by name, the options of a call that must fail and the code of the problem it must name."""
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "nothing.txt").write_text("The weather was fine and the tea was hot.")
    (folder / "cycle.ped").write_text("F A B 0 1 1\nF B A 0 1 1\nF LINA A 0 2 2\n")
    (folder / "orphan.ped").write_text("F LINA NOBODY 0 2 2\n")
    (folder / "more.ped").write_text("F LINA DAD MUM 2 2\nF DAD 0 0 1 1\nF MUM 0 0 2 1\n")
    (folder / "list.json").write_text("[1, 2]")
    (folder / "v1.json").write_text(json.dumps({"id": "x", "subject": {"id": "x"}, "variants": []}))
    good = vcf(folder / "good.vcf")
    truncated = folder / "truncated.vcf.gz"
    truncated.write_bytes((EXAMPLES / "trio.vcf.gz").read_bytes()[:9000])
    (folder / "headless.vcf").write_text("12\t49033226\t.\tC\tT\t50\tPASS\t.\tGT\t0/1\n")
    hg19 = vcf(folder / "hg19.vcf", header=GRCH37)
    unknown = vcf(folder / "unknown.vcf", header="")
    two = vcf(folder / "two.vcf", sample="A\tB", body="12\t49033226\t.\tC\tT\t50\tPASS\t.\tGT\t0/1\t0/0")
    mother = vcf(folder / "m.vcf", sample="LINA\tMUMMY", body="12\t49033226\t.\tC\tT\t50\tPASS\t.\tGT\t0/1\t0/0")
    (folder / "file").write_text("")
    return {
        "empty note": (["--note", f"{folder}/empty.txt"], "nothing-to-work-on"),
        "binary note": (["--note", f"{folder}/binary.txt"], "binary-note"),
        "note without findings": (["--note", f"{folder}/nothing.txt"], "nothing-to-work-on"),
        "missing note": (["--note", f"{folder}/absent.txt"], "unreadable-note"),
        "unknown HPO id": (["--hpo", "HP:9999999"], "unknown-hpo-id"),
        "misspelt HPO id": (["--hpo", "HP:000125O"], "unknown-hpo-id"),
        "not a phenopacket": (["--phenopacket", f"{folder}/list.json"], "not-a-phenopacket"),
        "phenopacket version 1": (["--phenopacket", f"{folder}/v1.json"], "phenopacket-version-1"),
        "VCF without the proband": (["--vcf", str(good), "--proband", "OTHER"], "sample-missing"),
        "several samples, none named": (["--vcf", str(two)], "no-proband-sample"),
        "truncated bgzip": (["--vcf", str(truncated), "--proband", "LINA"], "truncated"),
        "VCF without header": (["--vcf", f"{folder}/headless.vcf"], "header"),
        "assembly unknown": (["--vcf", str(unknown)], "assembly-unknown"),
        "GRCh37 with GRCh38 knowledge": (["--vcf", str(hg19)], "assembly-differs"),
        "PED with a cycle": (["--hpo", "HP:0001250", "--ped", f"{folder}/cycle.ped"], "ped-cycle"),
        "PED with an unknown parent": (["--hpo", "HP:0001250", "--ped", f"{folder}/orphan.ped"], "ped-parent-unknown"),
        "PED names a sample the VCF lacks": (
            ["--vcf", str(mother), "--ped", f"{folder}/more.ped"],
            "sample-missing",
        ),
        "output is a file": (["--hpo", "HP:0001250", "--out", f"{folder}/file"], "cannot-write"),
        "an onset and no sign": (["--hpo", "HP:0003577"], "nothing-to-work-on"),
        "bad age": (["--hpo", "HP:0001250", "--age", "three"], "bad-duration"),
    }


BAD = (
    "empty note", "binary note", "note without findings", "missing note", "unknown HPO id", "misspelt HPO id",
    "not a phenopacket", "phenopacket version 1", "VCF without the proband", "several samples, none named",
    "truncated bgzip", "VCF without header", "assembly unknown", "GRCh37 with GRCh38 knowledge", "PED with a cycle",
    "PED with an unknown parent", "PED names a sample the VCF lacks", "output is a file",
    "an onset and no sign", "bad age",
)  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_exits_1_names_the_problem_and_leaves_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options, code = bad_inputs(tmp_path)[name]
    out = tmp_path / "out"
    assert diagnose(*options, out=None if "--out" in options else out) == 1
    said = capsys.readouterr().err
    assert code in said
    assert "→" in said
    assert not out.exists()


def test_relatives_without_a_sample_are_told_and_do_not_stop_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad_inputs(tmp_path)
    options = ("--vcf", f"{tmp_path}/good.vcf", "--ped", f"{tmp_path}/more.ped")
    assert diagnose(*options, out=tmp_path / "out") == 0
    assert "person-without-sample" in capsys.readouterr().err


def test_all_problems_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = bad_inputs(tmp_path)
    options = [*inputs["binary note"][0], *inputs["unknown HPO id"][0], *inputs["GRCh37 with GRCh38 knowledge"][0]]
    assert diagnose(*options, out=tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert all(code in said for code in ("binary-note", "unknown-hpo-id", "assembly-differs"))


def test_both_namings_of_chromosomes_give_the_same_answer(tmp_path: Path) -> None:
    with gzip.open(EXAMPLES / "trio.vcf.gz", "rt") as lines:
        bare = lines.read().replace("chrM", "MT").replace("chr", "")
    (tmp_path / "bare.vcf").write_text(bare)
    diagnose(*NOTE, *TRIO, out=tmp_path / "chr")
    diagnose(*NOTE, "--vcf", str(tmp_path / "bare.vcf"), "--ped", TRIO[3], out=tmp_path / "bare")
    one, other = report(tmp_path / "chr"), report(tmp_path / "bare")
    assert one["differential"] == other["differential"]


def test_no_patient_text_reaches_the_messages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Zebediah Quux has seizures. He has no microcephaly. " * 3)
    diagnose("--note", str(note), "--hpo", "HP:9999999")
    assert "Quux" not in capsys.readouterr().err


def test_a_case_that_cannot_be_used_keeps_its_id(tmp_path: Path) -> None:
    remote = {"uri": "https://example.org/a.vcf", "fileAttributes": {"fileFormat": "vcf"}}
    cases = [phenopacket("remote", "HP:0001250", files=[remote]), {**phenopacket("typed"), "phenotypicFeatures": "x"}]
    lines = tmp_path / "cases.jsonl"
    lines.write_text("\n".join([*map(json.dumps, cases), "not json"]))
    assert main(["diagnose", "--cases", str(lines), "--out", str(tmp_path / "o.jsonl")]) == 0
    results = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [one["case_id"] for one in results] == ["remote", "typed", "line 3"]


def test_phenopackets_in_folders_of_folders_are_found(tmp_path: Path) -> None:
    for cohort in ("A", "B"):
        (tmp_path / "cases" / cohort / "phenopackets").mkdir(parents=True)
        packet = json.dumps(phenopacket(cohort, "HP:0001250"))
        (tmp_path / "cases" / cohort / "phenopackets" / "one.json").write_text(packet)
    assert main(["diagnose", "--cases", str(tmp_path / "cases"), "--out", str(tmp_path / "o.jsonl")]) == 0
    assert [json.loads(line)["case_id"] for line in (tmp_path / "o.jsonl").read_text().splitlines()] == ["A", "B"]


@pytest.mark.parametrize("call", [["diagnose"], ["diagnose", "--cases", "x"], ["read"], ["schema", "nothing-such"]])
def test_a_call_that_lacks_something_exits_2(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(call) == 2
    assert "error:" in capsys.readouterr().err


def test_a_setting_that_is_no_number_is_a_wrong_call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEXOME_JOBS", "many")
    assert main(["version"]) == 2
    assert "LEXOME_JOBS" in capsys.readouterr().err


def test_a_choice_is_read_in_any_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["--hpo", "HP:0001250", "--sex"]
    assert diagnose(*call, "FEMALE", out=tmp_path) == 0
    assert report(tmp_path)["patient"]["sex"] == "female"
    assert diagnose(*call, "banana") == 2
    assert "male" in capsys.readouterr().err


def test_lines_and_answers_have_a_schema_with_their_stamp(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "check"]) == 0
    assert {"schema_version", "provenance", "valid"} <= set(json.loads(capsys.readouterr().out)["required"])
    assert main(["schema", "case-line"]) == 0
    assert "unlisted_posterior" in json.loads(capsys.readouterr().out)["properties"]


def test_a_data_folder_that_cannot_be_made_is_no_fault_of_lexome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "c.tsv").write_text("gene\ttranscript\tpLI\toe_lof_upper\toe_lof\nBRCA1\tENST1\t0.5\t0.5\t0.5\n")
    monkeypatch.setenv("LEXOME_DATA_DIR", str(tmp_path / "file" / "data"))
    assert main(["data", "import", "constraint", str(tmp_path / "c.tsv"), "--release", "1"]) == 1
    assert "Lexome failed" not in capsys.readouterr().err


def test_what_is_odd_about_the_input_is_told_beside_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert diagnose("--hpo", "HP:0001250", "--not-hpo", "HP:0001250") == 0
    told = capsys.readouterr()
    assert "contradictory-finding" in told.err
    assert "contradictory-finding" not in told.out


def test_a_finding_that_is_not_weighed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert diagnose("--hpo", "HP:0001250", "HP:0012828") == 0  # Severe, a clinical modifier
    assert "finding-not-used" in capsys.readouterr().err


def test_imported_frequencies_are_not_reported_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sites = tmp_path / "sites.vcf"
    sites.write_text(
        "##fileformat=VCFv4.2\n"
        '##INFO=<ID=AC,Number=A,Type=Integer,Description="Alternate alleles">\n'
        '##INFO=<ID=AN,Number=1,Type=Integer,Description="Alleles called">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
        "chr12\t49033000\t.\tC\tT\t.\tPASS\tAC=5;AN=1000\nchr12\t49034000\t.\tC\tT\t.\tPASS\tAC=5;AN=1000\n"
    )
    monkeypatch.setenv("LEXOME_DATA_DIR", str(tmp_path / "data"))
    diagnose(*NOTE, *TRIO, out=tmp_path / "before")
    imported = ["data", "import", "population", str(sites), "--release", "test", "--assembly", "GRCh38"]
    assert main(imported) == 0
    diagnose(*NOTE, *TRIO, out=tmp_path / "after")
    missing = [
        any("Population" in one["what"] for one in report(tmp_path / x)["not_done"]) for x in ("before", "after")
    ]
    assert missing == [True, False]
